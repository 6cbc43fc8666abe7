"""Views show the numbers that SQL gives and draw what is in sight; tests/browser/test_access.py goes to each."""

from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from dashboard.words import formats
from tests.browser.expected import figures, scalar
from tests.browser.watching import WATCHERS, done, drawn, go, key_figure, visit


def test_numbers_of_the_overview_and_of_lists_equal_sql(page: Page, store: Engine) -> None:
    visit(page, "/")
    expected = figures(store)
    assert {label: key_figure(page, label) for label in expected} == expected
    expect(page.locator(".finding")).to_have_count(3)
    customers = scalar(store, "select count(distinct customer_id) from transactions where kind = 'sale'")
    title = f"{formats.count(int(customers))} customers"
    go(page, "/customers")
    expect(page.locator("#customers-list-title")).to_have_text(title)
    go(page, "/exports")
    expect(page.locator("#exports-list-title")).to_have_text(f"This selection: {title}")
    go(page, "/data")
    read = scalar(store, "select sum(rows_read) from loads")
    assert key_figure(page, "Rows read") == formats.count(int(read)) == "6,000"


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


def test_an_unknown_page_leads_back(page: Page) -> None:
    answer = page.goto("/no/such/page")
    assert answer is not None
    assert answer.status == 404  # of which the console tells too
    expect(page.locator("#page .notice-title")).to_have_text("There is no such page")
    WATCHERS[page].problems[:] = [one for one in WATCHERS[page].problems if "404" not in one]
    page.get_by_role("link", name="Go to the overview").click()
    done(page)
    expect(page.locator("#page h1")).to_have_text("Overview")
