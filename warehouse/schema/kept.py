"""The lines as the last `models fit` read them, packed, so that the next one reads those of loads since.

No more than a copy that may be lost: triggers on the lines (migration 0033) forget of it what has changed.
"""

from sqlalchemy import BigInteger, Boolean, Column, Identity, Integer, LargeBinary, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from warehouse.schema.base import metadata, required

# The setting of a transaction whose new lines are all of one load: its number.
OF_LOAD = "regulars.load"

kept_loads = Table(
    "kept_loads",  # one row a load whose lines are packed
    metadata,
    Column("load_id", BigInteger, primary_key=True, autoincrement=False),
    required("is_gone", Boolean),  # lines of it went since: none of its packed ones counts
    required("sizes", JSONB),  # of its lines: from when to when, digits and sums of the numbers
    required("fit", Text),  # by which program and tables, as of which day
)

kept_lines = Table(
    "kept_lines",  # one row a block of lines of any loads
    metadata,
    Column("block_id", BigInteger, Identity(), primary_key=True),
    required("is_guests", Boolean),
    required("lines", Integer),
    required("content", LargeBinary),  # Arrow's stream, compressed
)
