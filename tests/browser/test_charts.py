"""The menu of a chart, by keyboard: its table, its definitions, full screen, pictures."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.watching import visit

PNG = b"\x89PNG\r\n\x1a\n"


def test_a_chart_is_a_table_a_picture_and_a_file_by_keyboard(page: Page, tmp_path: Path) -> None:
    visit(page, "/?from=2024-03&to=2024-08")
    card = page.get_by_role("region", name="bring").and_(page.locator("#overview-segments"))
    more, menu = card.locator(".chart-more"), page.get_by_role("menu")
    more.focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("menuitem", name="Show as table")).to_be_focused()
    expect(more).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowUp")
    expect(menu.get_by_role("menuitem", name="SVG picture")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(more).to_be_focused()

    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("columnheader")).to_have_text(["Segment", "Share of customers", "Share of net sales"])
    expect(dialog.locator(".card-note")).to_contain_text("Mar–Aug 2024")
    expect(dialog.get_by_role("definition").first).to_contain_text("Gross sales less returns")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(more).to_be_focused()

    for kind, name in (("png", "PNG picture"), ("svg", "SVG picture"), ("csv", "CSV file")):
        page.keyboard.press("Enter")
        with page.expect_download() as waited:
            menu.get_by_role("menuitem", name=name).click()
        file = tmp_path / f"chart.{kind}"
        waited.value.save_as(file)
        assert waited.value.suggested_filename.startswith("overview-segments_"), kind
        assert waited.value.suggested_filename.endswith(f".{kind}"), kind
        more.focus()
    assert (tmp_path / "chart.png").read_bytes().startswith(PNG)
    drawn = (tmp_path / "chart.svg").read_text(encoding="utf-8")
    assert "Mar–Aug 2024" in drawn
    assert "bring" in drawn
    assert (tmp_path / "chart.csv").read_text(encoding="utf-8-sig").startswith("Segment,Share of customers")
