"""Who asks a database that is frozen is told so in time, and is answered again when it goes on."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from warehouse import patience
from warehouse.explain import explain
from warehouse.patience import options


@pytest.fixture
def limited(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url, pool_pre_ping=True, connect_args=options(seconds=1))
    yield engine
    engine.dispose()


@contextmanager
def frozen(pid: int) -> Iterator[None]:
    """The process of a session, stopped as a machine that hangs is."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


@pytest.mark.parametrize("is_new", [True, False], ids=["in a statement", "at the pool's ping"])
def test_a_frozen_server_is_not_waited_for(limited: Engine, is_new: bool) -> None:
    with limited.connect() as connection:
        pid = connection.scalar(text("select pg_backend_pid()"))
        if is_new:
            began = time.monotonic()
            with frozen(pid), pytest.raises(OperationalError) as raised:
                connection.execute(text("select 1"))
            assert 0.9 < time.monotonic() - began < 5
            assert str(explain(raised.value)).startswith("The server does not answer")
    if not is_new:
        with frozen(pid), limited.connect() as connection:  # another session, in place of the one that hangs
            assert connection.scalar(text("select pg_backend_pid()")) != pid
    with limited.connect() as connection:
        assert connection.scalar(text("select 1")) == 1


def test_the_pool_s_ping_waits_for_less(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a health check is answered in time, although another connection is tried after it."""
    monkeypatch.setattr(patience, "PING_SECONDS", 0.5)
    engine = create_engine(database_url, pool_pre_ping=True, connect_args=options(seconds=30))
    with engine.connect() as connection:
        pid = connection.scalar(text("select pg_backend_pid()"))
    began = time.monotonic()
    with frozen(pid), engine.connect() as connection:
        assert connection.scalar(text("select pg_backend_pid()")) != pid
    assert time.monotonic() - began < 5
    engine.dispose()


def test_giving_a_connection_back_does_not_hang_either(limited: Engine) -> None:
    connection = limited.connect()
    pid = connection.scalar(text("select pg_backend_pid()"))
    began = time.monotonic()
    with frozen(pid), pytest.raises(OperationalError, match="did not answer in time"):
        connection.close()
    assert time.monotonic() - began < 5
    with limited.connect() as again:
        assert again.scalar(text("select 1")) == 1


def test_what_takes_long_is_cut_and_what_is_asked_after_it_is_not(limited: Engine) -> None:
    with limited.connect() as connection, pytest.raises(OperationalError, match="did not answer in time"):
        connection.execute(text("select pg_sleep(30)"))
    with limited.connect() as connection:
        for _ in range(4):
            connection.execute(text("select pg_sleep(0.4)"))  # more than a second in all, none of them alone


def test_an_error_of_the_server_stays_what_it_is(limited: Engine) -> None:
    with limited.connect() as connection, pytest.raises(Exception, match="division by zero") as raised:
        connection.execute(text("select 1 / 0"))
    assert isinstance(raised.value.orig, psycopg2.errors.DivisionByZero)  # type: ignore[attr-defined]
