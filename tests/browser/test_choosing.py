"""Customers chosen in a chart: a box around points, and what the bar at the foot of the page says of them."""

import re

from playwright.sync_api import Page, expect

from tests.browser.watching import visit


def test_a_box_around_points_offers_an_audience(page: Page) -> None:
    visit(page, "/segments")
    chart, bar = page.locator("#segments-scatter-graph"), page.get_by_role("region", name="Chosen customers")
    expect(bar).to_be_hidden()
    chart.locator(".modebar-btn[data-title='Box Select']").click()
    box = chart.locator(".nsewdrag").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 5, box["y"] + box["height"] - 5, steps=5)
    page.mouse.up()
    expect(bar).to_contain_text(re.compile(r"^\d+ customers: chosen in the chart"))
    expect(bar.get_by_role("button", name="Make an audience")).to_be_visible()
    bar.get_by_role("button", name="Clear").focus()
    page.keyboard.press("Enter")
    expect(bar).to_be_hidden()
