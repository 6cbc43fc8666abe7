"""A new user with a file: from an empty store to segments without a shell, by mouse, by keyboard, after a reload."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FileChooser, Page, expect

from tests.browser.emptying import Emptied
from tests.browser.expected import scalar
from tests.browser.watching import done, until
from tests.browser.windows import lent

LINES = [
    f"{row},{1 + row % 12:02d}/{1 + row % 9:02d}/2024,c{row % 150},{1 + row % 4},{1 + row % 7}.50,DE"
    for row in range(1_500)
]
SALES = "\n".join(["Order,Date,Customer,Qty,Price,Country", *LINES, "9999,never,c1,1,2.00,DE", ""])
PEOPLE = "\n".join(["customer_id,email,first_name", *(f"c{row},c{row}@example.com,Ann" for row in range(150)), ""])
WORKED_OFF = 60_000  # milliseconds that a job may take on a busy machine


@pytest.fixture
def page(window: Page, empty: Emptied) -> Iterator[Page]:
    """A laptop's browser on an empty store, with a worker beside the server."""

    def heard(_chooser: FileChooser) -> None:
        """Playwright keeps the dialogs while somebody listens; beginning with the click, it comes too late at times."""

    window.on("filechooser", heard)
    with lent(window, empty.address) as found:
        yield found
    window.remove_listener("filechooser", heard)


def drop(page: Page, folder: Path) -> None:
    """Let a folder go over the page, as the desktop does: the browser itself walks through it."""
    box = page.locator("#drop-zone").bounding_box()
    assert box is not None
    at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    data = {"items": [], "files": [str(folder)], "dragOperationsMask": 1}
    session = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, **at, "data": data})
    session.detach()


def choose(page: Page, *files: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose files").click()
    chooser.value.set_files(files)


def test_from_an_empty_store_to_segments(page: Page, empty: Emptied, tmp_path: Path) -> None:
    page.goto(empty.address)
    page.get_by_role("link", name="Bring your files in").click()
    expect(page.locator("#drop-zone")).to_be_visible()
    done(page)
    (tmp_path / "exports" / "may").mkdir(parents=True)
    (tmp_path / "exports" / "may" / "shop.csv").write_text(SALES)
    drop(page, tmp_path / "exports")
    question = page.locator(".question")
    expect(question).to_contain_text("Which comes first in dates such as", timeout=WORKED_OFF)
    question.get_by_role("button", name=re.compile("The month: ")).click()
    expect(page.locator(".desk")).to_contain_text("1 of 1,501 rows will be left out", timeout=WORKED_OFF)
    expect(page.locator(".seen-rows tbody tr").first).to_contain_text("2024-01-01")
    assert page.get_by_label("What Customer is").input_value() == "customer_id"
    page.get_by_label("What Country is").select_option(label="Product code")
    expect(page.locator(".seen-rows")).to_contain_text("Product code", timeout=WORKED_OFF)
    page.get_by_label("What Country is").select_option(label="Let Regulars decide")
    expect(page.locator(".seen-rows")).not_to_contain_text("Product code", timeout=WORKED_OFF)
    page.get_by_role("button", name="Load 1 file and work out segments").click()
    reports = page.locator("#data-reports")
    expect(reports).to_contain_text(
        "1,501 rows read: 1,500 stored, 1 left out. 150 customers in it.", timeout=WORKED_OFF
    )
    with page.expect_download() as download:
        reports.get_by_role("link", name="Repair them").click()
    assert Path(download.value.path()).read_text() == f"{SALES.splitlines()[0]}\n9999,never,c1,1,2.00,DE\n"
    page.get_by_role("link", name="See your segments").click(timeout=WORKED_OFF)
    expect(page.locator("h1")).to_have_text("Overview")
    done(page)
    expect(page.locator(".key-figure").first).to_contain_text("£")

    (tmp_path / "people.csv").write_text(PEOPLE)
    page.get_by_role("link", name="Data", exact=True).click()
    done(page)
    choose(page, tmp_path / "people.csv")
    expect(page.locator(".desk .card-title")).to_have_text("Customerspeople.csv", timeout=WORKED_OFF)
    page.get_by_role("button", name="Load 1 file and work out segments").click()
    expect(page.locator("#data-reports")).to_contain_text("people.csv 150 rows read: 150 stored.", timeout=WORKED_OFF)
    expect(page.get_by_role("link", name="See your segments")).to_be_visible(timeout=WORKED_OFF)


def test_by_keyboard_and_after_a_reload(page: Page, empty: Emptied, tmp_path: Path) -> None:
    (tmp_path / "shop.csv").write_text(SALES)
    page.goto(f"{empty.address}/data")
    done(page)
    button = page.get_by_role("button", name="Choose files")
    button.focus()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(tmp_path / "shop.csv")
    expect(page.locator(".question")).to_be_visible(timeout=WORKED_OFF)
    page.reload()  # all of it is in the store
    expect(page.locator(".question")).to_be_visible()
    page.locator(".question button").first.focus()
    page.keyboard.press("Enter")
    load = page.get_by_role("button", name="Load only")
    expect(load).to_be_visible(timeout=WORKED_OFF)
    until(page, "document.activeElement.matches('#data-desk button, #data-desk select')")
    load.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#data-renew")).to_contain_text("nobody is in a segment yet", timeout=WORKED_OFF)
    load_id = scalar(empty.engine, "select load_id from loads")
    undo = page.get_by_role("button", name=f"Undo load {load_id}, shop.csv")
    undo.focus()
    page.keyboard.press("Enter")
    sheet = page.get_by_role("alertdialog")
    expect(sheet).to_contain_text(f"shop.csv (load {load_id}) would go: 1,500 rows of sales", timeout=WORKED_OFF)
    sheet.get_by_role("button", name="Take it back").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#data-content")).to_contain_text("Nothing has been loaded yet", timeout=WORKED_OFF)


def test_a_file_goes_on_where_it_was_and_a_wrong_one_goes(page: Page, empty: Emptied, tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    large.write_text(SALES + "".join(f"{line}\n" for line in LINES) * 400)  # three pieces
    page.goto(f"{empty.address}/data")
    done(page)
    page.route("**/data/uploads/*offset=8388608", lambda _route: None)  # the second piece never arrives
    choose(page, large)
    row = page.locator(".upload")
    expect(row).to_contain_text("8.4 MB of ")
    until(page, "document.querySelector('.upload .progress-fill').style.width > '20%'")
    row.get_by_role("button", name="Pause large.csv").click()
    expect(row).to_contain_text("Paused at")
    page.unroute_all()
    page.reload()
    done(page)
    offsets: list[str] = []
    page.on("request", lambda request: offsets.append(request.url) if request.method == "PUT" else None)
    choose(page, large)
    expect(row).to_have_count(0, timeout=WORKED_OFF)
    assert offsets[0].endswith("offset=8388608")
    page.get_by_role("button", name="Remove large.csv").click()
    expect(page.locator("#data-desk")).to_be_empty()
