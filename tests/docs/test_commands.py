"""Every command that the documents show in a block runs as it stands, on a small shop in a folder of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import pytest

from models.__main__ import ELSEWHERE
from tests.conftest import ROOT, clean_environment
from tests.docs.markdown import Command, commands, pages

# How a command begins that cannot run here, and why. The first that fits counts.
CANNOT = {
    "docker compose": "needs a container engine",
    "git pull": "would change the checkout",
    "cp deploy/systemd": "needs a machine with systemd; tests/docs/test_deploy.py has systemd look at the units",
    "DATABASE_URL=postgresql://user:password@host": "needs somebody's server; tests/dashboard serves by gunicorn",
    ".venv/bin/pip install": "would change the environment",
    ".venv/bin/jupyter": "opens a browser; tests/notebooks runs the notebook",
    "python -m dashboard": "serves until it is stopped; tests/dashboard and tests/browser serve it",
    "python -m worker": "works until it is stopped; tests/worker runs it, also once",
    "python -m warehouse run -- psql": "psql may not be there; tests/warehouse runs another program",
    "python -m warehouse restore": "needs a backup; tests/warehouse/backup restores some",
    "python -m models report --output shop.pdf": "needs Chromium; tests/dashboard/report prints one where it is",
    "python scripts/languages.py": "would write the catalogues; tests/wording/test_languages.py holds them to the code",
    "python scripts/unsaid.py": "opens every page of a loaded store in the trial language, which takes a minute",
    "python -m benchmarks": "takes minutes; tests/benchmarks measures something small",
}
OWN_PROCESS = ("regulars ",)  # starts another program within
WITHOUT_URL = ("python -m warehouse stop",)  # about the embedded server alone
ON_EMPTY = ("python -m etl customers people.csv", "python -m etl clear")  # refused where a shop is loaded
pytestmark = pytest.mark.slow


def shown() -> list[Command]:
    """Each command once, with the page that shows it first."""
    found = {command.text: command for page in reversed(pages()) for command in commands(page)}
    return sorted(found.values(), key=lambda command: (command.page, command.text))


def reason(command: Command) -> str | None:
    """Why a command cannot run here; None where it can."""
    return next((why for start, why in CANNOT.items() if command.text.startswith(start)), None)


def test_every_reason_is_about_a_command_that_is_shown() -> None:
    assert [start for start in CANNOT if not any(one.text.startswith(start) for one in shown())] == []


@pytest.mark.parametrize("command", [one for one in shown() if one.words[0] == "make"], ids=lambda one: one.text)
def test_make_knows_its_target(command: Command) -> None:
    """Told to say what it would do: most targets take minutes, or change the checkout."""
    own = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
    words = ["make", "-n", *command.words[1:]]
    named = own | {"PYTHON": sys.executable}  # which is looked for each time that it is said, by starting some
    done = subprocess.run(words, cwd=ROOT, env=named, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "command", [one for one in shown() if one.words[0] != "make" and not reason(one)], ids=lambda one: one.text
)
def test_it_runs(
    command: Command, request: pytest.FixtureRequest, files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command.words[:2] == ["python", "-m"] or command.words[0] == "regulars", "neither ours nor in CANNOT"
    environment = {"REGULARS_HOME": str(tmp_path / "home")}
    if not command.text.startswith(WITHOUT_URL):
        environment["DATABASE_URL"] = request.getfixturevalue(
            "empty_store" if command.text.startswith(ON_EMPTY) else "store"
        )
    place = shutil.copytree(files, tmp_path / "place")
    if command.text.startswith(OWN_PROCESS):
        in_a_process(command, place, environment)
        return
    for name in set(os.environ) - set(clean_environment()):
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(place)
    in_this_process(command)


def in_this_process(command: Command) -> None:
    """Run what `python -m PACKAGE …` runs, without the time that a start takes."""
    _, _, package, *words = command.words
    if package == "models" and words[0] in ELSEWHERE:  # the hand-over itself: tests/dashboard/report/test_command.py
        report = import_module(f"{ELSEWHERE[words[0]]}.__main__")
        assert report.write(report.parser().parse_args(words[1:])) == 0
        return
    arguments = import_module(f"{package}.__main__").parser().parse_args(words)
    assert arguments.main(arguments) in (None, 0)


def in_a_process(command: Command, place: Path, environment: Mapping[str, str]) -> None:
    """Run it as a person does."""
    words = command.words if command.words[0] == "regulars" else command.words[2:]
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=place,
        env=clean_environment() | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
