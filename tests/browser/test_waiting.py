"""Somebody who opens the dashboard before anything is loaded, and leaves it open."""

from pathlib import Path

from playwright.sync_api import Page, expect

from etl.storing.load import load_file
from models.publishing.fit import Options, fit
from tests.browser.emptying import Emptied
from tests.browser.watching import done
from tests.browser.windows import lent
from tests.dashboard.literal import LINES


def test_pages_fill_by_themselves(window: Page, empty: Emptied, tmp_path: Path) -> None:
    file = tmp_path / "shop.csv"
    file.write_text(LINES, encoding="utf-8")
    with lent(window, empty.address) as page:
        page.goto(f"{empty.address}/?country=DE")
        expect(page.locator(".notice-title")).to_have_text("Nothing has been loaded yet")
        expect(page.locator("#filter-bar")).to_be_hidden()
        load_file(empty.engine, file)
        expect(page.locator(".notice-title")).to_have_text("Nothing has been segmented yet")
        fit(empty.engine, Options())
        expect(page.locator("h1")).to_have_text("Overview")
        done(page)
        expect(page.locator("#filter-countries-summary")).to_contain_text("Germany")
