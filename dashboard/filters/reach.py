"""Which month ends may be compared: the one rule of when a month's end is a base. Pure.

RFM groups are fifths of everyone known by then, so that in a shop's first months the groups say how new the data are
and not how its customers are. A month's end is a base where the data cover at least FEWEST months in full up to it, and
as many as lie between it and the end that is compared with it.
"""

from __future__ import annotations

from datetime import date

from dashboard.filters.comparison import compared, full_window, why_not
from dashboard.filters.published import Published
from dashboard.filters.selection import MONTHS_A_YEAR, Scope, add_months, months_between
from dashboard.words import formats
from wording.languages import say

FEWEST = 3  # full months
Ends = tuple[date, date]  # the first days of the earlier and the later month


def first_base(published: Published) -> date | None:
    """The first month whose end may be a base; None where no month is covered in full."""
    full = full_window(published)
    return None if full is None else add_months(full[0], FEWEST - 1)


def is_base(published: Published, ends: Ends) -> bool:
    """Whether the earlier end may be compared with the later."""
    full = full_window(published)
    return full is not None and _held(full[0], ends[0]) >= _needed(ends)


def share_ends(published: Published, scope: Scope) -> Ends | None:
    """The ends of the windows that a view compares; None where it compares none, or the earlier is no base."""
    found = compared(published, scope)
    if found is None:
        return None
    ends = found.early[1], found.late[1]
    return ends if is_base(published, ends) else None


def move_ends(published: Published, scope: Scope) -> Ends | None:
    """The ends between which the customers of a window moved: that of the month before its full months, and its last;
    of a window that the data do not reach back for, its latest months for which they do, a year at most."""
    full = full_window(published)
    if full is None:
        return None
    last, most = min(scope.end, full[1]), months_between(max(scope.start, full[0]), min(scope.end, full[1]))
    lengths = (most, *range(min(most - 1, MONTHS_A_YEAR), 0, -1))
    tried = ((add_months(last, -months), last) for months in lengths if months > 0)
    return next((ends for ends in tried if is_base(published, ends)), None)


def why_no_moves(published: Published, scope: Scope) -> str:
    """Why no movement is told, as a sentence."""
    full = full_window(published)
    if full is None or scope.end < full[0] or scope.start > full[1]:
        return say("The months of the view hold no full month.")
    eve = add_months(min(scope.end, full[1]), -1)
    held = formats.plural(max(_held(full[0], eve), 0), "full month")
    return say(
        "Up to the end of {eve} the data hold {held}, and {fewest} are needed to tell who moved since.",
        eve=formats.month(eve),
        held=held,
        fewest=FEWEST,
    )


def why_no_share(published: Published, scope: Scope) -> str:
    """Why no change of a share is told, as a sentence."""
    found, full = compared(published, scope), full_window(published)
    if found is None or full is None:
        return say("No change of share: {why_not}.", why_not=why_not(published, scope))
    ends = found.early[1], found.late[1]
    held = formats.plural(max(_held(full[0], ends[0]), 0), "full month")
    return say(
        "No change of share: up to the end of {month} the data hold {held}, and {needed} are needed.",
        month=formats.month(ends[0]),
        held=held,
        needed=_needed(ends),
    )


def _held(first: date, month: date) -> int:
    return months_between(first, month)


def _needed(ends: Ends) -> int:
    return max(FEWEST, months_between(*ends) - 1)
