"""CSV for programs: every text exactly as it is."""

from audiences.destinations.formats.format import Format
from audiences.destinations.formats.general import COLUMNS
from wording.languages import to_say

FORMAT = Format(
    "machines",
    to_say("CSV for machines"),
    to_say("For programs: every text exactly as it is, so do not open it in a spreadsheet."),
    COLUMNS,
)
