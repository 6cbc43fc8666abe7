"""Every view opens by its address and shows the numbers that SQL gives; by links, tests/browser/test_access.py goes."""

from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from dashboard.words import formats
from tests.browser.expected import figures, scalar
from tests.browser.watching import NAVIGATION, WATCHERS, done, drawn, go, key_figure, visit

WITHOUT_MONTHS = {  # views that the months do not change, and how they say so
    "/migration": "unless others are chosen here",
    "/value": "months do not",
    "/attributes": "the months don't",
    "/forecast": "its first month does not",
    "/explore": "months do not filter",
    "/model": "Months, countries and segments of the filter do not matter here",
    "/data": "The filters do not apply here",
    "/schedules": "The filters do not apply here",
    "/audiences": "The filters do not apply here",
    "/campaigns": "The filters do not apply here",
    "/destinations": "The filters do not apply here",
    "/boards": "with the filters it was taken with",
    "/views": "The filters do not apply here",
    "/notes": "The filters do not apply here",
    "/glossary": "The filters do not apply here",
}


def test_the_overview_shows_what_sql_gives(page: Page, store: Engine) -> None:
    visit(page, "/")
    expected = figures(store)
    assert {label: key_figure(page, label) for label in expected} == expected
    expect(page.locator(".finding")).to_have_count(3)


def test_each_view_opens_by_its_address_with_filters(page: Page) -> None:
    for path in NAVIGATION.values():
        visit(page, f"{path}?from=2024-03&to=2024-08&country=DE,FR")
        words = page.locator("#page").inner_text()
        assert "Something went wrong" not in words, path
        assert ("Mar–Aug 2024" in words) != (path in WITHOUT_MONTHS), path
        assert WITHOUT_MONTHS.get(path, "") in page.locator("#page .page-subtitle").inner_text(), path
        assert "nan" not in words.lower().split(), path
        has_nothing = path in (
            "/attributes",
            "/boards",
            "/views",
            "/notes",
        )  # which this shop has none of
        assert any(letter.isdigit() for letter in words) or has_nothing, path


def test_charts_are_drawn_as_they_come_into_view_and_all_for_paper(page: Page) -> None:
    page.goto("/explore")
    first, last = (page.locator(f"#explore-{name}-graph .main-svg").first for name in ("histogram", "spearman"))
    expect(first).to_be_attached()
    expect(page.locator("#explore-spearman-note")).not_to_have_text("\u00a0")
    expect(last).not_to_be_attached()
    page.locator("#explore-pearson-graph").scroll_into_view_if_needed()
    expect(last).to_be_attached()
    go(page, "/migration")
    drawn(page)


def test_numbers_of_the_lists_equal_sql(page: Page, store: Engine) -> None:
    customers = scalar(store, "select count(distinct customer_id) from transactions where kind = 'sale'")
    title = f"{formats.count(int(customers))} customers"
    visit(page, "/customers")
    expect(page.locator("#customers-list-title")).to_have_text(title)
    go(page, "/exports")
    expect(page.locator("#exports-list-title")).to_have_text(f"This selection: {title}")
    go(page, "/data")
    read = scalar(store, "select sum(rows_read) from loads")
    assert key_figure(page, "Rows read") == formats.count(int(read)) == "6,000"


def test_an_unknown_page_leads_back(page: Page) -> None:
    answer = page.goto("/no/such/page")
    assert answer is not None
    assert answer.status == 404  # of which the console tells too
    expect(page.locator("#page .notice-title")).to_have_text("There is no such page")
    WATCHERS[page].problems[:] = [one for one in WATCHERS[page].problems if "404" not in one]
    page.get_by_role("link", name="Go to the overview").click()
    done(page)
    expect(page.locator("#page h1")).to_have_text("Overview")
