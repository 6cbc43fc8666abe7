"""Folders and archives with more in them than tables, and files that may not be read."""

import json
import os
import pty
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import Engine

from etl.files.usable_files import MOST_TOLD
from tests.conftest import ROOT, RunModule, clean_environment
from tests.etl.shop_files import row, rows_of, shop_file

README = "Exports\n\nOne file a month.\n"
NO_COLUMNS = "No column for the customer and the date and an amount (unit_price or total)."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one table among other things."""
    (inside := tmp_path / "exports").mkdir()
    shop_file(inside, row(), name="may.csv")
    (inside / "README.txt").write_text(README)
    (inside / "done.txt").write_text("ok\n")
    (inside / "package.json").write_text('{"name": "shop", "files": [{"name": "may.csv"}]}')
    (inside / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return inside


def sentences(folder: Path) -> list[str]:
    """What is said of everything in the folder that is no table, in the order in which it is found out."""
    return [
        f"{folder / 'logo.png'} is skipped: it is a PNG image.",
        f"{folder / 'done.txt'} is skipped: it holds a header and no rows.",
        *(f"{folder / name} is skipped: {NO_COLUMNS}" for name in ("README.txt", "package.json")),
    ]


def test_what_is_no_table_is_left_out(run_module: RunModule, folder: Path) -> None:
    result = run_module("etl", "load", folder, "--json")
    assert (result.returncode, result.stderr.splitlines()) == (0, sentences(folder))
    report = json.loads(result.stdout)
    assert (report["file"], report["rows_loaded"], report["skipped"]) == ("may.csv", 1, sentences(folder))


def test_several_loads_are_told_with_what_was_left_out(run_module: RunModule, folder: Path) -> None:
    shop_file(folder, row("2"), name="june.csv")
    report = json.loads(run_module("etl", "load", folder, "--json").stdout)
    assert [load["file"] for load in report["loads"]] == ["june.csv", "may.csv"]
    assert report["skipped"] == sentences(folder)


def test_named_itself_it_is_an_error(run_module: RunModule, folder: Path) -> None:
    result = run_module("etl", "load", folder / "may.csv", folder / "README.txt")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith(f"error: {folder / 'README.txt'}: {NO_COLUMNS} The file's columns are Exports.")


def test_a_folder_without_any_table(run_module: RunModule, engine: Engine, folder: Path) -> None:
    other = shop_file(folder.parent, row(), name="other.csv")
    (folder / "may.csv").unlink()
    (folder / "package.json").unlink()
    result = run_module("etl", "load", folder, other)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        f"{folder / 'logo.png'} is skipped: it is a PNG image.",
        f"{folder / 'done.txt'} is skipped: it holds a header and no rows.",
        f"error: {folder} holds no file that can be loaded:",
        f"  {folder / 'done.txt'}: {folder / 'done.txt'} holds a header and no rows. Export it again with its rows.",
        f"  {folder / 'README.txt'}: {NO_COLUMNS} The file's columns are Exports. Say which it is, as in "
        "--map customer_id=COLUMN --map invoiced_at=COLUMN --map unit_price=COLUMN.",
    ]
    assert rows_of(engine, "select * from loads") == []


def test_damage_is_no_reason_to_leave_out(run_module: RunModule, folder: Path) -> None:
    (folder / "june.csv.gz").write_bytes(b"\x1f\x8bdamage")
    result = run_module("etl", "load", folder)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.endswith(f"error: {folder / 'june.csv.gz'} is a damaged gzip file. Copy or export it again.\n")


def test_archives_are_folders(run_module: RunModule, tmp_path: Path) -> None:
    with zipfile.ZipFile(path := tmp_path / "shop.zip", "w") as archive:
        archive.write(shop_file(tmp_path, row()), "may.csv")
        archive.writestr("README.txt", README)
    result = run_module("etl", "load", path, "--json")
    assert (result.returncode, result.stderr) == (0, f"{path}: README.txt is skipped: {NO_COLUMNS}\n")


def test_of_many_the_first_are_named(run_module: RunModule, tmp_path: Path) -> None:
    (folder := tmp_path / "exports").mkdir()
    for number in range(MOST_TOLD + 2):
        (folder / f"{number:02}.csv").write_bytes(b"")
        (folder / f"{number:02}.txt").write_text("Exports\n\nOne file a month.\n")
    result = run_module("etl", "load", folder)
    assert (result.returncode, len(result.stderr.splitlines())) == (1, 2 * MOST_TOLD + 2)
    assert result.stderr.splitlines()[-1] == "  and 2 more"
    shop_file(folder, row(), name="may.csv")
    result = run_module("etl", "load", folder, "--json")
    assert result.stderr.splitlines() == [
        *(f"{folder / f'{number:02}.csv'} is skipped: it is empty." for number in range(MOST_TOLD)),
        f"{MOST_TOLD + 4} more files skipped; --json names all.",
    ]
    assert len(json.loads(result.stdout)["skipped"]) == 2 * MOST_TOLD + 4


def test_customers_of_a_folder(run_module: RunModule, engine: Engine, folder: Path) -> None:
    """Of a folder, what does not say which customers it is about is left out; it might be any text."""
    (folder / "may.csv").write_text("customer_id,Plan\n7,gold\n")
    result = run_module("etl", "customers", folder)
    others = [
        f"{folder / name} is skipped: it has no column with customer numbers or addresses."
        for name in ("README.txt", "package.json")
    ]
    assert (result.returncode, result.stderr.splitlines()) == (0, [*sentences(folder)[:2], *others])
    assert rows_of(engine, "select customer_id, attributes from customers") == [("7", {"Plan": "gold"})]


NOBODY = """
import io, json, os, sys
from contextlib import redirect_stderr, redirect_stdout
from etl.__main__ import parser
from wording.console import run
import warehouse.explain
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
said = []
for words in json.loads(sys.argv[1]):
    with redirect_stdout(io.StringIO()) as output, redirect_stderr(io.StringIO()) as errors:
        code = run(lambda arguments: arguments.main(arguments), parser(), words)
    said.append((code, output.getvalue(), errors.getvalue()))
print(json.dumps(said))
"""
KINDS = ("file", "gzip", "folder", "archive")
Said = dict[tuple[str, str], tuple[Path, list[object]]]


@pytest.fixture(scope="module")
def refusals() -> Iterator[Said]:
    """What each command says to somebody who may not read a file of each kind: the file, exit code, output, errors."""
    with tempfile.TemporaryDirectory() as name:
        (folder := Path(name)).chmod(0o755)  # everybody may look into it, other than into pytest's
        asked = [(kind, command) for kind in KINDS for command in ("load", "customers")]
        paths = {kind: closed(folder, kind) for kind in KINDS}
        result = subprocess.run(
            [sys.executable, "-c", NOBODY, json.dumps([(command, str(paths[kind])) for kind, command in asked])],
            env={**clean_environment(), "REGULARS_HOME": str(folder)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        said = json.loads(result.stdout)
        yield {one: (paths[one[0]], each) for one, each in zip(asked, said, strict=True)}


def closed(folder: Path, kind: str) -> Path:
    """A file, archive or folder that nobody but its owner may read."""
    path = folder / f"closed-{kind}"
    if kind == "folder":
        path.mkdir()
    elif kind == "archive":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("may.csv", "a,b\n")
    else:
        shop_file(folder, row(), name="closed.gz" if kind == "gzip" else "closed.csv").rename(path)
    path.chmod(0)
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_what_may_not_be_read(refusals: Said, kind: str) -> None:
    advice = "Permission denied." if kind == "folder" else "permission denied. Allow it (chmod +r) or copy it."
    for command in ("load", "customers"):
        path, said = refusals[kind, command]
        assert said == [1, "", f"error: {path} cannot be read: {advice}\n"]


LOOK = "import sys; from pathlib import Path; from etl.files.sources import look; look(Path(sys.argv[1]))"


@pytest.mark.parametrize("name", ["shop.xlsx", "shop.jsonl"])
def test_a_bar_while_a_file_is_looked_at(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name.endswith("xlsx"):
        book = openpyxl.Workbook()
        book.active.append(["a", "b"])
        book.active.append([1, 2])
        book.save(path)
    else:
        path.write_text('{"a": 1}\n')
    ours, theirs = pty.openpty()
    environment = {**clean_environment(), "TERM": "xterm", "COLUMNS": "100"}
    command = [sys.executable, "-c", LOOK, str(path)]
    subprocess.run(command, stderr=theirs, env=environment, cwd=ROOT, check=True)
    os.close(theirs)
    shown = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert f"Looking at {name}" in shown
    assert "100%" in shown
