"""CSV for programs: every text exactly as it is."""

from audiences.destinations.formats.format import Format
from audiences.destinations.formats.general import COLUMNS

FORMAT = Format(
    "machines",
    "CSV for machines",
    "For programs: every text exactly as it is, so do not open it in a spreadsheet.",
    COLUMNS,
)
