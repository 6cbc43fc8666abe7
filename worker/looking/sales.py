"""A table of sales as it would be loaded; of a large one its first part is looked at."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection

from etl.files.inputs.inputs import BLOCK
from etl.files.readers import Batch, read_batches
from etl.files.sources import Source
from etl.recognition.early_plan import LARGE
from etl.recognition.planning import Look, Plan, first_look, plan_whole
from etl.recognition.remembered import Memory
from etl.storing import clearing, earlier_loads
from etl.values.cleaning import FIELDS, CleanRows, clean_batch
from etl.values.order_numbers_above import fill_down
from warehouse.errors import InputError
from worker.looking.shown import FIRST, Rejections, columns_shown, cut, judged, written
from worker.looking.stored import stored_of
from worker.tables import Table

_BATCHES = 8  # of a large file, some 32 MB
_HIDDEN = ("witness",)
_DAY_OR_MONTH_FIRST = r"^\D{0,3}\d{1,2}\s*[./-]\s*\d{1,2}\s*[./-]\s*\d{2,4}\b"
_PLACES = 4  # of a price that is shown


def describe(connection: Connection, table: Table) -> dict[str, Any]:
    """Plain values; InputError, with questions, when the table cannot be read as it is."""
    options = table.said.options("transactions")
    look = first_look(table.source, options, Memory(connection))
    is_whole = table.source.table is not None or table.source.size < LARGE
    begun = None if is_whole else _begun(look)
    plan = begun or plan_whole(look)
    seen = _Seen(plan)
    cleaned = seen.through(_batches(plan, None if is_whole else _BATCHES))
    is_sample = clearing.is_sample_alone(connection)  # it makes way, so nothing of it is known
    stored = stored_of(connection, plan, cleaned, is_sample)
    rejections, looked_at, first = seen.rejections, seen.looked_at, seen.first
    where = {name: at for name, at in plan.where.items() if name not in _HIDDEN}
    header = plan.source.columns
    shown = judged(plan.source, looked_at, is_whole, rejections, table.said.tolerance, plan.columns)
    can_be_known = plan.source.sha256 and not is_sample
    before = earlier_loads.earlier(connection, plan.source.sha256, options.details) if can_be_known else None
    return {
        **written(plan.source),
        **shown,
        "rows": looked_at if is_whole else plan.rows,
        "columns": columns_shown(where, header, options.mapping, look.before, look.layout.guessed),
        "ignored": [label for at, label in enumerate(header) if at not in plan.where.values() and label],
        "first_rows": {"columns": list(FIELDS), "rows": first},
        "date_order": plan.reading.date_order if seen.has_order else None,
        "decimal": "," if "," in plan.reading.marks.values() else ".",
        "notes": [*plan.notes, *stored.notes()],
        "replaces": clearing.MADE_WAY if is_sample else None,
        "offers": [*(each.as_json() for each in plan.offers), *stored.offers(options.known_orders)],
        "loaded_before": before["load_id"] if before else None,
    }


@dataclass
class _Seen:
    """What goes by while a table is looked through."""

    plan: Plan
    rejections: Rejections = field(default_factory=Rejections)
    looked_at: int = 0
    first: list[list[str | None]] = field(default_factory=list)
    has_order: bool = False  # whether any date has a day or a month first; of those with the year first nothing is said

    def through(self, batches: Iterator[Batch]) -> Iterator[CleanRows]:
        plan = self.plan
        for batch in batches:
            clean, rejected = clean_batch(batch, plan.where, plan.reading, plan.source.delimiter, plan.apart)
            self.rejections.add(rejected)
            self.looked_at += len(clean.lines) + len(rejected)
            self.has_order = self.has_order or _has_order(batch, plan.where.get("invoiced_at"))
            if len(self.first) < FIRST:
                self.first += _rows(clean)[: FIRST - len(self.first)]
            yield clean


def _has_order(batch: Batch, at: int | None) -> bool:
    if at is None:
        return False
    dates = batch.columns[at].dictionary.cast(pa.string())
    return bool(pc.any(pc.match_substring_regex(dates, _DAY_OR_MONTH_FIRST), min_count=0).as_py())


def _begun(look: Look) -> Plan | None:
    """How a large file is read as far as its beginning tells; None where only the whole of it can."""
    if look.layout.corrects:
        return None
    evidence = look.evidence(look.source)
    for batch in islice(read_batches(look.source, undecided=True), _BATCHES):
        evidence.add(batch, range(len(batch.columns)))
    try:
        plan = look.conclude(look.source, evidence)
    except InputError:
        return None
    if plan.reading.vouchers:
        return None
    return replace(plan, rows=_estimated(look.source, plan.rows))


def _estimated(source: Source, rows: int) -> int:
    times = source.size * (8 if source.packed else 1) / (_BATCHES * BLOCK)
    return int(rows * max(times, 1.0))


def _batches(plan: Plan, most: int | None) -> Iterator[Batch]:
    batches = islice(read_batches(plan.source, undecided=not plan.source.sha256), most)
    return fill_down(batches, plan.where) if plan.reading.continued else batches


def _rows(clean: CleanRows) -> list[list[str | None]]:
    """The first rows, as they would be stored."""
    count = min(FIRST, len(clean.lines))
    columns = {name: clean.columns[name].slice(0, count).cast(pa.string()).to_pylist() for name in FIELDS}
    columns["unit_price"] = [_rounded(price) for price in columns["unit_price"]]
    return [[cut(value) for value in row] for row in zip(*columns.values(), strict=True)]


def _rounded(price: str) -> str:
    """A price of which a part is taken off, in as many places as people read."""
    return price if len(price.partition(".")[2]) <= _PLACES else str(round(Decimal(price), _PLACES))
