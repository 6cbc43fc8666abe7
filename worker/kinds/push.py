"""Pushes a list to a place outside, from where an earlier attempt got to.

Arguments: `connection`, and one of: `delivery`, a list of the ledger; `campaign`, or `audience` and `format`, with
`mode` (full or movers), of which a list is made now; `trial`, to look only whether it can be reached and opened.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import update

from audiences.campaigns import quiet_days, repeating
from audiences.destinations import rule_now
from warehouse.access import see_everything
from warehouse.schema import jobs
from wording.languages import say
from worker.fetching import folder_of_job, forget_folder
from worker.pushing import push, try_out
from worker.work import Made, Work


def run(work: Work) -> Made:
    """Push, or try the place."""
    connection_id = work.number("connection")
    if work.arguments.get("trial"):
        work.say("Trying the connection")
        return Made({"connection_id": connection_id, "said": try_out(work.engine, work.settings, connection_id)})
    delivery_id = work.number("delivery") if "delivery" in work.arguments else _made(work, connection_id)
    if delivery_id is None:
        return Made({"connection_id": connection_id, "said": say("Nobody entered or left since the last time.")})
    found = push(work.engine, work.settings, delivery_id, connection_id, work.job_id)
    if not found["had_arrived"]:
        rows = found["rows_sent"] + found["rows_left"]
        work.record("push", {"delivery": delivery_id, "connection": found["connection"]}, rows)
    return Made({"delivery_id": delivery_id, "connection_id": connection_id, **found})


def _made(work: Work, connection_id: int) -> int | None:
    """The list as it is now, put on record; an interrupted job finds it among its arguments and makes no other."""
    said, settings = work.arguments, work.settings
    wanted = repeating.Wanted(
        connection_id, said.get("mode", "full"), said.get("campaign"), said.get("audience"), said.get("format")
    )
    work.say("Making the list")
    today = datetime.now(ZoneInfo(settings.outward.zone)).date()
    try:
        with work.engine.begin() as connection:
            see_everything(connection)
            rule, quiet = rule_now(connection, settings.consent), quiet_days(connection)
            folder = folder_of_job(settings, work.job_id)
            number = repeating.make(connection, wanted, rule, quiet, folder, today, work.asked_by)
            if number is not None:
                known: dict[str, Any] = {**said, "delivery": number}
                connection.execute(update(jobs).where(jobs.c.job_id == work.job_id).values(arguments=known))
    finally:
        forget_folder(settings, work.job_id)
    return number
