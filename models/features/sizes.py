"""How large the numbers of the lines are, load by load, and the decimals that hold all of them exactly."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
from sqlalchemy import Connection, text

from models.features import kept
from models.features.kept import OF_LOADS, Kept, by_index

MOST_LINES, MOST_SHARE = 2_000_000, 10  # changed lines that are held for a moment; and of so many lines one
NARROW, WIDE = 18, 38  # digits: what takes 8 bytes in DuckDB, and all that a decimal holds
NUMBERS = {"quantity": "quantity", "unit_price": "unit_price", "amount": "quantity * unit_price"}
SIZES = """
    select
        load_id, count(*), min(invoiced_at), max(invoiced_at),
        coalesce(max(min_scale(quantity)), 0), coalesce(sum(abs(quantity)), 0),
        coalesce(max(min_scale(unit_price)), 0), coalesce(max(abs(unit_price)), 0),
        coalesce(max(min_scale(quantity * unit_price)), 0), coalesce(sum(abs(quantity * unit_price)), 0)
    from (
        select load_id, invoiced_at, quantity, unit_price from transactions {where}
        union all
        select load_id, invoiced_at, quantity, unit_price from guest_transactions {where}
    ) as lines
    group by load_id
"""


@dataclass(frozen=True)
class Number:
    """A column of decimals: its statement over a line, and the type that holds it and the sum of all."""

    statement: str
    kind: pa.Decimal128Type

    @classmethod
    def of(cls, statement: str, scale: int, most: Decimal) -> "Number":
        """With so many decimals, and no number, nor sum, above `most`; what takes more than 38 digits is rounded."""
        whole = len(str(int(most)))
        if whole + scale <= WIDE:
            return cls(statement, pa.decimal128(NARROW if whole + scale <= NARROW else WIDE, scale))
        digits = max(WIDE - whole, 0)
        return cls(f"round({statement}, {digits})", pa.decimal128(WIDE, digits))


@dataclass(frozen=True)
class Sizes:
    """Of the lines of a load: how many, from when to when, the most decimals of each of NUMBERS, and the sum of all; of
    prices the highest."""

    lines: int
    first: datetime
    last: datetime
    scales: tuple[int, ...]
    sums: tuple[Decimal, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values only."""
        times = {"first": self.first.isoformat(), "last": self.last.isoformat()}
        return times | {"lines": self.lines, "scales": self.scales, "sums": [str(one) for one in self.sums]}

    @classmethod
    def of_json(cls, told: Mapping[str, Any]) -> "Sizes":
        """The same again."""
        first, last = (datetime.fromisoformat(told[name]) for name in ("first", "last"))
        return cls(told["lines"], first, last, tuple(told["scales"]), tuple(map(Decimal, told["sums"])))


@dataclass(frozen=True)
class Lines:
    """What there is to read: from when to when, how its numbers are read, and what of it the last run has packed."""

    first: datetime | None  # of all lines, guests' included; None where there are none
    last: datetime | None
    numbers: dict[str, Number]
    kept: Kept
    sizes: Mapping[int, Sizes | None]  # by load; None of one without lines

    @property
    def is_exact(self) -> bool:
        """Whether an amount is as exact when it is worked out of quantity and price here."""
        return all(self.numbers[name].kind.precision == NARROW for name in ("quantity", "unit_price"))


def look(connection: Connection, is_full: bool = False) -> Lines:
    """At all lines, in one scan, or at those that are not packed; with `is_full`, at all whatever is packed."""
    known = kept.look(connection, is_full)
    where, loads = ("", {}) if known.why else (OF_LOADS, {"loads": list(known.new)})
    with by_index(connection, not known.why):
        rows = connection.execute(text(SIZES.format(where=where)), loads).all()
    sizes = {load: Sizes.of_json(one) if one else None for load, one in known.sizes.items()}
    sizes |= dict.fromkeys(known.new)
    for load, lines, first, last, *own in rows:
        sizes[load] = Sizes(lines, first, last, tuple(own[::2]), tuple(own[1::2]))
    found = _together(known, sizes)
    if not found.is_exact:
        return replace(found, kept=replace(known, why=kept.TOO_LONG))
    changed = known.gone_lines + sum(one.lines for load, one in sizes.items() if one and load in known.new)
    every = sum(one.lines for one in sizes.values() if one)
    is_much = changed > MOST_LINES or changed * MOST_SHARE > every
    return found if known.why or not is_much else replace(found, kept=replace(known, why=kept.MANY))


def _together(known: Kept, sizes: Mapping[int, Sizes | None]) -> Lines:
    every = [one for one in sizes.values() if one]
    first, last = (min(one.first for one in every), max(one.last for one in every)) if every else (None, None)
    scales = [max((one.scales[number] for one in every), default=0) for number in range(len(NUMBERS))]
    quantities, prices, amounts = ([one.sums[number] for one in every] for number in range(len(NUMBERS)))
    most = (sum(quantities, Decimal()), max(prices, default=Decimal()), sum(amounts, Decimal()))
    each = zip(NUMBERS.items(), scales, most, strict=True)
    numbers = {name: Number.of(own, scale, size) for (name, own), scale, size in each}
    return Lines(first, last, numbers, known, sizes)
