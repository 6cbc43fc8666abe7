"""The report's button: a file for the filters in view, which asks nobody for anything when it is opened."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from dashboard.components.chromium import find_chromium


def test_download_and_open(page: Page, browser: Browser, tmp_path: Path) -> None:
    page.goto("/?country=DE")
    buttons = page.locator("#overview-report a")
    expect(buttons).to_have_text(["Report", "PDF"] if find_chromium() else ["Report"])
    with page.expect_download() as waiting:
        buttons.first.click()
    assert waiting.value.suggested_filename.startswith("report_DE_")
    file = tmp_path / "report.html"
    waiting.value.save_as(file)

    context = browser.new_context(viewport={"width": 390, "height": 844})
    opened, asked, said = context.new_page(), [], []
    opened.on("request", lambda request: asked.append(request.url.split(":")[0]))
    opened.on("console", lambda message: said.append(message.text))
    opened.goto(file.as_uri())
    expect(opened.locator("h1")).to_have_text("Customer segments")
    expect(opened.locator("section h2")).to_have_count(8)
    assert opened.evaluate("document.fonts.check('12px Inter')")
    assert opened.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert said == []
    assert set(asked) <= {"file", "data"}
    context.close()
