"""The command line of accounts, as people and scripts meet it."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text

from accounts.__main__ import parser
from accounts.sign_in import Refused, SignedIn, Visit, invitations, look, second_factor, verify
from tests.accounts.people import HOME, NOW, PASSWORD, by_owner, person, recorded, said, signed_in
from tests.conftest import ROOT, clean_environment
from warehouse.errors import InputError
from warehouse.settings import libpq_url

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Say = Callable[..., str]


@pytest.fixture
def say(database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    """Runs a command in this process, with a text on its standard input; gives what it printed."""
    monkeypatch.setenv("DATABASE_URL", libpq_url(database_url))

    def run(*words: str, stdin: str = "") -> str:
        reading, writing = os.pipe()
        os.write(writing, stdin.encode())
        os.close(writing)
        with os.fdopen(reading) as file:
            monkeypatch.setattr("sys.stdin", file)
            arguments = parser().parse_args(words)
            arguments.main(arguments)
        return capsys.readouterr().out

    return run


def test_a_user_from_beginning_to_end(engine: Engine, say: Say) -> None:
    added = say(
        *("add", "Anna@shop.example", "--role", "analyst", "--country", "fr", "--country", "DE", "--password-stdin"),
        stdin=PASSWORD + "\n",
    )
    assert added == "anna@shop.example can sign in now, as analyst for DE, FR.\n"
    token = signed_in(engine, now=datetime.now(UTC))  # as the commands have it
    (listed,) = json.loads(say("list", "--json"))
    assert listed.pop("created_at")
    assert listed == {
        "email": "anna@shop.example",
        "name": "",
        "role": "analyst",
        "countries": ["DE", "FR"],
        "has_password": True,
        "has_second_factor": False,
        "disabled_at": None,
    }
    assert say("revoke", "anna@shop.example", "--sessions") == "anna@shop.example: 1 session ended.\n"
    assert look(engine, token, now=datetime.now(UTC)) is None
    assert say("revoke", "anna@shop.example") == "anna@shop.example is disabled; 0 sessions ended.\n"
    assert isinstance(verify(engine, "anna@shop.example", PASSWORD, HOME, now=NOW), Refused)
    with pytest.raises(InputError, match="is disabled; with --enable"):
        say("reset", "anna@shop.example")
    say("reset", "anna@shop.example", "--enable", "--password-stdin", stdin="five other words come here\r\n")
    assert isinstance(verify(engine, "anna@shop.example", "five other words come here", HOME, now=NOW), SignedIn)
    assert {who for _, who in said(engine)} == {"command line", "anna@shop.example"}


def test_a_new_key(engine: Engine, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = person(engine)
    with by_owner(engine) as connection:
        second_factor.begin(connection, anna, "the old key")
    monkeypatch.setenv("SECRET_KEY", "the new key")
    with pytest.raises(InputError, match="opens second factors: 1: add the line they were sealed with"):
        say("reseal")
    monkeypatch.setenv("SECRET_KEY", "the new key\nthe old key")
    assert say("reseal") == "Sealed with the first line of SECRET_KEY: second factors: 1.\n"


def test_links_are_printed_once_and_work(engine: Engine, say: Say) -> None:
    path = say("add", "ben@shop.example", "--name", "Ben", "--invite").strip()
    assert path.startswith("/invitation/")
    joined = invitations.accept(engine, path.rpartition("/")[2], PASSWORD, Visit(), now=datetime.now(UTC))
    assert isinstance(joined, SignedIn)
    path = say("reset", "ben@shop.example").strip()
    assert path.startswith("/reset/")
    chosen = invitations.accept(
        engine, path.rpartition("/")[2], "five other words come here", Visit(), now=datetime.now(UTC)
    )
    assert isinstance(chosen, SignedIn)
    assert look(engine, joined.token, now=datetime.now(UTC)) is None


@pytest.mark.parametrize(
    ("words", "stdin", "sentence"),
    [
        (["add", "no address", "--invite"], "", "'no address' is not an email address."),
        (["add", "anna@shop.example", "--password-stdin"], "short\n", "has 5 characters; it needs at least 12."),
        (["add", "anna@shop.example", "--password-stdin"], "", "has 0 characters"),
        (["add", "anna@shop.example"], "", "There is no terminal to ask for a password: give --password-stdin or"),
        (["add", "anna@shop.example", "--country", "Narnia", "--invite"], "", "'Narnia' is no country"),
        (["reset", "nobody@shop.example"], "", "There is no user 'nobody@shop.example'."),
        (["revoke", "nobody@shop.example"], "", "There is no user 'nobody@shop.example'."),
    ],
)
def test_what_cannot_be_done_is_said(say: Say, words: list[str], stdin: str, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        say(*words, stdin=stdin)
    assert sentence in str(caught.value)


def test_without_users_the_list_says_how_to_begin(say: Say) -> None:
    assert say("list") == (
        "There are no users yet; add the first one: python -m accounts add you@example.com --role admin\n"
    )
    assert say("list", "--json") == "[]\n"


def test_it_ends_as_commands_do(run_module: Run) -> None:
    failed = run_module("accounts", "revoke", "nobody@shop.example")
    assert (failed.returncode, failed.stdout, failed.stderr) == (
        1, "", "error: There is no user 'nobody@shop.example'.\n",
    )  # fmt: skip
    assert run_module("accounts", "list", "--json").stdout == "[]\n"


@pytest.mark.parametrize(("again", "code"), [(PASSWORD, 0), ("something else here", 1)])
def test_a_terminal_asks_twice_and_shows_nothing(run_module: Run, database_url: str, again: str, code: int) -> None:
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "accounts", "add", "anna@shop.example"],
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True, cwd=ROOT,
        env=clean_environment() | {"DATABASE_URL": libpq_url(database_url)},
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    for prompt, answer in ((b"Password: ", PASSWORD), (b"again: ", again)):
        while prompt not in shown:
            shown += os.read(ours, 1000)
        os.write(ours, answer.encode() + b"\n")
    assert child.wait(timeout=60) == code
    os.close(ours)
    assert PASSWORD.encode() not in shown


def test_a_customer_is_erased_when_it_is_meant(engine: Engine, say: Say) -> None:
    with engine.begin() as connection:
        connection.execute(text("insert into customers (customer_id, country) values ('C17', 'FR'), ('C18', 'FR')"))
    with pytest.raises(InputError, match=r"Nothing was erased\. It cannot be taken back: say --yes to do it"):
        say("forget", "C17")
    printed = say("forget", "C17", "--yes").splitlines()
    assert printed[-2:] == [
        "Gone: 1 row about them. Now guests': 0 lines of orders, with every total as before.",
        "Files that are loaded from now on bring no number and no contact of theirs back.",
    ]
    with engine.connect() as connection:
        assert list(connection.scalars(text("select customer_id from customers"))) == ["C18"]
    (entry,) = recorded(engine)
    assert (entry.action, entry.details, entry.rows) == ("forget", {"tables": {"customers": 1}, "files": 0}, 1)


def test_what_is_stored_about_a_customer_is_printed_and_on_record_without_them(engine: Engine, say: Say) -> None:
    with engine.begin() as connection:
        connection.execute(text("insert into customers (customer_id, country, first_name) values ('C17', 'FR', 'Zoë')"))
    printed = say("subject", "C17")
    held = json.loads(printed)["held"]
    assert (held["customers"][0]["first_name"], "Zoë" in printed) == ("Zoë", True)
    (entry,) = recorded(engine)
    assert (entry.action, entry.details, entry.rows) == ("subject", {"tables": {"customers": 1}}, 1)
    with pytest.raises(InputError, match="Nothing is stored about a customer 'C18'"):
        say("subject", "C18")
