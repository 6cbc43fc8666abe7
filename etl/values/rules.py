"""One rule a column: its distinct values -> (cleaned values, why some cannot be used)."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.values.blanks import TEXT_MARK, is_blank, is_guest
from etl.values.countries import MAX_LABEL, country_code
from etl.values.dates.dates import parse_dates
from etl.values.discounts import factors
from etl.values.numbers.decimals import plain_decimals, without_units
from etl.values.reading import Reading
from etl.values.records.kinds import kinds_of_records
from etl.values.statuses import called_off, filled, flags
from wording.languages import to_say

MAX_KEY = 200  # characters of an invoice, customer or product number; more does not fit an index
REASONS = (
    "",  # 0: nothing wrong
    to_say("no invoice number"),
    to_say("invoice number is too long"),
    to_say("no date"),
    to_say("date not readable"),
    to_say("no quantity"),
    to_say("quantity is not a number"),
    to_say("quantity has too many digits"),
    to_say("no price"),
    to_say("price is not a number"),
    to_say("price has too many digits"),
    to_say("customer number is too long"),
    to_say("product code is too long"),
    to_say("country is too long"),
    to_say("no total"),
    to_say("total is not a number"),
    to_say("total has too many digits"),
    to_say("customer number was cut short by a spreadsheet"),
    to_say("invoice number was cut short by a spreadsheet"),
    to_say("discount is no part of the price"),
)
_CODE = {reason: code for code, reason in enumerate(REASONS)}

Checked = tuple[pa.StringArray, np.ndarray]  # n cleaned values; n codes of REASONS, 0 where nothing is wrong


def _invoice_no(values: pa.StringArray, reading: Reading) -> Checked:
    values, codes = _key(values, "invoice number is too long", blank="no invoice number")
    codes = np.where(_cut_short(values), _CODE["invoice number was cut short by a spreadsheet"], codes)
    return (_without_zero(values) if reading.float_invoices else values), codes


def _stock_code(values: pa.StringArray, reading: Reading) -> Checked:
    return _key(values, "product code is too long")


def _customer_id(values: pa.StringArray, reading: Reading) -> Checked:
    values, codes = _key(values, "customer number is too long")
    codes = np.where(_cut_short(values), _CODE["customer number was cut short by a spreadsheet"], codes)
    values = pc.if_else(is_guest(values), "", values)
    values = pc.utf8_lower(values) if reading.email_ids else values
    if reading.nobody:
        values = pc.if_else(pc.is_in(values, pa.array(reading.nobody)), "", values)
    if reading.same:
        values = pa.array([reading.same.get(text, text) for text in values.to_pylist()], pa.string())
    return (_without_zero(values) if reading.float_ids else values), codes


def _address(values: pa.StringArray, reading: Reading) -> Checked:
    values = pc.utf8_lower(pc.utf8_trim_whitespace(values))
    known = pc.and_(
        pc.match_substring_regex(values, r"^[^@\s]+@[^@\s]+$"), pc.less_equal(pc.utf8_length(values), MAX_KEY)
    )
    nobody = is_guest(values)
    if reading.nobody:
        nobody = pc.or_(nobody, pc.is_in(values, pa.array(reading.nobody)))
    return pc.if_else(pc.and_not(known, nobody), values, ""), np.zeros(len(values), np.int8)


def _cut_short(values: pa.StringArray) -> np.ndarray:
    """Where Excel wrote a long number as 1.78E+12: whose number it was cannot be told any more."""
    if not _any(pc.match_substring(values, "E+")):  # found several times as fast as the pattern
        return np.zeros(len(values), bool)
    return _flags(pc.match_substring_regex(values, r"^\d([.,]\d+)?E\+\d{2}$"))


def _without_zero(values: pa.StringArray) -> pa.StringArray:
    return pc.replace_substring_regex(values, r"^(\d+)\.0+$", r"\1")


def _key(values: pa.StringArray, too_long: str, blank: str = "") -> Checked:
    values = pc.utf8_trim_whitespace(values)
    if _any(pc.starts_with(values, "'")):
        values = pc.replace_substring_regex(values, TEXT_MARK, r"\1")
    length = pc.utf8_length(values).to_numpy()
    return values, np.select([length == 0, length > MAX_KEY], [_CODE[blank], _CODE[too_long]], 0)


def _description(values: pa.StringArray, reading: Reading) -> Checked:
    return pc.utf8_trim_whitespace(values), np.zeros(len(values), np.int8)


def _country(values: pa.StringArray, reading: Reading) -> Checked:
    long = pc.utf8_length(values).to_numpy() > MAX_LABEL
    labels = pc.if_else(pa.array(long), "", values).to_pylist()
    codes = [country_code(label) for label in labels]
    return pa.array(codes, pa.string()), np.where(long, _CODE["country is too long"], 0)


def _invoiced_at(values: pa.StringArray, reading: Reading) -> Checked:
    moments, good = parse_dates(
        values, reading.date_order, reading.numeric_dates, reading.zone, reading.buddhist, reading.months
    )
    codes = np.select([good, _flags(is_blank(values))], [0, _CODE["no date"]], _CODE["date not readable"])
    return pa.array(moments).cast(pa.string()), codes


def _quantity(values: pa.StringArray, reading: Reading) -> Checked:
    return _decimal(without_units(values), "quantity", reading)


def _unit_price(values: pa.StringArray, reading: Reading) -> Checked:
    return _decimal(without_units(values), "unit_price", reading)


def _total(values: pa.StringArray, reading: Reading) -> Checked:
    return _decimal(values, "total", reading)


def _decimal(values: pa.StringArray, name: str, reading: Reading) -> Checked:
    plain, good, fits = plain_decimals(values, reading.marks.get(name, "."), name in reading.cents)
    what = "price" if name == "unit_price" else name
    codes = np.select(
        [good & fits, good, _flags(is_blank(values))],
        [0, _CODE[f"{what} has too many digits"], _CODE[f"no {what}"]],
        _CODE[f"{what} is not a number"],
    )
    return pc.if_else(pa.array(good & fits), plain, "0"), codes


def _status(values: pa.StringArray, reading: Reading) -> Checked:
    return called_off(values, reading.refunds_off, reading.refunded, reading.called_off), np.zeros(len(values), np.int8)


def _type(values: pa.StringArray, reading: Reading) -> Checked:
    return kinds_of_records(values, reading.kinds), np.zeros(len(values), np.int8)


def _discount(values: pa.StringArray, reading: Reading) -> Checked:
    parts, good = factors(values, reading.share)
    return parts, np.where(good, 0, _CODE["discount is no part of the price"])


def _is_return(values: pa.StringArray, reading: Reading) -> Checked:
    return flags(values, "back"), np.zeros(len(values), np.int8)


def _returned(values: pa.StringArray, reading: Reading) -> Checked:
    meaning = "off" if reading.returned_off else "back"
    return flags(values, meaning if reading.refunds_off else ""), np.zeros(len(values), np.int8)


def _cancelled_at(values: pa.StringArray, reading: Reading) -> Checked:
    return pc.if_else(filled(values), "off", ""), np.zeros(len(values), np.int8)


def _refunded_at(values: pa.StringArray, reading: Reading) -> Checked:
    off = filled(values) if reading.refunds_off else pa.array(np.zeros(len(values), bool))
    return pc.if_else(off, "back", ""), np.zeros(len(values), np.int8)


def _flags(array: pa.BooleanArray) -> np.ndarray:
    return array.to_numpy(zero_copy_only=False)


def _any(array: pa.BooleanArray) -> bool:
    return bool(pc.any(array, min_count=0).as_py())


NO_AMOUNT = tuple(_CODE[f"no {what}"] for what in ("quantity", "price", "total"))
NO_NUMBER = _CODE["no invoice number"]
PRICE_TOO_LONG = _CODE["price has too many digits"]
RULES: dict[str, Callable[[pa.StringArray, Reading], Checked]] = {  # in the order of NAMES, then what stands in
    "invoice_no": _invoice_no,
    "invoiced_at": _invoiced_at,
    "quantity": _quantity,
    "unit_price": _unit_price,
    "customer_id": _customer_id,
    "stock_code": _stock_code,
    "description": _description,
    "country": _country,
    "total": _total,
    "status": _status,
    "type": _type,
    "discount": _discount,
    "address": _address,
    "payee": _address,
    "reference": _description,
    "is_return": _is_return,
    "returned": _returned,
    "cancelled_at": _cancelled_at,
    "refunded_at": _refunded_at,
}
