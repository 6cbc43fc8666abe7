"""Windows of the browser: one that stays open and is lent from test to test, and fresh ones.

A fresh one compiles Plotly anew, which takes as long as three visits by one that has compiled it before.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.watching import PATIENCE, Watcher

# Who looks has been shown around, unless a test says otherwise for its window: the offer would lie over what it clicks.
SHOWN_AROUND = """try {
    if (!sessionStorage.getItem("new")) localStorage.setItem("regulars-visit", "over");
} catch (error) { /* no page */ }"""
LAPTOP = ViewportSize(width=1440, height=900)
PHONE = ViewportSize(width=390, height=844)


@contextmanager
def fresh(browser: Browser, address: str, **options: object) -> Iterator[Page]:
    """A window in a context of its own, like another person's browser."""
    context = browser.new_context(
        base_url=address,
        reduced_motion="reduce",
        accept_downloads=True,
        **options,  # type: ignore[arg-type]
    )
    context.set_default_timeout(PATIENCE * 1000)
    context.add_init_script(SHOWN_AROUND)
    try:
        yield context.new_page()
    finally:
        context.close()


@contextmanager
def watched(window: Page, address: str) -> Iterator[Page]:
    """Fails at the end on anything that went wrong in the window."""
    watcher = Watcher(address)
    watcher.watch(window)
    try:
        yield window
        watcher.check()
    finally:
        watcher.leave(window)


@contextmanager
def opened(browser: Browser, address: str, **options: object) -> Iterator[Page]:
    """A fresh window, watched."""
    with fresh(browser, address, **options) as window, watched(window, address):
        yield window


@contextmanager
def lent(window: Page, address: str, viewport: ViewportSize = LAPTOP) -> Iterator[Page]:
    """A window that stays open, watched, and for the next one as if it were fresh."""
    window.set_viewport_size(viewport)
    try:
        with watched(window, address):
            yield window
    finally:
        window.unroute_all()
        window.goto(address + "/healthz")  # of the same site: for another one it would begin a process anew
        window.evaluate("localStorage.clear()")
        window.context.clear_cookies()
        window.emulate_media(color_scheme="light")
