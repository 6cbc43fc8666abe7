"""What a view with months in its address says of them."""

from playwright.sync_api import Page

WITHOUT_MONTHS = {  # views that the months do not change, and how they say so
    "/migration": "or others chosen here",
    "/value": "months do not",
    "/attributes": "the months don't",
    "/forecast": "its first month does not",
    "/explore": "months do not filter",
    "/model": "Months, countries and segments of the filter do not matter here",
    "/data": "The filters do not apply here",
    "/schedules": "The filters do not apply here",
    "/audiences": "The filters do not apply here",
    "/campaigns": "The filters do not apply here",
    "/destinations": "The filters do not apply here",
    "/boards": "with the filters it was taken with",
    "/views": "The filters do not apply here",
    "/notes": "The filters do not apply here",
    "/glossary": "The filters do not apply here",
}
EMPTY = ("/attributes", "/boards", "/views", "/notes")  # of which this shop has nothing


def wrong_words(page: Page, path: str) -> list[str]:
    """What a view with months in its address should not say, or says not."""
    words = page.locator("#page").inner_text()
    return [
        name
        for name, is_wrong in (
            ("something went wrong", "Something went wrong" in words),
            ("months", ("Mar–Aug 2024" in words) == (path in WITHOUT_MONTHS)),
            ("what they do", WITHOUT_MONTHS.get(path, "") not in page.locator("#page .page-subtitle").inner_text()),
            ("no number", "nan" in words.lower().split()),
            ("nothing", path not in EMPTY and not any(letter.isdigit() for letter in words)),
        )
        if is_wrong
    ]
