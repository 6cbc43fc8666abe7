"""Pure rules: raw batch -> (clean rows, rejected rows with a reason).

Columns come dictionary-encoded, so that each rule looks at a distinct value once, however many rows share it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.files.readers import Batch
from etl.names.canonical_names import ENDED, GIVEN, NAMES
from etl.values.blanks import is_blank
from etl.values.derived import (
    joined_times,
    known_by_address,
    lines_of,
    numbered_orders,
    whole_names,
    with_numbers,
    with_parts,
)
from etl.values.discounts import discounted
from etl.values.first_line_only import carry_forward
from etl.values.line_kinds import with_kind
from etl.values.money_back import pay_back
from etl.values.numbers.decimals import plain_decimals, without_units
from etl.values.order_amounts import Amount, order_keys
from etl.values.order_corrections import (
    Back,
    fewer,
    less,
    refunds_of,
    returns_of,
    spread,
    tell_once,
    told_by_amounts,
    told_by_pieces,
)
from etl.values.reading import Reading
from etl.values.records.orders_apart import keys_of, parts_of
from etl.values.row_identity import ROW_ID, Apart
from etl.values.rules import MAX_KEY, NO_AMOUNT, NO_NUMBER, PRICE_TOO_LONG, REASONS, RULES

FIELDS = (*NAMES, "kind")

_TOGETHER = Apart()
_MAY_BE_BLANK = ("stock_code", "description", "country")


@dataclass(frozen=True)
class Rejected:
    """A row that cannot be used, as it came."""

    line: int
    reason: str
    raw: str


@dataclass(frozen=True)
class CleanRows:
    """Rows fit to be stored: `FIELDS` as dictionary-encoded text of one length, and the line each began on.

    `others` are columns that are compared, of which `row_id` is stored too.
    """

    lines: np.ndarray
    columns: dict[str, pa.DictionaryArray]
    others: dict[str, pa.DictionaryArray] = field(default_factory=dict)
    orders: pa.StringArray | None = None  # what tells their orders apart, where orders have refunds
    vouchers: np.ndarray | None = None  # which are discounts of their orders: bool
    back: Back | None = None  # what of them came back

    def refunded(self, due: dict[str, str], label: str) -> "CleanRows":
        """Returns of what orders were refunded whose first rows are among these, taken out of `due`; their lines are
        below zero."""
        orders = pa.array([], pa.string()) if self.orders is None else self.orders
        return CleanRows(*refunds_of(self.columns, self.lines, orders, due, label))

    def returned(self) -> "CleanRows":
        """Returns of what of these rows came back, at their prices; their lines are below zero."""
        rows, columns = returns_of(self.columns, self.back or Back())
        others = {name: column.take(pa.array(rows)) for name, column in self.others.items()}
        if ROW_ID in others:
            ids = others[ROW_ID].dictionary
            marked = pc.if_else(pc.equal(ids, ""), "", pc.binary_join_element_wise(ids, "back", " "))
            others[ROW_ID] = pa.DictionaryArray.from_arrays(others[ROW_ID].indices, marked)
        return CleanRows(-self.lines[rows], columns, others)


def clean_batch(
    batch: Batch, where: Mapping[str, int], reading: Reading, delimiter: str = ",", apart: Apart = _TOGETHER
) -> tuple[CleanRows, list[Rejected]]:
    """Apply every rule to a batch whose columns stand at `where`; the first rule a row breaks is its reason.

    Every row, the ragged ones included, comes out on exactly one side. `apart` names the columns to compare rows by.
    """
    as_it_came, batch = batch, _numbered(batch, where, reading.anew)
    columns, verdict = _ruled(_raw_columns(batch, where, reading), len(batch.lines), reading)
    verdict = _completed(columns, verdict, reading)
    _correct(columns, batch, where, reading)
    if reading.told_back:
        tell_once(columns, _order_keys(batch, where), reading.told_back)
    rejected = [Rejected(row.line, row.reason, row.raw) for row in batch.ragged]
    lines, others = batch.lines, _others(batch, apart)
    orders = _orders(batch, where, reading) if reading.corrections.refunds else None
    if orders is not None and "returned" in columns and not reading.returned_off:
        columns["returned"] = told_by_amounts(
            columns["returned"], orders, reading.corrections, lambda amount: _plain_amounts(batch, amount)
        )
    pieces = tuple(_plain_pieces(batch.columns[at]) for at in reading.pieces_back)
    if pieces and "returned" in columns and not reading.returned_off:
        columns["returned"] = told_by_pieces(columns["returned"], pieces)
    if verdict.any():
        bad = np.flatnonzero(verdict)
        raws = as_it_came.raw(bad, delimiter)
        rejected += [Rejected(int(lines[row]), REASONS[verdict[row]], raw) for row, raw in zip(bad, raws, strict=True)]
        good = verdict == 0
        columns = {name: column.filter(pa.array(good)) for name, column in columns.items()}
        others = {name: column.filter(pa.array(good)) for name, column in others.items()}
        lines = lines[good]
        orders = None if orders is None else orders.filter(pa.array(good))
        pieces = tuple(each.filter(pa.array(good)) for each in pieces)
    columns, vouchers, gone = with_kind(columns, reading)
    return CleanRows(lines, columns, others, orders, vouchers, Back(gone, pieces)), rejected


def _numbered(batch: Batch, where: Mapping[str, int], anew: Sequence[int]) -> Batch:
    """The batch, with numbers of orders that tell them apart."""
    if not anew:
        return batch
    columns, at = list(batch.columns), where["invoice_no"]
    columns[at] = with_parts(columns[at], [columns[part] for part in anew])
    return replace(batch, columns=columns)


def _orders(batch: Batch, where: Mapping[str, int], reading: Reading) -> pa.StringArray:
    """What tells the orders of the rows apart."""
    keys = _order_keys(batch, where)
    if not (again := reading.corrections.again):
        return keys
    return keys_of(keys, parts_of({name: batch.columns[at] for name, at in where.items()}), again)


def _order_keys(batch: Batch, where: Mapping[str, int]) -> pa.StringArray:
    return order_keys(batch.columns[where["invoice_no"]] if "invoice_no" in where else None, batch.lines)


def _others(batch: Batch, apart: Apart) -> dict[str, pa.DictionaryArray]:
    """The columns that tell equal rows apart; a row's own number as a key."""
    found = {str(at): batch.columns[at] for at in apart.others if at != apart.row_id}
    if apart.row_id is not None:
        raw = batch.columns[apart.row_id]
        ids = pc.replace_substring_regex(pc.utf8_trim_whitespace(raw.dictionary), r"^(\d+)\.0+$", r"\1")
        ids = pc.if_else(pc.greater(pc.utf8_length(ids), MAX_KEY), "", ids)
        found[ROW_ID] = pa.DictionaryArray.from_arrays(raw.indices, ids)
    return found


def _raw_columns(batch: Batch, where: Mapping[str, int], reading: Reading) -> dict[str, pa.DictionaryArray]:
    """The texts of each name, with what stands elsewhere in the file brought in."""
    raws = {name: batch.columns[at] for name, at in where.items()}
    if reading.carried:
        raws = carry_forward(raws, reading.carried, reading.firsts, batch.lines)
    if "time" in raws:
        raws["invoiced_at"] = joined_times(raws["invoiced_at"], raws.pop("time"))
    if GIVEN in raws:
        raws["customer_id"] = whole_names(raws.pop(GIVEN), raws["customer_id"])
    if "total" in raws and "quantity" in raws:
        raws["quantity"] = _filled(raws["quantity"], "1")
    return raws


def _ruled(
    raws: Mapping[str, pa.DictionaryArray], rows: int, reading: Reading
) -> tuple[dict[str, pa.DictionaryArray], np.ndarray]:
    """Each column by its rule, and for each row the code of the first reason against it: int8, 0 for none."""
    verdict = np.zeros(rows, np.int8)
    columns: dict[str, pa.DictionaryArray] = {}
    for name, rule in RULES.items():
        if name not in raws and name not in _MAY_BE_BLANK:
            continue
        raw = raws[name] if name in raws else _same("", rows)
        values, codes = rule(raw.dictionary, reading)
        columns[name] = pa.DictionaryArray.from_arrays(raw.indices, values)
        if codes.any():
            verdict = np.where(verdict == 0, codes[raw.indices.to_numpy()], verdict)
    return columns, _without_amounts(columns, verdict)


def _without_amounts(columns: Mapping[str, pa.DictionaryArray], verdict: np.ndarray) -> np.ndarray:
    """The verdict, but for lines of which no sale came by their status or kind: they need no amount, and those of a
    kind that sells nothing no number."""
    for name in ("status", "type", *ENDED):
        if name in columns and verdict.any():
            off = pc.is_in(columns[name].dictionary, pa.array(["off", "back"])).to_numpy(zero_copy_only=False)
            off = off[columns[name].indices.to_numpy()]
            needless = (*NO_AMOUNT, NO_NUMBER) if name == "type" else NO_AMOUNT
            verdict = np.where(off & np.isin(verdict, needless), 0, verdict)
    return verdict


def _completed(columns: dict[str, pa.DictionaryArray], verdict: np.ndarray, reading: Reading) -> np.ndarray:
    """Add the columns the file lacks to those it has; the verdict on each row."""
    amounts = columns.pop("total", None)
    if "payee" in columns:
        pay_back(columns, amounts)
    if "address" in columns:
        addresses = columns.pop("address")
        columns["customer_id"] = known_by_address(columns["customer_id"], addresses, reading.numbers)
    if "discount" in columns:
        parts = columns.pop("discount")
        if "unit_price" in columns:
            columns["unit_price"] = discounted(columns["unit_price"], parts)
        elif amounts is not None:
            amounts = discounted(amounts, parts)
    if "unit_price" not in columns or "quantity" not in columns:
        amounts = columns.get("unit_price", amounts)
        columns["quantity"], columns["unit_price"], fits = lines_of(amounts, columns.get("quantity"))
        verdict = np.where((verdict == 0) & ~fits, PRICE_TOO_LONG, verdict)
    if "invoice_no" not in columns:
        columns["invoice_no"] = numbered_orders(columns["customer_id"], columns["invoiced_at"])
    elif "type" in columns:
        columns["invoice_no"] = with_numbers(columns["invoice_no"], columns["customer_id"], columns["invoiced_at"])
    return verdict


def _correct(columns: dict[str, pa.DictionaryArray], batch: Batch, where: Mapping[str, int], reading: Reading) -> None:
    """Take off what is no sale, in `columns`: pieces called off, then discounts of lines, then those of orders."""
    for at in reading.pieces_off:
        columns["quantity"] = fewer(columns["quantity"], _plain_pieces(batch.columns[at]))
    for amount in reading.corrections.off_lines:
        off = _plain_amounts(batch, amount)
        columns["unit_price"] = less(columns["unit_price"], columns["quantity"], off)
    if reading.corrections.parts:
        columns["unit_price"] = spread(
            columns["unit_price"], _orders(batch, where, reading).dictionary_encode(), reading.corrections.parts
        )


def _plain_amounts(batch: Batch, amount: Amount) -> pa.DictionaryArray:
    raw = batch.columns[amount.at]
    plain, _, _ = plain_decimals(without_units(raw.dictionary), amount.mark, amount.cents)
    return pa.DictionaryArray.from_arrays(raw.indices, plain)


def _plain_pieces(raw: pa.DictionaryArray) -> pa.DictionaryArray:
    plain, _, _ = plain_decimals(without_units(raw.dictionary))
    return pa.DictionaryArray.from_arrays(raw.indices, plain)


def _filled(column: pa.DictionaryArray, value: str) -> pa.DictionaryArray:
    """A column with this value for its blank ones."""
    texts = pc.if_else(is_blank(column.dictionary), value, column.dictionary)
    return pa.DictionaryArray.from_arrays(column.indices, texts)


def _same(value: str, rows: int) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int32)), pa.array([value]))
