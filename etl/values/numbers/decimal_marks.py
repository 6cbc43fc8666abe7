"""Whether point or comma is the decimal mark of a column: evidence over the whole file.

A mark proves itself decimal where it stands once and not before exactly three digits (`2,50`), behind a zero or four
digits (`0,125`, `1234,567`), or after the other one (`1.234,50`). A mark that stands several times before three digits
each (`1.234.567`) groups, and proves the other. `1,234` alone is open: other rows decide, then the file's other
columns, then an earlier file of the same shape, then `--decimal`.
"""

import re
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from etl.files.rows.few import kept_of_few
from etl.values.numbers.decimals import Mark, without_signs
from warehouse.errors import Choice, InputError, Question
from wording.languages import say, to_say

_ALL_PLAIN = r"^[+-]?\d*(\.(\d{1,2}|\d{4,}))?$"  # whole numbers, and those whose point can only be decimal
# Of countries that write the decimal comma, and the day first.
_COMMA_CURRENCY = r"(?:^|[\d\s\x{A0}-])(?:R\$|zł|Kč|TL\b|Ft\b|[Ll]ei\b|руб|лв|грн|Rp\.?|₫|đ|₺|₽|₴)"
# Of countries that write the decimal point.
_POINT_CURRENCY = r"[£¥円元圓圆₩원฿₹₪₱]|บาท|(?:^|[\d\s])Rs\b"
_GROUP = r"[ \x{00A0}\x{202F}\x{2009}'\x{2019}]"


_FEW = 2
_OTHER: dict[Mark, Mark] = {".": ",", ",": "."}


def _proofs(mark: str, other: str) -> str:
    """A number that only makes sense when this mark is the decimal one."""
    once = rf"\d*{mark}(?:\d{{1,2}}|\d{{4,}})"
    long = rf"(?:0?|\d{{4,}}|0\d+|\d{{1,3}}(?:{_GROUP}\d{{3}})+){mark}\d+"
    after = rf"\d{{1,3}}(?:{other}\d{{2,3}})+{mark}\d*"
    grouped = rf"\d{{1,3}}(?:{other}\d{{3}}){{2,}}"
    return rf"^[+-]?(?:{once}|{long}|{after}|{grouped})(?:[eE][+-]?\d+)?$"


_PROOFS: dict[Mark, str] = {".": _proofs(r"\.", ","), ",": _proofs(",", r"\.")}
_FAR_EAST = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_SAID_MARKS: Mapping[Mark, str] = {".": to_say("A decimal point"), ",": to_say("A decimal comma")}
_READ: Mapping[Mark, str] = {
    ".": to_say("A decimal point: it is {value}"),
    ",": to_say("A decimal comma: it is {value}"),
}
CONTRADICT = to_say(
    "The numbers of {column} contradict each other: {point} has a decimal point, {comma} a decimal comma. Say which is "
    "right with --decimal . or --decimal , and rows that do not fit are then rejected."
)
WHICH_RIGHT = to_say("{point} has a decimal point, {comma} a comma. Which is right?")
OPEN = to_say(
    "Numbers such as {text} in {column} can be read in two ways, and no row of the file tells which. "
    "Say so with --decimal . (it is {point}) or --decimal , (it is {comma})."
)
_OPEN = r"^[+-]?[1-9]\d{0,2}[.,]\d{3}$"


class Marks:
    """Gathers over the batches of one column: an example that proves each mark, and one that leaves it open."""

    def __init__(self, is_money: bool = False) -> None:
        self.is_money = is_money  # which is rarely in thousandths
        self._small: set[str] = set()  # a few whole numbers up to 999
        self._round: dict[Mark, set[str]] = {
            ".": set(),
            ",": set(),
        }  # a few open ones that end in a zero, by their mark
        self.proof: dict[Mark, str] = {}
        self.open = ""
        self.comma_currency = self.point_currency = False

    def add(self, values: pa.StringArray) -> None:
        """Take in the distinct values of some rows."""
        if "." in self.proof:  # the usual case, and then only a comma can say something new
            values = values.filter(pc.match_substring(values, ","))
            if not len(values):
                return
        odd = values.filter(pc.invert(pc.match_substring_regex(values, _ALL_PLAIN)))
        if "." not in self.proof and len(odd) < len(values):
            self._prove(".", values)
        if len(odd):
            texts = without_signs(pc.utf8_trim_whitespace(odd))
            self.comma_currency = self.comma_currency or bool(_first(odd, _COMMA_CURRENCY))
            self.point_currency = self.point_currency or bool(_first(odd, _POINT_CURRENCY))
            for mark in _PROOFS:
                self._prove(mark, texts)
            self.open = self.open or _first(texts, _OPEN)
            if self.is_money:
                for mark, found in self._round.items():
                    _keep(found, texts, rf"^[+-]?[1-9]\d{{0,2}}[{mark}]\d\d0$")
        if self.is_money and len(odd) < len(values):
            _keep(self._small, values, r"^[1-9]\d{0,2}$")

    @property
    def grouping(self) -> Mark | None:
        """The mark that can only group: beside 838, a 1,250 has no three decimals, for these are neither always written
        nor left out at their end."""
        found = [mark for mark, some in self._round.items() if len(some) >= _FEW and len(self._small) >= _FEW]
        return found[0] if len(found) == 1 and not self.proof else None

    @property
    def shows(self) -> bool:
        """Whether any value has a mark in it."""
        return bool(self.proof or self.open)

    def _prove(self, mark: Mark, texts: pa.StringArray) -> None:
        if mark not in self.proof and (example := _first(texts, _PROOFS[mark])):
            self.proof[mark] = example


def decide(columns: Mapping[str, Marks], given: Mark | None, remembered: Mark | None = None) -> dict[str, Mark]:
    """The decimal mark of each column (keyed by the file's own name of it): what its values prove, then what the other
    columns do, then what its currency or the writing of its name tells, as the far east has the point.

    Raises InputError where a column contradicts itself or stays open; `given` settles both, `remembered` the latter.
    """
    if given:
        return dict.fromkeys(columns, given)
    for name, marks in columns.items():
        if len(marks.proof) > 1:
            raise InputError(
                say(CONTRADICT, column=name, point=marks.proof["."], comma=marks.proof[","]),
                (_question(say(WHICH_RIGHT, point=marks.proof["."], comma=marks.proof[","])),),
            )
    proven = {name: next(iter(marks.proof)) for name, marks in columns.items() if marks.proof}
    proven |= {name: _OTHER[marks.grouping] for name, marks in columns.items() if marks.grouping}
    common = set(proven.values())
    elsewhere = common.pop() if len(common) == 1 else remembered
    for name, marks in columns.items():
        if (
            name not in proven
            and marks.open
            and elsewhere is None
            and not (marks.comma_currency or _has_point(name, marks))
        ):
            text = marks.open
            raise InputError(
                say(OPEN, text=text, column=name, point=_value(text, "."), comma=_value(text, ",")),
                (_question(say("What is {text} in {column}?", text=text, column=name), text),),
            )
    return {
        name: proven.get(name, elsewhere or ("," if marks.open and marks.comma_currency else "."))
        for name, marks in columns.items()
    }


def _has_point(name: str, marks: Marks) -> bool:
    return marks.point_currency or bool(_FAR_EAST.search(name))


def _question(words: str, text: str = "") -> Question:
    """The marks to choose from, each with what it makes of `text`."""
    choices = (
        Choice(mark, say(_READ[mark], value=_value(text, mark)) if text else say(_SAID_MARKS[mark]))
        for mark in _SAID_MARKS
    )
    return Question("decimal", words, tuple(choices))


def _value(text: str, mark: Mark) -> str:
    return text.replace("," if mark == "." else ".", "").replace(",", ".")


def _keep(found: set[str], texts: pa.StringArray, pattern: str) -> None:
    """Add the first texts like this, a few in all."""
    if len(found) < _FEW:
        found |= set(texts.filter(pc.match_substring_regex(texts, pattern))[:_FEW].to_pylist())


@kept_of_few
def _first(texts: pa.StringArray, pattern: str) -> str:
    at = pc.index(pc.match_substring_regex(texts, pattern), True).as_py()
    return str(texts[at].as_py()) if at >= 0 else ""
