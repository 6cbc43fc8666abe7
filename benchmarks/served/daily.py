"""A new day: 10,000 lines more, from their file until the dashboard shows them, in times of one `\\copy` of all."""

import csv
import json
import time
from datetime import date, datetime, timedelta
from pathlib import Path

from benchmarks.browser import Browser
from benchmarks.loading import server_process
from benchmarks.process import CommandFailed, environment, measured, python
from benchmarks.report import Line as Told
from benchmarks.served.crowd import opened
from benchmarks.served.server import PATIENCE_S, Line, served
from dashboard.pages import PAGES

DAILY = "a new day"
LINES = 10_000
SEED = 7  # another shop's lines than the file that was loaded
MOST_TIMES = 1.0
LOOK_SECONDS = 0.1


def measure(browser: Browser, home: Path, copy_seconds: float) -> list[Told]:
    """Into the store of `home`, whose lines took `copy_seconds` by a bare `\\copy` in the same run."""
    file = _new_day(home, browser.shop.published().last_day)
    overview = browser.view(PAGES[0].PAGE)
    asked = list(opened(browser, overview, ""))
    with served(home) as dashboard:
        line = Line(dashboard.host)
        before = [line.ask(body)[2] for body in asked]
        load = measured(python("etl", "load", "--json", file), environment(home), server_process(home))
        if json.loads(load.output.strip().splitlines()[-1])["rows_loaded"] == 0:
            raise CommandFailed("Nothing of the new day was loaded.")
        fit = measured(python("models", "fit", "--json"), environment(home), server_process(home))
        started = time.perf_counter()
        while [line.ask(body)[2] for body in asked] == before:
            if time.perf_counter() - started > PATIENCE_S:
                raise CommandFailed("The dashboard does not show the new day.")
            time.sleep(LOOK_SECONDS)
        shown = time.perf_counter() - started
        line.close()
    seconds = load.seconds + fit.seconds + shown
    values = {
        r"times `\copy` of all": seconds / copy_seconds,
        "seconds": seconds,
        "load": load.seconds,
        "fit": fit.seconds,
        "until it is shown": shown,
        "CPU seconds": load.cpu_seconds + fit.cpu_seconds,
    }
    return [Told(DAILY, f"{LINES:,} lines", values, limits={r"times `\copy` of all": MOST_TIMES})]


def _new_day(home: Path, last: date) -> Path:
    """A file of sales on the day after the last, in orders of their own."""
    made, file = home / "some-lines.csv", home / "new-day.csv"
    measured(python("etl", "sample", "--clean", "--lines", LINES, "--seed", SEED, made), environment(home))
    day = last + timedelta(days=1)
    with made.open(encoding="utf-8", newline="") as old, file.open("w", encoding="utf-8", newline="") as new:
        rows = csv.DictReader(old)
        writer = csv.DictWriter(new, rows.fieldnames or ())
        writer.writeheader()
        for row in rows:
            at = datetime.combine(day, datetime.fromisoformat(row["InvoiceDate"]).time())
            writer.writerow(row | {"InvoiceDate": at.isoformat(" "), "InvoiceNo": f"8{row['InvoiceNo']}"})
    return file
