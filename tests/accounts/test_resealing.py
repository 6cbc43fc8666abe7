"""A new SECRET_KEY: what is stored is sealed with its first line, and the old one can go."""

import pytest
from sqlalchemy import Connection, Engine, select, text, update

from accounts.resealing import Resealed, reseal
from accounts.sign_in import second_factor
from accounts.tokens import PASSWORDS, seal_for, unseal, unseal_for
from tests.accounts.people import by_owner, person
from warehouse import forgotten
from warehouse.errors import SettingsError
from warehouse.schema import connections, erasure_keys, schedules, users

OLD, NEW, OTHER = "the key of last year", "the key of this year", "nobody's key"
BOTH = f"{NEW}\n{OLD}"
PLACE = {"address": "sftp://u@files.example/"}
ALL = {
    "second factors": 1, "passwords of schedules": 1, "passwords of connections": 1, "keys of who was erased": 1,
}  # fmt: skip


@pytest.fixture
def store(engine: Engine) -> Engine:
    """With something sealed by the old key of each kind, and a user, a schedule and a connection without."""
    anna = person(engine)
    person(engine, "ben@shop.example")
    with by_owner(engine) as connection:
        second_factor.begin(connection, anna, OLD)
        for name, sealed in (("a", seal_for(OLD, {"password": "open"}, PLACE)), ("b", None)):
            put = {"name": name, "sealed": sealed}
            connection.execute(
                text(
                    "insert into schedules (name, kind, arguments, every, at, zone, sealed, created_at, next_at)"
                    " values (:name, 'fetch', '{}', 'night', '03:00', 'UTC', :sealed, now(), now())"
                ),
                put,
            )
            connection.execute(
                text(
                    "insert into connections (name, kind, settings, sealed, created_at)"
                    " values (:name, 'sftp', '{}', :sealed, now())"
                ),
                put,
            )
        forgotten.forget(keyed(connection, OLD), ["12345"])
    return engine


def keyed(connection: Connection, key: str) -> Connection:
    return connection.execution_options(**{forgotten.SECRET_KEY: key})


def with_key(engine: Engine, key: str) -> tuple[Resealed, list[str]]:
    """What comes of it, and all that is sealed then."""
    with by_owner(engine) as connection:
        found = reseal(keyed(connection, key), key)
        columns = users.c.totp_secret, schedules.c.sealed, connections.c.sealed, erasure_keys.c.key
        return found, [
            one for column in columns for one in connection.scalars(select(column).where(column.is_not(None)))
        ]


def test_the_old_line_can_go(store: Engine) -> None:
    found, (factor, schedule, outlet, _) = with_key(store, BOTH)
    assert found == Resealed(ALL, {})
    assert unseal(NEW, factor)
    assert [unseal_for(NEW, one, PLACE) for one in (schedule, outlet)] == [{"password": "open"}] * 2
    with pytest.raises(SettingsError):
        unseal(OLD, schedule, PASSWORDS)
    with by_owner(store) as connection:
        assert forgotten.known(keyed(connection, NEW)).has("12345")
    again, (*texts, _) = with_key(store, NEW)
    assert (again, texts) == (Resealed(ALL, {}), [factor, schedule, outlet])  # as they were


def test_what_no_line_opens_is_told_and_stays(store: Engine) -> None:
    with by_owner(store) as connection:
        connection.execute(update(schedules).values(sealed=seal_for(OTHER, {}, PLACE)).where(schedules.c.name == "b"))
    found, _ = with_key(store, OTHER)
    assert found == Resealed({"passwords of schedules": 1}, ALL)
    found, _ = with_key(store, BOTH)
    assert found == Resealed(ALL, {"passwords of schedules": 1})


def test_without_a_key_nothing_can_be_sealed(engine: Engine) -> None:
    person(engine)
    with by_owner(engine) as connection:
        assert reseal(connection, NEW) == Resealed({}, {})
