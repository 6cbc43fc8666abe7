"""A file's own names of its columns, as text: compared, shown, typed."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_CENTS = re.compile(  # price_cents, unitPriceInCents, Preis (Cent)
    r"(?:[\s_(\[-]+(?i:in[\s_-]+)?(?i:cents?|minor(?:[\s_-]?units?)?|pence|pennies|centimes?|centavos?|c[eé]ntimos?|centesimi"
    r"|paise|paisa|kobo|kuruş|grosz[ey]?|halíř[eů]?|haléř[eů]?|øre|öre|копе[йе]к[аи]?)"
    r"|(?:In)?Cents|(?:In)?Minor(?:Units?)?)[)\]]?\s*$"
)
_CENT_AMOUNT = re.compile(r"(?:(?<=.)[._ ])?(?:cent[_ ]a|centA)mount$|(?<=[a-z])CentAmount$")  # totalPrice.centAmount
_MINOR = re.compile(r"^(?i:minor|cents?)[\s_]+(?=(?i:amount|price|total|value|sum)\b)|^minor(?=[A-Z])")  # minor_amount
_STROKES = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"}
)  # that no normal form takes off

_MOST_FOLDED = 1 << 15  # labels: the whole vocabulary, with which each file is compared anew


@lru_cache(_MOST_FOLDED)
def fold(label: str) -> str:
    """A label reduced to what people mean by it: lower case, no accents nor strokes, letters and digits only."""
    plain = unicodedata.normalize("NFKD", label).casefold().translate(_STROKES)
    return "".join(letter for letter in plain if letter.isalnum())


def in_units(label: str) -> str:
    """A label without saying that its amounts are in cents."""
    bare = _CENT_AMOUNT.sub("", _CENTS.sub("", label))
    return _MINOR.sub("", bare or ("amount" if label else ""))


def in_cents(labels: Sequence[str]) -> frozenset[int]:
    """The positions of labels that say that amounts are in cents."""
    return frozenset(at for at, label in enumerate(labels) if label and in_units(label) != label)


def quoted(column: str) -> str:
    """A column as it is to be typed on a command line."""
    return f'"{column}"' if re.search(r"[^\w.-]", column) else column


def listing(header: Sequence[str]) -> str:
    """A sentence that names a header's columns."""
    named = [column for column in header if column]
    shown = ", ".join(named[:20]) + (f" and {len(named) - 20:,} more" if len(named) > 20 else "")
    return f"The file's columns are {shown}." if named else "The file's header names no columns."


def listed(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`; what is named twice is said once."""
    once = list(dict.fromkeys(names))
    return " and ".join(filter(None, [", ".join(once[:-1]), once[-1]])) if once else ""


def label_of(name: str) -> str:
    """A column's name as words that keep their case: `MntTotal` is `Mnt Total`, `plan_Gold` is `Plan Gold`."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z][A-Za-z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name.replace("_", " ").strip())
    text = " ".join(spaced.split()) or name
    return text[0].upper() + text[1:]
