"""What a browser must never see, and how tests wait for a page to be done."""

import re
import time
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from playwright.sync_api import ConsoleMessage, Error, Page, Request, Response, expect

from dashboard.components import shell

NAVIGATION = {
    entry[1]: entry[0] for entry in shell.NAVIGATION if entry
}  # a new view is tested as soon as it has a link
FAVICON = "/favicon.ico"  # asked for where a window rests between two tests, and told late to the second
LOCAL = ("data:", "blob:", "about:")
DASHS_OWN = "/dcc/async-graph.js"  # throws, to no harm, where a page is left while one of its charts waits to be drawn
LEFT_EARLY = "Cannot read properties of null (reading 'classList')"
PATIENCE = 60.0  # seconds that anything may take on a busy machine
QUIET = 0.12  # seconds without a question to the server, after which a page is taken to be done
CALLBACK = "/_dash-update-component"
IDLE = "() => new Promise(idle => requestIdleCallback(idle, { timeout: 2000 }))"
FOLLOW = """path => {
    history.pushState({}, '', path);
    dispatchEvent(new CustomEvent('_dashprivate_pushstate'));
}"""
EVERY_CARD_SAYS_SOMETHING = """() => [...document.querySelectorAll('#page .card-note')]
    .every(note => note.textContent !== '\u00a0')"""
EVERY_CHART_IS_DRAWN = """() => {
    dispatchEvent(new Event('beforeprint'));  // charts that are out of sight are drawn, too
    return [...document.querySelectorAll('#page .dash-graph')].every(graph => graph.querySelector('.main-svg'));
}"""


class Watcher:
    """Collects console errors and warnings, page errors, failed answers and requests to other hosts."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.problems: list[str] = []
        self.waiting: set[Request] = set()  # callbacks that are not answered yet
        self.changed_at = time.monotonic()
        self._heard: dict[str, Callable[[Any], None]] = {
            "console": self._console,
            "pageerror": self._error,
            "response": self._response,
            "request": self._request,
            "requestfinished": self._ended,
            "requestfailed": self._ended,
        }

    def watch(self, page: Page) -> None:
        """Listen to a page from before its first request."""
        for event, heard in self._heard.items():
            page.on(event, heard)
        WATCHERS[page] = self

    def leave(self, page: Page) -> None:
        """Listen no more."""
        for event, heard in self._heard.items():
            page.remove_listener(event, heard)

    def check(self) -> None:
        """Fail when anything was seen."""
        assert self.problems == [], self.problems

    def _console(self, message: ConsoleMessage) -> None:
        about = message.location.get("url", "")
        if message.type in ("error", "warning") and not about.endswith(FAVICON):
            self.problems.append(f"console {message.type}: {message.text} {about}".rstrip())

    def _error(self, error: Error) -> None:
        if not (LEFT_EARLY in str(error) and DASHS_OWN in (error.stack or "")):
            self.problems.append(f"page error: {error}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.problems.append(f"{response.status}: {response.url}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address, *LOCAL)):
            self.problems.append(f"request to another host: {request.url}")
        if CALLBACK in request.url:
            self.waiting.add(request)
            self.changed_at = time.monotonic()

    def _ended(self, request: Request) -> None:
        if request in self.waiting:  # else it is of whoever had the window before
            self.waiting.remove(request)
            self.changed_at = time.monotonic()


WATCHERS: WeakKeyDictionary[Page, Watcher] = WeakKeyDictionary()


def visit(page: Page, path: str) -> None:
    """Open an address and wait until everything is there; charts that are out of sight are drawn when looked at."""
    page.goto(path)
    done(page)


def go(page: Page, path: str) -> None:
    """Go on to an address as the app's own links do, and wait until everything is there: half the work of a visit."""
    with page.expect_response(re.compile(CALLBACK)):
        page.evaluate(FOLLOW, path)
    done(page)


def done(page: Page) -> None:
    """Wait until the page has its heading and no panel is still empty."""
    expect(page.locator("#page h1")).to_have_count(1)
    expect(page.locator("#page .skeleton")).to_have_count(0)
    until(page, EVERY_CARD_SAYS_SOMETHING)
    page.evaluate(IDLE)  # what was just clicked may not have asked yet
    watcher, since = WATCHERS[page], time.monotonic()
    end = since + PATIENCE
    while watcher.waiting or time.monotonic() - max(watcher.changed_at, since) < QUIET:
        assert time.monotonic() < end, f"{len(watcher.waiting)} callbacks do not answer"
        page.wait_for_timeout(20)


def drawn(page: Page) -> None:
    """Wait until every chart of a page that is done is drawn, whether in sight or not: half of a page's time."""
    until(page, EVERY_CHART_IS_DRAWN)


def until(page: Page, script: str, argument: object = None, patience: float = PATIENCE) -> None:
    """Wait until a script's value is true; TimeoutError when it is not within `patience` seconds.

    Asked from outside again and again: what Playwright's own wait repeats inside the page, the page's policy forbids.
    """
    end = time.monotonic() + patience
    while not page.evaluate(script, argument):
        if time.monotonic() > end:
            raise TimeoutError(script)
        page.wait_for_timeout(30)


def query(page: Page) -> str:
    """The address's query string."""
    return page.evaluate("location.search")  # type: ignore[no-any-return]


def key_figure(page: Page, label: str) -> str:
    """The value of a key figure."""
    figure = page.locator(".key-figure").filter(has=page.get_by_text(label, exact=True))
    return figure.locator(".key-value").inner_text()


def pick(page: Page, control: str, *labels: str) -> None:
    """Tick entries of a picker of the filter bar, searching for each."""
    page.locator(f"#{control}-summary").click()
    search = page.locator(f"#{control}-search")
    for label in labels:
        search.fill(label)
        entry = page.locator(f"#{control} .form-check").filter(has_text=re.compile(rf"^\s*{re.escape(label)}\s*$"))
        expect(page.locator(f"#{control} .form-check:visible")).to_have_count(1)
        before = page.url
        entry.locator("input").click()
        expect(page).not_to_have_url(before)
        expect(entry.locator("input")).to_be_checked()
    page.keyboard.press("Escape")
    done(page)
