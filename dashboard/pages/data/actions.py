"""What the page's buttons ask for -> rows in the table of jobs. It comes from a browser: all of it is checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, text

from dashboard.pages.data import answers, desk
from dashboard.pages.data.inspection import ready_uploads
from dashboard.queries.store import loads
from dashboard.shop import Shop
from dashboard.shop.asker import Asker, asker
from dashboard.shop.once import is_first
from dashboard.shop.said import UNREAD, read_number, read_text
from warehouse import jobs
from warehouse.errors import InputError
from wording.languages import say, to_say

Asked = Mapping[str, Any]
MOST_LETTERS = 4_000  # of anything that is said
OLD = to_say("The files have changed meanwhile. Look at them again.")
ONE_FIT = text("select pg_advisory_xact_lock(hashtext('a fit is asked for'))")  # by clicks side by side
FIT, FIT_PEOPLE = {"kind": "fit"}, {"kind": "fit", "arguments": {"source": "customers"}}


def act(shop: Shop, asked: object) -> str:
    """Do what is asked; a sentence where it cannot be done. `{"act": …}` and what belongs to it."""
    said = read(asked)
    action, right = ACTIONS.get(said.get("act", ""), (None, ""))
    if action is None:
        raise InputError(say(UNREAD))
    asker().need(right)
    with shop.connect() as connection:  # which soon gives up where a load has locked the tables
        sentence = action(connection, said, asker())
        connection.commit()
        return sentence


def read(asked: object) -> dict[str, Any]:
    """Texts by name, and a list of texts; InputError for anything else."""
    if not isinstance(asked, dict):
        raise InputError(say(UNREAD))
    for name, value in asked.items():
        texts = value if name == "values" and isinstance(value, list) else [value]
        for one in texts if name != "at" else ():
            read_text(one, MOST_LETTERS)
    return asked


def ensure_look(connection: Connection, before: desk.Desk, who: Asker) -> bool:
    """Ask for a look at files that nobody looked at together; whether that was needed."""
    if not before.files or before.look or before.looking or not who.may("upload"):
        return False
    desk.look_at(connection, before.files, who.name)
    return True


def _look(connection: Connection, said: Asked, who: Asker) -> str:
    """Look at the files, with the options of before and what is said now."""
    before = desk.read(connection, who.name)
    looks = jobs.history(connection, limit=desk.MOST_LOOKS, kinds=(desk.LOOK,), asked_by=who.name)
    options = desk.options_so_far(looks, before.files)
    file = said.get("file", "")
    match said["act"]:
        case "answer":
            options = answers.answered(options, file, said.get("option", ""), said.get("value", ""))
        case "column":
            options = answers.renamed(options, file, said.get("column", ""), said.get("value", ""))
        case "columns":
            options = answers.named(options, file, said.get("values", []))
    if before.files:
        desk.look_at(connection, before.files, who.name, options)
    return "" if before.files else say(OLD)


def _load(connection: Connection, said: Asked, who: Asker) -> str:
    """Load what is clear, and work out the segments then where that is wanted."""
    before = desk.read(connection, who.name)
    ready = ready_uploads(before.result)
    if before.look is None or not ready:
        return say(OLD)
    tables = before.result.get("tables", ())
    has_sales = any(table["about"] == "transactions" for table in tables) or loads.has_sales(connection)
    then = [FIT if has_sales else FIT_PEOPLE] if said.get("fit") == "yes" and who.may("fit") else []
    arguments = {"uploads": ready, "options": before.look.arguments.get("options", {}), "then": then}
    if is_first(connection, "load", arguments):
        jobs.enqueue(connection, "load", arguments, who.name)
    return ""


def _fit(connection: Connection, _said: Asked, who: Asker) -> str:
    wanted = FIT if loads.has_sales(connection) else FIT_PEOPLE
    connection.execute(ONE_FIT)
    if not any(job.kind == "fit" for job in jobs.open_jobs(connection)):
        jobs.enqueue(connection, "fit", wanted.get("arguments"), who.name)  # type: ignore[arg-type]
    return ""


def _undo(connection: Connection, said: Asked, who: Asker) -> str:
    """Take a load back; first only find out what would go."""
    is_sure = said["act"] == "undo"
    arguments: dict[str, Any] = {"load_id": read_number(said, "load")} | ({} if is_sure else {"dry_run": True})
    if not is_sure or is_first(connection, "undo", arguments):
        jobs.enqueue(connection, "undo", arguments, who.name)
    return ""


def _cancel(connection: Connection, said: Asked, who: Asker) -> str:
    """Stop a job: one's own, or as somebody who may load any."""
    found = jobs.get(connection, read_number(said, "job"))
    if found is None or not desk.may_stop(who, found):
        who.need("load")
    if found is not None:
        jobs.cancel(connection, found.job_id, who.name)
    return ""


Action = Callable[[Connection, Asked, Asker], str]
ACTIONS: Mapping[str, tuple[Action, str]] = {  # with the right that each needs
    "answer": (_look, "upload"),
    "column": (_look, "upload"),
    "columns": (_look, "upload"),
    "look": (_look, "upload"),
    "load": (_load, "load"),
    "undo-ask": (_undo, "load"),
    "undo": (_undo, "load"),
    "cancel": (_cancel, "look"),  # and more than that: see there
    "fit": (_fit, "fit"),
}
