"""What hinders people on a page, as axe-core finds it: names, roles, order, contrast, as the page is just now."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
FOUND = """async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
    .flatMap(one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 160)}`))"""
IN_THEME = "theme => document.documentElement.setAttribute('data-bs-theme', theme)"


def hindrances(page: Page, width: int, theme: str) -> list[str]:
    """Each by its rule and its element; the window is as wide and the page in the theme that are asked for, but for its
    charts, whose words axe does not measure."""
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(IN_THEME, theme)
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(FOUND)
    return found
