"""Each rule by itself, at its edges."""

from datetime import date

import pandas as pd
import pytest

from audiences.measurement import Answers
from dashboard.filters.selection import Filters
from dashboard.insights.advice.actions import channel_of, offer_of, timing_of
from dashboard.insights.advice.advice import Estimate, Risk
from dashboard.insights.advice.choosing import FITS, PROFILES, chosen_play, play_of
from dashboard.insights.advice.playbook import PLAYS
from dashboard.insights.advice.special import USUAL_OTHERWISE, special_of
from dashboard.insights.advice.stakes import estimate_of, risk_of
from dashboard.insights.advice.trends import UNKNOWN, changed, signed, trend_of
from models.rfm.groups import GROUPS, PROSPECT
from tests.dashboard.insights.literal import HOURS, MONTHS, SEGMENTS, TOTALS, material, rows
from warehouse.schema import RFM_GROUPS


def month(number: int, year: int = 2011) -> date:
    """The first day of a month."""
    return date(year, number, 1)


# The playbook.
def test_every_group_has_its_play() -> None:
    assert set(PLAYS) == {group.id for group in GROUPS} | {PROSPECT.id, "returns-only", "free-only"}
    assert set(RFM_GROUPS) == set(PLAYS)  # what a link may name
    assert set(FITS) == {group.id for group in GROUPS}


@pytest.mark.parametrize("recency", [0, 0.3, 0.6, 0.61, 1, 1.2, 1.21, 1.9, 2, 2.1, 50])
@pytest.mark.parametrize("monetary", [0, 0.1, 0.2, 0.3, 0.5, 0.9, 1, 1.5, 40])
def test_every_profile_has_a_play(recency: float, monetary: float) -> None:
    assert play_of("cluster-7", False, recency, monetary).id in PLAYS


@pytest.mark.parametrize(
    ("segment_id", "is_by_group", "recency", "monetary", "expected"),
    [
        ("lost", True, 0.1, 9.0, "lost"),  # the group's own rule, whatever it looks like
        ("lost", False, 0.1, 9.0, "champions"),  # only a name, and a wrong one
        ("loyal", False, 1.1, 0.9, "loyal"),
        ("hibernating", False, 2.2, 0.2, "hibernating"),
        ("cluster-7", False, 3.0, 2.0, "cant-lose"),
        ("cluster-7", False, 3.0, 0.6, "at-risk"),
        ("cluster-7", False, 3.0, 0.1, "lost"),
        ("cluster-7", False, 0.5, 0.1, "promising"),
        ("cluster-7", False, None, None, "need-attention"),
        ("champions", False, None, None, "champions"),
    ],
)
def test_the_play_of_a_segment(
    segment_id: str, is_by_group: bool, recency: float | None, monetary: float | None, expected: str
) -> None:
    assert play_of(segment_id, is_by_group, recency, monetary).id == expected


def test_the_profiles_have_no_gap() -> None:
    for most in {row[0] for row in PROFILES}:
        assert min(row[1] for row in PROFILES if row[0] >= most) == 0


# Trend.
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (0.0, "about as much as in"),
        (-0.019, "about as much as in"),
        (0.12, "12\u202f% more than in"),
        (-0.5, "50\u202f% less than in"),
        (2.4, "3.40× as much as in"),
    ],
)
def test_a_change_in_words(change: float, expected: str) -> None:
    assert changed(change) == expected


def test_signs() -> None:
    assert [signed(one) for one in (0.12, -0.034, 0.0, -0.001)] == [
        "+12\u202f%",
        "\u22123\u202f%",
        "±0\u202f%",
        "±0\u202f%",
    ]


def test_trends_without_something() -> None:
    at_risk = MONTHS[MONTHS["segment_id"] == "at-risk"]
    early, late = at_risk[:3], at_risk[3:]
    empty = rows("from_segment to_segment customers")
    bare = {"flows": None, "share_ends": None, "is_from_orders": False}
    assert trend_of(material(months=early, **bare), "at-risk").text == (
        "No net sales in Apr–Jun 2023, £6.00k in Jan–Mar 2023."
    )
    assert trend_of(material(months=late, **bare), "at-risk").text == (
        "Net sales of £500 in Apr–Jun 2023, none in Jan–Mar 2023."
    )
    assert (
        trend_of(material(months=at_risk, **bare), "champions").text == "No net sales in Jan–Mar 2023 or Apr–Jun 2023."
    )
    assert trend_of(material(months=at_risk, **bare), "at-risk").text == (
        "Net sales of £500 in Apr–Jun 2023, 92\u202f% less than in Jan–Mar 2023."
    )
    assert trend_of(material(periods=None, **bare), "at-risk").text == "No earlier period."
    shrunk = "From 20.0\u202f% of customers at the end of Mar 2023 to 12.5\u202f% at the end of Jun 2023"
    assert trend_of(material(flows=empty), "at-risk").text == f"{shrunk}; nobody joined or left in Apr–Jun 2023."
    assert trend_of(material(flows=None), "at-risk").text == f"{shrunk}."
    assert trend_of(material(share_ends=None), "at-risk").text == (
        "9 joined, 15 left in Apr–Jun 2023. No change of share: not compared."
    )
    assert trend_of(material(flows=None, share_ends=None), "at-risk").text == "No change of share: not compared."
    assert trend_of(material(flows=None), "cant-lose").text == UNKNOWN


def test_sales_of_segments_made_of_who_bought_when_are_no_trend() -> None:
    by_orders, by_attributes = (trend_of(material(is_from_orders=one), "at-risk") for one in (True, False))
    assert by_orders.text == (
        "From 20.0\u202f% of customers at the end of Mar 2023 to 12.5\u202f% at the end of Jun 2023; "
        "9 joined, 15 left in Apr–Jun 2023."
    )
    assert (by_orders.change, by_orders.late, by_orders.early) == (None, None, None)
    assert by_attributes.text == (
        f"{by_orders.text} Net sales of £500 in Apr–Jun 2023, 92\u202f% less than in Jan–Mar 2023 "
        "(all: \u221212\u202f%)."
    )


def test_a_trend_is_no_order_that_was_given_back() -> None:
    given_back = rows("segment_id month orders gross returns", ("at-risk", month(2, 2023), 9, 100.0, 0.0),
                      ("at-risk", month(5, 2023), 9, 2_300.0, -2_200.0))  # fmt: skip
    told = trend_of(material(months=given_back, flows=None, share_ends=None, is_from_orders=False), "at-risk")
    assert told.text == "Net sales of £100 in Apr–Jun 2023, about as much as in Jan–Mar 2023."


# What is special.
def test_nothing_special() -> None:
    alone = {"totals": TOTALS[:1], "hours": HOURS[:2], "countries": rows("segment_id country customers")}
    none = rows("segment_id stock_code description customers buyers other_customers other_buyers lift_bound")
    bare = alone | {"favourites": none}
    assert special_of(material(**bare), "champions") == (USUAL_OTHERWISE,)
    assert special_of(material(**bare, is_from_orders=False), "champions") == ("Much like the average customer.",)
    assert special_of(material(), "prospect") == ()
    assert special_of(material(), "nobody") == ()


def test_a_country_stands_out() -> None:
    hours = rows("segment_id weekday hour orders")
    lives = "100\u202f% live in Germany, of all customers 37\u202f%."
    assert special_of(material(hours=hours), "at-risk") == (lives,)
    # How often they order is news only of segments that are not made of it.
    often = "40\u202f% ordered only once, of all customers 13\u202f%."
    assert special_of(material(hours=hours, is_from_orders=False), "at-risk") == (often, lives)


def test_few_customers_are_no_country_and_few_orders_no_hour() -> None:
    few = TOTALS.assign(customers=[100, 9, 0], identified_orders=[400, 18, 0], single_customers=[0, 0, 0])
    countries = rows("segment_id country customers", ("champions", "GB", 100), ("at-risk", "DE", 9))
    hours = rows("segment_id weekday hour orders", ("champions", 4, 12, 400), ("at-risk", 6, 20, 29))
    assert special_of(material(totals=few, countries=countries, hours=hours), "at-risk") == (
        "Spend £436 an order net of returns, the average customer £112.",
    )


def test_how_lately_only_where_nothing_else_stands_out() -> None:
    same = TOTALS.assign(
        customers=[50, 50, 0], identified_orders=[100, 100, 0], gross=[8_000.0, 8_000.0, 0.0],
        returns=[0.0, 0.0, 0.0], single_customers=[20, 20, 0],
    )  # fmt: skip
    bare = {"hours": rows("segment_id weekday hour orders"), "countries": rows("segment_id country customers")}
    assert special_of(material(totals=same, **bare), "at-risk") == (USUAL_OTHERWISE,)
    assert special_of(material(totals=same, is_from_orders=False, **bare), "at-risk") == (
        "Last order 120 days before the end on average, all customers 65 days.",
    )


# Money at stake.
def test_the_risk_without_chances_counts_who_is_overdue() -> None:
    bare = material(value=rows("segment_id customers buyers_90d"))
    assert risk_of(bare, "champions") == Risk(
        "4 (4\u202f%) are silent for more than twice their usual time between orders, about 30 days: £392, one "
        "order each, at their average of all time of £98 net of returns.",
        pytest.approx(392.0),
        0.04,
    )
    assert risk_of(bare, "at-risk") == Risk(
        "All 50 are silent for more than twice their usual time between orders, about 40 days: £3.92k, one "
        "order each, at their average of all time of £78.40 net of returns.",
        pytest.approx(3_920.0),
        1.0,
    )


def test_the_risk_of_a_shop_that_nobody_came_back_to() -> None:
    bare = material(
        value=rows("segment_id customers buyers_90d"),
        rhythms=rows("segment_id sampled emails phones overdue interval usual", ("at-risk", 50, 0, 0, 0, None, None)),
    )
    assert risk_of(bare, "at-risk") == Risk("Too few customers have come back to tell who stays away.")


def test_nobody_and_one_at_risk() -> None:
    value = rows("segment_id customers buyers_90d", ("champions", 100, 99.9), ("at-risk", 50, 49.0))
    assert risk_of(material(value=value), "champions").text == "All are expected to order within 90 days."
    assert risk_of(material(value=value), "at-risk").text == (
        "1 (2\u202f%) is not expected to order within 90 days: £78.40, one order each, at their average of all time of "
        "£78.40 net of returns."
    )


def test_the_risk_does_not_grow_with_the_months_in_view() -> None:
    """The same customers over half their sales: what one order of each is worth stays what it was."""
    short = TOTALS.assign(gross=TOTALS["gross"] / 2, returns=TOTALS["returns"] / 2, identified_orders=[200, 50, 0])
    for segment_id in ("champions", "at-risk"):
        assert risk_of(material(totals=short, lives=TOTALS), segment_id) == risk_of(material(), segment_id)


@pytest.mark.parametrize(
    ("customers", "money", "assumption"),
    [
        (365, 894.25, "one in ten of 365 customers orders once more"),
        (10, 24.5, "one in ten of 10 customers orders once more"),
        (4, 9.8, "each of the 4, with a chance of one in ten, orders once more"),
        (1, 2.45, "the customer, with a chance of one in ten, orders once more"),
    ],
)
def test_the_estimate_says_its_assumption(customers: int, money: float, assumption: str) -> None:
    found = estimate_of(material(), "champions", PLAYS["champions"], customers)
    assert found == Estimate(
        pytest.approx(money),
        f"Assumed, not measured: {assumption}, at their average order of "
        "all time of £98 net of returns, less the £73.50 each is "
        "expected to bring anyway (75\u202f% order within 90 days unasked).",
    )


def test_an_estimate_where_nothing_is_known_of_what_would_come_anyway() -> None:
    found = estimate_of(material(value=material().value[:0]), "champions", PLAYS["champions"], 100)
    assert found == Estimate(
        pytest.approx(980.0),
        "Assumed, not measured: one in ten of 100 customers orders once more, at their average order of "
        "all time of £98 net of "
        "returns; what would come anyway is not known and not taken off.",
    )


@pytest.mark.parametrize(
    ("answers", "money", "words"),
    [
        (Answers(2, 1_000, 32.0), 627.2, "Measured in 2 campaigns, 1,000 people: 3.2 of 100 written to ordered who "
         "would not have by themselves; so would 6 of 200 customers, at their average order of all time of £98 net of "
         "returns."),
        (Answers(1, 50, -1.0), 0.0, "Measured in 1 campaign, 50 people: those written to ordered no more often than "
         "those held out."),
    ],
)  # fmt: skip
def test_what_was_measured_stands_in_the_place_of_the_assumption(answers: Answers, money: float, words: str) -> None:
    found = estimate_of(material(answers={"Champions": answers}), "champions", PLAYS["champions"], 200)
    assert (found.money, found.assumption) == (pytest.approx(money), words)
    other = estimate_of(material(answers={"Lost": answers}), "champions", PLAYS["champions"], 200)
    assert other.assumption.startswith("Assumed, not measured")


def test_nothing_to_estimate_from() -> None:
    nothing = Estimate(None, "No orders to estimate from.")
    assert estimate_of(material(first_order=None), "prospect", PLAYS["prospect"], 7) == nothing
    assert estimate_of(material(totals=TOTALS[:0]), "champions", PLAYS["champions"], 7) == nothing


# How to act.
@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ((50, 0, 40), "Phone: number known for 80\u202f%."),
        ((50, 30, 0), "E-mail: address known for 60\u202f%."),
        ((50, 30, 30), "Phone: number known for 60\u202f%."),
        ((50, 5, 2), "Phone, or e-mail; contacts are known for only 10\u202f%."),
        ((50, 0, 0), "Phone, or e-mail; no contacts are loaded."),
        ((0, 0, 0), "Phone, or e-mail; no contacts are loaded."),
    ],
)
def test_the_channel_is_the_first_that_reaches_most(known: tuple[int, int, int], expected: str) -> None:
    rhythms = rows("segment_id sampled emails phones overdue interval usual", ("at-risk", *known, 0, None, None))
    assert channel_of(material(rhythms=rhythms), "at-risk", PLAYS["cant-lose"]) == expected


def test_offers_fall_back() -> None:
    champions = PLAYS["champions"]
    none = material(offers=material().offers[:0])
    assert offer_of(none, "champions", champions) == (
        "Early access, starting with BLUE MUG, which they take to more than others."
    )
    nothing = material(offers=none.offers, favourites=none.favourites[:0], best_seller=None)
    assert offer_of(nothing, "champions", champions) == "Early access, starting with your best sellers."


def test_an_offer_of_all_orders_gives_no_number_under_a_filter() -> None:
    assert offer_of(material(filters=Filters(countries=("DE",))), "champions", PLAYS["loyal"]) == (
        "Cross-sell RED CUP, to those who bought BLUE MUG but not this."
    )


def test_the_season_needs_twelve_full_months() -> None:
    lost = PLAYS["lost"]
    assert timing_of(material(), "at-risk", lost) == "Once a season; they order most on Saturdays around 20:00."
    year = rows(
        "segment_id month orders gross returns",
        *[("champions", month(one), 1, 100.0 * (one == 11) + 1, 0.0) for one in range(1, 12)],
        ("champions", month(12), 1, 900.0, -890.0),  # brought back
    )
    assert timing_of(material(months=year), "at-risk", lost).startswith("Ahead of November, the shop's strongest month")
    partial = material(months=year, incomplete=(month(12),))
    assert timing_of(partial, "at-risk", lost).startswith("Once a season")


def test_too_few_orders_name_no_hour() -> None:
    hours = rows("segment_id weekday hour orders", ("at-risk", 6, 20, 19))
    bare = material(hours=hours, rhythms=material().rhythms.assign(interval=None, usual=None))
    assert timing_of(bare, "at-risk", PLAYS["at-risk"]) == "Now."
    assert timing_of(bare, "at-risk", PLAYS["champions"]) == "Once a month."
    assert timing_of(bare, "at-risk", PLAYS["new"]) == "Within a month of the order."


def test_the_literal_segments_are_those_of_the_frames() -> None:
    assert {one.segment_id for one in SEGMENTS} == set(TOTALS["segment_id"])
    assert isinstance(HOURS, pd.DataFrame)


def test_the_play_follows_whole_lives_not_the_view() -> None:
    by_name = material(is_by_group=False)
    assert [chosen_play(by_name, one).id for one in ("champions", "at-risk", "prospect")] == [
        "champions", "at-risk", "prospect",
    ]  # fmt: skip
    turned = by_name.profiles.assign(recency_days=[120.0, 10.0, None], monetary=[80.0, 1_000.0, None])
    other = material(is_by_group=False, profiles=turned)
    assert [chosen_play(other, one).id for one in ("champions", "at-risk")] == ["hibernating", "champions"]
    assert chosen_play(material(totals=TOTALS[:1], is_by_group=False), "at-risk").id == "at-risk"


def test_few_customers_are_nothing_special() -> None:
    few = TOTALS.assign(customers=[100, 4, 0])
    assert special_of(material(totals=few), "at-risk") == ("Too few customers to tell.",)
