"""Definitions are those of the documents, and every chart has some."""

import re

from dashboard.web.access.table import PAGES
from dashboard.words import definitions
from scripts.build_definitions import SOURCE, TARGET, written
from scripts.build_definitions import definitions as read
from tests.conftest import ROOT

CARD = re.compile(r'graph_card\(\s*f?"([a-z-]+)",\s*(?:"([^"]+)")?')


def test_the_file_is_what_the_page_says() -> None:
    told = read(SOURCE.read_text(encoding="utf-8"))
    assert TARGET.read_text(encoding="utf-8") == written(told), "run scripts/build_definitions.py"


def test_every_chart_has_definitions() -> None:
    pages = (ROOT / "dashboard" / "pages").rglob("*.py")
    titles = {name: title for page in pages for name, title in CARD.findall(page.read_text(encoding="utf-8"))}
    cards = set(titles)
    assert len(cards) > 50
    assert cards == set(definitions.charts())
    names = {name: definitions.charts()[name].name for name in cards}
    assert {name: title for name, title in titles.items() if title not in ("", names[name])} == {}
    known = {one.key for one in definitions.terms()}
    wanted = {key for chart in definitions.charts().values() for key in chart.terms}
    assert wanted - known == set(), "name them in dashboard/words/charts.toml as docs/numbers.md does"
    assert {name for name in cards if not definitions.of_chart(name)} == set()


def test_what_pages_are_about_is_defined() -> None:
    known = {one.key for one in definitions.terms()}
    wanted = {key for keys in definitions.pages().values() for key in keys}
    assert wanted - known == set(), "name them in dashboard/words/pages.toml as docs/numbers.md does"
    assert {name.removesuffix("/one") for name in definitions.pages()} - {*PAGES, "overview"} == set()


def test_terms_are_told_apart_by_section_and_name() -> None:
    keys = [one.key for one in definitions.terms()]
    assert len(keys) == len(set(keys))


def test_rows_of_tables_and_words_in_bold_define() -> None:
    page = """# Numbers

## Sales

| measure | definition | basis |
|---|---|---|
| net sales | [gross](#gross) less `returns` | with guests |
| Share | a \\| b | |

Some words that define nothing.

- **Rule.** The short rule. *Precision*: good.
- **At risk**: who is.

| group | score |
|---|---|
| Lost | 1 |
"""
    assert read(page) == [
        {"section": "Sales", "name": "Net sales", "text": "Gross less returns", "basis": "with guests"},
        {"section": "Sales", "name": "Share", "text": "A | b"},
        {"section": "Sales", "name": "Rule", "text": "The short rule. Precision: good."},
        {"section": "Sales", "name": "At risk", "text": "Who is."},
    ]
