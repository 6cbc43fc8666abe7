"""A threshold of a key figure: what it is, read from what was said, and in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from dashboard.components.keyfigures import MEASURES, Measure
from dashboard.words import formats
from warehouse.errors import InputError
from wording.languages import ENGLISH, language_now, marked, say, to_say

BELOW, ABOVE, MOVED = "below", "above", "moved"
UNKNOWN = to_say("There is no such key figure, or it cannot be watched so.")
NO_NUMBER = to_say("Write the number as 10000 or 12.5, without words; a share and a change in per cent.")
DOES = {  # whether it is one thing, and what it has to do
    (True, BELOW): to_say("{figure} is below {limit}"),
    (False, BELOW): to_say("{figure} are below {limit}"),
    (True, ABOVE): to_say("{figure} is above {limit}"),
    (False, ABOVE): to_say("{figure} are above {limit}"),
    (True, MOVED): to_say("{figure} has moved by more than {limit}"),
    (False, MOVED): to_say("{figure} have moved by more than {limit}"),
}
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?", re.ASCII)
_AROUND = re.compile(r"[\s\u202f\u00a0%£€$¥₹]|pts")
MOST = 1e15


def key_of(measure: Measure) -> str:
    """What a key figure is called where it is kept: `average-order-value`."""
    return re.sub(r"[^a-z]+", "-", measure.label.lower().replace("'", ""))


FIGURES: Mapping[str, Measure] = {key_of(one): one for one in MEASURES}


@dataclass(frozen=True)
class Threshold:
    """A key figure, and what it has to do: be `below` or `above` a value, or have `moved` by more than it.

    The value is an amount, a count, or of a share and of changes per cent.
    """

    figure: str
    when: str
    value: float

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Threshold:
        """Of `figure`, `when` and `value`, a number or a text. Raises InputError for what is none."""
        figure, when = str(said.get("figure", "")), str(said.get("when", ""))
        if figure not in FIGURES or when not in (BELOW, ABOVE, MOVED):
            raise InputError(UNKNOWN)
        return cls(figure, when, _number(said.get("value")))

    @property
    def measure(self) -> Measure:
        """The key figure."""
        return FIGURES[self.figure]

    def plain(self) -> dict[str, Any]:
        """As a job's arguments hold it."""
        return {"figure": self.figure, "when": self.when, "value": self.value}

    def limit(self, currency: str) -> str:
        """The value as people write it: `£10,000`, `12.5 %`."""
        written = marked(f"{self.value:,.2f}".rstrip("0").rstrip("."))
        if self.when == MOVED:
            return say("{number}\u202fpoints", number=written) if self.measure.is_share else f"{written}\u202f%"
        if self.measure.is_share:
            return f"{written}\u202f%"
        return formats.with_sign(written, currency) if self.measure.is_money else written

    def words(self, currency: str) -> str:
        """`net sales are below £10,000`, `orders have moved by more than 10 %`."""
        label = say(self.measure.label)
        name, limit = label[0].lower() + label[1:] if language_now() == ENGLISH else label, self.limit(currency)
        return say(DOES[self.measure.is_one, self.when], figure=name, limit=limit)


def _number(said: object) -> float:
    """What somebody wrote, or what was kept."""
    if isinstance(said, int | float) and not isinstance(said, bool):
        found = float(said)
    else:
        written = _NUMBER.fullmatch(_AROUND.sub("", str(said)))
        if written is None:
            raise InputError(NO_NUMBER)
        found = float(written[0].replace(",", ""))
    if not (isfinite(found) and 0 <= found <= MOST):
        raise InputError(NO_NUMBER)
    return found
