"""CSV for people: it opens in a spreadsheet, and nothing in it runs there."""

from audiences.destinations.formats.format import Format
from audiences.destinations.formats.general import COLUMNS
from wording.languages import to_say

FORMAT = Format(
    "spreadsheet",
    to_say("CSV for people"),
    to_say("Opens in a spreadsheet; a text that would run there as a formula gets a ' before it."),
    COLUMNS,
    has_mark=True,
    is_harmless=True,
)
