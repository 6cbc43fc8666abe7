"""The report claims no rows for its figures that came after them."""

import pytest

from dashboard.report.sections.quality import _lead


@pytest.mark.parametrize(
    ("is_stale", "where"),
    [(False, "in the figures of this report"), (True, "stored, some only after the segments were worked out")],
)
def test_where_the_rows_are(is_stale: bool, where: str) -> None:
    counts = {"rows_read": 100, "rows_loaded": 90, "rows_duplicate": 0, "rows_rejected": 0}
    assert _lead(counts, is_stale) == f"90.0\u202f% of 100 rows read are {where}. No row was rejected."
