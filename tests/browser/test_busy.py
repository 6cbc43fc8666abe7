"""A dashboard with more people than it can carry, as each of them sees it."""

import re

from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.watching import WATCHERS

BUSY = {"Retry-After": "1", "Content-Type": "text/plain"}
CALLBACKS = re.compile("_dash-update-component")


def refusing(times: int) -> tuple[list[str], object]:
    """Answers to callbacks as the server's own where it is busy, so many times."""
    refused: list[str] = []

    def answer(route: Route) -> None:
        if len(refused) < times:
            refused.append(route.request.url)
            route.fulfill(status=503, headers=BUSY, body="Too many people ask at once.\n")
        else:
            route.continue_()

    return refused, answer


def test_a_page_asks_again_by_itself(page: Page) -> None:
    refused, answer = refusing(5)
    page.route(CALLBACKS, answer)  # type: ignore[arg-type]
    page.goto("/")
    expect(page.locator("#busy")).to_have_text("Many people are using the dashboard. Trying again…")
    expect(page.locator("h1")).to_have_text("Overview")
    expect(page.locator("#overview-trend-title")).not_to_be_empty()
    expect(page.locator("#busy")).to_be_hidden()
    assert len(refused) == 5
    WATCHERS[page].problems[:] = [one for one in WATCHERS[page].problems if "503" not in one]


def test_a_page_that_gives_up_says_so(browser: Browser, address: str) -> None:
    page = browser.new_page(base_url=address)
    _, answer = refusing(10_000)
    page.route(CALLBACKS, answer)  # type: ignore[arg-type]
    page.clock.install()
    page.goto("/")
    sentence = "The dashboard is too busy just now. Please load the page again in a minute."
    for _ in range(20):
        page.clock.run_for(2_000)
        page.wait_for_timeout(50)
        if page.locator("#busy").count() and page.locator("#busy").inner_text() == sentence:
            break
    expect(page.locator("#busy")).to_have_text(sentence)
    page.close()
