"""The whole of what is said, of literal frames; and that it follows the frames."""

from dashboard.filters import Filters
from dashboard.insights.advice import Advice, Estimate, Risk, Trend
from dashboard.insights.build import advise
from tests.dashboard.insights.literal import MONTHS, TOTALS, material, rows

CHAMPIONS = Advice(
    segment_id="champions",
    name="Champions",
    position=1,
    description="Top value.",
    customers=100,
    customer_share=100 / 157,
    orders=400,
    gross=40_000.0,
    gross_share=40_000 / 48_000,
    trend=Trend(
        "From 89 to 100 customers since end of May 2023: 20 joined, 9 left. "
        "Sales of £18.0k in Apr–Jun 2023, 20\u202f% more than in Jan–Mar 2023 (all: \u221212\u202f%).",
        18_000 / 15_000 - 1,
        18_000.0,
        15_000.0,
        20,
        9,
    ),
    special=(
        "4 orders each, 1.20× the average of 3.3.",
        "30\u202f% bought BLUE MUG, against 10\u202f% of the others.",
    ),
    risk=Risk(
        "25 (25\u202f%) are not expected to order within 90 days: £10.0k, at the average of £400 a customer.",
        10_000.0,
        0.25,
    ),
    headline="Reward them, and ask them to refer others",
    action="Give early access, named service and a referral link; no discounts, they buy without.",
    channel="E-mail: address known for 90\u202f%.",
    offer="Early access, starting with RED CUP, to the 12 customers who bought BLUE MUG but not this.",
    timing="About 30 days after the last order, their usual interval; they order most on Thursdays around noon.",
    estimate=Estimate(
        1_000.0, "Assumed, not measured: one in ten of 100 customers orders once more, at their average order of £100."
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
    customer_share=50 / 157,
    orders=100,
    gross=8_000.0,
    gross_share=8_000 / 48_000,
    trend=Trend(
        "From 56 to 50 customers since end of May 2023: 9 joined, 15 left. "
        "Sales of £500 in Apr–Jun 2023, 92\u202f% less than in Jan–Mar 2023 (all: \u221212\u202f%).",
        500 / 6_000 - 1,
        500.0,
        6_000.0,
        9,
        15,
    ),
    special=(
        "40\u202f% ordered only once, of all customers 13\u202f%.",
        "60\u202f% of their orders come at the weekend, of all 12\u202f%.",
    ),
    risk=Risk(
        "40 (80\u202f%) are not expected to order within 90 days: £6.40k, at the average of £160 a customer.",
        6_400.0,
        0.8,
    ),
    headline="Win them back",
    action="Send a win-back offer, and ask in one question why they stopped.",
    channel="E-mail, or phone; contacts are known for only 10\u202f%.",
    offer="Win-back offer on BLUE MUG.",
    timing="Now; they order most on Saturdays around 20:00.",
    estimate=Estimate(
        400.0, "Assumed, not measured: one in ten of 50 customers orders once more, at their average order of £80."
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
    customer_share=7 / 157,
    orders=0,
    gross=0.0,
    gross_share=0.0,
    trend=Trend("They have no orders yet."),
    special=("They returned goods of £30 though no order of theirs is loaded.",),
    risk=Risk("They have not ordered, so there are no sales to lose."),
    headline="Win the first order",
    action="Welcome them, and give a reason for the first order.",
    channel="E-mail; no contacts are loaded.",
    offer="A welcome offer on BLUE MUG, the shop's best seller.",
    timing="Within a week of signing up; customers order most on Thursdays around noon.",
    estimate=Estimate(
        3.5,
        "Assumed, not measured: each of the 7 places a first order with a chance of one in fifty, "
        "at the average first order of £25.",
    ),
    target="/segments/prospect",
    export="/exports/customers.csv?segment=prospect",
)


def test_all_that_is_said_most_money_first() -> None:
    assert advise(material()) == [CHAMPIONS, AT_RISK, PROSPECT]


def test_other_data_another_order_and_other_numbers() -> None:
    dearer = TOTALS.assign(gross=[4_000.0, 80_000.0, 0.0])
    found = advise(material(totals=dearer))
    assert [(one.segment_id, one.estimate.money) for one in found] == [
        ("at-risk", 4_000.0),
        ("champions", 100.0),
        ("prospect", 3.5),
    ]
    assert found[0].risk.money == 64_000.0
    assert (
        found[0].estimate.assumption
        == "Assumed, not measured: one in ten of 50 customers orders once more, at their average order of £800."
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
    assert (champions.gross, champions.estimate.money, champions.risk.money) == (None, None, None)
    assert champions.customer_share == 100 / 157
    assert (champions.headline, champions.action, champions.special) == ("Reward", "Reward.", ("Top value.",))
    assert (
        champions.trend.text
        == at_risk.offer
        == at_risk.timing
        == ("Needs transactions: load them with python -m etl load FILE.")
    )
    assert prospect.headline == "Win the first order"
