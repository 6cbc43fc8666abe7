"""One thing that stands out."""

from __future__ import annotations

from dataclasses import dataclass

from wording.languages import to_say

RANKED = to_say("Ranked by the money each is about, net of returns, of a change by its difference")


@dataclass(frozen=True)
class Finding:
    """A title that says what was found, a sentence that explains it, the money it is about, and where to look.

    The money was really brought, or is a difference of such amounts; only what the value model expects of customers
    out of rhythm is not, and says so. What acting could bring stands in the advice alone, see `advice.stakes`, so
    that nobody reads two prices for one thing.
    """

    title: str
    text: str
    money: float
    target: tuple[str, ...] = ()  # parts of an address
