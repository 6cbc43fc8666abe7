"""Whether a load looks as those of its source do: how many rows, which columns, which days. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import pairwise
from statistics import median
from typing import Any

from wording.languages import days, marked, say, to_say
from worker.notices.alert import Alert

LEAST_LOADS = 4  # earlier ones that say what is usual
MOST_LOADS = 12  # no older ones than these do
FEW, MANY = 0.5, 2.0  # of the usual rows
LEAST_GAP = 3  # days between two days of sales that a shop may always be closed
MOST_NAMES, MOST_LETTERS = 5, 40
FEWER = to_say("{file} has {rows} rows, less than half of the {usual} that are usual here.")
MORE = to_say("{file} has {rows} rows, more than twice of the {usual} that are usual here.")


@dataclass(frozen=True)
class Load:
    """One load, as its job's result tells it."""

    load_id: int
    file: str
    about: str
    rows: int
    header: tuple[str, ...]
    first: date | None
    last: date | None


def read(entry: Mapping[str, Any]) -> Load:
    """A load's report."""
    return Load(
        int(entry["load_id"]),
        str(entry["file"]),
        str(entry.get("about", "transactions")),
        int(entry.get("rows_read") or 0),
        tuple(map(str, entry.get("header", ()))),
        _day(entry.get("first_invoiced_at")),
        _day(entry.get("last_invoiced_at")),
    )


def alerts_of(load: Load, earlier: Sequence[Load], stored_until: date | None) -> list[Alert]:
    """What looks wrong; `earlier` loads of the source, the newest first; sales were `stored_until` then."""
    alike = [one for one in earlier if one.about == load.about][:MOST_LOADS]
    found = [_rows(load, alike), _columns(load, alike), _gap(load, alike, stored_until)]
    return [one for one in found if one is not None]


def _rows(load: Load, alike: Sequence[Load]) -> Alert | None:
    if len(alike) < LEAST_LOADS:
        return None
    usual = median(one.rows for one in alike)
    if FEW * usual <= load.rows <= MANY * usual:
        return None
    text = FEWER if load.rows < usual else MORE

    def said() -> str:
        return say(text, file=load.file, rows=marked(f"{load.rows:,}"), usual=marked(f"{usual:,.0f}"))

    return Alert(f"rows:{load.load_id}", "rows", said)


def _columns(load: Load, alike: Sequence[Load]) -> Alert | None:
    before = next((one.header for one in alike if one.header), ())
    if not before or not load.header:
        return None
    new = [name for name in load.header if name not in before]
    gone = [name for name in before if name not in load.header]
    if not new and not gone:
        return None
    return Alert(f"columns:{load.load_id}", "columns", lambda: _of_columns(load.file, new, gone))


def _of_columns(file: str, new: Sequence[str], gone: Sequence[str]) -> str:
    if not gone:
        return say("{file} has other columns than the file before: {new} new.", file=file, new=_names(new))
    if not new:
        return say("{file} has other columns than the file before: {gone} missing.", file=file, gone=_names(gone))
    names = {"new": _names(new), "gone": _names(gone)}
    return say("{file} has other columns than the file before: {new} new; {gone} missing.", file=file, **names)


def _gap(load: Load, alike: Sequence[Load], stored_until: date | None) -> Alert | None:
    """Days without a sale between what was there and what came, more than ever before at this source."""
    if load.first is None or stored_until is None:
        return None
    usual = max([LEAST_GAP, *(_between(older.last, newer.first) for newer, older in pairwise(alike))])
    missing = _between(stored_until, load.first)
    if missing <= usual:
        return None
    return Alert(f"gap:{load.load_id}", "gap", partial(_of_gap, load.file, load.first, missing))


def _of_gap(file: str, first: date, missing: int) -> str:
    values = {"day": days.day_in_full(first), "days": marked(f"{missing:,}")}
    return say("{file} begins on {day}, and {days} days before it have no sales.", file=file, **values)


def _between(before: date | None, after: date | None) -> int:
    return (after - before).days - 1 if before and after else 0


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(name[:MOST_LETTERS] for name in names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    return say("{names} and {more} more", names=shown, more=more) if more > 0 else shown


def _day(text: object) -> date | None:
    return datetime.fromisoformat(text).date() if isinstance(text, str) else None
