"""Notes on dates in a chart over months: where each stands, and its words. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.words import formats
from dashboard.words.formats import months_in_short
from wording.languages import say

HALF = timedelta(days=15)  # of a month, which a chart draws around its first day
MOST_TOLD = 2  # notes whose words stand beside a chart


@dataclass(frozen=True)
class Note:
    """What somebody noted on a day; `words` name its country where it has one."""

    day: date
    words: str

    @property
    def month(self) -> date:
        """The first day of its month."""
        return self.day.replace(day=1)

    @property
    def said(self) -> str:
        """`12 Mar 2011: Catalogue sent`."""
        return f"{formats.day(self.day)}: {self.words}"

    @property
    def place(self) -> date:
        """Where it stands among months that are each drawn around their first day."""
        return self.day - HALF

    @property
    def share(self) -> float:
        """How far into its month it is, -0.5 … 0.5."""
        return (self.day.day - 1) / monthrange(self.day.year, self.day.month)[1] - 0.5


def within(notes: Iterable[Note], months: Collection[date]) -> tuple[Note, ...]:
    """Those from the first to the last of the months, the earliest first."""
    if not months:
        return ()
    first, last = min(months).replace(day=1), max(months)
    return tuple(sorted((one for one in notes if first <= one.month <= last), key=lambda one: (one.day, one.words)))


def told(notes: Sequence[Note]) -> str:
    """The words beside a chart, latest first: `Noted: 12 Mar 2011: Catalogue sent; and 3 more`; '' without notes."""
    if not notes:
        return ""
    more = say("; and {notes} more", notes=len(notes) - MOST_TOLD) if len(notes) > MOST_TOLD else ""
    return say("Noted: {notes}", notes="; ".join(one.said for one in notes[: -MOST_TOLD - 1 : -1]) + more)


def by_label(notes: Iterable[Note], is_by_year: bool) -> Mapping[date | str, str]:
    """The words of each row of a chart's table: by month, or by its name where years lie over each other."""
    found: dict[date | str, list[str]] = {}
    for one in notes:
        found.setdefault(months_in_short()[one.day.month - 1] if is_by_year else one.month, []).append(one.said)
    return {label: "; ".join(words) for label, words in found.items()}


def joined(basis: str, notes: Sequence[Note]) -> str:
    """The words of a chart on paper, and those of its notes under the numbers that stand over their lines."""
    words = "; ".join(f"({at}) {one.said}" for at, one in enumerate(notes, 1))
    return say("{basis} · Noted: {words}", basis=basis, words=words) if words else basis
