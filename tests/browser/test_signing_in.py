"""From the first start to the last sign-out: set up, invite, join, look without personal data, be signed out."""

import re
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from tests.browser.serving import served
from tests.browser.test_access import NAMELESS, TOO_WIDE
from tests.browser.watching import WATCHERS, done, go, until, visit
from tests.browser.windows import PHONE, lent
from tests.databases import connected

PASSWORD = "four random words here"
ADDRESS = "@customers.example"


@pytest.fixture
def hosted(server_url: str, sample_store: str, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Where the shop, with people's addresses, is served to others; and the code that the server told."""
    log = tmp_path / "server.log"
    with connected(server_url, "signing_in", sample_store) as engine:
        with engine.begin() as connection:
            connection.execute(text("update customers set email = customer_id || '@customers.example'"))
        url = engine.url.render_as_string(hide_password=False)
        settings = {"REGULARS_SIGN_IN": "always", "SECRET_KEY": "a secret for tests"}
        with served(url, log, "--no-worker", **settings) as address:
            told = re.search(r"with the code (\S+)", log.read_text())
            assert told is not None
            yield address, told[1]


def test_from_set_up_to_sign_out(window: Page, second_window: Page, hosted: tuple[str, str]) -> None:
    address, code = hosted
    with lent(window, address) as anna:
        anna.goto(f"{address}/segments?country=GB")
        expect(anna.get_by_role("heading", level=1)).to_have_text("Set up Regulars")
        filled(anna, code=code, email="anna@shop.example", name="Anna Berg", password=PASSWORD, again=PASSWORD)
        anna.keyboard.press("Enter")
        done(anna)
        go(anna, "/customers")
        anna.locator("#customers-list td a").first.click()
        done(anna)
        expect(anna.get_by_role("main")).to_contain_text(ADDRESS)
        link = invited(anna, "vera@shop.example")
        with lent(second_window, address, PHONE) as vera:
            looks_and_leaves(vera, link, address)
        with_a_second_factor(anna, address)


def filled(page: Page, **fields: str) -> None:
    """Type into the fields of a form, and look whether all have names and fit."""
    assert page.evaluate(NAMELESS) == []
    assert page.evaluate(TOO_WIDE) <= 0
    for name, value in fields.items():
        page.locator(f"main #{name}").fill(value)


def invited(page: Page, email: str) -> str:
    """The link that an administrator makes."""
    page.locator("#rail-links").get_by_role("link", name="Users").click()
    filled(page, email=email)
    page.get_by_role("button", name="Make the link").click()
    link: str = page.get_by_label("Link", exact=True).input_value()
    return link


def looks_and_leaves(page: Page, link: str, address: str) -> None:
    """A viewer joins, sees pages and nobody's address, and is led back after being signed out elsewhere."""
    page.goto(link)
    filled(page, name="Vera", password=PASSWORD, again=PASSWORD)
    page.get_by_role("button", name="Show: New password").click()
    assert [page.locator(one).get_attribute("type") for one in ("#password", "#again")] == ["text", "password"]
    page.get_by_role("button", name="Join").click()
    done(page)
    assert page.locator("#rail-links a").all_text_contents().count("Customers") == 0
    for path in ("/segments/champions", "/value", "/model", "/explore", "/"):
        go(page, path)
        assert ADDRESS not in page.content(), path
    page.locator("#rail-toggle").click()
    page.locator("#rail-links").get_by_role("link", name="Account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    page.locator("#rail-toggle").click()
    page.get_by_role("button", name="Dark mode").click()
    until(page, "document.documentElement.getAttribute('data-bs-theme') === 'dark'")
    visit(page, f"{address}/segments")
    page.context.clear_cookies()  # as when the session ends meanwhile
    watcher = WATCHERS[page]
    page.get_by_role("button", name="More filters").click()  # on a phone the bar is folded
    page.get_by_role("link", name="3 mo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert [problem for problem in watcher.problems if "401" not in problem] == []
    watcher.problems.clear()
    filled(page, email="vera@shop.example", password=PASSWORD)
    page.keyboard.press("Enter")
    done(page)
    assert "/segments?from=" in page.url
    page.locator("#rail-toggle").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def with_a_second_factor(page: Page, address: str) -> None:
    """Switch it on, leave, and come back by a code."""
    page.goto(f"{address}/account")
    page.get_by_role("button", name="Switch it on").click()
    secret = re.sub(r"\s", "", page.locator(".secret").inner_text())
    filled(page, code=pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Switch it on").click()
    recovery = page.locator(".codes li").first.inner_text()
    page.get_by_role("button", name="Sign out").click()
    filled(page, email="anna@shop.example", password=PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    filled(page, code=recovery)
    page.keyboard.press("Enter")
    done(page)
    page.goto(f"{address}/audit")
    expect(page.get_by_role("main")).to_contain_text("used a recovery code")
