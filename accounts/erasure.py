"""One person erased (GDPR, article 17), with its line on record, and what that came to in words."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, Engine

from accounts.audit import Actor, record
from warehouse.erasure import Erased, erase
from warehouse.jobs import enqueue, open_jobs
from warehouse.settings import Settings
from wording.console import progress
from wording.counts import counted

FIT = "fit"  # the worker's kind of job that works segments out anew
FIT_DUE = (
    "Segments count them until they are worked out anew, which the worker is asked for (by hand: python -m models fit)."
)


def forget(
    engine: Engine,
    settings: Settings,
    customer: str,
    actor: Actor,
    waits: Callable[[], None],
    *,
    now: datetime,
    dry_run: bool = False,
) -> Erased:
    """Erase the person of a number or an address, or only say what would go.

    Raises InputError where nothing is stored of them.
    """

    def note(connection: Connection, erased: Erased) -> None:
        # Not whose: nobody could take it out of a record that never changes.
        details = {"tables": erased.rows, "files": erased.files}
        record(connection, "forget", actor, details, sum(erased.rows.values()), now=now)
        if erased.is_fit_due:
            _ask_for_fit(connection)

    return erase(engine, settings, customer, waits, note, dry_run, progress)


def _ask_for_fit(connection: Connection) -> None:
    """Once, however many are erased one after the other: by nobody, as the clock asks."""
    if not any(job.kind == FIT and job.state == "waiting" for job in open_jobs(connection)):
        enqueue(connection, FIT)


def in_words(erased: Erased, is_done: bool = True) -> list[str]:
    """What went, or would go, in sentences without their names."""
    rows = sum(erased.rows.values()) - erased.lines
    gone, guests = ("Gone", "Now guests'") if is_done else ("Would go", "Would be guests'")
    lines = f"{guests}: {counted(erased.lines, 'line')} of orders, with every total as before."
    found = [f"{gone}: {counted(rows, 'row')} about them. {lines}"]
    if len(erased.person.numbers) > 1:
        found.append(f"They had {len(erased.person.numbers)} numbers, addresses they ordered by without one included.")
    if erased.person.shared:
        others = ", ".join(erased.person.shared)
        found.append(f"Others have the same address and stay: {others}. Erase them too if they are the same person.")
    if erased.files:
        found.append(f"{gone}: {counted(erased.files, 'uploaded file')} that may name them.")  # a file's name may, too
    if is_done:
        found.append("Files that are loaded from now on bring no number and no contact of theirs back.")
        found += [FIT_DUE] if erased.is_fit_due else []
    return found
