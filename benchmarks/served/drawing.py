"""What a browser does with an answer: from the click on a view to its rows, and what a first visit brings.

Times are the browser's own. Beside each the same words as a bare table, built by hand in the same page: how many times
that the rows took tells of the code, whatever else the machine does.
"""

import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.report import Line
from benchmarks.served.server import PATIENCE_S, served
from scripts.ensure_chromium import find_chromium
from warehouse.errors import InputError

DRAWING, FIRST_VISIT = "from click to rows", "a first visit"
VIEWS = {"/customers": "#customers-list", "/countries": "#countries-table", "/segments": "#segments-ranking"}
ELSEWHERE = "/data"  # where no chart is drawn
TIMES = 5
MOST_KB = 1_200
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu"]
FOLLOW = "path => { history.pushState({}, '', path); dispatchEvent(new CustomEvent('_dashprivate_pushstate')); }"
CLICK = Path(__file__).with_name("drawing.js")
FIRST_CHART = """new MutationObserver((_, look) => {
    if (!document.querySelector('.main-svg')) return;
    look.disconnect();
    window.firstChart = performance.now();
}).observe(document, { subtree: true, childList: true })"""


def measure(home: Path) -> list[Line]:
    """Every view of `VIEWS`, and a first visit, of the store in `home`; raises InputError without a Chromium."""
    path = find_chromium()
    if path is None:
        raise InputError("Without a Chromium nothing is drawn: python scripts/ensure_chromium.py")
    with served(home) as dashboard, sync_playwright() as playwright:
        address = dashboard.address
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        found = [_first_visit(browser, address), *_views(browser, address)]
        browser.close()
    return found


def _first_visit(browser: Browser, address: str) -> Line:
    """All that comes over the wire for somebody who was never here, and when the first chart stands."""
    page = browser.new_page()
    page.add_init_script(FIRST_CHART)
    session, sizes = page.context.new_cdp_session(page), []
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address)
    page.wait_for_selector(".main-svg", timeout=PATIENCE_S * 1000)
    page.wait_for_load_state("networkidle")
    chart = page.evaluate("window.firstChart")
    page.close()
    return Line(FIRST_VISIT, "/", {"kB": sum(sizes) / 1000, "first chart, ms": chart}, limits={"kB": MOST_KB})


def _views(browser: Browser, address: str) -> Iterator[Line]:
    page = browser.new_page()
    page.goto(f"{address}{ELSEWHERE}")
    page.wait_for_selector("#page h1", timeout=PATIENCE_S * 1000)
    for path, card in VIEWS.items():
        yield _view(path, [_clicked(page, path, card) for _ in range(TIMES)])
    page.close()


def _clicked(page: Page, path: str, card: str) -> dict[str, float]:
    """One click on a view, from a page at rest, and back."""
    page.wait_for_load_state("networkidle")
    found: dict[str, float] = page.evaluate(CLICK.read_text(encoding="utf-8"), [path, card])
    page.wait_for_load_state("networkidle")
    page.evaluate(FOLLOW, ELSEWHERE)
    page.wait_for_selector(card, state="detached", timeout=PATIENCE_S * 1000)
    return found


def _view(path: str, found: list[dict[str, float]]) -> Line:
    middle = {name: statistics.median(one[name] for one in found) for name in found[0]}
    times = statistics.median(one["answer"] / max(one["bare"], 0.1) for one in found)
    told: dict[str, Any] = {
        "click to rows, ms": middle["rows"],
        "answer to rows, ms": middle["answer"],
        "a bare table, ms": middle["bare"],
        "answer to rows, times bare": times,
    }
    return Line(DRAWING, path, told)
