"""A view is kept by keyboard and found again, its link copied; pickers take typing and Enter; help tells of a page."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine, text

from tests.browser.watching import done, go, query, visit


@pytest.fixture(autouse=True)
def nothing_is_left(store: Engine) -> Iterator[None]:
    """Others share the store."""
    yield
    with store.begin() as connection:
        for table in ("view_comments", "boards", "saved_views"):
            connection.execute(text(f"delete from {table}"))


def test_a_view_is_kept_and_found_by_keyboard(page: Page) -> None:
    visit(page, "/countries?from=2024-03&to=2024-08")
    page.locator("#filter-countries-summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#filter-countries-search")).to_be_focused()
    page.keyboard.type("germ")
    expect(page.locator("#filter-countries .form-check:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("country=DE"))
    page.keyboard.press("Escape")
    done(page)

    page.get_by_role("button", name="Keep this view").focus()
    page.keyboard.press("Enter")
    name = page.get_by_role("dialog", name="Keep this view").get_by_label("Name")
    expect(name).to_be_focused()
    expect(name).to_have_value("Countries, Germany")
    page.keyboard.type("Spring in Germany")
    page.keyboard.press("Enter")
    expect(page.locator("#view-told")).to_contain_text("“Spring in Germany” is kept")
    expect(page.get_by_role("button", name="Keep this view")).to_be_focused()
    kept = query(page)

    go(page, "/glossary")
    expect(page.get_by_role("heading", name="Cohorts")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("spring")
    expect(page.locator("#finder-list a")).to_have_text(["Spring in Germany"])
    page.keyboard.press("Enter")
    done(page)
    expect(page.locator("#page h1")).to_have_text("Countries")
    assert query(page) == kept

    puts_it_on_a_board(page)
    page.get_by_role("button", name="Help with this page").click()
    dialog = page.get_by_role("dialog", name="Countries")
    expect(dialog.get_by_role("definition").first).to_have_text(re.compile("^A customer's home"))
    expect(dialog.get_by_role("definition").filter(has_text="Gross sales less returns")).to_be_visible()
    page.keyboard.press("Escape")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the link").click()
    expect(page.locator("#view-told")).to_contain_text("The link is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == page.url

    page.get_by_role("button", name=re.compile("^Take away: Germany")).click()
    done(page)
    for name in ("France", "Ireland"):
        page.get_by_role("checkbox", name=f"{name}: side by side with another").check()
    done(page)
    expect(page).to_have_url(re.compile("from=2024-03&to=2024-08&country=IE,FR$"))
    expect(page.locator("#countries-beside-content table")).to_contain_text("Repeat customers")


def test_who_is_new_is_shown_around_once(page: Page) -> None:
    page.goto("/healthz")
    page.evaluate("sessionStorage.setItem('new', 'yes'); localStorage.clear()")
    visit(page, "/")
    page.get_by_role("button", name="Show me around").click()
    bubble = page.get_by_role("dialog")
    for step, key in enumerate(("Enter", "ArrowRight", "ArrowDown", "Enter"), start=1):
        expect(bubble).to_contain_text(f"{step} of 5")
        spot = page.locator(".visit-spot").bounding_box()
        assert spot is not None
        assert spot["width"] > 20
        page.keyboard.press("Tab")  # what holds the keyboard is in the bubble, whatever one does
        page.keyboard.press("Shift+Tab")
        expect(bubble.get_by_role("button", name="Next")).to_be_focused()
        page.keyboard.press(key)
    expect(bubble).to_contain_text("5 of 5")
    page.keyboard.press("Escape")
    expect(bubble).to_have_count(0)
    page.reload()
    done(page)
    expect(page.locator(".key-figure").first).to_be_visible()
    expect(page.locator(".visit-offer")).to_have_count(0)
    page.evaluate("sessionStorage.clear()")


def puts_it_on_a_board(page: Page) -> None:
    """By keyboard: a chart of the page goes on a board, is moved there, and leads back to where it was taken from."""
    page.locator("#countries-world .chart-more").focus()
    page.keyboard.press("Enter")
    page.get_by_role("menuitem", name="Add to a board").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Add to a board").get_by_label("Name of the new board")).to_be_focused()
    page.keyboard.type("Monday")
    page.keyboard.press("Enter")
    expect(page.locator("#view-told")).to_contain_text("It is on “Monday”")
    page.get_by_role("button", name="Add to a board").click()
    expect(page.get_by_role("dialog").get_by_role("combobox", name="Board")).to_be_focused()
    expect(page.get_by_role("dialog").get_by_role("checkbox")).to_have_count(2)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the chart that is there already
    page.keyboard.press("Enter")
    expect(page.locator("#view-told")).to_contain_text("It is on “Monday”")
    page.get_by_role("link", name="open the board").click()
    expect(page.locator("#board-2-graph .main-svg").first).to_be_attached()
    expect(page.locator("#board-1-note")).to_contain_text("Germany · Mar–Aug 2024")
    page.get_by_role("link", name="Arrange").click()
    page.get_by_role("button", name="Move down: Countries: Sales by country").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#board-told")).to_have_text("It is number 2 now.")
    expect(page.locator(".board-row strong").last).to_have_text("2. Countries: Sales by country")
    page.get_by_role("link", name="Done").click()
    expect(page.locator("#board-1-title")).to_contain_text("around")
    page.get_by_label("Write a comment").fill("Why <b>Germany</b>?")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".comment-words")).to_have_text("Why <b>Germany</b>?")
    page.locator("#board-2 .chart-more").click()
    page.get_by_role("menuitem", name="Open its page").click()
    done(page)
    expect(page.locator("#page h1")).to_have_text("Countries")
    assert "country=DE" in query(page)
