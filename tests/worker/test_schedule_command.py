"""`python -m worker schedule …`, and a worker that does what was asked."""

import json
import os
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.accounts.people import person
from tests.conftest import RunModule
from warehouse import schedules
from warehouse.errors import InputError
from warehouse.settings import libpq_url
from worker.__main__ import parser

SHOP = "Order,Date,Customer,Qty,Price\n1,03/04/2024,c1,2,1.50\n2,05/04/2024,c2,1,2.00\n"


@pytest.fixture
def here(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's database for commands in this process."""
    monkeypatch.setenv("DATABASE_URL", libpq_url(database_url))


def say(*words: str) -> None:
    arguments = parser().parse_args(["schedule", *words])
    arguments.main(arguments)


def test_from_a_watched_folder_to_a_load(run_module: RunModule, tmp_path: Path) -> None:
    folder = tmp_path / "inbox" / "shop"
    folder.mkdir(parents=True)
    (folder / "a.csv").write_text(SHOP)
    os.utime(folder / "a.csv", (time.time() - 60, time.time() - 60))
    env = {"REGULARS_HOME": str(tmp_path), "LOG_LEVEL": "WARNING"}
    added = run_module("worker", "schedule", "add", "Shop", "inbox:shop", "--option", "date_order=dmy", env=env)
    assert (added.stdout, added.stderr) == ("Schedule 1, Shop: every day at 03:00 (UTC).\n", "")
    assert run_module("worker", "schedule", "run", "1", env=env).stdout == "Shop runs as job 1.\n"
    assert run_module("worker", "--once", env=env).returncode == 0
    listed = json.loads(run_module("worker", "schedule", "list", "--json", env=env).stdout)
    assert [(one["what"], one["result"], one["problem"]) for one in listed] == [
        ("inbox:shop", "1 file: 2 rows stored.", None)
    ]
    assert (folder / "done" / "a.csv").is_file()


def test_schedules_are_kept_by_commands(
    here: None, engine: Engine, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    say("list")
    assert "There are no schedules yet" in capsys.readouterr().out
    say("add", "Night", "fit", "--every", "week", "--weekday", "Sunday", "--at", "04:00", "--timezone", "Europe/Berlin")
    (tmp_path / "password").write_text("hush\n")
    say(
        "add",
        "Files",
        "sftp://me@a.example/in/",
        "--password-file",
        str(tmp_path / "password"),
        "--mail",
        "a@b.example",
    )
    say("list")
    assert "every Sunday at 04:00 (Europe/Berlin)" in capsys.readouterr().out
    with engine.connect() as connection:
        files = schedules.get(connection, 2)
    assert files is not None
    assert (files.arguments["files"], files.sealed) == ({"password": str(tmp_path / "password")}, None)
    say("pause", "1")
    say("pause", "1", "--resume")
    person(engine)
    say("own", "1", "anna@shop.example")
    say("remove", "2")
    assert capsys.readouterr().out.splitlines() == [
        "Night rests.",
        "Night goes on.",
        "Night is anna@shop.example's.",
        "Files is removed; what it loaded stays.",
    ]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("run", "9"), "There is no schedule 9."),
        (("add", "A", "ftp://a.example"), "is no address that files can be fetched from"),
        (("add", "A", "fit", "--webhook", "https://127.1/x"), "127.1 is in a private network"),
        (("add", "A", "inbox:a", "--option", "speed=1"), "speed is no option of a file."),
        (("add", "A", "inbox:a", "--option", "speed"), "'speed' is no pair; write NAME=VALUE."),
        (("add", "A", "inbox:a", "--owner", "zoe@shop.example"), "There is no user 'zoe@shop.example'."),
        (("add", "A", "inbox:a"), "a schedule runs on the rights of one of them: give --owner EMAIL."),
        (
            ("add", "A", "inbox:a", "--webhook", "https://a.example"),
            "SECRET_KEY is not set, and a stored password needs one",
        ),
    ],
)
def test_what_cannot_be_said(here: None, engine: Engine, words: tuple[str, ...], sentence: str) -> None:
    person(engine)
    with pytest.raises(Exception) as caught:  # noqa: PT011 (of two kinds)
        say(*words)
    assert sentence in str(caught.value)
    assert isinstance(caught.value, InputError) or "SECRET_KEY" in sentence
