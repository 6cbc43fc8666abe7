"""The findings of change, whole; and that they follow the frames."""

from dataclasses import replace

import pytest

from dashboard.filters.comparison import Baseline
from dashboard.insights.findings.changes import Changes, change_findings
from dashboard.insights.findings.finding import Finding
from tests.dashboard.insights.literal import APR, FEB, JAN, JUN, MAR, MAY, rows

PERIODS = Baseline((APR, JUN), (JAN, MAR))
COUNTRIES = rows(
    "country country_name month net",
    *[("GB", "United Kingdom", month, 100.0) for month in (JAN, FEB, MAR, APR, MAY, JUN)],
    ("DE", "Germany", MAR, 20.0),
    ("DE", "Germany", APR, 90.0),
    ("FR", "France", JAN, 80.0),
    ("FR", "France", MAY, 30.0),
    ("IT", "Italy", MAY, 10.0),
)
CHANGES = Changes(
    currency="GBP",
    periods=PERIODS,
    months=COUNTRIES.groupby("month", as_index=False)["net"].sum(),
    countries=COUNTRIES,
    products=rows("stock_code description late early", ("MUG", "BLUE MUG", 50.0, 20.0), ("CUP", "RED CUP", 5.0, 45.0)),
)
EVERYTHING = [
    Finding(
        "Net sales rose by 7.5\u202f%",
        "£430 in Apr–Jun 2023, £400 in Jan–Mar 2023, net of returns; part of it may be the season.",
        30.0,
        ("seasonality",),
    ),
    Finding(
        "Germany grew by £70",
        "£90 in Apr–Jun 2023, £20 in Jan–Mar 2023, net of returns: no country beside the largest grew more.",
        70.0,
        ("countries", "DE"),
    ),
    Finding(
        "France shrank by £50",
        "£30 in Apr–Jun 2023, £80 in Jan–Mar 2023: no country beside the largest shrank more.",
        50.0,
        ("countries", "FR"),
    ),
    Finding(
        "BLUE MUG rose by £30",
        "£50 in Apr–Jun 2023, £20 in Jan–Mar 2023, net of returns: no product rose more.",
        30.0,
        ("products", "MUG"),
    ),
    Finding(
        "RED CUP fell by £40",
        "£5 in Apr–Jun 2023, £45 in Jan–Mar 2023, net of returns: no product fell more.",
        40.0,
        ("products", "CUP"),
    ),
]


def found(**changes: object) -> list[Finding]:
    """The findings, with other frames where named."""
    return change_findings(replace(CHANGES, **changes))  # type: ignore[arg-type]


def test_all_that_changed() -> None:
    assert found() == EVERYTHING


def test_other_data_other_findings() -> None:
    other = COUNTRIES.assign(net=[100.0] * 5 + [300.0] + [20.0, 15.0, 80.0, 95.0, 10.0])
    titles = [one.title for one in found(countries=other, months=other.groupby("month", as_index=False)["net"].sum())]
    assert "Net sales rose by 55.0\u202f%" in titles
    assert "France grew by £15" in titles
    assert "Germany shrank by £5" in titles


def test_a_year_earlier_leaves_the_season_out() -> None:
    year = Baseline((MAY, JUN), (MAY.replace(year=2022), JUN.replace(year=2022)))
    months = rows("month net", (MAY, 60.0), (JUN, 40.0), (MAY.replace(year=2022), 200.0))
    told = found(periods=year, months=months, countries=COUNTRIES[:0], products=CHANGES.products[:0])
    assert told[0] == Finding(
        "Net sales fell by 50.0\u202f%",
        "£100 in May–Jun 2023, £200 in May–Jun 2022, net of returns.",
        100.0,
        ("seasonality",),
    )


def test_nothing_is_found_where_there_is_nothing() -> None:
    nothing = {
        "periods": None,
        "countries": COUNTRIES[:0],
        "products": CHANGES.products[:0],
    }
    assert found(**nothing) == []
    assert found(**nothing | {"periods": PERIODS, "months": CHANGES.months[:0]}) == []


@pytest.mark.parametrize("number", [1, 2])
def test_few_countries_are_not_ranked(number: int) -> None:
    few = COUNTRIES[COUNTRIES["country"].isin(["GB", "DE"][:number])]
    assert not [one for one in found(countries=few) if one.target[0] == "countries"]
