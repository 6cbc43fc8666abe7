"""Numbers as people write them -> the same numbers in one spelling, exactly; they stay text until the database.

`£1,234.50`, `1.234,50 EUR`, `1 234,50`, `(5.00)`, `5-` and `1.5E+3` are numbers. Which of point and comma is the
decimal mark is not guessed value by value: `decimal_marks` decides it for the column. The other may
only group thousands.
"""

import re
from decimal import Decimal
from functools import cache
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.files.rows.few import kept_of_few

Mark = Literal[".", ","]
MAX_INTEGER_DIGITS = 15
MAX_DECIMALS = 20

_PLAIN = r"^[+-]?(\d+\.?\d*|\.\d+)$"
_FITS = rf"^-?\d{{1,{MAX_INTEGER_DIGITS}}}(\.\d{{1,{MAX_DECIMALS}}})?$"
_SPACE = r"[\s\x{A0}\x{2000}-\x{200A}\x{202F}\x{3000}]"
# A sign with up to three letters (R$, US$), an ISO code in capitals, or a currency's abbreviation or word.
_CURRENCY = (
    r"(?:[A-Za-z]{0,3}[$\x{A2}-\x{A5}\x{58F}\x{E3F}\x{20A0}-\x{20CF}\x{FDFC}]|[A-Z]{3}|(?i:kr|s?fr|zł|zl|kč|kc|ft|lei|leu|rs|rp|tl"
    r"|eur|euros?|din|дин|ден|руб|рублей|рубля|рубль|р|лв|лева|грн|гривен|тг|тенге|сум)\.?|RM|KM|R|S/\.?|[元円圆圓원]|บาท|đ)"
)
_BESIDE = r"[^\d\s.,+()'-]"  # what else there is but digits and marks
_WITH_CURRENCY = rf"\d\D*{_BESIDE}|{_BESIDE}\D*\d"
_CURRENCIES = (
    (r"[\x{2212}\x{2013}\x{2014}\x{FE63}\x{FF0D}]", "-"),
    (rf"^([+-]?\(?){_SPACE}*{_CURRENCY}{_SPACE}*", r"\1"),
    (rf"{_SPACE}*{_CURRENCY}{_SPACE}*(\)?-?)$", r"\1"),
)
_SIGNS = (
    (r"(\d)([.,])\s?-{1,2}$", r"\1\200"),  # 349,- is 349,00
    (r"^\((.*)\)$", r"-\1"),
    (r"^(.*\d.*?)-$", r"-\1"),
    (rf"^([+-]){_SPACE}+", r"\1"),
)
_UNIT = (
    r"(?i)^\s*([+-]?\d[\d.,]*)\s*(?:x|×|stk|stck|stücke?|st|pcs?|pieces?|units?|ea|pz|pezz[io]|uds?|unid|unidades|pi[eè]ces?"
    r"|stuks?|szt|ks|adet|kgs?|kilos?|ltrs?|liter|litres?|l|nos?|numbers?|each|box(?:es)?|bx|packs?|packets?|pkts?|pck|pks?"
    r"|sets?|pairs?|prs|mtrs?|met(?:er|re)s?|bags?|btls?|bottles?|cans?|cartons?|ctns?|cases?|cs|rolls?|units?|sheets?|tubs?|jars?"
    r"|paare?|pakete?|kartons?|flaschen?|dosen?|packungen?|pkg|pac"
    r"|db|darab|buc|buc[aă][tț]i|kom|komada?|τεμ|τμχ|τεμάχι[οα]|шт|штук[иа]?|бр|броя?|kpl|tk|gab|vnt|個|点|枚|本|件|个|개|คู่|ชิ้น|อัน|buah)\.?\s*$"
)
_TIMES = r"^\s*[xX×]\s?(\d[\d.,]*)\s*$"  # x3
_PER = r"(?i)^(.*\d.*?)\s*(?:/|\bper\b|\bpro\b|\bje\b)\s*[A-Za-z\x{80}-\x{10FFFF}][^\d\s]*\s*$"  # 2,902.05/Nos
_WITH_LETTERS = r"\d\W*[A-Za-z\x{80}-\x{10FFFF}]|^\s*[xX×]\s?\d"
_SPACES = r" \x{00A0}\x{202F}\x{2009}"
_QUOTES = r"'\x{2019}"
_EXPONENT = r"[eE][+-]?\d{1,2}"


@kept_of_few
def plain_decimals(
    texts: pa.StringArray, mark: Mark = ".", cents: bool = False
) -> tuple[pa.StringArray, np.ndarray, np.ndarray]:
    """n texts -> (n decimals spelled shortest, n booleans: is a number, n booleans: fits the columns).

    `cents` divides them by 100.

    `+2.50`, `2.5` and `£02.5` all become `2.5`; what is no number becomes `0`. NaN and infinity are no numbers.
    """
    texts = pc.utf8_trim_whitespace(texts)
    good = pc.match_substring_regex(texts, _PLAIN)
    if mark != "." or not pc.all(good, min_count=0).as_py():
        odd = pc.invert(good) if mark == "." else pa.array(np.ones(len(texts), bool))
        plainly = _written_plainly(without_signs(texts.filter(odd)), mark)
        texts = pc.replace_with_mask(texts, odd, plainly)
        good = pc.match_substring_regex(texts, _PLAIN)
    plain = pc.if_else(good, texts, "0")
    plain = pc.replace_substring_regex(plain, r"^\+?(-?)0*", r"\1")
    plain = pc.if_else(pc.match_substring(plain, "."), pc.utf8_rtrim(pc.utf8_rtrim(plain, "0"), "."), plain)
    plain = pc.replace_substring_regex(plain, r"^(-?)(\.|$)", r"\10\2")  # 0 before a point, and for nothing left
    plain = pc.if_else(pc.equal(plain, "-0"), "0", plain)
    if cents:
        plain = pa.array([format(Decimal(text).scaleb(-2).normalize(), "f") for text in plain.to_pylist()], pa.string())
    fits = pc.match_substring_regex(plain, _FITS)
    return plain, _flags(good), _flags(fits)


@kept_of_few
def without_signs(texts: pa.StringArray) -> pa.StringArray:
    """Numbers without currency and spaces around them, a minus always in front; other texts come out useless."""
    marked = pc.any(pc.match_substring_regex(texts, _WITH_CURRENCY), min_count=0).as_py()
    for pattern, replacement in (*(_CURRENCIES if marked else ()), *_SIGNS):  # in this order, from outside in
        texts = pc.replace_substring_regex(texts, pattern, replacement)
    return texts


@kept_of_few
def without_units(texts: pa.StringArray) -> pa.StringArray:
    """Quantities without the pieces, kilograms or litres that stand beside them: `2x`, `x3`, `6 Stk`, `1,5 kg`; prices
    without those that they are for: `2,902.05/Nos`."""
    if not pc.any(pc.match_substring_regex(texts, _WITH_LETTERS), min_count=0).as_py():
        return texts
    for pattern in (_TIMES, _PER, _UNIT):
        texts = pc.replace_substring_regex(texts, pattern, r"\1")
    return texts


def _written_plainly(texts: pa.StringArray, mark: Mark) -> pa.StringArray:
    """Numbers with this decimal mark as `1234.5`; what is no number, or grouped wrongly, as nothing."""
    number, grouping = _shapes(mark)
    good = pc.match_substring_regex(texts, number)
    bare = pc.replace_substring_regex(pc.if_else(good, texts, ""), grouping, "")
    if mark == ",":
        bare = pc.replace_substring(bare, ",", ".")
    scientific = pc.match_substring_regex(bare, "[eE]")
    if not pc.any(scientific, min_count=0).as_py():
        return bare
    pairs = zip(bare.to_pylist(), scientific.to_pylist(), strict=True)
    return pa.array([_expanded(text) if exponent else text for text, exponent in pairs], pa.string())


@cache
def _shapes(mark: Mark) -> tuple[str, str]:
    """(what a number with this decimal mark looks like, what groups its digits) as regular expressions."""
    point, other = re.escape(mark), re.escape("," if mark == "." else ".")
    groups = "|".join(rf"\d{{1,3}}(?:[{mark_}]\d{{3}})+" for mark_ in (other, _SPACES, _QUOTES))
    indian = r"\d{1,2}(?:,\d{2})+,\d{3}"
    whole = rf"(?:{groups}|\d+" + (rf"|{indian})" if mark == "." else ")")
    return rf"^[+-]?(?:{whole}(?:{point}\d*)?|{point}\d+)(?:{_EXPONENT})?$", rf"[{other}{_SPACES}{_QUOTES}]"


def _expanded(text: str) -> str:
    return format(Decimal(text), "f")


def _flags(array: pa.BooleanArray) -> np.ndarray:
    return array.to_numpy(zero_copy_only=False)
