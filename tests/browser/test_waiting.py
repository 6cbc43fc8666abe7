"""Somebody who opens the dashboard before anything is loaded, and leaves it open."""

from pathlib import Path

from playwright.sync_api import Browser, expect
from sqlalchemy import Engine

from etl.storing.load import load_file
from models.publishing.fit import Options, fit
from tests.browser.conftest import opened, served
from tests.browser.watching import done
from tests.dashboard.literal import LINES


def test_pages_fill_by_themselves(browser: Browser, engine: Engine, database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "shop.csv"
    file.write_text(LINES, encoding="utf-8")
    with (
        served(database_url, tmp_path / "server.log") as address,
        opened(browser, address, viewport={"width": 1440, "height": 900}) as page,
    ):
        page.goto("/?country=DE")
        expect(page.locator(".notice-title")).to_have_text("Nothing has been loaded yet")
        expect(page.locator("#filter-bar")).to_be_hidden()
        load_file(engine, file)
        expect(page.locator(".notice-title")).to_have_text("Nothing has been segmented yet")
        fit(engine, Options())
        expect(page.locator("h1")).to_have_text("Overview")
        done(page)
        expect(page.locator("#filter-countries-summary")).to_contain_text("Germany")
