"""The findings of change, whole; and that they follow the frames."""

from dataclasses import replace

import pandas as pd
import pytest

from dashboard.findings import Finding
from dashboard.insights.changes import Changes, Moves, change_findings
from dashboard.insights.periods import Periods
from tests.dashboard.insights.literal import APR, FEB, JAN, JUN, MAR, MAY, rows

PERIODS = Periods((APR, JUN), (JAN, MAR))
COUNTRIES = rows(
    "country country_name month gross",
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
    months=COUNTRIES.groupby("month", as_index=False)["gross"].sum(),
    countries=COUNTRIES,
    products=rows("stock_code description late early", ("MUG", "BLUE MUG", 50.0, 20.0), ("CUP", "RED CUP", 5.0, 45.0)),
    moves=Moves(
        rows(
            "from_segment to_segment customers",
            ("champions", "champions", 9),
            ("champions", "at-risk", 2),
            ("loyal", "at-risk", 3),
            ("loyal", "hibernating", 1),
            ("at-risk", "loyal", 4),
            (None, "champions", 7),
        ),
        MAR,
        {"champions": "Champions", "loyal": "Loyal", "at-risk": "At risk", "hibernating": "Hibernating"},
        {"champions": 100.0, "loyal": 50.0, "at-risk": 20.0, "hibernating": 10.0},
    ),
    top_share=0.6,
    customers=40,
    gross=1_000.0,
    fading=rows("customer_id fading_value overdue", ("17", 12.0, 4.0), ("9", 3.0, 5.0)),
)
EVERYTHING = [
    Finding(
        "The best 20\u202f% of customers bring 60\u202f% of identified sales",
        "8 customers spent £600, £75 each.",
        600.0,
        ("contribution",),
    ),
    Finding(
        "6 customers slipped away from Champions and Loyal since end of Mar 2023",
        "At what customers of their new segments have brought, £18.3 each, that is £110. "
        "3 went from Loyal to At risk. Win them back before they are gone.",
        110.0,
        ("migration",),
    ),
    Finding(
        "4 customers came back to Loyal since end of Mar 2023",
        "At what customers of their new segments have brought, £50 each, that is £200. "
        "4 went from At risk to Loyal. Find out what brought them.",
        200.0,
        ("migration",),
    ),
    Finding(
        "2 customers have fallen out of rhythm",
        "Still expected to bring £15; customer 17 alone £12, silent for 4.00× their usual interval.",
        15.0,
        ("value",),
    ),
    Finding(
        "Sales rose by 7\u202f%",
        "£430 in Apr–Jun 2023, £400 in Jan–Mar 2023; part of it may be the season.",
        30.0,
        ("seasonality",),
    ),
    Finding(
        "Germany grew by £70",
        "£90 in Apr–Jun 2023, £20 in Jan–Mar 2023: no country beside the largest grew more.",
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
        "£50 in Apr–Jun 2023, £20 in Jan–Mar 2023: no product rose more.",
        30.0,
        ("products", "MUG"),
    ),
    Finding(
        "RED CUP fell by £40",
        "£5 in Apr–Jun 2023, £45 in Jan–Mar 2023: no product fell more.",
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
    other = COUNTRIES.assign(gross=[100.0] * 5 + [300.0] + [20.0, 15.0, 80.0, 95.0, 10.0])
    titles = [one.title for one in found(countries=other, months=other.groupby("month", as_index=False)["gross"].sum())]
    assert "Sales rose by 55\u202f%" in titles
    assert "France grew by £15" in titles
    assert "Germany shrank by £5" in titles


def test_a_year_earlier_leaves_the_season_out() -> None:
    year = Periods((MAY, JUN), (MAY.replace(year=2022), JUN.replace(year=2022)))
    months = rows("month gross", (MAY, 60.0), (JUN, 40.0), (MAY.replace(year=2022), 200.0))
    told = found(periods=year, months=months, countries=COUNTRIES[:0], products=CHANGES.products[:0])
    assert told[4] == Finding(
        "Sales fell by 50\u202f%", "£100 in May–Jun 2023, £200 a year earlier.", 100.0, ("seasonality",)
    )


def test_nothing_is_found_where_there_is_nothing() -> None:
    nothing = {
        "periods": None,
        "countries": COUNTRIES[:0],
        "products": CHANGES.products[:0],
        "moves": None,
        "top_share": None,
        "fading": CHANGES.fading[:0],
    }
    assert found(**nothing) == []
    assert found(**nothing | {"periods": PERIODS, "months": CHANGES.months[:0]}) == []
    empty = replace(CHANGES.moves, flows=CHANGES.moves.flows[:1]) if CHANGES.moves else None
    assert found(**nothing | {"moves": empty, "top_share": 0.9, "customers": 9}) == []


@pytest.mark.parametrize("number", [1, 2])
def test_few_countries_are_not_ranked(number: int) -> None:
    few = COUNTRIES[COUNTRIES["country"].isin(["GB", "DE"][:number])]
    assert not [one for one in found(countries=few) if one.target[0] == "countries"]


def test_one_customer_is_written_as_one() -> None:
    flows = rows("from_segment to_segment customers", ("loyal", "at-risk", 1))
    moves = replace(CHANGES.moves, flows=flows) if CHANGES.moves else None
    fading = CHANGES.fading[:1]
    titles = [one.title for one in found(moves=moves, fading=fading)]
    assert "1 customer slipped away from Loyal since end of Mar 2023" in titles
    assert "A customer has fallen out of rhythm" in titles


def test_a_capped_list_says_at_least() -> None:
    fading = pd.concat([CHANGES.fading] * 6, ignore_index=True)
    assert "At least 12 customers have fallen out of rhythm" in [one.title for one in found(fading=fading)]
