"""A view narrowed in place: by a click, by a stroke over months and by the keyboard alone; and every way back."""

import re

from playwright.sync_api import Page, expect

from tests.browser.watching import done, go, query, visit


def test_clicks_strokes_and_keys_narrow_and_every_way_leads_back(page: Page) -> None:
    """One after another, in one window."""
    visit(page, "/?country=GB")
    a_click_narrows_and_escape_the_chip_and_back_undo_it(page)
    go(page, "/")
    months_by_a_stroke_and_by_the_keyboard(page)
    go(page, "/cohorts")
    a_cell_of_cohorts_narrows_to_its_customers(page)


def a_click_narrows_and_escape_the_chip_and_back_undo_it(page: Page) -> None:
    chips, bar = (
        page.get_by_role("group", name="Narrowed to"),
        page.locator("#overview-segments-graph .bars .point path"),
    )
    expect(chips.get_by_role("button")).to_have_text(["United Kingdom"])
    bar.first.click(force=True)
    page.wait_for_url(re.compile(r"/\?country=GB&segment=[a-z-]+$"))
    done(page)
    narrowed = query(page)
    expect(chips.get_by_role("button")).to_have_count(2)
    expect(page.locator("#narrowed-said")).to_have_text(re.compile("^Narrowed to United Kingdom, [A-Z].*[.]$"))
    expect(page.locator("#view-what")).to_have_text(re.compile(r"^[\d,]+ customers?$"))
    page.keyboard.press("Escape")
    page.wait_for_url("**/?country=GB")
    page.go_back()
    page.wait_for_url(f"**/{narrowed}")
    done(page)
    chips.get_by_role("button", name="United Kingdom").click()
    page.wait_for_url(lambda url: "country" not in url)
    done(page)
    chips.get_by_role("link", name=re.compile("^Open ")).click()
    page.wait_for_url(re.compile(r"/segments/[a-z-]+$"))
    done(page)
    name = page.locator("#page h1").inner_text().strip()
    expect(page.locator("#filter-segments-summary")).to_have_text(name)
    expect(page.get_by_role("navigation", name="Breadcrumb").get_by_role("listitem").last).to_have_text(name)
    go(page, "/?country=GB")
    bar.first.dblclick(force=True)
    page.wait_for_url(re.compile(r"/segments/[a-z-]+\?country=GB$"))
    done(page)


def months_by_a_stroke_and_by_the_keyboard(page: Page) -> None:
    box = page.locator("#overview-trend-graph .nsewdrag").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 3, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 4, middle, steps=4)
    page.mouse.up()
    page.wait_for_url(re.compile(r"/\?to=\d{4}-\d{2}$"))  # from the first month of the data on
    done(page)
    chips = page.get_by_role("group", name="Narrowed to").get_by_role("button")
    expect(chips).to_have_count(1)
    page.keyboard.press("Escape")
    page.wait_for_url(lambda url: "to=" not in url)
    done(page)
    chart, said = page.locator("#overview-trend .js-plotly-plot"), page.locator(".mark-said")
    expect(chart).to_have_attribute("aria-label", re.compile("^Chart: .*Space narrows"))
    expect(chips).to_have_count(0)
    chart.focus()
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowRight"):
        page.keyboard.press(key)
    expect(said).to_have_text(re.compile("net of returns … "))
    page.keyboard.press("Space")
    page.wait_for_url(re.compile(r"/\?from=\d{4}-\d{2}&to=\d{4}-\d{2}$"))
    done(page)
    expect(chart).to_be_focused()


def a_cell_of_cohorts_narrows_to_its_customers(page: Page) -> None:
    box = page.locator("#cohorts-map-graph .nsewdrag").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 6, box["y"] + 6)
    page.mouse.click(box["x"] + 8, box["y"] + 8)
    page.wait_for_url(re.compile(r"/cohorts\?part=first\.\d{4}-\d{2}$"))
    expect(page.locator("#chips")).to_contain_text(re.compile(r"First order in [A-Z][a-z]{2} \d{4}"))
    expect(page.get_by_role("button", name="Make an audience")).to_be_visible()
