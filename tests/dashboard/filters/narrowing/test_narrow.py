"""A click on each kind of mark -> what the address says, and the page that a second gesture opens."""

from datetime import date
from typing import Any

import pytest

from dashboard.filters.implied import Own
from dashboard.filters.narrowing.marks import MARKS, Mark, clicked
from dashboard.filters.narrowing.narrow import narrowed, opened
from dashboard.filters.selection import Filters
from tests.dashboard.literal import published

PLAIN = published()
BIN = '{"field":"net","at_least":"5"}'
FLOW = '{"all":[{"segment":["loyal"],"of":"rfm","at":"2011-03"},{"segment":["lost"],"of":"rfm"}]}'
NET = "?part=%7B%22field%22%3A%22net%22%2C%22at_least%22%3A%225%22%7D"


def told(chart: str, *points: dict[str, Any], search: str = "") -> Mark | None:
    return clicked(MARKS.get(chart), [*points], search)


def narrow(search: str, chart: str, *points: dict[str, Any]) -> str:
    mark = told(chart, *points, search=search)
    assert mark is not None
    return narrowed(Filters.from_query(search), mark, PLAIN).to_query()


@pytest.mark.parametrize(
    ("chart", "point", "search", "after"),
    [
        ("overview-segments", {"customdata": ["lost", "words"]}, "", "?segment=lost"),
        ("overview-segments", {"customdata": ["guests", "words"]}, "?country=DE", "?country=DE&segment=guests"),
        ("overview-segments", {"customdata": ["lost", "words"]}, "?segment=loyal,new", "?segment=lost"),
        ("countries-world", {"customdata": ["A,B", "words"]}, "?segment=lost", "?country=A%252CB&segment=lost"),
        ("overview-trend", {"x": "2011-03-01"}, "", "?from=2011-03&to=2011-03"),
        ("overview-trend", {"x": "2011-12-01T00:00"}, "", "?from=2011-12"),  # the last of the data
        ("country-share", {"x": "2010-12-01"}, "?from=2011-03", "?to=2010-12"),
        ("seasons-years", {"x": 3, "customdata": ["2011-03-01", "words"]}, "", "?from=2011-03&to=2011-03"),
        ("seasons-map", {"x": "Mar", "y": "2011", "customdata": "2011-03-01"}, "", "?from=2011-03&to=2011-03"),
        ("seasons-hours", {"x": 11, "y": "Sun"}, "", "?part=hour.7.11"),
        ("seasons-hours", {"x": 9, "y": "Mon"}, f"{NET}&part=hour.7.11", f"{NET}&part=hour.1.9"),
        ("seasons-weekdays", {"x": 0.2, "y": "Tue", "customdata": [2, "words"]}, "", "?part=hour.2"),
        ("contribution-loyalty", {"customdata": [BIN, "words"]}, "?segment=lost", f"?segment=lost&{NET[1:]}"),
        ("cohorts-map", {"x": 2, "y": "2011-03-01"}, "", "?part=first.2011-03.2"),
        ("cohorts-map", {"x": 0, "y": "2011-03-01"}, "?part=first.2011-03.2", "?part=first.2011-03"),
        ("explore-histogram", {"customdata": [BIN, "words"]}, "?segment=lost", f"?segment=lost&{NET[1:]}"),
        ("attributes-values", {"customdata": [BIN, "words", "loyal"]}, "?segment=lost", f"?segment=loyal&{NET[1:]}"),
    ],
)
def test_a_click_narrows_and_the_same_again_takes_it_away(
    chart: str, point: dict[str, Any], search: str, after: str
) -> None:
    assert narrow(search, chart, point) == after
    again = narrow(after, chart, point)
    assert set(again.lstrip("?").split("&")) <= {*search.lstrip("?").split("&"), ""}
    assert again != after


def test_a_stroke_over_months_chooses_all_of_them() -> None:
    ends = {"x": "2011-08-01"}, {"x": "2011-03-01"}
    assert narrow("?country=DE", "overview-trend", *ends) == "?from=2011-03&to=2011-08&country=DE"
    assert narrow("?from=2011-03&to=2011-08", "overview-trend", *ends) == ""
    assert narrow("", "overview-trend", {"x": "2010-12-01"}, {"x": "2011-12-01"}) == ""


def test_charts_of_moves_are_of_all_segments() -> None:
    found = narrow("?segment=new&country=DE", "migration-flows", {"customdata": [FLOW, "words"]})
    assert Filters.from_query(found).segments == ()
    assert Filters.from_query(found).countries == ("DE",)
    assert narrow(found, "migration-flows", {"customdata": [FLOW, "words"]}) == "?country=DE"


def test_a_cohort_is_of_the_product_that_its_page_asks_for() -> None:
    mark = told("cohorts-map", {"x": 1, "y": "2011-03-01"}, search="?first=85A")
    assert mark is not None
    assert narrowed(Filters(), mark, PLAIN).to_query() == "?part=first.2011-03.1.85A"


@pytest.mark.parametrize(
    ("chart", "point", "page"),
    [
        ("overview-segments", {"customdata": ["lost", "words"]}, Own("segments", "lost")),
        ("country-mix", {"customdata": "lost"}, Own("segments", "lost")),
        ("countries-near", {"customdata": ["DE", "words"]}, Own("countries", "DE")),
        ("segments-scatter", {"customdata": ["a/b", "5 orders"]}, "/customers/a%2Fb"),
        ("explore-scatter", {"customdata": "12001"}, "/customers/12001"),
        ("overview-trend", {"x": "2011-03-01"}, None),
        ("seasons-hours", {"x": 11, "y": "Sun"}, None),
        ("explore-histogram", {"customdata": ['{"bought":{"code":"A"}}', ""]}, "/products/A"),
    ],
)
def test_the_page_of_a_mark(chart: str, point: dict[str, Any], page: Own | str | None) -> None:
    mark = told(chart, point)
    assert mark is not None
    assert opened(mark) == page


@pytest.mark.parametrize(
    ("chart", "points"),
    [
        ("no-such", [{"customdata": ["lost"]}]),
        ("forecast-net", [{"x": "2011-03-01"}]),
        ("overview-segments", [{"customdata": ["", "9 others"]}]),
        ("overview-segments", [{"customdata": ["a\x00"]}]),
        ("overview-segments", [{"customdata": ["a" * 201]}]),
        ("overview-segments", [{"customdata": 5}]),
        ("overview-segments", [{}]),
        ("overview-segments", []),
        ("overview-segments", "lost"),
        ("overview-segments", ["lost"]),
        ("segments-scatter", [{"customdata": [None, "5 orders"]}]),  # whom one may not name
        ("overview-trend", [{"x": "March"}]),
        ("overview-trend", [{"x": "1500-01-01"}]),
        ("overview-trend", [{"x": "2011-03-01"}, {"x": None}]),
        ("overview-trend", [{"x": "2011-03-01"}, 5]),
        ("seasons-years", [{"x": 13, "customdata": ["words"]}]),
        ("seasons-map", [{"x": "Mar", "y": "2011", "customdata": ""}]),
        ("seasons-hours", [{"x": 25, "y": "Mon"}]),
        ("seasons-hours", [{"x": 9, "y": "Montag"}]),
        ("seasons-weekdays", [{"y": "Tue"}]),
        ("seasons-weekdays", [{"customdata": [8, "words"]}]),
        ("cohorts-map", [{"x": -1, "y": "2011-03-01"}]),
        ("cohorts-map", [{"x": 1, "y": "soon"}]),
        ("explore-histogram", [{"customdata": ["", "words"]}]),
        ("explore-histogram", [{"customdata": ["hour.1", "words"]}]),
        ("explore-histogram", [{"customdata": ["{", "words"]}]),
    ],
)
def test_what_means_nothing_does_nothing(chart: str, points: Any) -> None:
    assert clicked(MARKS.get(chart), points) is None


def test_months_are_those_of_the_data() -> None:
    mark = Mark("month", (date(2011, 1, 1), date(2011, 12, 1)))
    assert narrowed(Filters(), mark, PLAIN) == Filters(start=date(2011, 1, 1))
