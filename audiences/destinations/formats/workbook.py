"""An Excel workbook: numbers as numbers, days as days, and as many sheets as it takes."""

from audiences.destinations.formats.format import Format
from audiences.destinations.formats.general import COLUMNS
from wording.languages import to_say

FORMAT = Format(
    "xlsx",
    to_say("Excel workbook"),
    to_say("Numbers are numbers and days are days; more rows than a sheet holds go on in the next sheet."),
    COLUMNS,
    ending="xlsx",
    is_harmless=True,
)
