"""Every callback of every page for every selection, cold and warm; every query; every figure; every file."""

import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Engine, select

from benchmarks import figures
from benchmarks.browser import PAGE_OUTPUT, Browser, Callback, View, first_argument
from benchmarks.report import Line
from benchmarks.samples import Samples
from benchmarks.scopes import selections, selections_of
from dashboard.pages import PAGES
from dashboard.shop import be
from warehouse.settings import Settings

REFERENCES = 20  # times that `select 1` is repeated
CALLBACKS, OPENINGS, FIGURES, FILES = "callbacks", "opening a page", "figures", "routes"


@dataclass
class Seen:
    """What one callback did."""

    cold: Samples = field(default_factory=Samples)
    warm: Samples = field(default_factory=Samples)
    json_bytes: int = 0
    points: int = 0


class Measurement:
    """One walk through the dashboard."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self.browser = Browser(settings, engine)
        self.callbacks: dict[str, Seen] = defaultdict(Seen)
        self.openings: dict[str, Samples] = defaultdict(Samples)
        self.arguments: dict[str, str] = {}
        self.select_1 = Samples()  # by the shop's own connection: what no answer can be quicker than

    def walk(self) -> None:
        """All pages, then the page of the first thing that each page links to; the shell's callbacks once."""
        for _ in range(REFERENCES):
            self.select_1.repeat("all", self._select_1)
        self._measure(self.browser.shell, self.browser.active(self.browser.shell))
        for page in PAGES:
            view = self.browser.view(page.PAGE)
            answers = self._page(view)
            argument = first_argument(page.PAGE, answers) if page.PAGE.detail else None
            if argument is not None:
                self.arguments[page.PAGE.path] = argument
                self._page(self.browser.view(page.PAGE, argument))

    def _select_1(self) -> None:
        with self.browser.shop.connect() as connection:
            connection.execute(select(1))

    def _page(self, view: View) -> str:
        """Measure a page; the text of all that it shows without a filter."""
        callbacks = list(self.browser.active(view))
        layout = next(one for one in self.browser.callbacks if one.output == PAGE_OUTPUT)
        opened = [layout, *(one for one in callbacks if not one.waits)]
        answers = [self.browser.call(one, view, "") for one in opened]
        self._measure(view, callbacks)
        for scope, search in selections(self.browser.shop.published()).items():

            def open_page(search: str = search) -> None:
                for one in opened:
                    self.browser.call(one, view, search)

            self.openings[view.name].repeat(scope, open_page, self.browser.shop.forget)
        return orjson.dumps(answers).decode()

    def _measure(self, view: View, callbacks: Iterator[Callback] | list[Callback]) -> None:
        shop = self.browser.shop
        for callback in callbacks:
            seen = self.callbacks[f"{'shell' if view is self.browser.shell else view.name} {callback.name}"]
            for scope, search in selections_of(view.page.path, shop.published()).items():
                shop.scope_name = scope
                _look(seen, self.browser.call(callback, view, search))

                def call(callback: Callback = callback, search: str = search) -> None:
                    self.browser.call(callback, view, search)

                seen.cold.repeat(scope, call, shop.forget)
                seen.warm.repeat(scope, call)

    def lines(self) -> Iterator[Line]:
        """The walk as lines of the report."""
        for name, seen in self.callbacks.items():
            scope, least = seen.cold.undisturbed
            values = {
                "times `select 1`": seen.cold.median / self.select_1.median,
                "warm, times": seen.warm.median / self.select_1.median,
                "median ms": seen.cold.median,
                "p95 ms": seen.cold.p95,
                "undisturbed ms": least,
                "warm ms": seen.warm.median,
            }
            yield Line(CALLBACKS, name, values, f"{least:.0f} undisturbed, slowest for {scope}")
        yield Line(CALLBACKS, "`select 1`", {"median ms": self.select_1.median, "p95 ms": self.select_1.p95})
        for name, samples in self.openings.items():
            values = {"median ms": samples.median, "p95 ms": samples.p95, "undisturbed ms": samples.undisturbed[1]}
            yield Line(OPENINGS, name, values)
        limits = {"kB": figures.MOST_BYTES / 1000, "points": figures.MOST_POINTS}
        for name, seen in self.callbacks.items():
            if seen.json_bytes:
                values = {"kB": seen.json_bytes / 1000, "points": float(seen.points)}
                yield Line(FIGURES, name, values, limits=limits)
        yield from self._files()

    def _files(self) -> Iterator[Line]:
        """Routes of our own without arguments: the health check, the exports."""
        server = self.browser.app.server
        for rule in server.url_map.iter_rules():
            if not rule.arguments and "GET" in (rule.methods or ()) and not rule.rule.startswith(("/_", "/assets")):
                for scope in ("all", "everything") if "export" in rule.rule else ("all",):
                    search = selections(self.browser.shop.published())[scope]
                    yield Line(FILES, f"{rule.rule}, {scope}", self._file(rule.rule + search))

    def _file(self, address: str) -> dict[str, float | None]:
        started = time.perf_counter()
        answer = self.browser.client.get(address)
        be(None)  # a route that is open to all leaves nobody behind in this thread
        pieces = iter(answer.response)
        size = len(next(pieces, b""))
        first = time.perf_counter() - started
        size += sum(map(len, pieces))
        seconds = time.perf_counter() - started
        return {"seconds": seconds, "first byte ms": first * 1000, "MB": size / 1e6}


def _look(seen: Seen, answer: dict[str, Any]) -> None:
    for properties in answer.values():
        if figure := properties.get("figure"):
            seen.json_bytes = max(seen.json_bytes, figures.json_bytes(figure))
            seen.points = max(seen.points, figures.points(figure))
