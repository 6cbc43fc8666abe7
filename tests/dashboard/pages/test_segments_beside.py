"""Two segments side by side, against plain SQL; and what is said where there are not two."""

from typing import Any

import pytest
from sqlalchemy import text

from dashboard.components.sides.lines import Line
from dashboard.components.tables import Table
from dashboard.filters.selection import Filters
from dashboard.insights.spans import flow_months
from dashboard.pages.segments.beside import CHOOSE, beside
from dashboard.shop import Place, Shop
from dashboard.words import formats
from tests.dashboard.calls import texts
from tests.dashboard.plain import plain_by
from tests.dashboard.tables import body

PAIR = ("champions", "loyal")


def panel(shop: Shop, *segments: str) -> Any:
    filters = Filters(segments=segments)
    return beside(shop, Place(filters), shop.scope(filters))


def test_two_segments_stand_side_by_side(shop: Shop) -> None:
    found = panel(shop, *reversed(PAIR))  # best first, whatever the link says
    table, bought, _, movement = found.body
    assert isinstance(table, Table)
    rows = {row[0]: row[1:] for row in body(table)}
    whole = shop.scope(Filters())
    plain = plain_by(shop.engine, whole, "segment_id").set_index("segment_id")
    first, second = (plain.loc[one] for one in PAIR)
    assert rows["Customers"][:2] == [formats.count(one["customers"]) for one in (first, second)]
    assert rows["Net sales"] == [
        *(formats.money(one["net"], "GBP") for one in (first, second)),
        f"{first['net'] / second['net']:.2g} times",
    ]
    assert rows["Orders"][:2] == [formats.count(one["orders"]) for one in (first, second)]
    everyone = plain[plain.index.notna()]["customers"].sum()
    shares = [one["customers"] / everyone for one in (first, second)]
    assert rows["Share of customers"] == [
        *(formats.percent(one) for one in shares),
        f"{formats.signed(100 * (shares[0] - shares[1]), 1)}\u202fpts",
    ]
    each = [one["net"] / one["customers"] for one in (first, second)]
    assert rows["Net sales per customer"][:2] == [formats.money(one, "GBP") for one in each]
    names = ("Champions", "Loyal") if each[0] > each[1] else ("Loyal", "Champions")
    times = max(each) / min(each)
    assert found.title == f"{names[0]} spend {times:.1f} times as much per customer as {names[1]}"
    ends = flow_months(shop, whole)
    assert ends is not None
    asked = text(
        "select coalesce(sum(customers), 0) from segment_flows where segmentation_id = :run and from_month = :since"
        " and to_month = :until and from_segment = :old and to_segment = :new"
    )
    with shop.connect() as connection:
        span = {"run": whole.segmentation_id, "since": ends[0], "until": ends[1]}
        there, back = (
            int(connection.scalar(asked, {**span, "old": old, "new": new}) or 0)
            for old, new in (PAIR, tuple(reversed(PAIR)))
        )
        best = connection.scalar(
            text(
                "select description from segment_products p join products using (stock_code)"
                " where segmentation_id = :run and segment_id = 'champions' and is_product"
                " group by description, stock_code order by sum(p.gross + p.returns) desc limit 1"
            ),
            span,
        )
    assert texts(bought).startswith(f"Champions : best sellers by their share of its sales: {best} (")
    assert (
        f": {formats.plural(there, 'customer')} from Champions to Loyal, {formats.plural(back, 'customer')} from"
        in (texts(movement))
    )


@pytest.mark.parametrize("segments", [(), ("champions",), ("champions", "nothing"), ("champions", "loyal", "new")])
def test_pairs_are_offered_where_there_are_not_two(shop: Shop, segments: tuple[str, ...]) -> None:
    found = panel(shop, *segments)
    assert texts(found.body).startswith(CHOOSE.strip())
    assert "Champions and Loyal" in texts(found.body)
    assert "segment=champions,loyal" in found.body.children[2].href


@pytest.mark.parametrize(
    ("values", "is_share", "words"),
    [
        ((6.0, 2.5), False, "2.4 times"),
        ((0.35, 0.319), True, "+3.1\u202fpts"),
        ((1.0, 0.0), False, formats.NOTHING),
        ((float("nan"), 1.0), False, formats.NOTHING),
    ],
)
def test_a_difference_is_told_where_there_is_one(values: tuple[float, float], is_share: bool, words: str) -> None:
    assert Line("Orders", values, str, is_share).difference == words


def test_days_are_told_in_days() -> None:
    assert Line("Days since last order", (17.0, 651.2), str, is_days=True).difference == "−634\u202fdays"
