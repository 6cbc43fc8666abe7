"""What the address of a page filters by itself."""

import pytest

from dashboard.filters.implied import Own, Shown, on_page, own_of
from dashboard.filters.selection import Filters
from tests.dashboard.literal import published

GERMANY, ALL = Filters(countries=("DE",)), Filters()
DE, GOOD = Own("countries", "DE"), Own("segments", "good")


@pytest.mark.parametrize(
    ("pathname", "segmentation", "found"),
    [
        ("/countries/DE", None, DE),
        ("/countries/de/", None, DE),
        ("/countries/XX", None, None),
        ("/countries", None, None),
        ("/segments/DE", None, None),
        ("/segments/good", None, GOOD),
        ("/segments/guests", None, Own("segments", "guests")),
        ("/segments/lost", "kmeans", None),
        ("/products/DE", None, None),
        ("/countries/DE/more", None, None),
        (None, None, None),
    ],
)
def test_a_page_of_one_is_of_that_one(pathname: str | None, segmentation: str | None, found: Own | None) -> None:
    assert own_of(pathname, published(), segmentation) == found


@pytest.mark.parametrize(
    ("filters", "own", "chosen", "found"),
    [
        (ALL, None, True, Shown(ALL, ALL)),
        (ALL, DE, False, Shown(GERMANY, ALL)),
        (Filters(countries=("FR",)), DE, False, Shown(GERMANY, ALL)),
        (GERMANY, DE, True, Shown(GERMANY, ALL)),
        (ALL, DE, True, Shown(ALL, ALL, "/countries")),
        (GERMANY, GOOD, False, Shown(Filters(countries=("DE",), segments=("good",)), GERMANY)),
        (Filters(segments=("lost",)), GOOD, True, Shown(Filters(segments=("lost",)), ALL, "/segments/lost")),
        (Filters(countries=("FR",)), DE, True, Shown(Filters(countries=("FR",)), ALL, "/countries/FR")),
        (
            Filters(countries=("DE", "FR")),
            DE,
            True,
            Shown(Filters(countries=("DE", "FR")), Filters(countries=("DE", "FR")), "/countries"),
        ),
        (
            Filters(countries=("A/B",), compare="none"),
            DE,
            True,
            Shown(Filters(countries=("A/B",), compare="none"), Filters(compare="none"), "/countries/A%2FB"),
        ),
    ],
)
def test_what_the_bar_shows_on_it_and_what_the_address_says(
    filters: Filters, own: Own | None, chosen: bool, found: Shown
) -> None:
    assert on_page(filters, own, chosen) == found


def test_back_to_all_the_one_is_no_filter() -> None:
    assert GOOD.without(Filters(countries=("DE",), segments=("good",))) == GERMANY
    assert (DE.name(published(), None), Own("segments", "gone").name(published(), None)) == ("Germany", "gone")
