"""Which panels are worked out ahead: after a publication the commonest views and what was asked for most; when a view
is opened those that are one click away, with the same filters.

One after the other, each only while no request is being answered (`dashboard.shop.beside.aside`), and for a viewer with
the limits and the rights of one who asked. What the other processes have worked out is read from them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from cachetools import LRUCache
from dash import Dash

from dashboard.components.panels import panels_of
from dashboard.filters.selection import Filters
from dashboard.shop import EVERYTHING, Shop, viewing
from dashboard.shop.asker import asker, asking
from dashboard.shop.beside.aside import Aside
from dashboard.web.ahead.asked import NARROW, THEME, Body, Screen, questions, search_of, value
from dashboard.web.guard.answered import Answers, digest
from warehouse.errors import InputError
from wording.languages import language_now, speaking

COMMON: Final = ("", "segments", "countries", "customers")  # pages that most people open, by their addresses
MOST_ASKED, MOST_AGAIN = 500, 100  # questions that are remembered, and of these asked again after a publication
MOST_SCREENS, MOST_VIEWS = 8, 200  # whose common views are worked out; views whose neighbours have been
THEMES: Final = (None, "light", "dark")
NEIGHBOURS = 1  # pages before and after one in the rail, beside the common ones

ANYBODY: Final = Screen(EVERYTHING, None, False, "light", False, True)  # before anybody was seen


class Ahead:
    """Of one app: its panels by page, and what was asked for."""

    def __init__(self, app: Dash, shop: Shop, aside: Aside, needs: Callable[[str], frozenset[str] | None]) -> None:
        self._app, self._shop, self._aside, self._needs = app, shop, aside, needs
        self._pages: dict[str, list[str]] = {}
        self._lock = threading.Lock()
        self._asked: LRUCache[bytes, tuple[Body, Screen, int]] = LRUCache(MOST_ASKED)
        self._screens: LRUCache[Screen, None] = LRUCache(MOST_SCREENS)
        self._views: LRUCache[tuple[str, str, Screen], None] = LRUCache(MOST_VIEWS)
        self._version: tuple[int, ...] | None = None
        self.answers: Answers | None = None

    def bound(self, path: str) -> None:
        """A page has bound its panels."""
        known = {output for outputs in self._pages.values() for output in outputs}
        self._pages[path] = [one for one in self._app.callback_map if one in panels_of(self._app.server) - known]

    @property
    def is_new(self) -> bool:
        """Whether nothing was looked at yet."""
        return self._version is None

    def expect(self, screen: Screen) -> None:
        """Somebody like this will ask."""
        with self._lock:
            self._screens[screen] = None

    def heard(self, body: Body, is_packed: bool) -> None:
        """Remember who asked for what, and work out what is next to it."""
        search, who = search_of(body), asker()
        if search is None or value(body, THEME) not in THEMES:  # as no browser asks
            return
        screen = Screen(
            *(self._shop.viewer, who.rights, who.is_limited, value(body, THEME), value(body, NARROW), is_packed),
            language=language_now(),
        )
        page = next((path for path, outputs in self._pages.items() if body["output"] in outputs), None)
        with self._lock:
            if has_theme(body):  # only charts say how they are drawn
                self._screens[screen] = None
            key = digest(body) + repr((screen.viewer, screen.rights, is_packed, screen.language)).encode()
            self._asked[key] = body, screen, self._asked.get(key, (body, screen, 0))[2] + 1
            if page is None or not has_theme(body) or (page, search, screen) in self._views:
                return
            self._views[page, search, screen] = None
        self._open(self._next_to(page), search, screen, first=True)

    def look(self) -> None:
        """Work out what is new, where something was published."""
        with viewing(EVERYTHING):
            version = self._shop.published().version
        if version == self._version:
            return
        self._version = version
        with self._lock:
            screens = list(self._screens)
            asked = sorted(self._asked.values(), key=lambda one: -one[2])[:MOST_AGAIN]
            self._views.clear()
        for screen in screens:
            self._open(COMMON, "", screen)
        for body, screen, _times in asked:
            self._later(body, screen)
        for screen in screens:
            self._open((path for path in self._pages if path not in COMMON), "", screen)

    def _next_to(self, page: str) -> list[str]:
        paths = list(self._pages)
        place = paths.index(page)
        beside = paths[max(0, place - NEIGHBOURS) : place + NEIGHBOURS + 1]
        return [path for path in dict.fromkeys((*beside, *COMMON)) if path != page]

    def _open(self, paths: Iterable[str], search: str, screen: Screen, *, first: bool = False) -> None:
        """Work out what these pages show with the filters of a view."""
        try:
            filters = Filters.from_query(search)
        except InputError:
            return
        if filters.audience or filters.parts:  # who is in them changes at any time, so nothing is kept
            return
        outputs = [one for path in paths for one in self._pages[path] if self._may(one, screen)]
        found = list(questions(self._app.callback_map, outputs, filters.to_query(), screen))
        for body in reversed(found) if first else found:
            self._later(body, screen, first=first)

    def _may(self, output: str, screen: Screen) -> bool:
        return screen.rights is None or (self._needs(output) or frozenset({""})) <= screen.rights

    def _later(self, body: Body, screen: Screen, *, first: bool = False) -> None:
        def work() -> None:
            if self.answers is not None:
                with viewing(screen.viewer), asking(screen.asker), speaking(screen.language):
                    self.answers.again(body, screen.is_packed)

        self._aside.ahead(work, first=first)


def has_theme(body: Mapping[str, Any]) -> bool:
    """Whether it is about a chart, which says for what screen it is drawn."""
    return value(dict(body), THEME) is not None


def register(ahead: Ahead, answers: Answers, aside: Aside, is_open: Callable[[], bool], language: str) -> None:
    """Begin: by the views that are common before anybody has asked, where there is nobody to tell apart."""
    ahead.answers = answers
    answers.heard = ahead.heard

    def look() -> None:
        if ahead.is_new and is_open():
            ahead.expect(replace(ANYBODY, language=language))
        ahead.look()

    aside.look = look
    aside.start()
