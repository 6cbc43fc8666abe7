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
TELLING = ("/", "/migration", "/customers", "/audiences/new", "/views")  # charts, tints, lists, forms, what is kept
EVERY = os.environ.get("REGULARS_TEST_AXE", "")


def test_nothing_hinders_people(page: Page) -> None:
    found: dict[str, list[str]] = {}
    paths = (*NAVIGATION.values(), "/audiences/new") if EVERY else TELLING
    visit(page, paths[0])
    page.locator("#overview-segments .chart-more").click()
    page.get_by_role("menuitem", name="Show as table").click()
    page.get_by_role("dialog").get_by_role("table").wait_for()
    found["a table"] = hindrances(page, 390, "dark")
    page.keyboard.press("Escape")
    for path, state in zip(paths, cycle(STATES)):
        if path != paths[0]:
            go(page, path)
        for width, theme in STATES if EVERY else [state]:
            found[f"{path} {width} {theme}"] = hindrances(page, width, theme)
    page.get_by_role("button", name="Keep this view").click()
    found["keeping a view"] = hindrances(page, 1440, "light")
    assert {where: seen for where, seen in found.items() if seen} == {}
