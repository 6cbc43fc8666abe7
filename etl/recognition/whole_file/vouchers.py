"""Vouchers, discounts that have rows of their own: taken off the other lines of their orders, as those in columns are.

The file is read and cleaned as it will be loaded, and each order added up by its number; what is left of its prices is
then the same part of each of them, so that the order comes to what it came to with its vouchers.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.files.readers import read_batches
from etl.files.rows.read_ahead import ahead
from etl.files.sources import Source
from etl.names.labels import listed
from etl.recognition.documents.numbers_again import SOLD, TOLD_BY, one_key_an_order
from etl.values.cleaning import CleanRows, clean_batch
from etl.values.order_corrections import part_left
from etl.values.order_numbers_above import fill_down
from etl.values.reading import Reading
from etl.values.records.orders_apart import parts_of
from wording.console import progress
from wording.counts import counted, others
from wording.languages import say

_MOST = 3  # that a sentence names
_NOTHING = 0.001
_SUMS = ("goods", "off")


@dataclass
class Vouchers:
    """What is left of the prices of each order that has some, and what to say of them."""

    parts: dict[str, str] = field(default_factory=dict)
    again: dict[str, str] = field(default_factory=dict)  # of orders whose number comes back: told by -> key
    rows: int = 0
    spread: float = 0.0  # what is taken off
    left: float = 0.0  # what orders have nothing to take it off from
    names: Counter[str] = field(default_factory=Counter)

    def sentences(self) -> Iterator[str]:
        """What became of them."""
        if not self.rows:
            return
        texts = [text for text, _ in self.names.most_common(_MOST)]
        more = [others(len(self.names) - _MOST)] if len(self.names) > _MOST else []
        named = listed([*texts, *more])
        said = f"Discounts with rows of their own ({named}, {counted(self.rows, 'row')}) are no goods"
        if self.spread > _NOTHING:
            said += f": {self.spread:,.2f} is taken off the other lines of their orders"
        yield said + "."
        if self.left > _NOTHING:
            yield f"{self.left:,.2f} of them has no lines in its order to be taken off, and is in no total."


def vouchers_of(source: Source, where: Mapping[str, int], reading: Reading, rows: int) -> Vouchers:
    """Add up the orders of a file whose columns stand at `where`, by their numbers; `rows` is about how many it has."""
    with progress(say("Adding up {file}", file=source.name), total=rows, unit="rows") as advance:
        return _added_up(_cleaned(source, where, reading, advance))


def _cleaned(
    source: Source, where: Mapping[str, int], reading: Reading, advance: Callable[[int], None]
) -> Iterator[CleanRows]:
    batches = read_batches(source)
    for batch in ahead(fill_down(batches, where) if reading.continued else batches):
        yield clean_batch(batch, where, reading)[0]
        advance(len(batch.lines))


def _added_up(batches: Iterable[CleanRows]) -> Vouchers:
    found, tables = Vouchers(), list[pa.Table]()
    for clean in batches:
        if clean.vouchers is None or not len(clean.lines):
            continue
        amounts = _numbers(clean.columns["quantity"]) * _numbers(clean.columns["unit_price"])
        tables.append(_sums(clean, clean.vouchers, amounts))
        found.rows += int(clean.vouchers.sum())
        found.names.update(_names(clean, clean.vouchers))
    if not found.rows:
        return found
    whole, found.again = one_key_an_order(pa.concat_tables(tables), Reading())
    table = whole.group_by("order").aggregate([(name, "sum") for name in _SUMS])
    table = table.filter(pc.greater(table["off_sum"], _NOTHING))
    goods, off = table["goods_sum"].to_numpy(), table["off_sum"].to_numpy()
    taken = np.minimum(off, np.maximum(goods, 0))
    some = taken > _NOTHING
    orders = table["order"].filter(pa.array(some)).to_pylist()
    each = zip(orders, goods[some].tolist(), taken[some].tolist(), strict=True)
    found.parts = {order: part_left(whole, less) for order, whole, less in each}
    found.spread, found.left = float(taken.sum()), float((off - taken).sum())
    return found


def _sums(clean: CleanRows, vouchers: np.ndarray, amounts: np.ndarray) -> pa.Table:
    """Of each order among some rows: what it sold, net of returns, and what its vouchers are."""
    kinds = clean.columns["kind"]
    is_sale, is_return = (
        pc.equal(kinds.dictionary, kind).to_numpy(zero_copy_only=False)[kinds.indices.to_numpy()]
        for kind in ("sale", "return")
    )
    told = (clean.columns["invoice_no"].cast(pa.string()), *(parts_of(clean.columns) or ()))
    sums = {
        "goods": np.where(is_sale | is_return, amounts, 0.0),
        "off": np.where(vouchers, np.abs(amounts), 0.0),
        SOLD: np.where(is_sale, amounts, 0.0),
    }
    table = pa.table(dict(zip(TOLD_BY, told, strict=True)) | {name: pa.array(values) for name, values in sums.items()})
    added = table.group_by(TOLD_BY).aggregate([(name, "sum") for name in sums])
    return added.rename_columns([*TOLD_BY, *sums])


def _names(clean: CleanRows, vouchers: np.ndarray) -> Counter[str]:
    """How vouchers are called, and how often."""
    names = Counter[str]()
    for name in ("description", "stock_code"):
        if vouchers.any() and not names:
            texts = clean.columns[name].filter(pa.array(vouchers)).cast(pa.string())
            names.update(text for text in texts.to_pylist() if text)
    return names


def _numbers(column: pa.DictionaryArray) -> np.ndarray:
    values: np.ndarray = column.dictionary.cast(pa.float64()).to_numpy()
    return values[column.indices.to_numpy()]
