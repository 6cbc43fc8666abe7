"""Values of attributes as files write them -> JSON: numbers, yes and no, text; and what only the whole column tells."""

import json
from decimal import Decimal, InvalidOperation

import pyarrow as pa
import pyarrow.compute as pc

from etl.decimals import plain_decimals

NOTHING = ("", "nan", "null", "none", "na", "n/a", "-")  # texts that stand for no value, in lower case
YES_NO = {"true": "1", "yes": "1", "false": "0", "no": "0"}
_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)$"  # neither grouped nor money: `EUR 5` is an attribute in words
_FLOAT_ID = r"^\d+\.0$"
_LEADING_ZERO = r"^[+-]?0\d"  # a postcode or an article number rather than a number
_EXPONENT = r"^[+-]?(\d+\.?\d*|\.\d+)[eE][+-]?\d{1,2}$"


def tidy(values: pa.StringArray) -> pa.StringArray:
    """Texts without the space around them; null where they stand for no value."""
    trimmed = pc.utf8_trim_whitespace(values)
    return pc.if_else(pc.is_in(pc.utf8_lower(trimmed), pa.array(NOTHING)), pa.scalar(None, pa.string()), trimmed)


class Look:
    """Gathers over the batches what a column holds."""

    def __init__(self) -> None:
        self.any = False  # any value
        self.numbers = self.yes_no = self.float_ids = True  # all values so far

    def add(self, values: pa.StringArray) -> None:
        """Take in the distinct values of some rows."""
        values = tidy(values).drop_null()
        if not len(values):
            return
        self.any = True
        self.yes_no = self.yes_no and _all(pc.is_in(pc.utf8_lower(values), pa.array(list(YES_NO))))
        self.float_ids = self.float_ids and _all(pc.match_substring_regex(values, _FLOAT_ID))
        if self.numbers:
            written = _written_out(values)
            fits = plain_decimals(written)[2]
            self.numbers = bool(fits.all()) and _all(pc.match_substring_regex(written, _NUMBER))
            self.numbers = self.numbers and not _any(pc.match_substring_regex(values, _LEADING_ZERO))

    @property
    def kind(self) -> str:
        """What to make of the column: `nothing`, `yes_no` (0 and 1), `number` or `text`."""
        if not self.any:
            return "nothing"
        return "yes_no" if self.yes_no else "number" if self.numbers else "text"


def as_json(values: pa.StringArray, kind: str) -> pa.StringArray:
    """Distinct values of a column of this kind as JSON; null where there is none."""
    tidied = tidy(values)
    if kind == "number":
        plain, _, _ = plain_decimals(_written_out(pc.fill_null(tidied, "0")))
        return pc.if_else(pc.is_valid(tidied), plain, pa.scalar(None, pa.string()))
    if kind == "yes_no":
        return pa.array([None if text is None else YES_NO[text.lower()] for text in tidied.to_pylist()], pa.string())
    texts = [None if text is None else json.dumps(text, ensure_ascii=False) for text in tidied.to_pylist()]
    return pa.array(texts, pa.string())


def _written_out(values: pa.StringArray) -> pa.StringArray:
    """`1.5e3` as `1500`; the rest as it is."""
    scientific = pc.match_substring_regex(values, _EXPONENT)
    if not _any(scientific):
        return values
    pairs = zip(values.to_pylist(), scientific.to_pylist(), strict=True)
    return pa.array([_plain(text) if has_exponent else text for text, has_exponent in pairs], pa.string())


def _plain(text: str) -> str:
    try:
        return format(Decimal(text), "f")
    except InvalidOperation:
        return text


def _all(flags: pa.BooleanArray) -> bool:
    return bool(pc.all(flags, min_count=0).as_py())


def _any(flags: pa.BooleanArray) -> bool:
    return bool(pc.any(flags, min_count=0).as_py())
