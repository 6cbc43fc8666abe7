"""Measurements -> one table, sizes side by side with their ratio; for the terminal and as Markdown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

MILLION = 1_000_000


@dataclass(frozen=True)
class Line:
    """One thing measured at one size: numbers by column. The first column is the one whose growth counts."""

    section: str
    name: str
    values: Mapping[str, float | None]
    slow: str = ""  # words about the worst case, shown where a limit is passed
    limits: dict[str, float] = field(default_factory=dict)  # column -> the most that is right


@dataclass(frozen=True)
class Table:
    """A section ready to be printed."""

    title: str
    headings: list[str]
    rows: list[list[str]]


def size_name(lines: int) -> str:
    """`1M`, `250k`."""
    if lines % MILLION == 0:
        return f"{lines // MILLION}M"
    return f"{lines / 1000:g}k"


def tables(measurements: dict[int, list[Line]]) -> list[Table]:
    """One table a section, in the order they came; `measurements` holds the lines of each size."""
    sections = dict.fromkeys(line.section for lines in measurements.values() for line in lines)
    return [_table(section, measurements) for section in sections]


def _table(section: str, measurements: dict[int, list[Line]]) -> Table:
    found = {
        size: {line.name: line.values for line in lines if line.section == section}
        for size, lines in measurements.items()
    }
    columns = list(dict.fromkeys(column for lines in found.values() for values in lines.values() for column in values))
    names = list(dict.fromkeys(name for lines in found.values() for name in lines))
    headings = [section, *(f"{column}, {size_name(size)}" for column in columns for size in found)]
    rows = [
        [name, *(_cell(found[size].get(name, {}).get(column)) for column in columns for size in found)]
        for name in names
    ]
    if len(found) > 1:
        first, last = min(found), max(found)
        headings.append(f"{columns[0]}: {size_name(last)} / {size_name(first)}")
        for name, row in zip(names, rows, strict=True):
            row.append(_ratio(found[last].get(name, {}).get(columns[0]), found[first].get(name, {}).get(columns[0])))
    return Table(section, headings, rows)


def _ratio(large: float | None, small: float | None) -> str:
    return f"{large / small:.1f}" if large is not None and small else ""


def _cell(value: float | None) -> str:
    if value is None:
        return ""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) < 1 else f"{value:.1f}"


def over_limits(measurements: dict[int, list[Line]]) -> list[str]:
    """A sentence for each number that is larger than its limit."""
    return [
        f"{size_name(size)}: {line.section}, {line.name}: {column} {_cell(line.values[column])}, at most "
        f"{_cell(limit)} wanted{f' ({line.slow})' if line.slow else ''}"
        for size, lines in measurements.items()
        for line in lines
        for column, limit in line.limits.items()
        if (line.values.get(column) or 0) > limit
    ]


def markdown(found: Sequence[Table], notes: Iterable[str], heading: str) -> str:
    """A page of Markdown."""
    parts = [f"# {heading}", *notes]
    for table in found:
        rows = [table.headings, ["---", *["---:"] * (len(table.headings) - 1)], *table.rows]
        parts.append("\n".join("| " + " | ".join(row) + " |" for row in rows))
    return "\n\n".join(parts) + "\n"


def plain(table: Table) -> str:
    """Aligned columns for a terminal."""
    rows = [table.headings, *table.rows]
    first, *others = (max(map(len, cells)) for cells in zip(*rows, strict=True))
    return "\n".join(
        "  ".join([row[0].ljust(first), *(cell.rjust(width) for cell, width in zip(row[1:], others, strict=True))])
        for row in rows
    )
