"""The customers list: sort, page, search, and the file that it leaves as."""

import csv
from pathlib import Path

from playwright.sync_api import Page, expect
from sqlalchemy import Engine, text

from tests.browser.expected import scalar
from tests.browser.watching import done, go, query, visit

ROWS = "#customers-list table tbody tr"
HOSTILE = "<img src=x onerror=alert(1)>"
DRAWN = """hostile => {
    const place = document.createElement("div");
    const rows = [[hostile, { in: hostile, href: "javascript:alert(1)", title: hostile }, { text: hostile, bar: 5, colour: hostile }]];
    const told = { caption: hostile, columns: rows[0].map(label => ({ label })), rows: rows, foot: null };
    ReactDOM.flushSync(() => ReactDOM.createRoot(place).render(React.createElement(dashboard.Table, told)));
    return [place.querySelectorAll("img, script").length, place.querySelector("td").textContent, place.querySelector("td a").href];
}"""  # noqa: E501


def listed(page: Page) -> list[str]:
    """The customer numbers on the page."""
    return page.locator(f"{ROWS} td:first-child").all_inner_texts()


def by_sql(store: Engine, order: str, where: str = "true") -> list[str]:
    statement = f"select customer_id from customer_features where frequency > 0 and ({where}) order by {order}"
    with store.connect() as connection:
        return list(connection.scalars(text(statement)))


def test_lists_in_any_order_in_parts_and_as_files(page: Page, store: Engine, tmp_path: Path) -> None:
    """One after another, in one window."""
    visit(page, "/customers")
    sorting_and_paging(page, store)
    go(page, "/customers")
    searching_and_asking_for_more(page, store)
    go(page, "/customers?country=DE,FR&orders=2")
    the_list_leaves_as_a_file(page, store, tmp_path)
    go(page, "/exports?segment=champions")
    a_list_for_spreadsheets(page, tmp_path)
    go(page, "/countries")
    a_table_is_put_into_the_order_of_any_column(page, store)


def sorting_and_paging(page: Page, store: Engine) -> None:
    expected = by_sql(store, "net desc, customer_id desc")
    assert listed(page) == expected[:50]
    page.get_by_role("link", name="Next").click()
    page.wait_for_url("**after=**")
    expect(page.locator(ROWS).first).to_contain_text(expected[50])
    assert listed(page) == expected[50:100]
    page.get_by_role("link", name="Previous").click()
    page.wait_for_url("**before=**")
    expect(page.locator(ROWS).first).to_contain_text(expected[0])
    assert listed(page) == expected[:50]
    page.locator("#customers-list th").get_by_role("link", name="Orders", exact=False).first.click()
    page.wait_for_url("**sort=frequency**")
    expected = by_sql(store, "frequency desc, customer_id desc")
    expect(page.locator("#customers-list th[aria-sort=descending]")).to_contain_text("Orders")
    expect(page.locator(ROWS).first).to_contain_text(expected[0])
    assert listed(page) == expected[:50]
    with page.context.expect_page() as beside:
        page.locator(f"{ROWS} a").first.click(modifiers=["Control"])
    assert beside.value.url.endswith(f"/customers/{expected[0]}")
    beside.value.close()
    assert "sort=frequency" in page.url
    assert page.evaluate(DRAWN, HOSTILE) == [0, HOSTILE, "about:blank"]


def searching_and_asking_for_more(page: Page, store: Engine) -> None:
    start = by_sql(store, "customer_id")[0][:4]
    page.locator("#customers-search").fill(start)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**q={start}")
    expected = by_sql(store, "net desc, customer_id desc", f"customer_id like '{start}%'")
    expect(page.locator("#customers-list-title")).to_contain_text(f"{len(expected)} customer")
    assert listed(page) == expected[:50]
    page.locator("#customers-search").fill("")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "q=" not in url)
    done(page)
    page.locator("#customers-orders").fill("5")
    page.keyboard.press("Enter")
    page.wait_for_url("**orders=5")
    expected = by_sql(store, "net desc, customer_id desc", "frequency >= 5")
    expect(page.locator("#customers-list-title")).to_contain_text(f"{len(expected)} customer")
    page.reload()
    done(page)
    expect(page.locator("#customers-orders")).to_have_value("5")
    page.locator("#customers-search").fill("nobody")
    page.keyboard.press("Enter")
    expect(page.locator("#customers-list-title")).to_have_text("No customer matches")
    page.get_by_role("link", name="Clear the search").click()
    page.wait_for_url(lambda url: "q=" not in url)
    done(page)
    assert query(page) == ""


def the_list_leaves_as_a_file(page: Page, store: Engine, tmp_path: Path) -> None:
    expect(page.locator("#customers-export")).to_have_attribute("href", "/exports/customers.csv?country=DE,FR&orders=2")
    with page.expect_download() as waiting:
        page.locator("#customers-export").click()
    download = waiting.value
    assert download.suggested_filename.startswith("customers_DE-FR_")
    download.save_as(tmp_path / "list.csv")
    with (tmp_path / "list.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    expected = by_sql(store, "customer_id", "country in ('DE', 'FR') and frequency >= 2")
    assert [row["customer_id"] for row in rows] == expected
    assert expected
    assert f"{len(expected)} customer" in page.locator("#customers-list-title").inner_text()


def a_list_for_spreadsheets(page: Page, tmp_path: Path) -> None:
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV for spreadsheets").click()
    waiting.value.save_as(tmp_path / "list.csv")
    data = (tmp_path / "list.csv").read_bytes()
    assert data.startswith("\ufeffcustomer_id,segment,".encode())
    assert data.count(b"\n") > 1


def a_table_is_put_into_the_order_of_any_column(page: Page, store: Engine) -> None:
    table = page.locator("#countries-table table")
    first = table.locator("tbody tr").first.locator("td").first
    homes = "from countries join customer_features using (country)"
    most = scalar(store, f"select name {homes} group by name order by count(*) desc, name limit 1")
    table.get_by_role("button", name="Country", exact=True).press("Enter")
    expect(first).to_have_text(scalar(store, f'select min(name collate "C") {homes}'))
    table.get_by_role("button", name="Customers", exact=True).click()
    expect(first).to_have_text(most)
    expect(table.get_by_role("columnheader", name="Customers")).to_have_attribute("aria-sort", "descending")
