"""What a change is against: the one place where a window gets the months that it is compared with. Pure.

Full months only. A window that ends (or begins) in a month which the data cover in part is compared without that month,
and one that reaches back too far for any earlier period by its latest months; `Baseline.words` says which.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboard.filters.months import incomplete_months
from dashboard.filters.published import Published
from dashboard.filters.selection import (
    MONTHS_A_YEAR,
    NONE,
    PREVIOUS,
    YEAR,
    Scope,
    add_months,
    months_between,
    period_in_words,
)
from wording.languages import say
from wording.renewal import BY_ATTRIBUTES

Window = tuple[date, date]  # the first days of the first and the last month


@dataclass(frozen=True)
class Baseline:
    """Two windows of as many full months: the later, and what it is compared with."""

    late: Window
    early: Window
    is_whole: bool = True  # whether the later one is all of the window that was asked about

    @property
    def is_year(self) -> bool:
        """Whether the earlier ones are the same months of the year."""
        return add_months(self.early[0], MONTHS_A_YEAR) == self.late[0]

    @property
    def words(self) -> str:
        """The basis of a change: `vs Feb 2010`; `Jun–Nov 2011 vs Dec 2010 – May 2011` for a part of the window."""
        early = self.early_words()
        return say("vs {early}", early=early) if self.is_whole else self.both_words()

    def both_words(self) -> str:
        """`Sep–Nov 2011 vs Jun–Aug 2011`."""
        return say("{late} vs {early}", late=self.late_words(), early=self.early_words())

    def late_words(self) -> str:
        """`Sep–Nov 2011`."""
        return period_in_words(*self.late)

    def early_words(self) -> str:
        """`Jun–Aug 2011`."""
        return period_in_words(*self.early)

    def scopes(self, scope: Scope) -> tuple[Scope, Scope]:
        """The scope in the later and in the earlier window."""
        late, early = (
            scope.only(start=start, end=end, as_of=add_months(end, 1), is_part=True)
            for start, end in (self.late, self.early)
        )
        return late, early


def baseline(full: Window | None, window: Window, compare: str | None = None) -> Baseline | None:
    """What a window is compared with, as `compare` asks; None where the data do not reach.

    `full`: the first and the last month that the data cover in full. Of the window all full months are taken, or the
    latest for which there is an earlier period, a year at most, which has every season; by default a year earlier,
    else just before.
    """
    if full is None or compare == NONE:
        return None
    late = max(window[0], full[0]), min(window[1], full[1])
    length = months_between(*late)
    for months in (length, *range(min(length - 1, MONTHS_A_YEAR), 0, -1)):
        for mode in (compare,) if compare else (YEAR, PREVIOUS):
            back = MONTHS_A_YEAR if mode == YEAR else months
            start = add_months(late[1], 1 - months)
            early = add_months(start, -back), add_months(late[1], -back)
            if 0 < months <= back and early[0] >= full[0]:
                return Baseline((start, late[1]), early, (start, late[1]) == window)
    return None


def full_window(published: Published) -> Window | None:
    """The first and the last month that the data cover in full; None where no month is, or without orders."""
    if not published.has_orders:
        return None
    incomplete = incomplete_months(published, (published.first_month, published.last_month))
    first = add_months(published.first_month, int(published.first_month in incomplete))
    last = add_months(published.last_month, -int(published.last_month in incomplete))
    return (first, last) if first <= last else None


def compared(published: Published, scope: Scope) -> Baseline | None:
    """What every change in a view is against; None where nothing is compared, and `why_not` says why."""
    if follows_from_orders(published, scope):
        return None
    return baseline(full_window(published), (scope.start, scope.end), scope.compare)


def follows_from_orders(published: Published, scope: Scope) -> bool:
    """Whether a view is of segments or an audience of who bought when: then their sales before and after follow."""
    if scope.audience is not None and scope.audience.follows_orders:
        return True
    return bool(scope.identified_segments) and published.of(scope).algorithm != BY_ATTRIBUTES


def mode_of(published: Published, scope: Scope) -> str:
    """What a view is compared with: what its link says, else what the data reach."""
    if scope.compare:
        return scope.compare
    found = baseline(full_window(published), (scope.start, scope.end))
    return NONE if found is None else YEAR if found.is_year else PREVIOUS


def reaches(published: Published, scope: Scope, mode: str) -> bool:
    """Whether the data hold what that mode compares a window with."""
    return mode == NONE or baseline(full_window(published), (scope.start, scope.end), mode) is not None


def why_not(published: Published, scope: Scope) -> str:
    """Why no change is shown, in a few words."""
    if scope.compare == NONE:
        return say("not compared")
    if follows_from_orders(published, scope):
        of_segments = bool(scope.identified_segments)
        return say("segments are as of today") if of_segments else say("an audience is as of today")
    full = full_window(published)
    if full is None or scope.end < full[0] or scope.start > full[1]:
        return say("no full month to compare")
    return say("no data a year before") if scope.compare == YEAR else say("no earlier period")


def changes_in_words(published: Published, scope: Scope) -> str:
    """What the changes of key figures are against, or why there are none."""
    found = compared(published, scope)
    return (
        say("Changes: {words}, full months only.", words=found.words)
        if found
        else say("No changes: {why_not}.", why_not=why_not(published, scope))
    )
