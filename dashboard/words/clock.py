"""When something runs by itself, as people read it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from dashboard.words import formats
from warehouse.schedules import Schedule
from wording.languages import days, say


def when(schedule: Schedule) -> str:
    """`Every Monday at 08:00 (Europe/Berlin)`."""
    if schedule.every == "hour":
        return say("Every hour at minute {minute}", minute=schedule.at[3:])
    told = {"time": schedule.at, "zone": schedule.zone}
    if schedule.every == "week":
        return say("Every {weekday} at {time} ({zone})", weekday=formats.weekdays()[schedule.weekday or 0], **told)
    return say("Every day at {time} ({zone})", **told)


def weekday_choices() -> list[tuple[str, str]]:
    """The days of a week, by their number as a form has it."""
    return [(str(number), name) for number, name in enumerate(formats.weekdays())]


def moment(at: datetime, zone: str) -> str:
    """`28 Nov 2026, 03:00`, in that time zone."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{formats.day(local)}, {days.hour(local)}"
