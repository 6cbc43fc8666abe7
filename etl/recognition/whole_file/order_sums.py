"""What each order of a file comes to by its lines, and by the amounts beside them: gathered over the file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.names.canonical_names import ENDED
from etl.recognition.documents.numbers_again import ORDERED, SOLD, TOLD_BY, one_key_an_order, told_by
from etl.values.blanks import is_blank
from etl.values.discounts import factors
from etl.values.numbers.decimals import Mark, plain_decimals, without_units
from etl.values.order_amounts import REFUND, TOTAL, Amount, order_keys
from etl.values.reading import Reading
from etl.values.records.kinds import Meaning, kinds_of_records
from etl.values.statuses import called_off, filled, flags

# What a batch keeps of an amount's values, and what of that all batches together.
_PARTS = (("sum", "sum"), ("max", "max"), ("min", "min"), ("count", "sum"))
_LINES = {
    **{"lines": "sum", "back": "sum", "off": "max", "ended": "max", "rows": "sum", "gone": "sum"},
    **{"over": "max", "own": "sum", "flagged": "sum"},
}

_CENT = 0.011


@dataclass(frozen=True)
class Sums:
    """One value an order in every array: what its lines come to, what of that is negative, and its amounts beside."""

    orders: pa.StringArray
    lines: np.ndarray
    back: np.ndarray
    off: np.ndarray  # bool: a status says that no sale came of it
    refunded: np.ndarray  # bool, of these: it says that the money went back, and nothing else
    values: Sequence[np.ndarray]  # of each amount: once an order where it is the order's, else the sum; 0 for none
    filled: Sequence[np.ndarray]  # bool, of each amount: the order has one
    varies: Sequence[bool]  # of each amount: whether it differs from line to line
    exceeds: Sequence[bool]  # of each amount: whether it is more than its line comes to, somewhere
    rows: np.ndarray  # how many lines there are
    once: Sequence[bool]  # of each amount: whether it stands on one line, where orders have several
    gone: np.ndarray  # what pieces that were called off or came back come to
    again: Mapping[str, str]  # of numbers that come back: what an order is told by -> its key
    over: np.ndarray  # bool: an amount that went back is more than the line it stands on comes to
    flags_orders: bool  # whatever says yes where a sale was taken back says it of whole orders
    own: float  # amounts that went back on lines that are returns themselves, which are left out


@dataclass
class OrderSums:
    """Gathers over the batches of a file whose columns stand at `where`."""

    amounts: Sequence[Amount]
    where: Mapping[str, int]
    marks: Mapping[str, Mark]  # decimal ones, by name; a point where it has none
    cents: Sequence[str] = ()
    statuses: Sequence[str] = ()  # of which somebody says that no sale came of them
    kinds: Mapping[str, Meaning] = field(default_factory=dict)  # of records: what they mean beside their words
    refunded: Sequence[str] = ()  # a tool's own words for refunds
    pieces: Sequence[int] = ()  # where pieces stand that were called off or came back
    _tables: list[pa.Table] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._exceeds = [False] * len(self.amounts)

    def add(self, columns: Mapping[int, pa.DictionaryArray], lines: np.ndarray) -> None:
        """Take in some rows: the columns at the positions that are looked at, and where each row begins."""
        if not len(lines):
            return
        sells = self._sell(columns, len(lines))
        made = np.where(sells, self._lines(columns), 0)
        data: dict[str, pa.Array] = {"order": order_keys(columns.get(self.where.get("invoice_no", -1)), lines)}
        data |= told_by(columns, self.where)
        data |= {"lines": pa.array(np.nan_to_num(made)), "back": pa.array(np.minimum(np.nan_to_num(made), 0))}
        data["gone"] = pa.array(np.nan_to_num(made * self._gone(columns, len(lines))))
        data["off"] = pa.array(self._off(columns, len(lines), refunds_too=True))
        data["ended"] = pa.array(self._off(columns, len(lines), refunds_too=False))
        data["rows"] = pa.array(np.ones(len(lines), np.int64))
        returns = self._returns(columns, made)
        over, own = np.zeros(len(lines), bool), np.zeros(len(lines))
        for number, amount in enumerate(self.amounts):
            values = np.where(sells, self._values(columns[amount.at], amount, made), np.nan)
            if amount.kind == REFUND:
                over |= np.abs(np.nan_to_num(values)) > np.abs(np.nan_to_num(made)) + _CENT
                own += np.where(returns, np.abs(np.nan_to_num(values)), 0)
                values = np.where(returns, np.nan, values)
            self._exceeds[number] |= bool((np.abs(np.nan_to_num(values)) > np.abs(np.nan_to_num(made)) + _CENT).any())
            data[f"{number}"] = pa.array(values, from_pandas=True)
        data |= {"over": pa.array(over.astype(np.int8)), "own": pa.array(own)}
        data["flagged"] = pa.array(self._flagged(columns, len(lines)).astype(np.int64))
        data[SOLD] = pa.array(np.where(data["off"], 0, np.maximum(np.nan_to_num(made), 0)))
        how = [*_LINES.items(), (SOLD, "sum")]
        how += [(f"{number}", part) for number in range(len(self.amounts)) for part, _ in _PARTS]
        added = pa.table(data).group_by([name for name in TOLD_BY if name in data]).aggregate(how)
        self._tables.append(added.rename_columns({f"{SOLD}_sum": SOLD}))

    def _values(self, column: pa.DictionaryArray, amount: Amount, made: np.ndarray) -> np.ndarray:
        """An amount of each row, nan for none; of a part of the whole order, which part."""
        if not amount.share:
            return _numbers(column, amount.mark, amount.cents)
        left, good = factors(column.dictionary, amount.share)
        parts = np.where(good & ~_blank(column.dictionary), 1 - left.cast(pa.float64()).to_numpy(), np.nan)
        return parts[column.indices.to_numpy()] * (1 if amount.per_order else made)

    def _lines(self, columns: Mapping[int, pa.DictionaryArray]) -> np.ndarray:
        """What each row comes to; nan where it cannot be told."""
        if "total" in self.where:
            return self._amounts_of("total", columns)
        price = self._amounts_of("unit_price", columns)
        return price * self._amounts_of("quantity", columns) if "quantity" in self.where else price

    def _amounts_of(self, name: str, columns: Mapping[int, pa.DictionaryArray]) -> np.ndarray:
        return _numbers(columns[self.where[name]], self.marks.get(name, "."), name in self.cents)

    def _gone(self, columns: Mapping[int, pa.DictionaryArray], rows: int) -> np.ndarray:
        """Which part of each row was called off or came back."""
        if not self.pieces:
            return np.zeros(rows)
        mark = self.marks.get("quantity", ".")
        sold = _numbers(columns[self.where["quantity"]], mark)
        gone = sum((np.abs(np.nan_to_num(_numbers(columns[at], mark))) for at in self.pieces), np.zeros(rows))
        return np.clip(np.divide(gone, sold, out=np.zeros(rows), where=np.nan_to_num(sold) > 0), 0, 1)

    def _returns(self, columns: Mapping[int, pa.DictionaryArray], made: np.ndarray) -> np.ndarray:
        """Which rows are returns themselves, by their kind, a flag or a minus: bool."""
        found = np.nan_to_num(made) < 0
        if "is_return" in self.where:
            found |= _per_row(columns[self.where["is_return"]], lambda values: flags(values, "back"))
        if "type" in self.where:
            found |= _per_row(columns[self.where["type"]], lambda values: kinds_of_records(values, self.kinds))
        return found & (np.nan_to_num(made) != 0)

    def _flagged(self, columns: Mapping[int, pa.DictionaryArray], rows: int) -> np.ndarray:
        """Which rows say yes to having been taken back: bool."""
        if "returned" not in self.where:
            return np.zeros(rows, bool)
        return _per_row(columns[self.where["returned"]], lambda values: flags(values, "back"))

    def _sell(self, columns: Mapping[int, pa.DictionaryArray], rows: int) -> np.ndarray:
        """Which rows are not of a kind that sells nothing: bool."""
        if "type" not in self.where:
            return np.ones(rows, bool)
        column = columns[self.where["type"]]
        off = pc.equal(kinds_of_records(column.dictionary, self.kinds), "off").to_numpy(zero_copy_only=False)
        return np.asarray(~off[column.indices.to_numpy()])

    def _off(self, columns: Mapping[int, pa.DictionaryArray], rows: int, refunds_too: bool) -> np.ndarray:
        off = np.zeros(rows, bool)
        for name in ("status", *ENDED):
            if name in self.where and (refunds_too or name != "refunded_at"):
                column = columns[self.where[name]]
                off |= self._says_off(name, column.dictionary, refunds_too)[column.indices.to_numpy()]
        return off.astype(np.int8)

    def _says_off(self, name: str, values: pa.StringArray, refunds_too: bool) -> np.ndarray:
        off = called_off(values, refunds_too, self.refunded, self.statuses)
        said = filled(values) if name in ENDED else pc.is_in(off, pa.array(["off", "back"]))
        return np.asarray(said.to_numpy(zero_copy_only=False))

    @property
    def positions(self) -> list[int]:
        """Of the columns that are looked at."""
        names = ("total", "unit_price", "quantity", "status", "type", "is_return", "returned", *ORDERED, *ENDED)
        return sorted(
            {self.where[name] for name in names if name in self.where}
            | {each.at for each in self.amounts}
            | {*self.pieces}
        )

    def finish(self, reading: Reading) -> Sums | None:
        """All orders; None for a file without rows. `reading` tells who buyers are, and their days."""
        if not self._tables:
            return None
        how = [(f"{name}_{what}", what) for name, what in _LINES.items()]
        how += [(f"{at}_{part}", last) for at in range(len(self.amounts)) for part, last in _PARTS]
        totals = [f"{at}" for at, amount in enumerate(self.amounts) if amount.kind == TOTAL]
        told, again = one_key_an_order(pa.concat_tables(self._tables), reading, totals)
        table = told.group_by("order").aggregate(how)
        self._tables = []

        def column(name: str) -> np.ndarray:
            return np.nan_to_num(table[name].to_numpy())

        values, filled, varies, alone = [], [], [], []
        lines, rows = column("lines_sum_sum"), column("rows_sum_sum")
        for at, amount in enumerate(self.amounts):
            most, least = column(f"{at}_max_max"), column(f"{at}_min_min")
            several = column(f"{at}_count_sum") > 1
            differs = several & (np.abs(most - least) > 0.0001)
            varies.append(bool(differs.sum() > 0.05 * several.sum()))
            alone.append(bool((rows > 1).any() and (column(f"{at}_count_sum") <= 1)[rows > 1].all()))
            once = np.where(np.abs(least) > np.abs(most), least, most) * (lines if amount.per_order else 1)
            by_line = not amount.per_order and (varies[-1] or amount.on_each or bool(amount.share))
            values.append(column(f"{at}_sum_sum") if by_line else once)
            filled.append(column(f"{at}_count_sum") > 0)
        off, ended = column("off_max_max") > 0, column("ended_max_max") > 0
        orders = table["order"].combine_chunks()
        back = column("back_sum_sum")
        gone, flagged = column("gone_sum_sum"), column("flagged_sum_sum")
        of_orders = bool(((rows > 1) & (flagged == rows)).any() and ((flagged == 0) | (flagged == rows)).all())
        return Sums(
            *(orders, lines, back, off, off & ~ended, values, filled, varies, self._exceeds, rows, alone, gone, again),
            *(column("over_max_max") > 0, of_orders, float(column("own_sum_sum").sum())),
        )


def _per_row(column: pa.DictionaryArray, meaning: Callable[[pa.StringArray], pa.StringArray]) -> np.ndarray:
    """Which rows have something that means `back`: bool."""
    back = pc.equal(meaning(column.dictionary), "back").to_numpy(zero_copy_only=False)
    return np.asarray(back[column.indices.to_numpy()])


def _blank(values: pa.StringArray) -> np.ndarray:
    return is_blank(values).to_numpy(zero_copy_only=False)


def _numbers(column: pa.DictionaryArray, mark: Mark, cents: bool = False) -> np.ndarray:
    """n numbers of a column of text; nan for what is none."""
    plain, good, _ = plain_decimals(without_units(column.dictionary), mark, cents)
    return np.where(good, plain.cast(pa.float64()).to_numpy(), np.nan)[column.indices.to_numpy()]
