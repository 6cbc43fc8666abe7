"""`regulars WORD` is `python -m PACKAGE WORD`, in this folder and where it is installed."""

import json
import os
import shutil
import subprocess
import sys
from argparse import ArgumentParser, _SubParsersAction
from importlib import import_module
from pathlib import Path

import pytest

from regulars.__main__ import COMMANDS, usage
from tests.programs import PROGRAMS, clean_environment

ROOT = Path(__file__).parent.parent.parent
SOURCES = (
    *("pyproject.toml", "requirements.txt", "README.md", "LICENSE"),
    *("regulars", "warehouse", "wording", "etl", "models", "accounts", "audiences", "dashboard", "worker", "assets"),
)


def regulars(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "regulars", *words],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def words_of(package: str) -> set[str]:
    parser: ArgumentParser = import_module(f"{package}.__main__").parser()
    return {word for action in parser._actions if isinstance(action, _SubParsersAction) for word in action.choices}


@pytest.mark.parametrize("package", ["etl", "models", "warehouse"])
def test_every_command_of_the_packages_has_its_word(package: str) -> None:
    spoken = {command.word for command in COMMANDS.values() if command.module == package}
    assert words_of(package) - {"report"} == spoken  # the report comes from its own room


@pytest.mark.slow
def test_without_a_word_it_says_what_can_be_said() -> None:
    done = regulars()
    assert (done.returncode, done.stdout, done.stderr) == (0, usage() + "\n", "")


@pytest.mark.slow
def test_an_unknown_word_is_an_error() -> None:
    done = regulars("lod")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: regulars knows no command 'lod'.\n")


# Of each package one word starts as a shell starts it; the others are forked.
ANEW = {command.module: word for word, command in reversed(COMMANDS.items())}


@pytest.mark.parametrize("word", sorted(COMMANDS))
@pytest.mark.slow
def test_every_command_has_its_help(word: str) -> None:
    if word not in ANEW.values():
        done = PROGRAMS.run(["regulars", word, "--help"], clean_environment(), 60)
    else:
        done = regulars(word, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("usage: ")


@pytest.mark.slow
def test_errors_and_their_codes_are_those_of_the_command(tmp_path: Path) -> None:
    done = regulars("load", str(tmp_path / "none.csv"), REGULARS_HOME=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: ")
    assert "none.csv does not exist" in done.stderr


@pytest.mark.slow
def test_an_installed_regulars_needs_nothing_of_this_folder(tmp_path: Path) -> None:
    source, place = tmp_path / "source", tmp_path / "site"
    source.mkdir()
    for name in SOURCES:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, source / name)
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*install, "--no-build-isolation", "--no-compile", "--target", str(place), str(source)], check=True)
    done = subprocess.run(
        [str(place / "bin" / "regulars"), "status", "--json"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(place), "REGULARS_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["loads"] == []
