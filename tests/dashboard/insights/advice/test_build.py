"""The whole of what is said, of literal frames; and that it follows the frames."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from dashboard.filters.published import Segment
from dashboard.filters.selection import Filters
from dashboard.insights.advice.advice import Advice, Estimate, Risk, Trend
from dashboard.insights.advice.build import advise
from dashboard.queries.segments.grounds import Free
from tests.dashboard.insights.literal import MONTHS, SEGMENTS, TOTALS, material, rows

CHAMPIONS = Advice(
    segment_id="champions",
    name="Champions",
    position=1,
    description="Top value.",
    customers=100,
    customer_share=100 / 150,
    orders=400,
    net=39_200.0,
    net_share=39_200 / 47_010,
    trend=Trend(
        "From 80.0\u202f% of customers at the end of Mar 2023 to 87.5\u202f% at the end of Jun 2023; "
        "20 joined, 9 left in Apr–Jun 2023.",
        None,
        None,
        None,
        20,
        9,
    ),
    special=("30\u202f% bought BLUE MUG, against 10\u202f% of the others.",),
    risk=Risk(
        "25 (25\u202f%) are not expected to order within 90 days: £2.45k, one order each, at their average of all "
        "time of £98 net of returns.",
        2_450.0,
        0.25,
    ),
    headline="Reward them, and ask them to refer others",
    action="Give early access, named service and a referral link; no discounts, they buy without.",
    channel="E-mail: address known for 90\u202f%.",
    offer="Early access, starting with RED CUP, to the 12 customers who bought BLUE MUG but not this.",
    timing="About 30 days after the last order, their usual interval; they order most on Thursdays around noon.",
    estimate=Estimate(
        245.0,
        "Assumed, not measured: one in ten of 100 customers orders once more, at their average order of "
        "all time of £98 net of "
        "returns, less the £73.50 each is expected to bring anyway (75\u202f% order within 90 days unasked).",
    ),
    target="/segments/champions",
    export="/exports/customers.csv?segment=champions",
)
AT_RISK = Advice(
    segment_id="at-risk",
    name="At risk",
    position=8,
    description="Absent.",
    customers=50,
    customer_share=50 / 150,
    orders=100,
    net=7_840.0,
    net_share=7_840 / 47_010,
    trend=Trend(
        "From 20.0\u202f% of customers at the end of Mar 2023 to 12.5\u202f% at the end of Jun 2023; "
        "9 joined, 15 left in Apr–Jun 2023.",
        None,
        None,
        None,
        9,
        15,
    ),
    special=("60\u202f% of their orders come at the weekend, of all 12\u202f%.",),
    risk=Risk(
        "40 (80\u202f%) are not expected to order within 90 days: £3.14k, one order each, at their average of all "
        "time of £78.40 net of returns.",
        3_136.0,
        0.8,
    ),
    headline="Win them back",
    action="Send a win-back offer, and ask in one question why they stopped.",
    channel="E-mail, or phone; contacts are known for only 10\u202f%.",
    offer="Win-back offer on BLUE MUG.",
    timing="Now; they order most on Saturdays around 20:00.",
    estimate=Estimate(
        313.6,
        "Assumed, not measured: one in ten of 50 customers orders once more, at their average order of "
        "all time of £78.40 net of "
        "returns, less the £15.68 each is expected to bring anyway (20\u202f% order within 90 days unasked).",
    ),
    target="/segments/at-risk",
    export="/exports/customers.csv?segment=at-risk",
)
PROSPECT = Advice(
    segment_id="prospect",
    name="Prospect",
    position=12,
    description="No order.",
    customers=7,
    customer_share=None,
    orders=0,
    net=-30.0,
    net_share=-30 / 47_010,
    trend=Trend("No order of theirs is loaded."),
    special=("They returned goods of £30 though no order of theirs is loaded.",),
    risk=Risk("No order of theirs is loaded, so there are no sales to lose."),
    headline="Win the first order",
    action="Welcome them, and give a reason for the first order.",
    channel="E-mail; no contacts are loaded.",
    offer="A welcome offer on BLUE MUG, the shop's best seller.",
    timing="Within a week of signing up; customers order most on Thursdays around noon.",
    estimate=Estimate(
        3.5,
        "Assumed, not measured: each of the 7, with a chance of one in fifty, places a first order, at the average "
        "first order of £25; nothing is known of what would come anyway.",
    ),
    target="/segments/prospect",
    export="/exports/customers.csv?segment=prospect",
)


def test_all_that_is_said_most_money_first() -> None:
    assert advise(material()) == [_about(AT_RISK, 313.6), _about(CHAMPIONS, 245.0), PROSPECT]


def _about(one: Advice, money: float) -> Advice:
    """The same, the money of its estimate to a float's rounding."""
    return replace(one, estimate=Estimate(pytest.approx(money), one.estimate.assumption))


def test_other_data_another_order_and_other_numbers() -> None:
    dearer = TOTALS.assign(gross=[80_000.0, 4_000.0, 0.0])
    found = advise(material(totals=dearer))
    assert [(one.segment_id, one.estimate.money) for one in found] == [
        ("champions", pytest.approx(495.0)),
        ("at-risk", pytest.approx(153.6)),
        ("prospect", 3.5),
    ]
    assert found[0].risk.money == pytest.approx(4_950.0)
    assert found[1].estimate.assumption.startswith(
        "Assumed, not measured: one in ten of 50 customers orders once more, at their average order of "
        "all time of £38.40 net"
    )


def test_money_that_was_given_back_leads_nothing() -> None:
    returned = TOTALS.assign(gross=[40_000.0, 900_000.0, 0.0], returns=[-800.0, -900_000.0, -30.0])
    found = advise(material(totals=returned))
    assert [one.segment_id for one in found] == ["champions", "prospect", "at-risk"]
    assert (found[2].estimate.money, found[2].risk.money) == (None, 0.0)


def test_who_only_returned_goods_is_asked_why_and_not_for_a_first_order() -> None:
    returned = Segment("returns-only", "Returned only", 13, "Returned, no order.", "Ask.", 3)
    sizes = material().sizes
    view = material(
        segments=(*SEGMENTS, returned), sizes=pd.concat([sizes, rows("segment_id customers", ("returns-only", 3))])
    )
    one = advise(view)[-1]
    assert (one.segment_id, one.customers, one.customer_share) == ("returns-only", 3, None)
    assert (one.headline, one.action, one.offer) == (
        "Ask why they sent it back",
        "They ordered before these data begin: ask what was wrong, and put it right before any offer.",
        "No offer before you know why.",
    )
    assert one.estimate == Estimate(None, "No orders to estimate from.")
    assert not any(
        "first order" in text for text in (one.headline, one.action, one.offer, one.trend.text, *one.special)
    )


def test_a_segment_without_customers_in_the_view_is_left_out() -> None:
    assert [one.segment_id for one in advise(material(totals=TOTALS[:1]))] == ["champions", "prospect"]


def test_the_links_keep_the_filters_but_prospects_have_no_months() -> None:
    months = Filters(start=MONTHS.at[1, "month"], countries=("DE",), segmentation="kmeans")
    found = {one.segment_id: (one.target, one.export) for one in advise(material(filters=months))}
    assert found["champions"] == (
        "/segments/champions?from=2023-02&country=DE&segmentation=kmeans",
        "/exports/customers.csv?from=2023-02&country=DE&segment=champions&segmentation=kmeans",
    )
    assert found["prospect"][1] == "/exports/customers.csv?country=DE&segment=prospect&segmentation=kmeans"


def test_without_any_order_only_what_attributes_tell() -> None:
    bare = material(months=MONTHS[:0], totals=TOTALS[:0], rhythms=rows("segment_id sampled emails phones overdue"))
    prospect, champions, at_risk = advise(bare)
    assert (champions.net, champions.estimate.money, champions.risk.money) == (None, None, None)
    assert champions.customer_share == 100 / 157
    assert (champions.headline, champions.action, champions.special) == ("Reward", "Reward.", ("Top value.",))
    assert (
        champions.trend.text
        == at_risk.offer
        == at_risk.timing
        == ("Needs transactions: load them with python -m etl load FILE.")
    )
    assert prospect.headline == "Win the first order"


def test_what_an_order_is_worth_does_not_move_with_the_months() -> None:
    march = TOTALS.assign(gross=[80_000.0, 900.0, 0.0])
    found = {one.segment_id: one for one in advise(material(totals=march, lives=TOTALS))}
    assert found["champions"].estimate == advise(material())[1].estimate
    assert found["at-risk"].estimate == advise(material())[0].estimate


@pytest.mark.parametrize(
    ("who", "special", "timing", "headline"),
    [
        (
            "free-only",
            "They had 12,540 units free of charge, and have bought nothing.",
            "Now",
            "Win the first paid order",
        ),
        ("prospect", "They are known, but have not bought.", "Within a week of signing up", "Win the first order"),
    ],
)
def test_who_had_free_goods_is_told_so(who: str, special: str, timing: str, headline: str) -> None:
    totals = TOTALS.assign(returns=0.0).replace("prospect", who)
    segments = (*SEGMENTS[:2], replace(SEGMENTS[2], segment_id=who))
    sizes = rows("segment_id customers", ("champions", 100), (who, 7))
    found = advise(material(segments=segments, totals=totals, sizes=sizes, free=Free(7, 12_540)))
    one = next(each for each in found if each.segment_id == who)
    assert (one.special, one.timing.partition(";")[0], one.headline) == ((special,), timing, headline)


def test_who_joined_and_left_did_so_between_the_ends_that_shares_are_told_of() -> None:
    ends = date(2022, 6, 1), date(2023, 6, 1)
    said = advise(material(share_ends=ends))[0].trend.text
    assert said.endswith("; 9 joined, 15 left between the ends of Jun 2022 and Jun 2023.")
