"""From all to one: segments, countries and customers by clicks; what is clicked is an address."""

from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from tests.browser.expected import figures, scalar
from tests.browser.watching import done, go, query, visit


def test_down_from_tables_and_from_a_finding(page: Page, store: Engine) -> None:
    """One way after another, in one window."""
    visit(page, "/segments?country=GB")
    a_segment_of_the_table(page)
    go(page, "/countries")
    a_country_of_the_table(page, store)
    go(page, "/customers")
    a_customer_of_the_list(page, store)
    go(page, "/?country=GB,DE")
    a_finding_leads_on_with_the_filters(page)
    go(page, "/?country=GB")
    anything_is_found_by_name_with_the_keyboard_alone(page)


def a_segment_of_the_table(page: Page) -> None:
    page.locator("#page table a[href^='/segments/champions']").first.click()
    page.wait_for_url("**/segments/champions?country=GB")
    done(page)
    expect(page.locator("#page h1")).to_contain_text("Champions")
    assert "£" in page.locator("#page").inner_text()


def a_country_of_the_table(page: Page, store: Engine) -> None:
    page.locator("#page table a[href^='/countries/DE']").first.click()
    page.wait_for_url("**/countries/DE")
    done(page)
    expect(page.locator("#page h1")).to_contain_text("Germany")
    expect(page.locator("#filter-countries-summary")).to_have_text("Germany")
    assert figures(store, "country = 'DE'")["Gross sales"] in page.locator("#page").inner_text()


def a_customer_of_the_list(page: Page, store: Engine) -> None:
    best = scalar(store, "select customer_id from customer_features order by net desc, customer_id desc limit 1")
    sales = scalar(store, f"""select to_char(sum(quantity * unit_price), 'FM£999,999,990.00') from transactions
        where kind = 'sale' and customer_id = '{best}'""")  # fmt: skip
    first = page.locator("#customers-list table tbody tr").first
    expect(first).to_contain_text(sales)
    first.get_by_role("link").first.click()
    page.wait_for_url(f"**/customers/{best}")
    done(page)
    expect(page.locator("#page h1")).to_contain_text(f"Customer {best}")
    expect(page.locator("#customer-figures")).to_contain_text(sales)
    page.go_back()
    done(page)
    expect(page.locator("#page h1")).to_have_text("Customers")


def a_finding_leads_on_with_the_filters(page: Page) -> None:
    page.locator(".finding-title").first.click()
    page.wait_for_url(lambda url: not url.split("?")[0].endswith("/"))
    done(page)
    assert query(page) == "?country=GB,DE"


def anything_is_found_by_name_with_the_keyboard_alone(page: Page) -> None:
    page.keyboard.press("/")
    field = page.get_by_role("combobox", name="Find")
    expect(field).to_be_focused()
    page.keyboard.type("no such/")
    expect(page.get_by_text("Nothing is called that")).to_be_visible()
    expect(field).to_have_value("no such/")  # within the field a slash is a letter
    field.fill("ger")
    first, second = (page.locator("#finder").get_by_role("option").nth(at) for at in (0, 1))
    expect(first).to_have_attribute("aria-selected", "true")
    expect(first).to_contain_text("Germany")
    page.keyboard.press("ArrowDown")
    expect(second).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/countries/DE")
    done(page)
    expect(page.locator("#page h1")).to_contain_text("Germany")
    page.keyboard.press("Control+k")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
