"""Months in words, in seven languages, and the dates written with them."""

import unicodedata
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

NAMES = {
    "en": "january february march april may june july august september october november december",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
OTHERS = {"mrz": 3, "mrt": 3, "jänner": 1, "feber": 2, "juil": 7, "setiembre": 9, "ags": 8}  # and abbreviations

_LETTER = r"[A-Za-z\x{80}-\x{10FFFF}]"  # as good as \p{L} here, and much faster to compile
_WEEKDAY = rf"^\s*(?:{_LETTER}+\.?,?\s+)?"
_REST = r"(?P<rest>(?:[\s,T].*)?)$"
_WORD = rf"(?P<month>{_LETTER}{{3,}})\.?"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_SHAPES = (
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th|er|º|°)?[\s\-/.]*(?:de\s+|d')?{_WORD}[\s\-/,']*(?:del?\s+)?{_YEAR}{_REST}",
    rf"{_WEEKDAY}{_WORD}[\s\-/]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s,\-/]+{_YEAR}{_REST}",
    rf"^\s*(?P<year>\d{{4}})[\s\-/]*{_WORD}[\s\-/]*(?P<day>\d{{1,2}}){_REST}",
)


def in_numbers(texts: pa.StringArray) -> pa.StringArray:
    """`1-Dec-10 8:26`, `1. Dezember 2010` and `Dec 1, 2010` as `2010-12-1 …`; null where a text is no such date."""
    found = pa.nulls(len(texts), pa.string())
    for shape in _SHAPES:
        parts = pc.extract_regex(texts, shape)
        words = pc.struct_field(parts, "month").dictionary_encode()
        numbers = pa.array([_numbers().get(_fold(word or "")) for word in words.dictionary.to_pylist()], pa.string())
        year = pc.struct_field(parts, "year")
        year = pc.if_else(pc.equal(pc.utf8_length(year), 2), pc.binary_join_element_wise("20", year, ""), year)
        dates = pc.binary_join_element_wise(year, numbers.take(words.indices), pc.struct_field(parts, "day"), "-")
        found = pc.coalesce(found, pc.binary_join_element_wise(dates, pc.struct_field(parts, "rest"), ""))
    return found


@cache
def _numbers() -> dict[str, str]:
    """Every month's name, and every beginning of three letters or more that means one month only, -> its number."""
    meanings: dict[str, set[int]] = {}
    for names in NAMES.values():
        for number, name in enumerate(names.split(), 1):
            for length in range(3, len(name) + 1):
                meanings.setdefault(_fold(name)[:length], set()).add(number)
    known = {text: numbers.pop() for text, numbers in meanings.items() if len(numbers) == 1}
    return {text: str(number) for text, number in (known | {_fold(name): n for name, n in OTHERS.items()}).items()}


def _fold(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word).casefold()
    return "".join(letter for letter in plain if letter.isalpha())
