"""Values of attributes as files write them -> JSON: numbers, yes and no, text; and what only the whole column tells."""

import json

import pyarrow as pa
import pyarrow.compute as pc

from etl.names.vocabulary import synonyms
from etl.values.blanks import TEXT_MARK
from etl.values.numbers.decimal_marks import Marks
from etl.values.numbers.decimals import Mark, plain_decimals

NOTHING = ("", "nan", "null", "none", "na", "n/a", "-")  # texts that stand for no value, in lower case
YES_NO = {word: truth for kind, truth in (("yes", "1"), ("no", "0")) for word in synonyms("people")[kind]}
_LETTERS = r"\p{L}"  # `EUR 5` is an attribute in words
_SPACED = r"^\d{1,3}(?: \d{3})+$"  # a phone number perhaps
_FLOAT_ID, _PLAIN_ID = r"^\d+\.0$", r"^\d[\d.]*$"
_LEADING_ZERO = r"^[+-]?0\d"  # a postcode or an article number rather than a number
_MONEY = r"(?:[$\x{20AC}\x{A3}]\s*(?P<before>\d{1,3}[.,]\d{3})|^(?P<behind>\d{1,3}[.,]\d{3})\s*[$\x{20AC}\x{A3}])$"
_PERCENT = r"\s*%$"
_EXPONENT = r"[eE]([+-]?\d{1,2})$"


def tidy(values: pa.StringArray) -> pa.StringArray:
    """Texts without the space around them; null where they stand for no value."""
    trimmed = pc.replace_substring_regex(pc.utf8_trim_whitespace(values), TEXT_MARK, r"\1")
    return pc.if_else(pc.is_in(pc.utf8_lower(trimmed), pa.array(NOTHING)), pa.scalar(None, pa.string()), trimmed)


class Look:
    """Gathers over the batches what a column holds."""

    def __init__(self, typed: bool = False) -> None:
        """`typed` values are spelled by a machine, with a point."""
        self.any = False  # any value
        self.yes_no = self.float_ids = True  # all values so far; as ids, all of digits
        self.numbers: set[Mark] = {"."} if typed else {".", ","}  # the decimal marks with which all values are numbers
        self.marks = Marks()
        self._spaced = False  # any number grouped by spaces
        self._percent = self._no_percent = False  # any number with and without a percent sign; 0 may do without

    def add(self, values: pa.StringArray) -> None:
        """Take in the distinct values of some rows."""
        values = tidy(values).drop_null()
        if not len(values):
            return
        self.any = True
        self.yes_no = self.yes_no and _all(pc.is_in(pc.utf8_lower(values), pa.array(list(YES_NO))))
        if self.float_ids:
            plain = values.filter(pc.match_substring_regex(values, _PLAIN_ID))
            self.float_ids = _all(pc.match_substring_regex(plain, _FLOAT_ID))
        if self.numbers:
            self._numbers(values)

    def _numbers(self, values: pa.StringArray) -> None:
        plain = pc.replace_substring_regex(values, _EXPONENT, "")
        wordy = pc.or_(pc.match_substring_regex(plain, _LETTERS), pc.match_substring_regex(values, _LEADING_ZERO))
        if _any(wordy):
            self.numbers = set()
            return
        bare = pc.replace_substring_regex(values, _PERCENT, "")
        signed = pc.not_equal(bare, values)
        self._percent = self._percent or _any(signed)
        self._no_percent = self._no_percent or _any(pc.and_not(pc.not_equal(values, "0"), signed))
        values = bare
        if self._percent and self._no_percent:
            self.numbers = set()
        self.numbers = {mark for mark in self.numbers if _are_numbers(values, mark)}
        self._spaced = self._spaced or _any(pc.match_substring_regex(values, _SPACED))
        self.marks.add(values)
        self._money(values)

    def _money(self, values: pa.StringArray) -> None:
        """`$90,000` is no open question: money has no three decimals."""
        for parts in pc.extract_regex(values, _MONEY).drop_null().to_pylist()[:1]:
            example = parts["before"] or parts["behind"]
            self.marks.proof.setdefault("," if "." in example else ".", example)

    @property
    def kind(self) -> str:
        """What to make of the column: `nothing`, `yes_no` (0 and 1), `number` or `text`."""
        if not self.any:
            return "nothing"
        number = self.numbers and not (self._spaced and not self.marks.proof)
        return "yes_no" if self.yes_no else "number" if number else "text"


def _are_numbers(values: pa.StringArray, mark: Mark) -> bool:
    _, good, fits = plain_decimals(values, mark)
    return bool((good & fits).all())


def as_json(values: pa.StringArray, kind: str, mark: Mark = ".") -> pa.StringArray:
    """Distinct values of a column of this kind as JSON; null where there is none."""
    tidied = tidy(values)
    if kind == "number":
        plain, _, _ = plain_decimals(pc.replace_substring_regex(pc.fill_null(tidied, "0"), _PERCENT, ""), mark)
        return pc.if_else(pc.is_valid(tidied), plain, pa.scalar(None, pa.string()))
    if kind == "yes_no":
        return pa.array([None if text is None else YES_NO[text.lower()] for text in tidied.to_pylist()], pa.string())
    texts = [None if text is None else json.dumps(text, ensure_ascii=False) for text in tidied.to_pylist()]
    return pa.array(texts, pa.string())


def _all(flags: pa.BooleanArray) -> bool:
    return bool(pc.all(flags, min_count=0).as_py())


def _any(flags: pa.BooleanArray) -> bool:
    return bool(pc.any(flags, min_count=0).as_py())
