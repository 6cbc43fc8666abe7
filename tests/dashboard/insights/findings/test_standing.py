from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from dashboard.insights.findings.finding import Finding
from dashboard.insights.findings.standing import Standing, standing_findings
from dashboard.queries.sales.activity import Totals
from dashboard.queries.sales.concentration import concentrated

TOTALS = Totals(
    customers=10,
    new_customers=4,
    orders=30,
    identified_orders=25,
    gross=1000.0,
    returns=-50.0,
    net=950.0,
    identified_gross=900.0,
    guest_gross=100.0,
    identified_net=850.0,
    guest_net=100.0,
    units=200.0,
    single_customers=4,
    single_gross=80.0,
)
NOTHING = Totals(0, 0, 0, 0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0, 0.0)
SEGMENTS = pd.DataFrame(
    {
        "segment_id": ["champions", "at-risk", "cant-lose"],
        "name": ["Champions", "At risk", "Can't lose them"],
        "customers": [2, 5, 3],
        "gross": [600.0, 200.0, 100.0],
        "returns": [-10.0, -20.0, -100.0],
    }
)
COUNTRIES = pd.DataFrame(
    {"country": ["DE", "GB", "FR"], "country_name": ["Germany", "United Kingdom", "France"], "net": [100.0, 800, 100]}
)
# Of the ten customers: seven are in the sample, one with £250 of £350 net; two of them ordered once, £20 net together.
FEW = replace(concentrated([250.0, 40.0, 20.0, 20.0, 10.0, 10.0, 0.0]), singles=2, single_net=20.0)
MONTHS = pd.DataFrame({"month": [date(2023, month, 1) for month in (1, 2, 3)], "gross": [200.0, 500.0, 200.0]})


def found(**changes: object) -> dict[str, Finding]:
    """The findings of the frames above, with changes, by the first part of their address."""
    frames = (
        {"segments": SEGMENTS, "countries": COUNTRIES, "months": MONTHS, "totals": TOTALS}
        | {"concentration": FEW}
        | changes
    )
    return {"/".join(one.target): one for one in standing_findings(Standing("GBP", **frames))}  # type: ignore[arg-type]


def test_all_findings_and_their_money() -> None:
    money = [finding.money for finding in standing_findings(Standing("GBP", SEGMENTS, COUNTRIES, MONTHS, TOTALS, FEW))]
    assert money == pytest.approx([590, 2500 / 7, 180, 40, 200, 200, 50])


def test_what_they_say() -> None:
    by_target = found()
    champions = by_target["segments/champions"]
    assert champions.title == "Champions bring 77\u202f% of identified net sales"
    assert champions.text == "2 customers, 20\u202f% of all, spent £590 net of returns: 3.83× their share by number."
    fading = by_target["segments/at-risk"]
    assert fading.title == "£180 came from customers who now stay away"
    assert fading.text == (
        "8 good customers (At risk and Can't lose them) not seen for a while brought so much, net of returns. What "
        "winning them back could bring stands with each segment."
    )
    assert by_target["contribution"].title == "40\u202f% of customers ordered only once in the period"
    assert by_target["contribution"].text == ("4 customers spent £10 on average, £40 together, net of returns.")
    assert by_target["countries"].title == "20\u202f% of net sales come from outside United Kingdom"
    assert by_target["countries"].text == "Germany leads with £100; 2 countries together bring £200, net of returns."
    assert by_target["seasonality"].title == "Feb 2023 was the best month"
    assert by_target["segments"].title == "5.0\u202f% of gross sales were returned or cancelled"
    assert by_target["segments"].text == "That is £50, which leaves £950 net."


def test_nothing_is_found_where_there_is_nothing() -> None:
    empty = {"segments": SEGMENTS[:0], "countries": COUNTRIES[:0], "months": MONTHS[:0], "totals": NOTHING}
    assert found(**empty) == {}
    zero = {"segments": SEGMENTS.assign(gross=0.0, customers=0), "countries": COUNTRIES.assign(net=0.0)}
    assert found(**zero, months=MONTHS[:2], totals=NOTHING) == {}


def test_too_little_for_a_comparison() -> None:
    few = found(segments=SEGMENTS[:1], countries=COUNTRIES[:2], months=MONTHS[:2], concentration=None)
    assert set(few) == {"segments"}


def test_nothing_leads_by_what_was_given_back() -> None:
    returned = SEGMENTS.assign(gross=[600.0, 9_000.0, 100.0], returns=[-10.0, -9_000.0, -100.0], customers=[2, 5, 3])
    assert found(segments=returned)["segments/champions"].title == "Champions bring 100\u202f% of identified net sales"
    months = MONTHS.assign(returns=[0.0, -450.0, 0.0])
    assert found(months=months)["seasonality"].title == "Jan 2023 was the best month"


def test_countries_that_sold_nothing_are_not_counted() -> None:
    more = pd.concat([COUNTRIES, COUNTRIES.assign(country=["AT", "BE", "CH"], net=0.0)])
    assert (
        found(countries=more)["countries"].text
        == "Germany leads with £100; 2 countries together bring £200, net of returns."
    )
    assert "countries" not in found(countries=more[more["country"] != "FR"])


def test_the_top_fifth_of_few_customers_is_nobody() -> None:
    best = standing_findings(Standing("GBP", SEGMENTS, COUNTRIES, MONTHS, TOTALS, FEW))[1]
    assert best.title == "The best 20\u202f% of customers bring 71\u202f% of their net sales"
    assert best.text == "2 customers spent £357 net of returns, £179 each."
    few = Standing("GBP", SEGMENTS, COUNTRIES, MONTHS, replace(TOTALS, customers=9), FEW)
    assert not [one for one in standing_findings(few) if one.title.startswith("The best")]


def test_single_orders_that_were_given_back_are_no_money() -> None:
    for given_back in (replace(FEW, single_net=0.0), replace(FEW, single_net=-5.0)):
        assert "ordered only once" not in "".join(one.title for one in found(concentration=given_back).values())


def test_nobody_is_missed_who_gave_everything_back() -> None:
    given_back = SEGMENTS.assign(returns=[0.0, -200.0, -100.0])
    assert not [one for one in found(segments=given_back).values() if "stay away" in one.title]


def test_a_lead_is_none_below_its_share_by_number_or_in_a_short_window() -> None:
    for customers in ([0, 5, 3], [8, 1, 1]):
        assert "segments/champions" not in found(segments=SEGMENTS.assign(customers=customers))
    assert "segments/champions" not in found(months=MONTHS[:2])
