"""PDF by the machine's own Chromium; what happens where there is none, or one that does not work."""

import csv
import re
import tempfile
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dashboard.components.chromium import find_chromium
from dashboard.filters.selection import Filters
from dashboard.report.document import render
from dashboard.report.printing import PrintError, print_pdf
from dashboard.shop import Shop
from etl.storing.load import load_file
from models.publishing.fit import Options, fit

pytestmark = pytest.mark.slow

needs_chromium = pytest.mark.skipif(find_chromium() is None, reason="there is no Chromium on PATH")


def pages(pdf: bytes) -> int:
    """How many pages a PDF of Chromium has."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that programs of every user read and write."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)


@pytest.fixture
def chromium(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program called chromium, the only one on PATH beside the shell's own, for tests to write."""
    program = open_folder / "bin" / "chromium"
    program.parent.mkdir()
    program.touch()
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    return program


@pytest.fixture
def folders(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where temporary folders are made: a short path, for Chromium puts a socket below it."""
    with tempfile.TemporaryDirectory(prefix="r") as name:
        Path(name).chmod(0o711)
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


def test_a_chromium_that_hangs_is_ended_with_its_children(chromium: Path, folders: Path, open_folder: Path) -> None:
    alive = open_folder / "alive"
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
    chromium: Path, folders: Path, open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = open_folder / "said"
    chromium.write_text(f"#!/bin/sh\nenv > {said}; id -u >> {said}\n")
    monkeypatch.setenv("SECRET_KEY", "hush")
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:hush@h/d")
    with pytest.raises(PrintError):
        print_pdf("<p>")
    environment = said.read_text()
    assert "hush" not in environment
    assert environment.splitlines()[-1] != "0"
    assert f"HOME={folders}" in environment


@pytest.fixture
def listening() -> Iterator[tuple[int, list[bytes]]]:
    """A port, and what came to it."""
    came: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            came.append(self.path.encode())
            self.send_error(404)

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1], came
        server.shutdown()
        thread.join()


def hostile(port: int, sheet: str) -> str:
    """What a text could try, if it were a part of the page."""
    host = f"http://127.0.0.1:{port}"
    return (
        f"<script>document.body.innerHTML += \"<h2>x</h2>\".repeat(9); fetch('{host}/fetched')</script>"
        f"<img src='{host}/img' onerror='document.body.append(document.createElement(\"h2\"))'>"
        f"<link rel=stylesheet href='{host}/css'><link rel=stylesheet href='{sheet}'><style>@import '{sheet}';</style>"
        f"<iframe src='{host}/frame'></iframe><iframe src='{sheet}'></iframe><object data='{host}/object'></object>"
        f"<style>p {{background: url({host}/background)}}</style><svg><image href='{host}/svg'/></svg>"
        f"<video src='{host}/video'></video><form action='{host}/form'><input autofocus onfocus='form.submit()'></form>"
    )


@needs_chromium
def test_a_page_of_an_attacker_runs_and_reaches_nothing(
    folders: Path, open_folder: Path, listening: tuple[int, list[bytes]]
) -> None:
    port, came = listening
    sheet = open_folder / "sheet.css"
    sheet.write_text("h2 {break-before: page}")
    sheet.chmod(0o644)
    page = "<!doctype html><h1>one</h1><h2>a</h2><h2>b</h2>" + hostile(port, sheet.as_uri())
    assert pages(print_pdf(page)) == 1  # three, had it read the file; more, had a script run
    assert came == []


@needs_chromium
def test_hostile_words_in_every_field_stay_words(
    engine: Engine, tmp_path: Path, folders: Path, listening: tuple[int, list[bytes]]
) -> None:
    port, came = listening
    text = hostile(port, "file:///etc/passwd").replace('"', "&quot;")
    file = tmp_path / "hostile.csv"
    with file.open("w", encoding="utf-8", newline="") as target:
        lines = csv.writer(target)
        lines.writerow(
            ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"]
        )
        for number in range(60):
            day = f"2011-{number % 12 + 1:02d}-0{number % 9 + 1} 10:00"
            lines.writerow(
                [
                    f"{number}{text[:40]}",
                    f"{number % 5}{text[:60]}",
                    text,
                    2,
                    day,
                    3.5,
                    f"{number % 20}{text[:60]}",
                    "<img src=x>",
                ]
            )
    load_file(engine, file)
    fit(engine, Options())
    html = render(Shop(engine, "GBP"), Filters())
    assert "&lt;script&gt;" in html
    assert not re.search(r"<(script|iframe|object|video|form|link)\b", html)
    assert f"'http://127.0.0.1:{port}" not in re.sub(r">[^<]*<", "><", html)  # in no tag
    assert pages(print_pdf(html)) > 3
    assert came == []
