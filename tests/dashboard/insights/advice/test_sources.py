"""Advice on whole shops: every amount equals plain SQL over the lines, and every sentence is one."""

import re
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard.filters.selection import Filters, Scope
from dashboard.insights.advice.advice import Advice
from dashboard.insights.advice.choosing import chosen_play
from dashboard.insights.advice.playbook import PLAYS
from dashboard.insights.advice.sources import advices, material
from dashboard.insights.spans import all_months
from dashboard.queries.segments.grounds import Free
from dashboard.shop import Shop
from tests.dashboard.conftest import filled
from tests.dashboard.plain import plain_by
from tests.dashboard.queries.test_activity import selected, selections

FIRST_ORDERS = """
select avg(gross) from (
    select distinct on (customer_id) customer_id, gross, invoiced_at from orders where gross > 0
    order by customer_id, invoiced_at, invoice_no
) as first
where (:all_countries or customer_id in (select customer_id from customers where country = any(:countries)))
"""
CHANCES = """
select segment_id, avg(order_chance_90d) from customer_value
join customer_features using (customer_id) join customer_segments using (customer_id)
where segmentation_id = :segmentation and (:all_countries or country = any(:countries)) group by segment_id
"""
NO_SENTENCE = re.compile(r"\bnan\b|\bNone\b|\binf\b|(?<![\d.,])1 (customers|orders|days)\b|–\.|  |\{|\}")


def sentences(one: Advice) -> list[str]:
    """Everything that people read."""
    return [
        one.trend.text, *one.special, one.risk.text, one.headline, one.action, one.channel, one.offer, one.timing,
        one.estimate.assumption,
    ]  # fmt: skip


def plain_first_order(shop: Shop, scope: Scope) -> float | None:
    """The mean value of everyone's first orders, whatever the months."""
    values = {
        "all_countries": not scope.countries,
        "countries": list(scope.countries),
    }
    with shop.engine.connect() as connection:
        found = connection.execute(text(FIRST_ORDERS), values).scalar()
    return None if found is None else float(found)


def plain_chances(shop: Shop, scope: Scope) -> dict[str, float]:
    """The mean chance of an order within 90 days by segment, of everyone at home in the countries, where known."""
    values = {
        "segmentation": scope.segmentation_id,
        "all_countries": not scope.countries,
        "countries": list(scope.countries),
    }
    with shop.engine.connect() as connection:
        rows = connection.execute(text(CHANCES), values).all()
    return {segment_id: float(chance) for segment_id, chance in rows if chance is not None}


@selections
@pytest.mark.parametrize("store", ["small", "shop"])
def test_every_amount_equals_plain_sql(request: pytest.FixtureRequest, store: str, name: str) -> None:
    shop: Shop = request.getfixturevalue(store)
    scope = selected(shop, name)
    plain = plain_by(shop.engine, scope.only(segments=()), "segment_id")
    plain = plain[plain["key"].notna()] if "key" in plain else plain[plain["segment_id"].notna()]
    rows = plain.set_index("segment_id")
    lives = plain_by(shop.engine, all_months(shop, scope.only(segments=())), "segment_id").set_index("segment_id")
    made = material(shop, scope)
    found = {one.segment_id: one for one in advices(shop, scope)}
    wanted = {one for one in rows.index[rows["customers"] > 0] if not scope.segments or one in scope.segments}
    assert set(found) - {"prospect", "returns-only"} == wanted
    chances = plain_chances(shop, scope)
    for segment_id in wanted:
        one, row = found[segment_id], rows.loc[segment_id]
        play = chosen_play(made, segment_id)
        acting = row["customers"] / play.one_in
        assert (one.customers, one.orders) == (row["customers"], row["identified_orders"])
        assert one.net == pytest.approx(row["net"])
        assert one.net_share == pytest.approx(row["net"] / rows["net"].sum())
        unasked = chances.get(segment_id, 0.0)
        life = lives.loc[segment_id]
        order = (life["gross"] + life["returns"]) / life["orders"]
        expected = acting * order * (1 - unasked) if order > 0 else None
        assert one.estimate.money == (None if expected is None else pytest.approx(expected))
        if one.risk.money is not None:
            assert one.risk.money == pytest.approx(one.risk.share * row["customers"] * max(order, 0.0))
        assert (one.trend.change, one.trend.late, one.trend.early) == (None, None, None)
    if "prospect" in found and plain_first_order(shop, scope):
        prospects = found["prospect"]
        expected = prospects.customers / PLAYS["prospect"].one_in * plain_first_order(shop, scope)
        assert prospects.estimate.money == pytest.approx(expected)
    money = [one.estimate.money or 0 for one in found.values()]
    assert money == sorted(money, reverse=True)
    for one in found.values():
        for sentence in sentences(one):
            assert sentence
            assert not NO_SENTENCE.search(sentence)


def test_the_links_keep_the_filters(shop: Shop) -> None:
    scope = selected(shop, "all at once")
    for one in advices(shop, scope):
        filters = Filters.from_query(one.export.partition("?")[2])
        assert one.export.startswith("/exports/customers.csv?")
        assert (filters.segments, filters.countries) == ((one.segment_id,), ("DE", "FR", "GB"))
        assert (filters.start, filters.end) == (scope.start, scope.end)
        assert one.target.startswith(f"/segments/{one.segment_id}?from=")
    kmeans = advices(shop, shop.scope(Filters(segmentation="kmeans")))
    assert kmeans
    assert all("segmentation=kmeans" in one.export and "segmentation=kmeans" in one.target for one in kmeans)


def test_no_segment_with_customers_is_without_advice(shop: Shop) -> None:
    for segmentation in shop.published().segmentations:
        scope = shop.scope(Filters(segmentation=segmentation.algorithm))
        known = {one.segment_id for one in segmentation.segments if one.customers}
        assert {one.segment_id for one in advices(shop, scope)} == known


FREE = """\
InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
1,MUG,BLUE MUG,2,2023-01-05 10:00,10.00,11,Germany
2,CUP,RED CUP,3,2023-01-06 10:00,0,11,Germany
3,CUP,RED CUP,12000,2023-02-14 11:00,0,12,France
4,CUP,RED CUP,540,2023-03-14 11:00,0,12,France
5,MUG,BLUE MUG,3,2023-03-31 23:59,10.00,13,Germany
"""


def test_who_had_goods_free_of_charge_alone_is_told_so(server_url: str, tmp_path: Path) -> None:
    file = tmp_path / "free.csv"
    file.write_text(FREE, encoding="utf-8")
    with filled(server_url, "dashboard_free", file) as engine:
        shop = Shop(engine, "GBP")
        one = next(one for one in advices(shop, shop.scope(Filters())) if one.segment_id == "free-only")
        abroad = material(shop, shop.scope(Filters(countries=("DE",))))
    assert one.special == ("They had 12,540 units free of charge, and have bought nothing.",)
    assert (one.customers, one.customer_share, one.timing) == (1, None, "Now.")
    assert abroad.free == Free(0, 0.0)
