"""What a browser must never see, and how tests wait for a page to be done."""

import re
import time
from weakref import WeakKeyDictionary

from playwright.sync_api import ConsoleMessage, Page, Request, Response, expect

from dashboard.components import shell

NAVIGATION = {
    entry[1]: entry[0] for entry in shell.NAVIGATION if entry
}  # a new view is tested as soon as it has a link
LOCAL = ("data:", "blob:", "about:")
PATIENCE = 20.0  # seconds that anything may take on a busy machine
QUIET = 0.12  # seconds without a question to the server, after which a page is taken to be done
EVERY_CARD_SAYS_SOMETHING = """() =>
    [...document.querySelectorAll('#page .card-note')].every(note => note.textContent !== '\u00a0') &&
    [...document.querySelectorAll('#page .dash-graph')].every(graph => graph.querySelector('.main-svg'))"""


class Watcher:
    """Collects console errors and warnings, page errors, failed answers and requests to other hosts."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.problems: list[str] = []
        self.waiting = 0
        self.changed_at = time.monotonic()

    def watch(self, page: Page) -> None:
        """Listen to a page from before its first request."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"page error: {error}"))
        page.on("response", self._response)
        page.on("request", self._request)
        page.on("requestfinished", self._ended)
        page.on("requestfailed", self._ended)
        WATCHERS[page] = self

    def check(self) -> None:
        """Fail when anything was seen."""
        assert self.problems == [], self.problems

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(f"console {message.type}: {message.text}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.problems.append(f"{response.status}: {response.url}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address, *LOCAL)):
            self.problems.append(f"request to another host: {request.url}")
        self._count(request, 1)

    def _ended(self, request: Request) -> None:
        self._count(request, -1)

    def _count(self, request: Request, step: int) -> None:
        if request.url.endswith("/_dash-update-component"):
            self.waiting += step
            self.changed_at = time.monotonic()


WATCHERS: WeakKeyDictionary[Page, Watcher] = WeakKeyDictionary()


def visit(page: Page, path: str) -> None:
    """Open an address and wait until everything is drawn."""
    page.goto(path)
    done(page)


def done(page: Page) -> None:
    """Wait until the page has its heading and no panel is still empty."""
    expect(page.locator("#page h1")).to_have_count(1)
    expect(page.locator("#page .skeleton")).to_have_count(0)
    until(page, EVERY_CARD_SAYS_SOMETHING)
    watcher, since = WATCHERS[page], time.monotonic()  # what was just clicked may not have asked yet
    end = since + PATIENCE
    while watcher.waiting or time.monotonic() - max(watcher.changed_at, since) < QUIET:
        assert time.monotonic() < end, f"{watcher.waiting} callbacks do not answer"
        page.wait_for_timeout(20)


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
        page.wait_for_url(lambda url, before=before: url != before)
        expect(entry.locator("input")).to_be_checked()
    page.keyboard.press("Escape")
    done(page)
