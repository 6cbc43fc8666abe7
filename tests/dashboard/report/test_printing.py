"""PDF by the machine's own Chromium; what happens where there is none, or one that does not work."""

import re
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.components.chromium import find_chromium
from dashboard.report.printing import PrintError, print_pdf

pytestmark = pytest.mark.slow

needs_chromium = pytest.mark.skipif(find_chromium() is None, reason="there is no Chromium on PATH")


def pages(pdf: bytes) -> int:
    """How many pages a PDF of Chromium has."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


@pytest.fixture
def chromium(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program called chromium, the only one on PATH beside the shell's own, for tests to write."""
    program = tmp_path / "bin" / "chromium"
    program.parent.mkdir()
    program.touch()
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    return program


@pytest.fixture
def folders(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where temporary folders are made: a short path, for Chromium puts a socket below it."""
    with tempfile.TemporaryDirectory(prefix="r") as name:
        monkeypatch.setattr(tempfile, "tempdir", name)
        yield Path(name)


@needs_chromium
def test_the_report_as_pdf(html: str, folders: Path) -> None:
    pdf = print_pdf(html)
    assert pdf.startswith(b"%PDF-")
    assert pages(pdf) > 3
    assert list(folders.iterdir()) == []


@needs_chromium
def test_every_section_begins_a_page(folders: Path) -> None:
    assert pages(print_pdf("<h1>one</h1>")) == 1
    assert pages(print_pdf("<h1>one</h1><h1 style='break-before: page'>two</h1>")) == 2


def test_without_chromium(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_chromium() is None
    with pytest.raises(PrintError, match="There is no Chromium on this machine, and a PDF needs one"):
        print_pdf("<p>")


@pytest.mark.parametrize("script", ["exit 3", "echo broken; kill -9 $$"], ids=["fails", "dies"])
def test_a_chromium_that_makes_nothing(chromium: Path, folders: Path, script: str) -> None:
    chromium.write_text(f"#!/bin/sh\n{script}\n")
    with pytest.raises(PrintError, match="Chromium made no PDF of the report"):
        print_pdf("<p>")
    assert list(folders.iterdir()) == []


def test_a_chromium_that_hangs_is_ended_with_its_children(chromium: Path, folders: Path, tmp_path: Path) -> None:
    alive = tmp_path / "alive"
    chromium.write_text(f"#!/bin/sh\n(while true; do date +%s%N > {alive}; sleep 0.05; done) &\nsleep 60\n")
    started = time.monotonic()
    with pytest.raises(PrintError, match=r"Chromium took longer than 0\.5 seconds"):
        print_pdf("<p>", seconds=0.5)
    assert time.monotonic() - started < 10
    time.sleep(0.2)
    last = alive.read_text()
    time.sleep(0.3)
    assert alive.read_text() == last
    assert list(folders.iterdir()) == []


def test_chromium_gets_no_secrets_and_a_home_of_its_own(
    chromium: Path, folders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = tmp_path / "said"
    chromium.write_text(f"#!/bin/sh\nenv > {said}\n")
    monkeypatch.setenv("SECRET_KEY", "hush")
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:hush@h/d")
    with pytest.raises(PrintError):
        print_pdf("<p>")
    environment = said.read_text()
    assert "hush" not in environment
    assert f"HOME={folders}" in environment
