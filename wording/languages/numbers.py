"""How a language writes numbers: its marks, and where the currency stands."""

from __future__ import annotations

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


def whole(number: int) -> str:
    """A whole number: `1,204`."""
    return marked(f"{number:,}")
