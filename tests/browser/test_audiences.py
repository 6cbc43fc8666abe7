"""An audience from nothing by keyboard alone: conditions added, moved, grouped, removed, and kept."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.watching import done, go, until, visit

FOCUS = """wanted => {
    const own = document.activeElement, node = own.closest('[data-node]');
    return `${node && node.dataset.path} ${own.name || own.dataset.does || own.textContent}` === wanted;
}"""


def stands(page: Page, where: str) -> None:
    """Wait until the keyboard is at a field or button of the condition at a place: `1 subject`."""
    until(page, FOCUS, where)


def press(page: Page, name: str, key: str = "Enter") -> None:
    page.get_by_role("button", name=name, exact=True).first.focus()
    page.keyboard.press(key)


def next_choice(page: Page, where: str, field: str) -> None:
    """Choose the next in a select by its keyboard."""
    select = page.locator(f"[data-node][data-path='{where}'] > .condition-fields [name={field}]")
    before = select.evaluate("one => one.closest('[data-version]').dataset.version")
    select.focus()
    page.keyboard.press("ArrowDown")
    until(page, "before => document.querySelector('#audience-tree [data-version]').dataset.version !== before", before)
    stands(page, f"{where} {field}")


BOTH = "Bought “MUG” on 2 days or more, but did not buy “MUG” in the last 90 days."


def two_conditions(page: Page, words: Locator) -> None:
    """Bought on two days, and not lately."""
    page.get_by_label("Product", exact=True).focus()
    page.keyboard.type("MUG")
    expect(words).to_have_text("Bought “MUG”.")
    page.keyboard.press("Tab")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("2")
    expect(words).to_have_text("Bought “MUG” on 2 days or more.")
    press(page, "Add a condition")
    stands(page, "1 subject")
    next_choice(page, "1", "operator")
    page.keyboard.press("Tab")  # how the product is named
    page.keyboard.press("Tab")
    page.keyboard.type("MUG")
    expect(words).to_have_text("Bought “MUG” on 2 days or more, but did not buy “MUG”.")
    next_choice(page, "1", "span")
    page.keyboard.press("Tab")
    page.keyboard.type("90")
    expect(words).to_have_text(BOTH)


def moved_and_grouped(page: Page, words: Locator) -> None:
    """Up and down again, a group with a segment, a group around a condition, and all of that away again."""
    page.keyboard.press("Alt+ArrowUp")
    stands(page, "0 days")
    expect(words).to_have_text("Did not buy “MUG” in the last 90 days, and bought “MUG” on 2 days or more.")
    page.keyboard.press("Alt+ArrowDown")
    stands(page, "1 days")
    press(page, "Add a group")
    stands(page, "2.0 subject")
    next_choice(page, "2.0", "subject")
    press(page, "Champions", "Space")
    expect(words).to_have_text(BOTH.removesuffix(".") + ", and in Champions.")
    press(page, "Put into a group: A product")
    stands(page, "0 mode")
    groups = page.locator("#audience-tree .group")
    expect(groups).to_have_count(3)
    press(page, "Ungroup")
    expect(groups).to_have_count(2)
    done(page)  # the keyboard is put back where it was a moment after the rows are there
    press(page, "Remove: this group")
    expect(groups).to_have_count(1)
    stands(page, "1 subject")
    expect(words).to_have_text(BOTH)


def test_an_audience_is_built_by_keyboard_and_kept(page: Page) -> None:
    visit(page, "/audiences")
    page.get_by_role("link", name="Build an audience").first.focus()
    page.keyboard.press("Enter")
    words = page.locator("#audience-words")
    expect(page.locator(".condition-note").first).to_have_text("Write words of its description.")
    expect(page.locator(".condition-error:not(:empty)")).to_have_count(0)
    expect(words).to_have_text("Fill in what the conditions still lack: then they are counted.")
    two_conditions(page, words)
    expect(page.locator("#audience-numbers")).to_contain_text("customers")
    expect(page.locator(".condition-note").first).to_contain_text("by itself")
    moved_and_grouped(page, words)
    press(page, "Save this audience")
    expect(page.locator("#audience-error")).to_have_text("An audience needs a name of 1 to 80 letters.")
    page.get_by_label("What it is called").focus()
    page.keyboard.type("Mugs, gone quiet")
    page.keyboard.press("Enter")
    expect(page.locator("#page h1")).to_have_text("Mugs, gone quiet")
    done(page)
    expect(page.locator("#audience-versions-content")).to_contain_text(BOTH)
    go(page, "/audiences")
    expect(page.locator("#audiences-list tr").filter(has_text="Mugs, gone quiet")).to_contain_text(BOTH)
    press(page, "Rename: Mugs, gone quiet")
    until(page, "document.activeElement.name === 'name'")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Quiet mugs")
    press(page, "Save")
    expect(page.get_by_role("link", name="Quiet mugs")).to_be_visible()
    press(page, "Remove: Quiet mugs")
    until(page, "document.activeElement.getAttribute('aria-label') === 'Remove it: Quiet mugs'")
    page.keyboard.press("Enter")
    expect(page.locator("#audiences-told")).to_have_text("“Quiet mugs” is removed; its versions stay on record.")


def test_a_list_is_pasted_and_what_was_not_found_is_said(page: Page) -> None:
    visit(page, "/customers")
    number = page.locator("#customers-list-content tbody a").first.inner_text()
    go(page, "/audiences")
    page.get_by_text("Bring a list").click()
    page.get_by_label("What it is called").fill("Fair")
    page.get_by_role("textbox", name="Customers").fill(f'customer,name\n"{number}";Ann\n\nnobody@shop.example')
    press(page, "Keep this list")
    told = page.locator("#audiences-told")
    expect(told).to_have_text("“Fair” holds 1 customer. 1 entry names no customer: nobody@shop.example.")
    page.get_by_role("link", name="Fair", exact=True).click()
    expect(page.locator("#page h1")).to_have_text("Fair")
    page.get_by_role("textbox", name="Customers").fill(number)
    press(page, "Take them out")
    expect(told).to_have_text("1 customer taken out.")
    go(page, "/audiences")
    press(page, "Remove: Fair")
    press(page, "Remove it: Fair")
    expect(told).to_have_text("The list “Fair” is removed.")
