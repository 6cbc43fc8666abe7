"""On whose rights schedules run: the owner's, as they are now."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text

from accounts import administration
from accounts.audit import COMMAND_LINE
from accounts.ownership import in_the_way, standings
from tests.accounts.people import NOW, person
from warehouse import jobs, schedules
from worker import clock


@pytest.mark.parametrize(
    ("owner", "rights", "sentence"),
    [
        ("anna@shop.example", ("load", "fit"), ""),
        (None, ("fit",), "Nobody owns it, so it does not run: whoever takes it over gives it their rights."),
        ("zoe@shop.example", ("fit",), "Its owner zoe@shop.example is no user any more"),
        ("gone@shop.example", ("fit",), "Its owner gone@shop.example may not use Regulars any more"),
        ("mark@shop.example", ("load",), "Its owner mark@shop.example may not do this any more"),
        ("part@shop.example", ("load",), "Its owner part@shop.example may not do this any more"),
    ],
)
def test_who_gives_a_schedule_rights(engine: Engine, owner: str | None, rights: tuple[str, ...], sentence: str) -> None:
    with engine.connect() as connection:
        assert in_the_way(connection, owner, rights) == ""  # without users nobody needs rights
    person(engine)
    gone = person(engine, "gone@shop.example")
    person(engine, "mark@shop.example", "marketer")
    person(engine, "part@shop.example", countries=("DE",))
    with engine.begin() as connection:
        administration.disable(connection, gone, COMMAND_LINE, now=NOW)
        found = in_the_way(connection, owner, rights)
    assert (found == "") == (sentence == "")
    assert found.startswith(sentence)


def test_what_nobody_may_run_is_not_run_and_stands_on_top(engine: Engine) -> None:
    person(engine)
    with engine.begin() as connection:
        own = schedules.add(connection, "Own", "fit", owner="anna@shop.example")
        nobodys = schedules.add(connection, "Nobody's", "fetch", {"source": {}, "fit": True})
        failed = schedules.add(connection, "Failed", "watch", {"folder": "x"}, owner="anna@shop.example")
        connection.execute(text("update schedules set next_at = now() - interval '1 day'"))
        clock.tick(connection)
        asked = {job.schedule_id for job in jobs.open_jobs(connection) if job.schedule_id}
        assert asked == {own, failed}
        one = schedules.get(connection, nobodys)
        assert one is not None
        assert (one.rights, one.last_at, one.next_at > datetime.now(UTC)) == (("load", "fit"), None, True)
        connection.execute(
            text("update jobs set state = 'failed', error = 'No.' where schedule_id = :n"), {"n": failed}
        )
        found = standings(connection)
    assert [(each.schedule.name, each.problem[:12]) for each in found] == [
        ("Nobody's", "Nobody owns "),
        ("Failed", "No."),
        ("Own", ""),
    ]
