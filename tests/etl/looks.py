"""How files are looked at for tests that end there: by their header alone, or as a whole."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from etl.files.sources import Source
from etl.recognition.columns.column_roles import lay_out
from etl.recognition.planning import NOTHING, Options, Plan, first_look, plan_whole


def match_columns(header: Sequence[str], mapping: Mapping[str, str] | None = None) -> dict[str, int]:
    """Name -> position, by the header alone."""
    return lay_out(header, mapping or {}).where


def plan_load(named: Path | Source, options: Options | None = None) -> Plan:
    """How a file would be loaded of which nothing is remembered."""
    return plan_whole(first_look(named, options or Options(), NOTHING))
