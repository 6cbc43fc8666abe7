"""The style sheets cost a page next to nothing while its charts are drawn.

A chart that measures its words has styles worked out each time. What `:has()` asks of any element, or of a whole page
for the sake of anything in it, is then asked of all that is drawn: it took four fifths of a page's time.
"""

import re
from pathlib import Path

import pytest

SHEETS = sorted((Path(__file__).parents[3] / "assets" / "css").glob("*.css"))
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
OF_ANYTHING = re.compile(r"(?:^|[\s>+~,{}]):has\([^{]*")
FOR_ANYTHING = re.compile(r"(?:html|body|main|#page|\.grid)[^\s{},]*:has\([^)]*\)\s*[\s>+~]\s*(?:\*|:not)[^{]*")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.stem)
def test_no_rule_looks_through_a_whole_page(sheet: Path) -> None:
    rules = COMMENT.sub("", sheet.read_text(encoding="utf-8"))
    assert OF_ANYTHING.findall(rules) + FOR_ANYTHING.findall(rules) == []


@pytest.mark.parametrize(
    "rule",
    [
        ":has(> .product-code) { display: inline-flex; }",
        "td > :has(.dot) { color: red; }",
        ".grid:has(.segment-missing) > :not(#segment-head) { display: none; }",
        "body:has(dialog[open]) * { color: red; }",
    ],
)
def test_a_rule_that_does_is_found(rule: str) -> None:
    assert OF_ANYTHING.findall(rule) + FOR_ANYTHING.findall(rule) != []
