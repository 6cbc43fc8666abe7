"""Files as destinations take them: a file a destination, and a line in this table."""

from collections.abc import Mapping

from audiences.destinations.formats import (
    brevo,
    google,
    hubspot,
    klaviyo,
    machines,
    mailchimp,
    meta,
    spreadsheet,
    workbook,
)
from audiences.destinations.formats.format import Format
from audiences.destinations.formats.harmless import BREAKS, RUNS, SEPARATORS, SHIELD, harmless, would_run
from audiences.destinations.formats.member import Member

_MODULES = (mailchimp, klaviyo, brevo, hubspot, meta, google, spreadsheet, workbook, machines)
FORMATS: Mapping[str, Format] = {one.FORMAT.key: one.FORMAT for one in _MODULES}

__all__ = [
    "BREAKS",
    "FORMATS",
    "RUNS",
    "SEPARATORS",
    "SHIELD",
    "Format",
    "Member",
    "harmless",
    "would_run",
]
