"""What is told alike of tables of sales and of people."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from etl.files.sources import Source
from etl.files.workbooks.workbook_parts import sheet_names
from etl.storing.tolerance import Tolerance, usable_rest, with_column
from etl.values.cleaning import Rejected
from wording.languages import say, to_say

FIRST = 10  # rows that are shown
LONGEST = 200  # characters of a value that is shown
TOLD, SEEN, NAMED = to_say("you said so"), to_say("by what it holds"), to_say("by its name")
REMEMBERED = to_say("as for load {load_id} ({file_name})")
NO_ROW = to_say("No row of {file} can be used: say which column is which.")


@dataclass
class Rejections:
    """Rows that would be rejected: how many of each reason, and the first of each."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, Rejected] = field(default_factory=dict)

    def add(self, rows: Iterable[Rejected]) -> None:
        """Take in some."""
        for row in rows:
            self.counts[row.reason] += 1
            self.examples.setdefault(row.reason, row)

    def listed(self, labels: Mapping[str, str]) -> list[dict[str, Any]]:
        """The commonest reason first, each with an example."""
        return [
            {
                "reason": with_column(reason, labels),
                "rows": count,
                "line": self.examples[reason].line,
                "raw": self.examples[reason].raw[:LONGEST],
            }
            for reason, count in self.counts.most_common()
        ]


def judged(
    source: Source,
    looked_at: int,
    is_whole: bool,
    rejections: Rejections,
    tolerance: Tolerance,
    labels: Mapping[str, str],
) -> dict[str, Any]:
    """What would be rejected of the rows looked at, and whether that is asked about."""
    rejected = rejections.counts.total()
    asks = rejected < looked_at and not tolerance.allows(rejected, looked_at)
    return {
        "rows_looked_at": looked_at,
        "is_whole": is_whole,
        "rejected_rows": rejected,
        "rejected": rejections.listed(labels),
        "questions": [usable_rest(rejected, looked_at).as_json()] if asks else [],
        "error": say(NO_ROW, file=source.name) if rejected == looked_at else None,
    }


def written(source: Source) -> dict[str, Any]:
    """How the file is written."""
    delimiter = source.delimiter if source.kind == "csv" else None
    return {
        "kind": source.kind,
        "encoding": source.encoding if source.kind in ("csv", "fixed") else None,
        "delimiter": delimiter,
        "sheets": _sheets(source),
        "header": list(source.columns),
        "joined": list(source.joined),
    }


def _sheets(source: Source) -> list[str]:
    """The names of the sheets of a workbook, of which some may be left out; none of an old one or one in an archive."""
    if source.kind != "excel" or source.packed or source.item.member:
        return []
    with source.path.open("rb") as file:
        return sheet_names(source.item, file) if file.read(2) == b"PK" else []


def columns_shown(
    where: Mapping[str, int],
    header: Sequence[str],
    told: Mapping[str, str],
    before: Mapping[str, Any],
    seen: Sequence[str],
) -> list[dict[str, str]]:
    """Which column was taken for what, and why."""
    earlier = before.get("map", {})

    def why(name: str) -> str:
        if name in told and earlier.get(name) != told[name]:
            return TOLD
        if earlier.get(name) == header[where[name]]:
            return say(REMEMBERED, load_id=before["load_id"], file_name=before["file_name"])
        return SEEN if name in seen else NAMED

    return [{"name": name, "column": header[at], "why": why(name)} for name, at in where.items()]


def cut(value: str | None) -> str | None:
    """A value as it is shown."""
    return value if value is None or len(value) <= LONGEST else f"{value[: LONGEST - 1]}…"
