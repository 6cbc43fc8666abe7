"""Twenty people who click about at once: how long their answers take, beside `select 1` through the same stack."""

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.browser import PAGE_OUTPUT, Browser, View
from benchmarks.report import Line as Told
from benchmarks.samples import percentile
from benchmarks.served.server import Line, Served, served
from dashboard.filters.published import Published
from dashboard.filters.selection import Filters, add_months
from dashboard.pages import PAGES
from warehouse.errors import InputError

CROWD = "users at once"
USERS, SECONDS = 20, 60.0
THINKING = (1.0, 3.0)  # seconds between two clicks of somebody
MOST_TIMES, MOST_MB = 5.0, 150.0
LOOK_SECONDS = 1.0  # between two looks at the memory of the workers
GOOD = (200, 204)


@dataclass
class Heard:
    """What one of them got: milliseconds by kind, and how many answers were none."""

    callbacks: list[float] = field(default_factory=list)
    select_1: list[float] = field(default_factory=list)
    failures: int = 0


def measure(browser: Browser, home: Path, users: int = USERS, seconds: float = SECONDS) -> list[Told]:
    """The crowd in front of a dashboard that serves `home`; `browser` is one of the same store, which knows its pages.

    Raises InputError where an answer failed: failing is quick.
    """
    views = [browser.view(page.PAGE) for page in PAGES]
    with served(home) as dashboard, ThreadPoolExecutor(users + 1) as people:
        start, end = dashboard.worker_bytes(), time.monotonic() + seconds
        memory = people.submit(_watch, dashboard, end)
        asked = [people.submit(_click_about, dashboard, browser, views, number, end) for number in range(users)]
        heard = [one.result() for one in asked]
        held, own = [start, *memory.result()], dashboard.own_bytes()
    if failed := sum(one.failures for one in heard):
        raise InputError(f"{failed} answers to the crowd failed, and failing is quick.")
    return [_told(users, heard, held, own)]


def _told(users: int, heard: list[Heard], held: list[int], own: int) -> Told:
    callbacks = [ms for one in heard for ms in one.callbacks]
    select_1 = [ms for one in heard for ms in one.select_1]
    p95, least = percentile(callbacks), percentile(select_1)
    values: dict[str, float | None] = {
        "p95, times `select 1`": p95 / least,
        "median ms": percentile(callbacks, 0.5),
        "p95 ms": p95,
        "`select 1` p95 ms": least,
        "answers": float(len(callbacks)),
        "MB of a worker, at start": held[0] / 1e6,
        "at the end": held[-1] / 1e6,
        "of which its own (PSS)": own / 1e6,
        "at most": max(held) / 1e6,
    }
    limits = {"p95, times `select 1`": MOST_TIMES, "at most": MOST_MB}
    return Told(CROWD, f"{users} users", values, limits=limits)


def _watch(dashboard: Served, end: float) -> list[int]:
    held = []
    while time.monotonic() < end:
        time.sleep(LOOK_SECONDS)
        held.append(dashboard.worker_bytes())
    return held


def _click_about(dashboard: Served, browser: Browser, views: list[View], number: int, end: float) -> Heard:
    """Somebody who opens one view after the other, each with other filters."""
    choice, heard, line = random.Random(number), Heard(), Line(dashboard.host)
    while time.monotonic() < end:
        time.sleep(choice.uniform(*THINKING))
        for body in opened(browser, choice.choice(views), filters(choice, browser.shop.published()).to_query()):
            status, ms, _ = line.ask(body)
            heard.callbacks.append(ms)
            heard.failures += status not in GOOD
        heard.select_1.append(line.ask()[1])
    line.close()
    return heard


def opened(browser: Browser, view: View, search: str) -> Iterator[dict[str, Any]]:
    """What a browser asks when it opens a view."""
    layout = next(one for one in browser.callbacks if one.output == PAGE_OUTPUT)
    for one in (layout, *(one for one in browser.active(view) if not one.waits)):
        yield browser.body(one, view, search)


def filters(choice: random.Random, published: Published) -> Filters:
    """Months, countries and segments as somebody might choose them, or none of it."""
    months = _months(published.first_month, published.last_month)
    start, end = sorted(choice.choices(months, k=2))
    countries, segments = list(published.country_names), published.segmentations[0].segments
    return Filters(
        start=choice.choice((None, start)),
        end=choice.choice((None, end)),
        countries=tuple(choice.sample(countries, choice.choice((0, 0, 1, min(2, len(countries)))))),
        segments=tuple(one.segment_id for one in choice.sample(segments, choice.choice((0, 0, 1, 2)))),
    )


def _months(first: date, last: date) -> list[date]:
    found = [first]
    while found[-1] < last:
        found.append(add_months(found[-1], 1))
    return found
