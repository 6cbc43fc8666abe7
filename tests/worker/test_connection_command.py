"""`python -m worker connection`: added with secrets from standard input, listed, tried, pushed to, retired."""

import json
from argparse import Namespace
from collections.abc import Callable
from io import StringIO

import pytest
from sqlalchemy import Engine

from accounts.tokens import unseal_for
from audiences.destinations import connections
from tests.worker.outside import SECRET_KEY
from warehouse import jobs, schedules
from warehouse.errors import InputError
from worker.__main__ import parser

Say = Callable[..., str]


@pytest.fixture
def say(database_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    """`say("list")` runs the command in this process and gives what it printed."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SECRET_KEY", SECRET_KEY)

    def run(*words: str, stdin: str = "") -> str:
        monkeypatch.setattr("sys.stdin", StringIO(stdin))
        arguments: Namespace = parser().parse_args(["connection", *words])
        arguments.main(arguments)
        return capsys.readouterr().out

    return run


def test_a_connection_from_adding_to_retiring(engine: Engine, say: Say) -> None:
    assert say("list").startswith("There are no connections yet; add one: python -m worker connection add")
    folder = ("--set", "address=sftp://me@files.example/in/")
    assert say("add", "sftp", "Agency", *folder, "--secret", "key", stdin="A\nB\n") == "Connection 1, Agency: SFTP.\n"
    assert (
        say("add", "brevo", "News", "--set", "list=2", stdin="xkeysib-0123456789\n") == "Connection 2, News: Brevo.\n"
    )
    with engine.connect() as connection:
        places = [
            connections.place_of(one.kind, one.settings) for one in map(connections.get, [connection] * 2, (1, 2))
        ]
        sealed = [str(connections.sealed_in(connection, one)) for one in (1, 2)]
    opened = [unseal_for(SECRET_KEY, *each) for each in zip(sealed, places, strict=True)]
    assert opened == [{"key": "A\nB"}, {"api_key": "xkeysib-0123456789"}]
    assert json.loads(say("list", "--json")) == [
        {"connection_id": 1, "name": "Agency", "kind": "sftp", "address": "sftp://me@files.example/in/"},
        {"connection_id": 2, "name": "News", "kind": "brevo", "list": "2"},
    ]
    assert "sftp://me@files.example/in/" in say("list")
    assert say("try", "1") == "Agency is tried by job 1.\n"
    assert say("push", "1", "--delivery", "7") == "Agency is sent by job 2.\n"
    assert say("push", "2", "--campaign", "3", "--mode", "movers") == "News is sent by job 3.\n"
    repeated = say("push", "1", "--audience", "4", "--format", "xlsx", "--every", "week", "--weekday", "Friday")
    assert repeated == "Schedule 1, To Agency.\n"
    assert say("retire", "1") == "Agency is retired; what was sent there stays on record.\n"
    with engine.connect() as connection:
        asked = [one.arguments for one in jobs.open_jobs(connection)]
        (one,) = schedules.listed(connection)
    assert asked == [
        {"connection": 1, "trial": True},
        {"connection": 1, "delivery": 7},
        {"connection": 2, "campaign": 3, "mode": "movers"},
    ]
    assert (one.kind, one.arguments) == ("push", {"connection": 1, "audience": 4, "format": "xlsx", "mode": "full"})


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("add", "brevo", "News", "--set", "list"), "'list' is no pair; write NAME=VALUE."),
        (("add", "brevo", "News", "--set", "api_key=x"), "api_key is secret: say --secret api_key"),
        (("add", "brevo", "News", "--secret", "password"), "Brevo has no secret password."),
        (("add", "brevo", "News"), "Brevo needs: List ID, a number (list)."),
        (("try", "9"), "There is no connection 9"),
        (("push", "9"), "Say one of --delivery, --campaign and --audience."),
        (("push", "9", "--delivery", "1", "--campaign", "1"), "Say one of --delivery"),
    ],
)
def test_what_cannot_be_done_is_said(say: Say, words: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        say(*words)
    assert sentence in str(caught.value)
