"""What the page reads: what came of the last job at each place, and what could be sent there."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from accounts.ownership import Standing, standings
from audiences.campaigns import keeping as campaigns
from audiences.campaigns import ledger
from audiences.lists import keeping as audiences
from dashboard.words import formats
from warehouse import jobs
from warehouse.jobs import Job
from warehouse.schema import jobs as table
from wording.languages import say, say_n

LISTS = 20  # of the ledger, that are offered


def newest_jobs(connection: Connection) -> dict[int, Job]:
    """Connection -> the job that was asked for last."""
    place = table.c.arguments["connection"].as_integer()
    newest = select(func.max(table.c.job_id)).where(table.c.kind == "push", place.is_not(None)).group_by(place)
    found = [jobs.get(connection, number) for number in connection.scalars(newest)]
    return {int(one.arguments["connection"]): one for one in found if one is not None}


def sendable(connection: Connection) -> list[tuple[str, str]]:
    """What can be sent: campaigns, newest first, audiences by name, and the lists that were made last."""
    made, kept = campaigns.everything(connection), audiences.everything(connection)
    found = [(f"campaign-{one.campaign_id}", say("Campaign: {name}", name=one.name)) for one in made]
    found += [(f"audience-{one.audience_id}", say("Audience: {name}", name=one.name)) for one in kept]
    return found + [(f"delivery-{one.delivery_id}", _list(one)) for one in ledger.newest(connection, LISTS)]


def _list(one: ledger.Delivery) -> str:
    return say_n(
        one.leaving.rows,
        "List of {day}: {name}, {n} customer",
        "List of {day}: {name}, {n} customers",
        day=formats.day(one.made_at),
        name=one.leaving.name,
    )


def repeated(connection: Connection) -> list[Standing]:
    """What is sent by itself, what went wrong first."""
    return [one for one in standings(connection) if one.schedule.kind == "push"]
