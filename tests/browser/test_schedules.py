"""A schedule by keyboard: its form, what it asks before it goes, where one is afterwards."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.emptying import Emptied
from tests.browser.watching import until, visit
from tests.browser.windows import LAPTOP, lent

WORKED_OFF = 60_000  # milliseconds that a job may take on a busy machine
FOCUS = "document.activeElement.getAttribute('aria-label') === '{}'"


@pytest.fixture
def page(window: Page, empty: Emptied) -> Iterator[Page]:
    """A laptop's browser on the schedules of an empty store, with a worker beside the server."""
    with lent(window, empty.address) as found:
        visit(found, f"{empty.address}/schedules")
        yield found


def press(page: Page, name: str) -> None:
    button = page.get_by_role("button", name=name)
    expect(button).to_be_enabled()
    button.focus()
    page.keyboard.press("Enter")


def test_a_schedule_is_added_run_and_removed_by_keyboard(page: Page) -> None:
    expect(page.locator("#schedules-list")).to_contain_text("No schedules yet")
    page.get_by_label("What it is called").fill("Shop")
    page.get_by_label("Where files come from").fill("http://shop.example/a.csv")
    press(page, "Add this schedule")
    expect(page.locator("#schedules-error")).to_have_text("http:// would send the file unencrypted: use https://.")
    expect(page.get_by_label("What it is called")).to_have_value("Shop")  # nothing is typed twice
    page.get_by_label("Where files come from").fill("inbox:nowhere")
    expect(page.get_by_label("Day", exact=True)).to_be_hidden()
    page.get_by_label("How often").select_option(label="Every week")
    page.get_by_label("Day", exact=True).select_option(label="Friday")
    press(page, "Add this schedule")
    listed = page.locator("#schedules-list")
    expect(listed).to_contain_text("Every Friday at 03:00 (UTC), then the segments are worked out")
    expect(page.get_by_label("What it is called")).to_have_value("")
    press(page, "Run now: Shop")
    expect(listed).to_contain_text("1 of 1 needs you", timeout=WORKED_OFF)
    expect(listed.locator(".seen-error")).to_contain_text("There is no folder")
    press(page, "Remove: Shop")
    until(page, FOCUS.format("Remove it: Shop"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    until(page, FOCUS.format("Run now: Shop"))
    page.set_viewport_size({"width": 390, "height": 800})
    expect(page.locator(".filter-bar")).to_be_hidden()  # nothing here is filtered
    page.set_viewport_size(LAPTOP)
    press(page, "Remove: Shop")
    until(page, FOCUS.format("Remove it: Shop"))
    page.keyboard.press("Enter")
    expect(listed).to_contain_text("No schedules yet")
