"""Which month ends may be compared, at the edges of the data."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.filters.published import Published
from dashboard.filters.reach import first_base, is_base, move_ends, share_ends, why_no_moves, why_no_share
from dashboard.filters.selection import Filters
from tests.dashboard.literal import published


def shop(first: date, last: date) -> Published:
    """A shop that sells every day from the first to the last."""
    return replace(published(last), first_day=first, first_month=first.replace(day=1))


MID = shop(date(2025, 3, 20), date(2025, 10, 15))  # full: April to September
YEAR = shop(date(2010, 12, 1), date(2011, 12, 9))
YEARS = shop(date(2009, 12, 1), date(2011, 12, 9))
SHORT = shop(date(2025, 3, 20), date(2025, 4, 15))  # no full month


def month(year: int, number: int) -> date:
    return date(year, number, 1)


@pytest.mark.parametrize(
    ("data", "expected"), [(MID, month(2025, 6)), (YEAR, month(2011, 2)), (YEARS, month(2010, 2)), (SHORT, None)]
)
def test_the_first_base_has_three_full_months(data: Published, expected: date | None) -> None:
    assert first_base(data) == expected


@pytest.mark.parametrize(
    ("data", "since", "until", "expected"),
    [
        (MID, month(2025, 3), month(2025, 10), False),  # twelve days of March
        (MID, month(2025, 4), month(2025, 5), False),  # one month
        (MID, month(2025, 6), month(2025, 9), True),
        (MID, month(2025, 6), month(2025, 10), False),  # three months, four later
        (YEAR, month(2010, 12), month(2011, 12), False),  # one month against a year
        (YEAR, month(2011, 5), month(2011, 11), True),
        (YEARS, month(2010, 11), month(2011, 11), True),
        (YEARS, month(2010, 10), month(2011, 11), False),
        (SHORT, month(2025, 3), month(2025, 4), False),
    ],
)
def test_a_base_reaches_back_as_far_as_it_is_compared(
    data: Published, since: date, until: date, expected: bool
) -> None:
    assert is_base(data, (since, until)) is expected


@pytest.mark.parametrize(
    ("data", "filters", "expected"),
    [
        (MID, Filters(), (month(2025, 6), month(2025, 9))),
        (MID, Filters(compare="none"), "No change of share: not compared."),
        (MID, Filters(compare="year"), "No change of share: no data a year before."),
        (
            MID,
            Filters(month(2025, 5), month(2025, 5)),
            "No change of share: up to the end of Apr 2025 the data hold 1 full month, and 3 are needed.",
        ),
        (YEAR, Filters(), (month(2011, 5), month(2011, 11))),
        (YEAR, Filters(compare="previous"), (month(2011, 5), month(2011, 11))),
        (YEAR, Filters(compare="year"), "No change of share: no data a year before."),
        (YEARS, Filters(), (month(2010, 11), month(2011, 11))),
        (YEARS, Filters(month(2011, 9), month(2011, 11), compare="previous"), (month(2011, 8), month(2011, 11))),
        (YEARS, Filters(month(2011, 9), month(2011, 11), compare="year"), (month(2010, 11), month(2011, 11))),
        (
            YEARS,
            Filters(month(2011, 3), month(2011, 3), compare="year"),
            "No change of share: up to the end of Mar 2010 the data hold 4 full months, and 12 are needed.",
        ),
        (SHORT, Filters(), "No change of share: no full month to compare."),
    ],
)
def test_the_ends_that_a_view_compares(data: Published, filters: Filters, expected: tuple[date, date] | str) -> None:
    scope = data.scope(filters)
    if isinstance(expected, str):
        assert share_ends(data, scope) is None
        assert why_no_share(data, scope) == expected
    else:
        assert share_ends(data, scope) == expected


@pytest.mark.parametrize(
    ("data", "window", "expected"),
    [
        (YEARS, (month(2011, 6), month(2011, 11)), (month(2011, 5), month(2011, 11))),  # its eve to its end
        (YEARS, (month(2011, 6), month(2011, 12)), (month(2011, 5), month(2011, 11))),  # December is not whole
        (YEARS, (month(2010, 12), month(2010, 12)), (month(2010, 11), month(2010, 12))),
        (YEAR, (month(2010, 12), month(2011, 12)), (month(2011, 5), month(2011, 11))),  # so far as the data reach back
        (
            *(YEAR, (month(2010, 12), month(2010, 12))),
            "Up to the end of Nov 2010 the data hold 0 full months, and 3 are needed to tell who moved since.",
        ),
        (
            *(YEAR, (month(2010, 1), month(2011, 2))),
            "Up to the end of Jan 2011 the data hold 2 full months, and 3 are needed to tell who moved since.",
        ),
        (YEAR, (month(2011, 12), month(2011, 12)), "The months of the view hold no full month."),
        (SHORT, (month(2025, 3), month(2025, 4)), "The months of the view hold no full month."),
    ],
)
def test_customers_move_between_the_ends_of_the_window(
    data: Published, window: tuple[date, date], expected: tuple[date, date] | str
) -> None:
    """Whatever the view is compared with: a move is no change against other months."""
    for compare in (None, "previous", "year", "none"):
        scope = data.scope(Filters(*window, compare=compare))
        assert (move_ends(data, scope) or why_no_moves(data, scope)) == expected
