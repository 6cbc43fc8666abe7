"""Nothing on the views hinders people, in light and dark, on a phone, a tablet and a laptop.

To look takes a second or more each time, so that pages with other parts than the rest stand for all of them; with
REGULARS_TEST_AXE set, every view is looked at in every width and theme.
"""

import os
from itertools import cycle

from playwright.sync_api import Page

from tests.browser.hindrances import hindrances
from tests.browser.watching import NAVIGATION, go, visit

WIDTHS, THEMES = (1440, 768, 360), ("light", "dark")
STATES = [(width, theme) for width in WIDTHS for theme in THEMES]
TELLING = (
    "/",
    "/migration",
    "/customers",
    "/audiences/new",
    "/schedules",
    "/views",
)  # charts, tints, lists, forms, work
EVERY = os.environ.get("REGULARS_TEST_AXE", "")


def test_nothing_hinders_people(page: Page) -> None:
    found: dict[tuple[str, int, str], list[str]] = {}
    visit(page, "/")
    for path, state in zip((*NAVIGATION.values(), "/audiences/new") if EVERY else TELLING, cycle(STATES)):
        go(page, path)
        for width, theme in STATES if EVERY else [state]:
            if seen := hindrances(page, width, theme):
                found[path, width, theme] = seen
    assert found == {}


def test_the_menu_and_the_form_of_a_view_hinder_nobody(page: Page) -> None:
    visit(page, "/views")
    page.get_by_role("button", name="Keep this view").click()
    assert hindrances(page, 1440, "dark") == []
    page.keyboard.press("Escape")
    go(page, "/contribution")
    page.locator("#contribution-bridge .chart-more").click()
    page.get_by_role("menuitem", name="Show as table").click()
    page.get_by_role("dialog").get_by_role("table").wait_for()
    assert hindrances(page, 390, "light") == []
