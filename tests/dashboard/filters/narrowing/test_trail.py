"""The chips of a view, and the way down to a page of one."""

from datetime import date

import pytest

from dashboard.filters.implied import Own
from dashboard.filters.narrowing.chips import chips
from dashboard.filters.narrowing.trail import trail
from dashboard.filters.narrowing.who import Hour, buyers
from dashboard.filters.selection import Filters
from tests.dashboard.literal import published

MARCH = date(2011, 3, 1)
FULL = Filters(MARCH, MARCH, ("DE",), ("good",), compare="none", parts=(buyers("85A"), Hour(7)))


def listed(filters: Filters, own: Own | None = None, words: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    return [
        (one.label, one.without.to_query(), one.page + one.filters.to_query() if one.page else "")
        for one in chips(filters, published(), own, words)
    ]


def test_each_filter_has_a_chip_that_leads_to_the_view_without_it() -> None:
    rest = "compare=none"
    part = "part=%7B%22bought%22%3A%7B%22code%22%3A%2285A%22%7D%7D"
    months = "from=2011-03&to=2011-03"
    assert listed(FULL, None, ("bought product 85A", "ordered on a Sunday")) == [
        ("Mar 2011", f"?country=DE&segment=good&{part}&part=hour.7&{rest}", ""),
        (
            "Germany",
            f"?{months}&segment=good&{part}&part=hour.7&{rest}",
            f"/countries/DE?{months}&segment=good&{part}&part=hour.7&{rest}",
        ),
        (
            "Good",
            f"?{months}&country=DE&{part}&part=hour.7&{rest}",
            f"/segments/good?{months}&country=DE&{part}&part=hour.7&{rest}",
        ),
        (
            "Bought product 85A",
            f"?{months}&country=DE&segment=good&part=hour.7&{rest}",
            f"/products/85A{FULL.to_query()}",
        ),
        ("Ordered on a Sunday", f"?{months}&country=DE&segment=good&{part}&{rest}", ""),
    ]


@pytest.mark.parametrize(
    ("filters", "own", "labels"),
    [
        (Filters(), None, []),
        (Filters(segmentation="kmeans", compare="none"), None, []),  # how a view is made, and not of whom
        (Filters(countries=("DE", "FR")), None, ["Germany", "France"]),
        (Filters(countries=("DE", "FR", "GB", "X", "Y")), None, ["5 countries"]),
        (Filters(countries=("DE",), segments=("good",)), Own("countries", "DE"), ["Good"]),  # its page is of Germany
        (Filters(segments=("guests", "gone")), None, ["Guests", "gone"]),
        (Filters(audience="7"), None, ["an audience"]),
        (Filters(parts=(Hour(7),)), None, ["Customers of a chart"]),
        (Filters(start=MARCH), None, ["Mar–Dec 2011"]),
    ],
)
def test_what_has_a_chip(filters: Filters, own: Own | None, labels: list[str]) -> None:
    assert [label for label, _, _ in listed(filters, own)] == labels


def steps(pathname: str, filters: Filters) -> list[tuple[str, str]]:
    return [(one.label, one.address) for one in trail(pathname, filters, published())]


def test_the_way_from_all_to_one_drops_nothing_on_the_way_down() -> None:
    filters = Filters(MARCH, MARCH, ("DE",), ("good",), compare="none")
    kept = "compare=none"
    assert steps("/customers/a%2Fb", filters) == [
        ("Overview", f"/?{kept}"),
        ("Good", f"/segments/good?{kept}"),
        ("Germany", f"/countries/DE?segment=good&{kept}"),
        ("Mar 2011", f"/countries/DE?from=2011-03&to=2011-03&segment=good&{kept}"),
        ("Customer a/b", ""),
    ]
    window = "from=2011-03&to=2011-03"
    assert steps("/products/85A", filters) == [
        ("Overview", f"/?{window}&{kept}"),
        ("Good", f"/segments/good?{window}&{kept}"),
        ("Germany", f"/countries/DE?{window}&segment=good&{kept}"),
        ("85A", ""),
    ]
    assert steps("/countries/DE", filters)[-1] == ("Germany", "")
    assert [label for label, _ in steps("/countries/DE", filters)] == ["Overview", "Good", "Germany"]
    assert [label for label, _ in steps("/segments/good", filters)] == ["Overview", "Good"]


@pytest.mark.parametrize(
    ("pathname", "filters", "labels"),
    [
        ("/", FULL, []),
        ("/countries", FULL, []),
        ("/countries/XX", FULL, []),
        ("/segments/gone", FULL, []),
        ("/customers/1", Filters(), ["Overview", "Customer 1"]),
        ("/customers/1", Filters(countries=("DE", "FR")), ["Overview", "Customer 1"]),
        ("/customers/1", Filters(parts=(buyers("85A"),)), ["Overview", "85A", "Customer 1"]),
        ("/customers/1/more", FULL, []),
        ("/audiences/1", FULL, []),
    ],
)
def test_which_pages_have_a_way(pathname: str, filters: Filters, labels: list[str]) -> None:
    assert [label for label, _ in steps(pathname, filters)] == labels
