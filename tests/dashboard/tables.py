"""A table as it is sent to the browser, read back: its words by row, and where it leads."""

from collections.abc import Iterator
from typing import Any

PARTS = ("in", "text", "note")  # of a cell, what is read of it
Read = Any  # a function from a component or its JSON to words


def properties(table: Any) -> dict[str, Any]:
    """What the component is given, of itself or of its JSON."""
    found: dict[str, Any] = (table.to_plotly_json() if hasattr(table, "to_plotly_json") else table)["props"]
    return found


def is_table(part: Any) -> bool:
    """Whether a component's JSON is one of a table."""
    return isinstance(part, dict) and (part.get("namespace"), part.get("type")) == ("dashboard", "Table")


def cell_words(cell: Any, components: list[Any], read: Read) -> str:
    """The words of one cell; a component in it is read by `read`."""
    if isinstance(cell, list):
        return " ".join(part for part in (cell_words(one, components, read) for one in cell) if part)
    if not isinstance(cell, dict):
        return "" if cell is None else str(cell)
    if "component" in cell:
        return str(read(components[cell["component"]]))
    return " ".join(part for name in PARTS if (part := cell_words(cell.get(name), components, read)))


def heads(table: Any, read: Read = str) -> list[str]:
    """The words of the heads."""
    told = properties(table)
    return [cell_words(one["label"], told["children"], read) for one in told["columns"]]


def body(table: Any, read: Read = str) -> list[list[str]]:
    """The words of the rows, without the foot."""
    told = properties(table)
    return [[cell_words(cell, told["children"], read) for cell in row] for row in told["rows"]]


def foot(table: Any, read: Read = str) -> list[str]:
    """The words of the row of totals; empty without one."""
    told = properties(table)
    return [cell_words(cell, told["children"], read) for cell in told["foot"] or ()]


def table_words(table: Any, read: Read) -> str:
    """All its words, in reading order."""
    rows = [[properties(table)["caption"]], heads(table, read), *body(table, read), foot(table, read)]
    return " ".join(cell for row in rows for cell in row if cell)


def table_hrefs(table: Any) -> Iterator[str]:
    """All addresses in its cells, in reading order; those of components are not looked for."""
    told = properties(table)
    yield from _hrefs([*told["columns"], *told["rows"], told["foot"]])


def _hrefs(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from _hrefs(one)
    elif isinstance(part, dict):
        if "href" in part:
            yield part["href"]
        yield from _hrefs(list(part.values()))
