"""Filters by hand, in the address, and through time: reload, a pasted link, back and forward."""

from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from tests.browser.expected import figures, scalar
from tests.browser.watching import FOLLOW, done, go, key_figure, pick, query, visit

GERMANY_FRANCE = "country in ('DE', 'FR')"
MONTHS = "invoiced_at >= '2024-03-01' and invoiced_at < '2024-09-01'"


def shown(page: Page, expected: dict[str, str]) -> None:
    """Wait until the key figures are the expected ones."""
    for label, value in expected.items():
        figure = page.locator(".key-figure").filter(has=page.get_by_text(label, exact=True))
        expect(figure.locator(".key-value")).to_have_text(value)


def test_the_filter_bar_by_hand(page: Page, store: Engine) -> None:
    """One part after another, each taken away before the next."""
    visit(page, "/")
    months_by_hand(page, store)
    cleared(page, store)
    countries_searched_and_ticked(page, store)
    cleared(page, store)
    segments_and_guests(page, store)
    go(page, "/?country=DE")
    a_preset(page)


def cleared(page: Page, store: Engine) -> None:
    page.get_by_role("button", name="Clear").click()
    page.wait_for_url(lambda url: "?" not in url)
    shown(page, figures(store))
    expect(page.locator("#filter-clear")).to_be_hidden()


def months_by_hand(page: Page, store: Engine) -> None:
    page.locator("#filter-from").select_option("2024-03")
    page.wait_for_url("**/?from=2024-03")
    page.locator("#filter-to").select_option("2024-08")
    page.wait_for_url("**/?from=2024-03&to=2024-08")
    shown(page, figures(store, MONTHS))


def countries_searched_and_ticked(page: Page, store: Engine) -> None:
    pick(page, "filter-countries", "Germany", "France")
    assert query(page) in ("?country=DE,FR", "?country=FR,DE")
    expect(page.locator("#filter-countries-summary")).to_contain_text("Germany")
    shown(page, figures(store, GERMANY_FRANCE))


def segments_and_guests(page: Page, store: Engine) -> None:
    pick(page, "filter-segments", "Champions", "Guests")
    assert "segment=champions,guests" in query(page)
    shown(page, figures(store, "segment_id = 'champions' or segment_id is null"))


OF_RFM_ALONE = """
with found as (select segment_id, position, algorithm from segments join segmentations using (segmentation_id))
select segment_id from found where algorithm = 'rfm'
    and segment_id not in (select segment_id from found where algorithm = 'kmeans') order by position limit 1
"""


def test_another_segmentation_and_another_comparison(page: Page, other: Page, store: Engine) -> None:
    visit(page, "/segments?segment=champions")
    page.locator("#filter-segmentation").select_option("kmeans")
    page.wait_for_url("**/segments?segmentation=kmeans")
    done(page)
    assert "Something went wrong" not in page.locator("#page").inner_text()
    page.evaluate(FOLLOW, f"/segments/{scalar(store, OF_RFM_ALONE)}?segmentation=kmeans")
    expect(page.locator("#segment-head")).to_contain_text("has no segment")
    expect(page.locator(".grid > :visible")).to_have_count(1)  # cards of which there is nothing to say are left out
    go(page, "/?from=2025-03&to=2025-03")
    what_changes_are_against(page, other)


def what_changes_are_against(page: Page, other: Page) -> None:
    sales = page.locator(".key-figure").filter(has=page.get_by_text("Gross sales", exact=True))
    expect(sales.locator(".key-basis")).to_have_text("vs Mar 2024")
    page.locator("#filter-compare").focus()
    page.keyboard.press("ArrowUp")  # by the keyboard alone
    page.wait_for_url("**/?from=2025-03&to=2025-03&compare=previous")
    expect(sales.locator(".key-basis")).to_have_text("vs Feb 2025")
    visit(other, page.url)
    expect(other.locator(".key-basis").first).to_have_text("vs Feb 2025")
    expect(other.locator("#filter-compare")).to_have_value("previous")
    page.locator("#rail-links").get_by_role("link", name="Countries").click()
    done(page)
    assert query(page).endswith("compare=previous")
    expect(page.get_by_role("columnheader", name="Change vs Feb 2025")).to_be_visible()
    page.locator("#filter-compare").select_option("none")
    expect(page.get_by_role("columnheader", name="Change")).to_have_count(0)


def a_preset(page: Page) -> None:
    page.locator("#filter-presets").get_by_text("6 mo").click()
    page.wait_for_url(lambda url: "from=" in url and "country=DE" in url)
    done(page)
    expect(page.locator("#filter-presets .active")).to_have_text("6 mo")
    page.locator("#filter-presets").get_by_text("All").click()
    page.wait_for_url("**/?country=DE")


def test_reload_a_pasted_link_back_and_forward(page: Page, other: Page, store: Engine) -> None:
    visit(page, "/")
    everything, some = figures(store), figures(store, GERMANY_FRANCE)
    assert everything != some
    pick(page, "filter-countries", "Germany", "France")
    shown(page, some)
    page.reload()
    shown(page, some)
    visit(other, page.url)
    shown(other, some)
    expect(other.locator("#filter-countries-summary")).to_contain_text("Germany")
    page.locator("#rail-links").get_by_role("link", name="Customers").click()
    done(page)
    assert "DE" in query(page)
    page.go_back()
    done(page)
    shown(page, some)
    page.go_back()
    page.go_back()
    done(page)
    shown(page, everything)
    page.go_forward()
    page.go_forward()
    done(page)
    shown(page, some)
    assert key_figure(page, "Orders") == some["Orders"]
