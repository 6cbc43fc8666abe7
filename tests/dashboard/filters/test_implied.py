"""What the address of a page filters by itself."""

import pytest

from dashboard.filters.implied import Shown, country_of, on_page
from dashboard.filters.selection import Filters
from tests.dashboard.literal import published

GERMANY, ALL = Filters(countries=("DE",)), Filters()


@pytest.mark.parametrize(
    ("pathname", "found"),
    [
        ("/countries/DE", "DE"),
        ("/countries/de/", "DE"),
        ("/countries/XX", None),
        ("/countries", None),
        ("/segments/DE", None),
        ("/countries/DE/more", None),
        (None, None),
    ],
)
def test_a_country_s_page_is_of_that_country(pathname: str | None, found: str | None) -> None:
    assert country_of(pathname, published()) == found


@pytest.mark.parametrize(
    ("filters", "country", "chosen", "found"),
    [
        (ALL, None, True, Shown(ALL, ALL)),
        (ALL, "DE", False, Shown(GERMANY, ALL)),
        (Filters(countries=("FR",)), "DE", False, Shown(GERMANY, ALL)),
        (GERMANY, "DE", True, Shown(GERMANY, ALL)),
        (ALL, "DE", True, Shown(ALL, ALL, "/countries")),
        (Filters(countries=("FR",)), "DE", True, Shown(Filters(countries=("FR",)), ALL, "/countries/FR")),
        (
            Filters(countries=("DE", "FR")),
            "DE",
            True,
            Shown(Filters(countries=("DE", "FR")), Filters(countries=("DE", "FR")), "/countries"),
        ),
        (
            Filters(countries=("A/B",), compare="none"),
            "DE",
            True,
            Shown(Filters(countries=("A/B",), compare="none"), Filters(compare="none"), "/countries/A%2FB"),
        ),
    ],
)
def test_what_the_bar_shows_on_it_and_what_the_address_says(
    filters: Filters, country: str | None, chosen: bool, found: Shown
) -> None:
    assert on_page(filters, country, chosen) == found
