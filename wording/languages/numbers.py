"""How a language writes numbers: its marks, and where the currency stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from wording.languages.speaking import ENGLISH, PSEUDO, language_now


@dataclass(frozen=True)
class Marks:
    """Of a language: `1,234.5` is grouped by `group`, parted by `decimal`; `money` has `{sign}` and `{number}`."""

    decimal: str
    group: str
    money: str

    def of(self, written: str) -> str:
        """A number that Python has written (`1,234.5`), with the marks of the language."""
        return written.translate({44: self.group, 46: self.decimal})


# As it is written here, whatever locales say: a code that is no sign brings its own space.
_ENGLISH = Marks(".", ",", "{sign}{number}")


@cache
def _marks_of(language: str) -> Marks:
    from babel import Locale

    locale = Locale.parse(ENGLISH if language == PSEUDO else language)
    symbols = locale.number_symbols["latn"]
    is_before = locale.currency_formats["standard"].pattern.startswith("¤")
    return Marks(symbols["decimal"], symbols["group"], _ENGLISH.money if is_before else "{number}\u00a0{sign}")


def marks() -> Marks:
    """Those of the language that is spoken."""
    language = language_now()
    return _ENGLISH if language == ENGLISH else _marks_of(language)


def marked(written: str) -> str:
    """A number that Python has written (`1,234.5`), with the marks of the language that is spoken."""
    return written if language_now() == ENGLISH else marks().of(written)


def as_python_writes(text: str) -> str:
    """A number that somebody wrote with the marks of the language, as Python reads it: `1,234.5`. A mark that groups
    nothing stays, so that `99,50` is no number in English, and `99.50` the same in each language."""
    own, plain = marks(), text.strip()
    is_grouped = re.fullmatch(
        rf"[-+]?\d{{1,3}}(?:{re.escape(own.group)}\d{{3}})+(?:{re.escape(own.decimal)}\d+)?", plain
    )
    if is_grouped:
        plain = plain.replace(own.group, "")
    return plain.replace(own.decimal, ".") if plain.count(own.decimal) == 1 else plain


def whole(number: int) -> str:
    """A whole number: `1,204`."""
    return marked(f"{number:,}")


def priced(number: str, sign: str) -> str:
    """A written amount with the sign of its currency where the language puts it: `£100`, `100 £`."""
    if language_now() == ENGLISH or not sign:
        return f"{sign}{number}"
    return marks().money.format(sign=sign.strip(), number=number)
