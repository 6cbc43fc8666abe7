"""Order statuses that unmistakably say that no sale came of it: cancelled, voided, failed, refunded in full.

Such lines are kept as adjustments: stored, shown, in no total. A status that says anything else changes nothing.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from etl.names.labels import fold
from etl.names.vocabulary import folded, synonyms

_WORD = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 3  # of a line that is a charge
_BESIDES = frozenset(("total", "sales", "incl", "excl", "inkl", "zzgl", "de", "of", "at", "on", "und", "plus"))  # a tax
FLAGS = ("is_return", "returned")  # columns of yes and no
_NO_MOMENT = (  # what stands for none where a moment would
    r"(?i)^\s*(?:|0|-+|n/?a|nat|nan|none|null|nil|\\n|no|false|never|nein|non|0000-00-00.*|0001-01-01.*|1900-01-0[01]\b.*"
    r"|1970-01-01\b.*|00[./]00[./]0000.*|01/01/1900.*)\s*$"
)


def filled(values: pa.StringArray) -> pa.BooleanArray:
    """Whether each of n texts says that something came to pass, as a moment at which an order was cancelled does."""
    return pc.invert(pc.match_substring_regex(values, _NO_MOMENT))


def called_off(
    values: pa.StringArray, refunds_too: bool, refunded: Sequence[str] = (), told: Sequence[str] = ()
) -> pa.StringArray:
    """n statuses -> n texts: `off` where no sale came of it, `back` where all of it went back, `part` where either is
    said of a part, else ''.

    `refunded` are a tool's own words for refunds, `told` are statuses of which somebody says that no sale came of them.
    """
    words = folded("statuses", "off") | folded("statuses", "off_wholly") | {fold(text) for text in told}
    back = folded("statuses", "refunded") | folded("statuses", "returns") | {fold(word) for word in refunded}
    some = folded("statuses", "in_part")

    def meaning(text: str) -> str:
        said = _core(text)
        if said & words:
            return "off"
        if refunds_too and said & back:
            return "back"
        return "part" if not some.isdisjoint(words_of(text)) else ""

    return pa.array([meaning(text or "") for text in values.to_pylist()], pa.string())


def _core(status: str) -> set[str]:
    """What a status is compared as: whole, and without the words for who did it and to what, where one word is left."""
    besides = folded("statuses", "besides")
    said = [word for word in words_of(status) if word not in besides]
    return {fold(status), *(said if len(said) == 1 else ())} - {""}


def is_part_back(status: str) -> bool:
    """Whether a status says that a part of what was sold came back."""
    parts, wholes = folded("statuses", "in_part"), folded("statuses", "off") | folded("statuses", "refunded")
    words = set(words_of(status))
    return bool(words & folded("statuses", "back_in_part") or (words & parts and words & wholes))


def words_of(status: str) -> list[str]:
    """The words of a status, as they are compared."""
    return [word for each in re.split(r"[\s_,;:/()-]+", status) if (word := fold(each))]


def flags(values: pa.StringArray, meaning: str) -> pa.StringArray:
    """n words for yes and no, or numbers of what is so -> n texts: this meaning for yes, else ''."""
    there, no = filled(values), folded("consent", "false")
    yes = [
        bool(some) and fold(text or "") not in no
        for text, some in zip(values.to_pylist(), there.to_pylist(), strict=True)
    ]
    return pa.array([meaning if each else "" for each in yes], pa.string())


def are_flags(values: pa.StringArray) -> bool:
    """Whether values are words for yes and no, some of them yes; numbers alone may be counts."""
    yes, no = folded("consent", "true"), folded("consent", "false")
    found = {fold(text or "") for text in values.to_pylist()} - {""}
    return found <= yes | no and not found.isdisjoint(yes) and (found != {"1"})


def bad_debts(descriptions: pa.StringArray) -> pa.BooleanArray:
    """Where a line writes off, or corrects, what a customer never paid: by the whole description."""
    words = pa.array(synonyms("statuses")["bad_debt"], pa.string())
    return pc.is_in(pc.utf8_lower(pc.utf8_trim_whitespace(descriptions)), words)


def name_taxes(values: pa.StringArray) -> pa.BooleanArray:
    """Whether each of n descriptions or codes is that of a tax, and of nothing else: `VAT 20%`."""
    return pa.array([_is_tax(text) for text in values.to_pylist()], pa.bool_())


@lru_cache(1 << 16)
def _is_tax(text: str | None) -> bool:
    said = frozenset(fold(word) for word in _WORD.findall(text or "")) - _BESIDES
    return bool(said) and said <= folded("orders", "tax")


def name_charges(values: pa.StringArray) -> pa.BooleanArray:
    """Whether each of n descriptions or codes is that of a charge: shipping, wrapping, a fee."""
    words = folded("orders", "shipping") | folded("orders", "fee")

    def says(text: str | None) -> bool:
        said = [fold(word) for word in _WORD.findall(text or "")]
        return (
            bool(said) and len(said) <= _MOST_WORDS and (fold(text or "") in words or bool(words & {said[0], said[-1]}))
        )

    return pa.array([says(text) for text in values.to_pylist()], pa.bool_())
