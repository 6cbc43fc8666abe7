"""What is on record stays: only what is old can go, by the one function for it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from accounts.audit import ACTIONS, COMMAND_LINE, Actor, Entry, Filters, entries, keep_days, kept_days, record, retire
from tests.accounts.people import DAY, NOW
from warehouse.errors import InputError

ANNA = Actor(7, "anna@shop.example", "192.0.2.7")


def fill(engine: Engine, *moments: datetime) -> None:
    with engine.begin() as connection:
        for moment in moments:
            record(connection, "export", ANNA, {"what": "customers"}, 12, now=moment)


def test_a_line_is_read_as_it_was_written(engine: Engine) -> None:
    fill(engine, NOW)
    with engine.connect() as connection:
        assert entries(connection) == [
            Entry(1, NOW, 7, "anna@shop.example", "192.0.2.7", "export", {"what": "customers"}, 12)
        ]


def test_an_unknown_action_is_a_mistake(engine: Engine) -> None:
    with engine.begin() as connection, pytest.raises(KeyError):
        record(connection, "dancing", ANNA, now=NOW)


@pytest.mark.parametrize(
    "statement",
    [
        "update audit set user_email = 'ben@shop.example'",
        "delete from audit",
        "delete from audit where false",
        "truncate audit",
        "with gone as (delete from audit returning 1) select count(*) from gone",
        "insert into audit (audit_id, at, action, details) overriding system value values (1, now(), 'export', '{}')"
        " on conflict (audit_id) do update set action = 'load'",
        "merge into audit using (values (1)) as one (id) on audit_id = one.id when matched then delete",
    ],
)
def test_nothing_changes_it(engine: Engine, statement: str) -> None:
    fill(engine, NOW)
    with engine.begin() as connection, pytest.raises(DBAPIError, match=r"only ever added to"):
        connection.execute(text(statement))
    with engine.connect() as connection:
        assert [entry.user_email for entry in entries(connection)] == ["anna@shop.example"]


def test_who_may_only_add_can_neither_change_it_nor_switch_the_trigger_off(engine: Engine) -> None:
    """As the role that a hosted dashboard runs as: not the owner of the tables."""
    fill(engine, NOW)
    with engine.begin() as connection:
        connection.execute(text("create role audit_writer"))
        connection.execute(text("grant usage on schema public to audit_writer"))
        connection.execute(text("grant select, insert, update, delete, truncate on audit to audit_writer"))
    statements = (
        "set local regulars.retiring_audit = 'yes'; delete from audit",
        "alter table audit disable trigger all",
        "set local session_replication_role = 'replica'",
    )
    try:
        for statement in statements:
            with engine.begin() as connection:
                connection.execute(text("set local role audit_writer"))
                with pytest.raises(DBAPIError):
                    connection.execute(text(statement))
        with engine.begin() as connection:
            connection.execute(text("set local role audit_writer"))
            assert connection.execute(text("select retire_audit(now() + interval '1 day')")).scalar_one() == 0
            assert len(entries(connection)) == 1
    finally:
        with engine.begin() as connection:
            connection.execute(text("drop owned by audit_writer"))
            connection.execute(text("drop role audit_writer"))


def test_pages_go_on_where_the_last_one_ended(engine: Engine) -> None:
    fill(engine, *(NOW + day * DAY for day in range(5)))
    with engine.connect() as connection:
        first = entries(connection, most=2)
        fill(engine, NOW + 9 * DAY)
        second = entries(connection, before=first[-1].audit_id, most=2)
        third = entries(connection, before=second[-1].audit_id, most=2)
    assert [[entry.audit_id for entry in page] for page in (first, second, third)] == [[5, 4], [3, 2], [1]]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(), [4, 3, 2, 1]),
        (Filters(action="load"), [4]),
        (Filters(action="dancing"), []),
        (Filters(action="\x00"), []),
        (Filters(user_email=" Anna@shop.example"), [3, 2, 1]),
        (Filters(user_email="\x00"), []),
        (Filters(since=NOW + DAY), [4, 3, 2]),
        (Filters(since=NOW + DAY, until=NOW + 2 * DAY), [2]),
        (Filters(action="export", user_email="command line"), []),
    ],
)
def test_it_is_filtered(engine: Engine, filters: Filters, found: list[int]) -> None:
    fill(engine, NOW, NOW + DAY, NOW + 2 * DAY)
    with engine.begin() as connection:
        record(connection, "load", COMMAND_LINE, {"file": "shop.csv"}, 8, now=NOW + 3 * DAY)
        assert [entry.audit_id for entry in entries(connection, filters)] == found


def test_it_lasts_as_long_as_is_chosen(engine: Engine) -> None:
    now = datetime.now(UTC)
    fill(engine, now - 400 * DAY, now - 100 * DAY, now - 40 * DAY, now)
    assert retire(engine, now=now) == 1
    with engine.begin() as connection:
        assert kept_days(connection) == 365
        keep_days(connection, 90, ANNA, now=now)
        assert kept_days(connection) == 90
    assert retire(engine, now=now) == 1
    assert retire(engine, now=now) == 0
    with engine.connect() as connection:
        assert [(entry.action, entry.rows) for entry in entries(connection)] == [
            ("audit_retired", 1), ("settings", None), ("audit_retired", 1), ("export", 12), ("export", 12),
        ]  # fmt: skip


@pytest.mark.parametrize("days", [29, 0, -1, 3651])
def test_a_month_at_least_is_kept(engine: Engine, days: int) -> None:
    with engine.begin() as connection, pytest.raises(InputError, match="kept for 30 to 3,650 days"):
        keep_days(connection, days, ANNA, now=NOW)


def test_a_clock_ahead_retires_nothing_young(engine: Engine) -> None:
    now = datetime.now(UTC)
    fill(engine, now - 29 * DAY, now)
    assert retire(engine, now=now + 4000 * DAY) == 0


def test_every_action_has_its_words() -> None:
    assert all(ACTIONS.values())
