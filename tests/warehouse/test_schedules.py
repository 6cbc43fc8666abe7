"""When a schedule runs next, and what it is called."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from warehouse import schedules
from warehouse.errors import InputError
from warehouse.schedules import next_time


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("every", "at", "weekday", "zone", "after", "expected"),
    [
        ("hour", "00:20", None, "UTC", "2026-11-28 13:10", "2026-11-28 13:20"),
        ("hour", "00:20", None, "UTC", "2026-11-28 13:20", "2026-11-28 14:20"),
        ("night", "03:00", None, "UTC", "2026-11-28 02:59:59", "2026-11-28 03:00"),
        ("night", "03:00", None, "UTC", "2026-11-28 03:00", "2026-11-29 03:00"),
        ("night", "03:00", None, "Europe/Berlin", "2026-11-28 01:00", "2026-11-28 02:00"),
        ("night", "03:00", None, "Europe/Berlin", "2026-07-28 00:00", "2026-07-28 01:00"),
        ("night", "00:30", None, "Pacific/Auckland", "2026-11-28 12:00", "2026-11-29 11:30"),
        ("night", "02:30", None, "Europe/Berlin", "2026-03-28 12:00", "2026-03-29 01:30"),  # skipped: 03:30 summer time
        ("night", "02:30", None, "Europe/Berlin", "2026-10-24 12:00", "2026-10-25 00:30"),  # twice: the first
        ("week", "03:00", 0, "UTC", "2026-11-28 12:00", "2026-11-30 03:00"),
        ("week", "03:00", 5, "UTC", "2026-11-28 03:00", "2026-12-05 03:00"),
    ],
)
def test_the_next_time(every: str, at: str, weekday: int | None, zone: str, after: str, expected: str) -> None:
    assert next_time(every, at, weekday, zone, utc(after)) == utc(expected)


@pytest.mark.parametrize(
    ("every", "at", "weekday", "zone", "sentence"),
    [
        ("year", "03:00", None, "UTC", "A schedule runs every hour, every night, or every week"),
        ("week", "03:00", None, "UTC", "every week on a day from 0 (Monday) to 6"),
        ("week", "03:00", 7, "UTC", "every week on a day from 0 (Monday) to 6"),
        ("night", "25:00", None, "UTC", "25:00 is no time of day. Write it as 03:00."),
        ("night", "3", None, "UTC", "3 is no time of day."),
        ("night", "03:00", None, "Mars/Base", "Mars/Base is no time zone. Give an IANA name, such as Europe/Berlin."),
        ("night", "03:00", None, "../passwd", "../passwd is no time zone."),
    ],
)
def test_a_time_that_is_none(every: str, at: str, weekday: int | None, zone: str, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        next_time(every, at, weekday, zone, utc("2026-11-28 12:00"))
    assert sentence in str(caught.value)


def test_schedules_are_kept(engine: Engine) -> None:
    with engine.begin() as connection:
        nightly = schedules.add(connection, "Segments", "fit", every="night", at="03:00", owner="anna")
        weekly = schedules.add(connection, "Shop", "watch", {"folder": "shop"}, "week", "04:15", 6, "Europe/Berlin")
        found = schedules.listed(connection)
        assert [(one.schedule_id, one.words) for one in found] == [
            (weekly, "every Sunday at 04:15 (Europe/Berlin)"),  # nobody owns it: first
            (nightly, "every day at 03:00 (UTC)"),
        ]
        assert schedules.set_active(connection, nightly, False)
        assert schedules.remove(connection, weekly)
        assert [(one.name, one.is_active) for one in schedules.listed(connection)] == [("Segments", False)]
        assert not schedules.remove(connection, weekly)
        assert not schedules.set_active(connection, weekly, True)
