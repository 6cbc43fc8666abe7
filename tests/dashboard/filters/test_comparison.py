"""What a change is against, at every edge of the data."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.filters.comparison import Baseline, baseline, compared, full_window, mode_of, reaches, why_not
from dashboard.filters.selection import GUESTS, NONE, PREVIOUS, YEAR, Filters
from tests.dashboard.literal import published


def month(number: int, year: int = 2011) -> date:
    """The first day of a month."""
    return date(year, number, 1)


YEAR_OF_DATA = month(12, 2010), month(11)  # as Online Retail, whose last month is not over
TWO_YEARS = month(12, 2009), month(11)


@pytest.mark.parametrize(
    ("full", "window", "compare", "expected"),
    [
        # by default: a year before where the data reach, else just before
        (TWO_YEARS, (month(3), month(3)), None, "Mar 2011 | vs Mar 2010"),
        (YEAR_OF_DATA, (month(3), month(3)), None, "Mar 2011 | vs Feb 2011"),
        (YEAR_OF_DATA, (month(7), month(8)), None, "Jul–Aug 2011 | vs May–Jun 2011"),
        (TWO_YEARS, (month(12, 2010), month(11)), None, "Dec 2010 – Nov 2011 | vs Dec 2009 – Nov 2010"),
        # as asked for
        (TWO_YEARS, (month(3), month(3)), PREVIOUS, "Mar 2011 | vs Feb 2011"),
        (TWO_YEARS, (month(3), month(4)), YEAR, "Mar–Apr 2011 | vs Mar–Apr 2010"),
        (TWO_YEARS, (month(3), month(3)), NONE, None),
        (YEAR_OF_DATA, (month(3), month(3)), YEAR, None),
        # the month that is not over, or that began before the data, is compared with nothing
        (YEAR_OF_DATA, (month(12), month(12)), None, None),
        (YEAR_OF_DATA, (month(11), month(12)), None, "Nov 2011 | Nov 2011 vs Oct 2011"),
        ((month(2), month(4)), (month(1), month(3)), None, "Mar 2011 | Mar 2011 vs Feb 2011"),
        ((month(2), month(4)), (month(2), month(2)), None, None),
        # all there is: its latest months
        (YEAR_OF_DATA, (month(12, 2010), month(12)), None, "Jun–Nov 2011 | Jun–Nov 2011 vs Dec 2010 – May 2011"),
        (YEAR_OF_DATA, (month(3), month(8)), None, "May–Aug 2011 | May–Aug 2011 vs Jan–Apr 2011"),
        # as many as there are earlier ones
        ((month(2), month(11)), (month(1), month(12)), None, "Jul–Nov 2011 | Jul–Nov 2011 vs Feb–Jun 2011"),
        ((month(2), month(11)), (month(1), month(12)), PREVIOUS, "Jul–Nov 2011 | Jul–Nov 2011 vs Feb–Jun 2011"),
        ((month(4), month(11)), (month(1), month(12)), None, "Aug–Nov 2011 | Aug–Nov 2011 vs Apr–Jul 2011"),
        (
            (month(7, 2010), month(11)),
            (month(12, 2010), month(11)),
            YEAR,
            "Jul–Nov 2011 | Jul–Nov 2011 vs Jul–Nov 2010",
        ),
        # of years, the latest, whose seasons are all there
        ((month(1, 2009), month(12)), (month(1, 2009), month(12)), None, "Jan–Dec 2011 | Jan–Dec 2011 vs Jan–Dec 2010"),
        (
            TWO_YEARS,
            (month(12, 2009), month(12)),
            None,
            "Dec 2010 – Nov 2011 | Dec 2010 – Nov 2011 vs Dec 2009 – Nov 2010",
        ),
        (
            (month(10, 2010), month(11)),
            (month(10, 2010), month(11)),
            YEAR,
            "Oct–Nov 2011 | Oct–Nov 2011 vs Oct–Nov 2010",
        ),
        ((month(12, 2010), month(1)), (month(12, 2010), month(1)), None, "Jan 2011 | Jan 2011 vs Dec 2010"),
        ((month(1), month(1)), (month(1), month(1)), None, None),
        # a window longer than a year is not compared with months of its own
        ((month(1, 2009), month(12)), (month(1, 2010), month(12)), YEAR, "Jan–Dec 2011 | Jan–Dec 2011 vs Jan–Dec 2010"),
        (
            (month(1, 2009), month(12)),
            (month(1, 2010), month(2)),
            PREVIOUS,
            "Mar 2010 – Feb 2011 | Mar 2010 – Feb 2011 vs Mar 2009 – Feb 2010",
        ),
        (None, (month(1), month(1)), None, None),
        (YEAR_OF_DATA, (month(5, 2015), month(6, 2015)), None, None),
        (YEAR_OF_DATA, (month(5, 2005), month(6, 2005)), None, None),
    ],
)
def test_what_is_compared(
    full: tuple[date, date] | None, window: tuple[date, date], compare: str | None, expected: str | None
) -> None:
    found = baseline(full, window, compare)
    assert (found and f"{found.late_words()} | {found.words}") == expected


def test_the_scopes_of_a_comparison() -> None:
    scope = published().scope(Filters(month(3), month(4), ("FR",)))
    late, early = Baseline((month(3), month(4)), (month(1), month(2))).scopes(scope)
    assert (late.start, late.end, late.as_of, late.countries) == (month(3), month(4), month(5), ("FR",))
    assert (early.start, early.end, early.as_of, early.countries) == (month(1), month(2), month(3), ("FR",))


# Online Retail's months: December 2010 to 9 December 2011.
@pytest.mark.parametrize(
    ("filters", "mode", "words"),
    [
        (Filters(), PREVIOUS, "Jun–Nov 2011 vs Dec 2010 – May 2011"),
        (Filters(month(3), month(3)), PREVIOUS, "vs Feb 2011"),
        (Filters(month(3), month(3), compare=YEAR), YEAR, "no data a year before"),
        (Filters(month(3), month(3), compare=NONE), NONE, "not compared"),
        (Filters(month(12, 2010), month(12, 2010)), NONE, "no earlier period"),
        (Filters(month(12), month(12)), NONE, "no full month to compare"),
        (Filters(month(3), month(3), segments=(GUESTS,)), PREVIOUS, "vs Feb 2011"),
        # who is among today's best follows from when they bought
        (Filters(month(3), month(3), segments=("best",)), PREVIOUS, "segments are as of today"),
    ],
)
def test_what_a_view_says_of_its_changes(filters: Filters, mode: str, words: str) -> None:
    shop = published()
    scope = shop.scope(filters)
    found = compared(shop, scope)
    assert (mode_of(shop, scope), found.words if found else why_not(shop, scope)) == (mode, words)


def test_what_the_data_reach() -> None:
    shop = published()
    march, all_ = shop.scope(Filters(month(3), month(3))), shop.scope(Filters())
    assert [reaches(shop, march, mode) for mode in (PREVIOUS, YEAR, NONE)] == [True, False, True]
    assert [reaches(shop, all_, mode) for mode in (PREVIOUS, YEAR, NONE)] == [True, False, True]
    longer = replace(shop, first_month=month(12, 2009), first_day=month(12, 2009))
    assert reaches(longer, longer.scope(Filters(month(3), month(3))), YEAR)


@pytest.mark.parametrize(
    ("first_day", "last_day", "expected"),
    [
        (date(2010, 12, 1), date(2011, 12, 9), YEAR_OF_DATA),
        (date(2010, 12, 14), date(2011, 11, 30), (month(1), month(11))),
        (date(2011, 1, 14), date(2011, 2, 20), None),
        (date(2011, 1, 14), date(2011, 1, 20), None),
        (date(2011, 1, 1), date(2011, 1, 31), (month(1), month(1))),
    ],
)
def test_the_months_in_full(first_day: date, last_day: date, expected: tuple[date, date] | None) -> None:
    shop = replace(published(last_day), first_day=first_day, first_month=first_day.replace(day=1))
    assert full_window(shop) == expected
    assert full_window(replace(shop, has_orders=False)) is None
