"""Text that a spreadsheet would run -> text that it shows: what people download, they open.

A cell is run when it begins so, with or without letters before it that take no room. Besides, another list separator
than the file's own (a German Excel takes `;`) or a line break begins a cell inside of a text.
"""

import re

# What a spreadsheet takes for the start of a formula: as itself, in full width, small, raised, and other dashes.
STARTS = "=+@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b\u207a\u207b\u207c\u208a\u208b\u208c\u2212\u2010\u2011-"
# Letters without ink, which are passed over or cut off: controls, spaces, marks of direction, joiners, order marks.
WITHOUT_INK = (
    r"\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f"
    r"\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e01ef"
)
BREAKS = r"[\u0001-\u001f\u007f-\u009f\u2028\u2029]+"  # none belongs into a cell; each becomes a space
SEPARATORS = ";|"  # of lists elsewhere; the comma is the file's own and is quoted
SHIELD = "'"  # before a text, spreadsheets take it for a sign that what follows is text
RUNS = rf"""(^|[{SEPARATORS}])([{WITHOUT_INK}"]*[{STARTS}])"""

_BREAKS, _RUNS = re.compile(BREAKS), re.compile(RUNS)
_PLAIN = re.compile(rf"[^\W_][^{SEPARATORS}\u0001-\u001f\u007f-\u009f\u2028\u2029]*")  # nearly all texts


def harmless(text: str) -> str:
    """The text with a shield before whatever would run, and on one line; other texts as they are."""
    if _PLAIN.fullmatch(text):
        return text
    return _RUNS.sub(rf"\1{SHIELD}\2", _BREAKS.sub(" ", text))


def would_run(text: str) -> bool:
    """Whether a spreadsheet could take it for a formula."""
    return harmless(text) != text
