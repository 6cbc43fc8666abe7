"""Every view by its link, with filters; keyboard, dark mode, phones, and what a screen reader needs."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.saying import wrong_words
from tests.browser.watching import NAVIGATION, done, drawn, go, query, until, visit
from tests.browser.windows import LAPTOP, PHONE, opened

NAMELESS = """() => [...document.querySelectorAll(
    'input, select, textarea, button, a[href], summary'
)].filter(element => {
    const box = element.getBoundingClientRect();
    if (!box.width || element.closest('.js-plotly-plot')) return false;
    const labels = [...(element.labels || [])].map(label => label.textContent).join('');
    const own = element.matches('input, select, textarea') ? '' : element.textContent;
    return !(labels + own + (element.getAttribute('aria-label') || '')).trim();
}).map(element => element.outerHTML.slice(0, 200))"""
MONTHS = "?from=2024-03&to=2024-08"
DETAILS = ("/segments/champions", "/countries/GB")  # which the navigation does not name
DOUBLE_IDS = """() => { const ids = [...document.querySelectorAll('[id]:not(svg [id])')].map(element => element.id);
    return ids.filter((id, i) => ids.indexOf(id) !== i); }"""


WIDTHS = (PHONE["width"], 1440, 1024, 768)  # drawn on a phone, then turned and resized
TOO_WIDE = "document.scrollingElement.scrollWidth - innerWidth"


def test_the_navigation_leads_everywhere_and_every_view_has_names_and_fits(page: Page) -> None:
    page.set_viewport_size(PHONE)
    visit(page, f"/customers{MONTHS}")
    problems = {}
    for word, path in NAVIGATION.items():
        page.set_viewport_size(PHONE)
        follow(page, word, path)
        problems[path] = faults(page) + wrong_words(page, path)
    for path in (*DETAILS, "/countries"):
        page.set_viewport_size(PHONE)
        go(page, f"{path}{MONTHS}&country=DE,FR")
        problems[f"{path} of countries"] = faults(page)
        assert "Something went wrong" not in page.locator("#page").inner_text(), path
    assert {path: found for path, found in problems.items() if found} == {}


def follow(page: Page, word: str, path: str) -> None:
    """Go where a link of the menu leads."""
    page.get_by_role("button", name="Menu").click()
    page.locator("#rail-links").get_by_role("link", name=word).click()
    page.wait_for_url(lambda url: urlsplit(url).path == path)
    done(page)
    expect(page.locator("#page h1")).to_have_text(word)
    expect(page.locator("#rail-links a.active")).to_have_text(word)
    assert query(page) == MONTHS


def faults(page: Page) -> list[str]:
    """What keeps people from reading the view, by ear or on a small screen."""
    drawn(page)
    found: list[str] = [f"no name: {element}" for element in page.evaluate(NAMELESS)]
    found += [f"id twice: {one}" for one in page.evaluate(DOUBLE_IDS)]
    for selector, wanted in (("html[lang=en]", 1), ("h1", 1), ("main", 1), ("img:not([alt])", 0)):
        count = page.locator(selector).count()
        found += [f"{count} of {selector}"] if count != wanted else []
    for width in WIDTHS:
        page.set_viewport_size(ViewportSize(width=width, height=PHONE["height"]))
        try:
            until(page, f"{TOO_WIDE} <= 0", patience=3)
        except TimeoutError:
            found.append(f"at {width} wider by {page.evaluate(TOO_WIDE)} pixels")
    return found


def test_by_keyboard_by_a_click_elsewhere_and_in_the_dark(page: Page) -> None:
    visit(page, "/")
    by_keyboard_only(page)
    a_click_elsewhere_closes_a_picker(page)
    dark_mode_is_kept(page)


def by_keyboard_only(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to content")
    page.keyboard.press("Enter")
    expect(page.locator("#page")).to_be_focused()
    page.locator("#filter-countries-summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#filter-countries-search")).to_be_focused()
    page.keyboard.type("germ")
    page.keyboard.press("Tab")
    expect(page.locator("#filter-countries input:focus")).to_have_count(1)
    page.keyboard.press("Space")
    page.wait_for_url("**/?country=DE#page")
    expect(page.locator("details.picker[open]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("details.picker[open]")).to_have_count(0)
    expect(page.locator("#filter-countries-summary")).to_be_focused()
    done(page)


def a_click_elsewhere_closes_a_picker(page: Page) -> None:
    page.locator("#filter-segments-summary").click()
    expect(page.locator("#filter-segments-search")).to_be_focused()
    page.locator("#filter-countries-summary").click()
    expect(page.locator("details.picker[open]")).to_have_count(1)
    page.mouse.click(LAPTOP["width"] - 5, LAPTOP["height"] - 5)
    expect(page.locator("details.picker[open]")).to_have_count(0)


def background(page: Page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def dark_mode_is_kept(page: Page) -> None:
    light = background(page)
    ink = page.locator("#overview-trend-graph .xtick text").first
    before = ink.evaluate("element => getComputedStyle(element).fill")
    page.get_by_role("button", name="Dark mode").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(page.get_by_role("button", name="Light mode")).to_be_visible()
    assert background(page) != light
    until(
        page,
        "before => getComputedStyle(document.querySelector('#overview-trend-graph .xtick text')).fill !== before",
        before,
    )
    page.reload()
    done(page)
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.locator("#theme-toggle").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")
    assert background(page) == light


def test_the_system_s_preference_comes_first(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    visit(page, "/seasonality")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_the_rail_folds_on_a_phone(browser: Browser, address: str) -> None:
    with opened(browser, address, viewport=PHONE, has_touch=True, is_mobile=True) as page:
        visit(page, "/?country=DE")
        links = page.locator("#rail-links")
        expect(links).to_be_hidden()
        menu = page.get_by_role("button", name="Menu")
        menu.tap()
        expect(links).to_be_visible()
        expect(menu).to_have_attribute("aria-expanded", "true")
        links.get_by_role("link", name="Countries").tap()
        page.wait_for_url("**/countries?country=DE")
        expect(links).to_be_hidden()
        expect(menu).to_have_attribute("aria-expanded", "false")
        done(page)
        page.locator("#filter-more").tap()
        page.locator("#filter-countries-summary").tap()
        expect(page.locator("#filter-countries-search")).to_be_visible()
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
        assert query(page) == "?country=DE"


@pytest.mark.parametrize(("size", "has_numbers"), [(PHONE, False), (LAPTOP, True)], ids=["phone", "laptop"])
def test_charts_on_a_phone_have_fewer_words(page: Page, size: ViewportSize, has_numbers: bool) -> None:
    page.set_viewport_size(size)
    visit(page, "/explore")
    chart = page.locator("#explore-pearson-graph")
    chart.scroll_into_view_if_needed()
    expect(chart.locator(".heatmaplayer image")).to_have_count(1)
    assert bool(chart.locator(".textpoint").count()) == has_numbers
