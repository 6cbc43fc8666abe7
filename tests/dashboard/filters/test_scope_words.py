from dataclasses import replace
from datetime import date

import pytest

from dashboard.filters import scope_words
from dashboard.filters.selection import GUESTS, Filters
from tests.dashboard.literal import published

DEC, MAR, AUG = date(2010, 12, 1), date(2011, 3, 1), date(2011, 8, 1)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), "Sales net of returns, with guests · Dec 2010 – Dec 2011 (to 9 Dec)"),
        (Filters(MAR, AUG, ("FR", "DE")), "Sales net of returns, with guests · Germany, France · Mar–Aug 2011"),
        (Filters(MAR, MAR, segments=("best",)), "Sales net of returns · Best · Mar 2011"),
        (Filters(MAR, MAR, segments=(GUESTS,)), "Sales net of returns · Guests · Mar 2011"),
        (Filters(MAR, MAR, ("GB", "XX", "DE", "FR")), None),
        (Filters(MAR, MAR, segments=("no-such",)), "Sales net of returns · no known segment · Mar 2011"),
    ],
)
def test_basis(filters: Filters, expected: str | None) -> None:
    expected = expected or "Sales net of returns, with guests · Germany, France and 2 more · Mar 2011"
    assert scope_words.basis(published(), published().scope(filters)) == expected


def test_basis_without_guests() -> None:
    scope = published().scope(Filters(MAR, AUG))
    assert (
        scope_words.basis(published(), scope, "Customers", guests=False) == "Customers, without guests · Mar–Aug 2011"
    )


@pytest.mark.parametrize(
    ("first_day", "last_day", "end", "expected", "period"),
    [
        (DEC, date(2011, 12, 9), None, {date(2011, 12, 1): "so far"}, "Dec 2010 – Dec 2011 (to 9 Dec)"),
        (DEC, date(2011, 12, 9), date(2011, 11, 1), {}, "Dec 2010 – Nov 2011"),
        (DEC, date(2011, 12, 30), None, {date(2011, 12, 1): "so far"}, "Dec 2010 – Dec 2011 (to 30 Dec)"),
        (DEC, date(2011, 12, 31), None, {}, "Dec 2010 – Dec 2011"),
        (date(2010, 12, 14), date(2011, 12, 31), AUG, {DEC: "from 14 Dec"}, "Dec 2010 – Aug 2011 (from 14 Dec)"),
        (
            date(2010, 12, 14),
            date(2011, 12, 9),
            None,
            {DEC: "from 14 Dec", date(2011, 12, 1): "so far"},
            "Dec 2010 – Dec 2011 (from 14 Dec, to 9 Dec)",
        ),
    ],
)
def test_months_in_part(
    first_day: date, last_day: date, end: date | None, expected: dict[date, str], period: str
) -> None:
    found = replace(published(last_day), first_day=first_day)
    scope = found.scope(Filters(end=end))
    assert (scope_words.months_in_part(found, scope), scope_words.period(found, scope)) == (expected, period)


@pytest.mark.parametrize(
    ("filters", "start", "end", "as_of", "is_part"),
    [
        (Filters(), DEC, date(2011, 12, 1), date(2011, 12, 10), False),
        (Filters(date(2000, 1, 1), date(2050, 1, 1)), DEC, date(2011, 12, 1), date(2011, 12, 10), False),
        (Filters(MAR, AUG), MAR, AUG, date(2011, 9, 1), True),
        (Filters(MAR), MAR, date(2011, 12, 1), date(2011, 12, 10), True),
        (Filters(date(2030, 1, 1), date(2030, 2, 1)), date(2030, 1, 1), date(2030, 2, 1), date(2011, 12, 10), True),
    ],
)
def test_a_scope_stays_within_the_data(filters: Filters, start: date, end: date, as_of: date, is_part: bool) -> None:
    scope = published().scope(filters)
    assert (scope.start, scope.end, scope.as_of, scope.is_part) == (start, end, as_of, is_part)


@pytest.mark.parametrize(
    ("wanted", "expected"), [(None, 4), ("rfm", 4), ("kmeans", 5), ("5", 5), ("nonsense", 4), ("", 4)]
)
def test_which_segmentation(wanted: str | None, expected: int) -> None:
    assert published().scope(Filters(segmentation=wanted)).segmentation_id == expected


def test_unknown_segments_are_left_out_unless_nothing_else_is_asked_for() -> None:
    assert published().scope(Filters(segments=("lost", "no-such", "best"))).segments == ("best", "lost")
    assert published().scope(Filters(segments=("no-such",))).segments == ("no-such",)
    assert published().scope(Filters(segments=("lost",), segmentation="kmeans")).segments == ("lost",)


def test_equal_selections_have_one_scope() -> None:
    one, other = Filters(countries=("FR", "DE")), Filters(countries=("DE", "FR"))
    assert published().scope(one) == published().scope(other)
