"""Amounts that may be in cents though nothing says so: whole numbers beside a currency, as interfaces answer with.

`2550` beside `usd` is 25.50 to a payment service and 2,550 to others. What names and numbers leave open is asked.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.names.canonical_names import MONEY
from etl.names.hints import says
from etl.names.labels import fold, in_cents
from etl.names.vocabulary import synonyms
from etl.recognition.head.first_rows import Head
from etl.recognition.head.first_values import Column
from warehouse.errors import Choice, InputError, Question
from wording.languages import say, to_say

Units = Literal["cents", "units"]

_WHOLE = r"^[+-]?\d{1,15}$"
_CODE = r"^[A-Za-z]{3}$"
_SMALLEST = 100  # of what is paid in the middle: less than one unit each would be odd
_PAYMENTS = re.compile(
    r"(?i)(?:^|[._])(?:amount_[a-z_]+|unit_amount|[a-z_]*_?(?:amount|money)\.(?:amount|value)|amount\.value|value\.amount)$"
)
OPEN = to_say(
    "{column} holds whole numbers, as interfaces write amounts in cents: {text} may be {cents} or {units}. Say "
    "which with --amounts cents or --amounts units."
)


def in_minor_units(
    header: Sequence[str], where: Mapping[str, int], beside: Sequence[int], head: Head, kind: str, said: Units | None
) -> frozenset[int]:
    """The positions of amounts that are in cents, of those that count or stand `beside`, in a file of this kind.

    InputError where that is open, and where somebody said that amounts are in cents that have decimals.
    """
    named = in_cents(header) & {*where.values(), *beside}
    counted = [where[name] for name in MONEY if name in where]
    if not counted or not head.columns or named & set(counted):
        return named
    if said == "units" or not all(_is_whole(head.columns[at]) for at in counted):
        if said == "cents":
            label = next(header[at] for at in counted if not _is_whole(head.columns[at]))
            raise InputError(say("--amounts cents: {column} has decimals, so it is not in cents.", column=label))
        return named
    if said == "cents":
        others = (at for at, label in enumerate(header) if _PAYMENTS.search(label) or says(label, "sum"))
        return named | frozenset(at for at in {*counted, *beside, *others} if _is_whole(head.columns[at]))
    if (currency := _doubt(header, counted, beside, head, kind)) is not None:
        raise _open(header[counted[0]], head.columns[counted[0]], currency)
    return named


def _doubt(header: Sequence[str], counted: Sequence[int], beside: Sequence[int], head: Head, kind: str) -> str | None:
    """The currency of amounts that may be in its hundredths, '' for one that is not named; None where none may be."""
    numbers = [head.columns[at].numbers for at in counted]
    if not any(each is not None and _usual(each) >= _SMALLEST for each in numbers):
        return None
    currencies = _currencies(header, head)
    if currencies and all(code.lower() in _without_cents() for code in currencies):
        return None
    payments = any(_PAYMENTS.search(header[at]) for at in (*counted, *beside))
    of_machines = bool(currencies) and (kind == "json" or all(code.islower() for code in currencies))
    return min(currencies, default="") if of_machines or payments else None


def _usual(numbers: np.ndarray) -> float:
    """What stands in the middle of amounts other than nothing."""
    known = np.abs(numbers[~np.isnan(numbers)])
    known = known[known > 0]
    return float(np.median(known)) if len(known) else 0.0


def _is_whole(column: Column) -> bool:
    values = column.values
    return bool(len(values)) and bool(pc.all(pc.match_substring_regex(values, _WHOLE)).as_py())


def _currencies(header: Sequence[str], head: Head) -> set[str]:
    """The codes in columns of currencies."""
    found: set[str] = set()
    for at, label in enumerate(header):
        values: pa.StringArray = head.columns[at].values
        if "currency" in fold(label) and len(values) and pc.all(pc.match_substring_regex(values, _CODE)).as_py():
            found |= set(values.to_pylist())
    return found


def _without_cents() -> set[str]:
    """Currencies that have no hundredths."""
    return {code for tool in synonyms("exports")["interface"] for code in tool["whole_currencies"]}


def _open(label: str, column: Column, currency: str) -> InputError:
    example = max(
        column.values.to_pylist()[:100], key=lambda text: (len(text) > 2 and not text.endswith("00"), len(text))
    )
    number, of = int(example), f" {currency}" if currency else ""
    cents, units = f"{number / 100:,.2f}{of}", f"{number:,}{of}"
    return InputError(
        say(OPEN, column=label, text=example, cents=cents, units=units),
        (
            Question(
                "amounts",
                say("What is {text} in {column}?", text=example, column=label),
                (
                    Choice("cents", say("In cents: it is {value}", value=cents)),
                    Choice("units", say("As it stands: it is {value}", value=units)),
                ),
            ),
        ),
    )
