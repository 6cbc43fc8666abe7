"""The style sheets cost a page next to nothing while its charts are drawn.

A chart that measures its words has styles worked out each time. What `:has()` asks of any element, or of a whole page
for the sake of anything in it, is then asked of all that is drawn: it took four fifths of a page's time. So is what
stands behind `:has()` and one element more.
"""

import re
from pathlib import Path

import pytest

SHEETS = sorted((Path(__file__).parents[3] / "assets" / "css").glob("*.css"))
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
OF_ANYTHING = re.compile(r"(?:^|[\s>+~,{}]):has\([^{]*")
FOR_ANYTHING = re.compile(r"(?:html|body|main|#page|\.grid)[^\s{},]*:has\([^)]*\)\s*[\s>+~]\s*(?:\*|:not)[^{]*")
BEHIND_MORE = re.compile(r":has\([^)]*\)[^\s{},]*\s*[\s>+~][^{},]*\w[^{},]*[\s>+~](?:\*|:(?!is\())[^{]*")


def slow_in(rules: str) -> list[str]:
    """What stands in them that is asked of all that is drawn."""
    return [found for pattern in (OF_ANYTHING, FOR_ANYTHING, BEHIND_MORE) for found in pattern.findall(rules)]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.stem)
def test_no_rule_looks_through_a_whole_page(sheet: Path) -> None:
    rules = COMMENT.sub("", sheet.read_text(encoding="utf-8"))
    assert slow_in(rules) == []


@pytest.mark.parametrize(
    "rule",
    [
        ":has(> .product-code) { display: inline-flex; }",
        "td > :has(.dot) { color: red; }",
        ".grid:has(.segment-missing) > :not(#segment-head) { display: none; }",
        "body:has(dialog[open]) * { color: red; }",
        '.filter-bar:has(#filter-more[aria-expanded="false"]) > #filter-more ~ * { display: none; }',
        "#list table:has(.address) tr > :nth-last-child(7) { display: none; }",
    ],
)
def test_a_rule_that_does_is_found(rule: str) -> None:
    assert slow_in(rule) != []
