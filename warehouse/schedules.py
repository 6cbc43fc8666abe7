"""Jobs that the clock asks for: every hour, every night, every week, at a time of day where the shop is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, exists, func, insert, select, update

from warehouse.errors import InputError
from warehouse.jobs import OPEN, enqueue
from warehouse.outward import web_address
from warehouse.schema import alerts, fetched_files, jobs, schedules
from warehouse.told import to_say

Every = Literal["hour", "night", "week"]
EVERY: tuple[Every, ...] = ("hour", "night", "week")
RIGHTS: Mapping[str, tuple[str, ...]] = {
    "fit": ("fit",),
    "push": ("audiences",),
    "report": ("export",),
}  # of the kinds that need others than `load`
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Schedule:
    """A row of `schedules`."""

    schedule_id: int
    name: str
    kind: str
    arguments: dict[str, Any]
    every: Every
    at: str  # HH:MM
    weekday: int | None  # 0 Monday
    zone: str
    owner: str | None
    is_active: bool
    created_at: datetime
    next_at: datetime
    last_at: datetime | None
    last_job_id: int | None
    failures: int  # in a row
    tell: dict[str, Any]  # who hears of its runs: `emails`, a list; `webhook`, an address
    sealed: str | None = field(repr=False)  # what only SECRET_KEY opens
    tell_error: str | None  # why the last word could not be sent
    crossed_at: datetime | None  # when people were told that its threshold is crossed; None: it is not

    @property
    def rights(self) -> tuple[str, ...]:
        """What its owner has to be allowed."""
        own = RIGHTS.get(self.kind, ("load",))
        return (*own, "fit") if self.arguments.get("fit") else own

    @property
    def place(self) -> dict[str, Any]:
        """What its secrets are sealed for."""
        return place_of(self.arguments)

    @property
    def words(self) -> str:
        """When it runs: `every Monday at 03:00 (Europe/Berlin)`."""
        if self.every == "hour":
            return f"every hour at minute {self.at[3:]}"
        day = f"every {DAYS[self.weekday or 0]}" if self.every == "week" else "every day"
        return f"{day} at {self.at} ({self.zone})"


MOST_EMAILS = 20
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_EMAIL = re.compile(r"[^@\s<>\"(),:;\\\[\]]{1,64}@[^@\s<>\"(),:;\\\[\]]{1,253}")
COLUMNS = tuple(schedules.c[one.name] for one in fields(Schedule))


def place_of(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Where a schedule of these arguments fetches from."""
    return dict(arguments.get("source", {}))


def add(
    connection: Connection,
    name: str,
    kind: str,
    arguments: Mapping[str, Any] | None = None,
    every: str = "night",
    at: str = "03:00",
    weekday: int | None = None,
    zone: str = "UTC",
    owner: str | None = None,
    tell: Mapping[str, Any] | None = None,
    sealed: str | None = None,
) -> int:
    """Ask for a job again and again; its schedule_id. InputError for a time that is none."""
    first = next_time(every, at, weekday, zone, datetime.now(UTC))
    row = {"name": name, "kind": kind, "arguments": dict(arguments or {}), "every": every, "at": at, "zone": zone}
    whose = {"owner": owner, "tell": dict(tell or {}), "sealed": sealed}
    statement = insert(schedules).values(
        **row, **whose, weekday=weekday, created_at=func.clock_timestamp(), next_at=first
    )
    return int(connection.execute(statement.returning(schedules.c.schedule_id)).scalar_one())


def listed(connection: Connection) -> list[Schedule]:
    """All, those that failed last and those that nobody owns first."""
    order = schedules.c.failures.desc(), schedules.c.owner.is_not(None), schedules.c.schedule_id
    return [Schedule(**row) for row in connection.execute(select(*COLUMNS).order_by(*order)).mappings()]


def get(connection: Connection, schedule_id: int) -> Schedule | None:
    """One of them; None where there is none of that number."""
    found = connection.execute(select(*COLUMNS).where(schedules.c.schedule_id == schedule_id)).mappings().first()
    return Schedule(**found) if found else None


def change(connection: Connection, schedule_id: int, **values: Any) -> bool:
    """Give another owner, other arguments, …; False where there is none."""
    own = schedules.c.schedule_id == schedule_id
    return bool(connection.execute(update(schedules).where(own).values(**values)).rowcount)


def set_active(connection: Connection, schedule_id: int, is_active: bool) -> bool:
    """Pause a schedule or let it go on; False where there is none."""
    one = get(connection, schedule_id)
    if one is None:
        return False
    coming = next_time(one.every, one.at, one.weekday, one.zone, datetime.now(UTC))
    return change(connection, schedule_id, is_active=is_active, next_at=coming)


def ask_anew(connection: Connection, one: Schedule, asked_by: str | None) -> int | None:
    """The same for somebody who asks: files that could not be loaded are read again, though they are as they were."""
    unread = fetched_files.c.schedule_id == one.schedule_id, fetched_files.c.is_loaded.is_(False)
    connection.execute(delete(fetched_files).where(*unread))
    return ask_now(connection, one, asked_by)


def ask_now(connection: Connection, one: Schedule, asked_by: str | None) -> int | None:
    """Ask for a schedule's job now; the job_id, None where the one before has not ended yet."""
    connection.execute(
        select(schedules.c.schedule_id).where(schedules.c.schedule_id == one.schedule_id).with_for_update()
    )
    waits = exists().where(jobs.c.schedule_id == one.schedule_id, jobs.c.state.in_(OPEN))
    if connection.scalar(select(waits)):
        return None
    job_id = enqueue(connection, one.kind, one.arguments, asked_by, one.schedule_id)
    change(connection, one.schedule_id, last_at=func.clock_timestamp(), last_job_id=job_id)
    return job_id


def remove(connection: Connection, schedule_id: int) -> bool:
    """Forget a schedule, and what it had fetched; the jobs it asked for stay in the history."""
    for table in (fetched_files, alerts):
        connection.execute(delete(table).where(table.c.schedule_id == schedule_id))
    return bool(connection.execute(delete(schedules).where(schedules.c.schedule_id == schedule_id)).rowcount)


def next_time(every: str, at: str, weekday: int | None, zone: str, after: datetime) -> datetime:
    """The first moment after `after` that the words mean, in UTC; InputError where they mean none.

    A time of day that the clocks skip in spring is that of the hour after; one they have twice is the first.
    """
    hour, minute = _clock(at)
    if every not in EVERY or (every == "week" and weekday not in range(7)):
        raise InputError(
            to_say("A schedule runs every hour, every night, or every week on a day from 0 (Monday) to 6.")
        )
    try:
        place = ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise InputError(
            to_say("{zone} is no time zone. Give an IANA name, such as Europe/Berlin.").format(zone=zone)
        ) from None
    local = after.astimezone(place)
    if every == "hour":
        coming = after.replace(minute=minute, second=0, microsecond=0)
        return coming if coming > after else coming + timedelta(hours=1)
    for days in range(9):
        day = local.date() + timedelta(days=days)
        found = datetime(day.year, day.month, day.day, hour, minute, tzinfo=place).astimezone(UTC)
        if found > after and (every == "night" or day.weekday() == weekday):
            return found
    raise AssertionError("every week has each of its days")


def tell_of(emails: str, webhook: str) -> dict[str, Any]:
    """Who hears of runs, of addresses with commas between them and an https address. InputError for what is none."""
    found = [one for one in re.split(r"[\s,;]+", emails) if one]
    for one in found:
        if not _EMAIL.fullmatch(one) or not one.isprintable():
            raise InputError(to_say("{address} is not an email address.").format(address=one))
    if len(found) > MOST_EMAILS:
        raise InputError(
            to_say("A summary goes to {most_emails} addresses at most: give the address of a list of people.").format(
                most_emails=MOST_EMAILS
            )
        )
    told: dict[str, Any] = {"emails": found} if found else {}
    return told | ({"webhook": web_address(webhook)} if webhook.strip() else {})


def _clock(at: str) -> tuple[int, int]:
    written = _TIME.fullmatch(at)
    if written is None:
        raise InputError(to_say("{value} is no time of day. Write it as 03:00.").format(value=at[:20]))
    return int(written[1]), int(written[2])
