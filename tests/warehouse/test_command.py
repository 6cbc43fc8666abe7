"""`python -m warehouse` as a person or a script sees it."""

import sys

import pytest

from tests.conftest import RunModule


@pytest.mark.parametrize("command", [(), ("url",), ("upgrade",), ("stop",), ("run",), ("backup",), ("restore",)])
def test_help_is_everywhere(run_module: RunModule, command: tuple[str, ...]) -> None:
    shown = run_module("warehouse", *command, "--help")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.startswith("usage: python -m warehouse")


def test_url_prints_what_psql_reads(run_module: RunModule) -> None:
    shown = run_module("warehouse", "url", env={"DATABASE_URL": "host=db user=u password='p w' dbname=d"})
    assert shown.stdout == "postgresql://u:p%20w@db/d\n"


def test_upgrade_says_whether_it_did_anything(run_module: RunModule) -> None:
    assert run_module("warehouse", "upgrade").stdout == "The tables were up to date already.\n"


def test_a_wrong_setting_is_a_sentence(run_module: RunModule) -> None:
    shown = run_module("warehouse", "upgrade", env={"REGULARS_ENV": "x"})
    assert (shown.returncode, shown.stderr) == (
        1,
        "error: REGULARS_ENV is 'x'; it may be development or production.\n",
    )


def test_an_unreachable_database_is_a_sentence_and_debug_tells_more(run_module: RunModule) -> None:
    settings = {"DATABASE_URL": "postgres://u:hunter2@127.0.0.1:1/d"}
    shown = run_module("warehouse", "upgrade", env=settings)
    assert shown.returncode == 1
    assert shown.stderr.startswith("error: Nothing answers at 127.0.0.1:1")
    told = run_module("warehouse", "upgrade", env=settings | {"LOG_LEVEL": "DEBUG"})
    assert "Traceback" in told.stderr
    assert "hunter2" not in told.stderr


def test_stop_is_about_the_embedded_server(run_module: RunModule) -> None:
    shown = run_module("warehouse", "stop")
    assert (shown.returncode, "there is no embedded server to stop here" in shown.stderr) == (1, True)


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("import os, sys; sys.exit(7 if os.environ['DATABASE_URL'].startswith('postgresql://') else 1)", 7),
        ("import os; os.kill(os.getpid(), 9)", 137),
    ],
)
def test_run_hands_on_the_exit_code(run_module: RunModule, program: str, code: int) -> None:
    assert run_module("warehouse", "run", "--", sys.executable, "-c", program).returncode == code


@pytest.mark.parametrize(
    ("program", "sentence"), [((), "Name the program to run"), (("--", "no-such-program"), "cannot be run")]
)
def test_run_needs_a_program(run_module: RunModule, program: tuple[str, ...], sentence: str) -> None:
    shown = run_module("warehouse", "run", *program)
    assert (shown.returncode, sentence in shown.stderr) == (1, True)
