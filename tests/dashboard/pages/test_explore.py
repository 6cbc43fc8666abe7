"""Exploring: numbers equal plain SQL and pandas, the address, the empty states."""

import numpy as np
import pandas as pd
import pytest
from flask.testing import FlaskClient
from scipy import stats
from sqlalchemy import text

from dashboard.components.panels import Panel
from dashboard.figures.explore import correlations, features
from dashboard.figures.explore.features import FEATURES, Choice
from dashboard.filters.selection import GUESTS, Filters
from dashboard.pages.explore import page as explore
from dashboard.pages.explore import pairs
from dashboard.pages.explore.basis import customers
from dashboard.queries.segments import features as queries
from dashboard.shop import Place, Shop
from tests.dashboard.calls import call, texts
from tests.dashboard.plain import bound

PANELS = (
    *(explore.spread, explore.boxed, explore.orders),
    *(pairs.scatter, pairs.pearson, pairs.spearman, pairs.by_segment),
)
PLAIN = """
select f.customer_id, s.segment_id, f.frequency, cast(f.monetary as float) as monetary,
    f.recency_days,
    cast(-f.returns as float) as returned,
    cast(f.tenure_days - f.recency_days as float) / nullif(f.frequency - 1, 0) as interval_days
from customer_features f
join customer_segments s on s.customer_id = f.customer_id and s.segmentation_id = :segmentation
where f.frequency > 0 and (:all_countries or f.country = any(:countries))
    and (:all_segments or s.segment_id = any(:segments))
order by f.sample_key, f.customer_id
"""
SELECTIONS = [
    Filters(),
    Filters(segmentation="kmeans"),
    Filters(countries=("DE", "FR")),
    Filters(segments=("champions", "hibernating", GUESTS)),
]


def plain(shop: Shop, filters: Filters) -> pd.DataFrame:
    scope = shop.scope(filters)
    with shop.engine.connect() as connection:
        result = connection.execute(text(PLAIN), bound(scope))
        return pd.DataFrame(result.all(), columns=list(result.keys()))


def show(shop: Shop, function: object, filters: Filters, search: str = "") -> Panel:
    panel: Panel = function(shop, Place(filters, None, search), shop.scope(filters))  # type: ignore[operator]
    return panel


@pytest.mark.parametrize("filters", SELECTIONS)
@pytest.mark.parametrize("store", ["small", "shop"])
def test_the_sample_equals_plain_sql(request: pytest.FixtureRequest, store: str, filters: Filters) -> None:
    shop: Shop = request.getfixturevalue(store)
    found, expected = customers(shop, shop.scope(filters)), plain(shop, filters)
    for name in ("customer_id", "segment_id"):
        assert found[name].astype(str).tolist() == expected[name].tolist()
    for name in ("frequency", "monetary", "recency_days", "returned", "interval_days"):
        np.testing.assert_allclose(found[name], expected[name].astype(float), rtol=1e-12)
    assert found["name"].notna().all()


def test_months_do_not_count_and_one_frame_serves_all_filters(shop: Shop) -> None:
    published = shop.published()
    early = Filters(end=published.first_month)
    assert len(customers(shop, shop.scope(early))) == len(customers(shop, shop.scope(Filters())))
    one, other = (
        shop.ask(queries.sample, scope.version, scope.segmentation_id)
        for scope in (shop.scope(early), shop.scope(Filters(countries=("DE",))))
    )
    assert one is other


def test_a_limited_sample_is_the_lowest_keys_and_named(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_CUSTOMERS", 50)
    fresh = Shop(shop.engine, "GBP")
    found = customers(fresh, fresh.scope(Filters()))
    assert found["customer_id"].tolist() == plain(fresh, Filters())["customer_id"].tolist()[:50]
    assert "50 customers of a fixed sample of 50" in show(fresh, explore.spread, Filters()).note


def test_the_key_figures_equal_plain_numbers(shop: Shop) -> None:
    frame = plain(shop, Filters())
    once = frame[frame["frequency"] == 1]
    found = {label: value for label, value, _ in explore.described(customers(shop, shop.scope(Filters())), "GBP")}
    assert found["Orders per customer"] == f"{frame['frequency'].mean():.2f}"
    assert found["One-time customers"] == f"{len(once) / len(frame) * 100:.1f}\u202f%"
    assert found["Their share of gross sales"] == f"{once['monetary'].sum() / frame['monetary'].sum() * 100:.1f}\u202f%"
    whole = texts(explore.figures(shop, Place(Filters()), shop.scope(Filters())))
    assert "Average purchase value" in whole


def test_the_literal_shop_counted_by_hand(small: Shop) -> None:
    found = {label: value for label, value, _ in explore.described(customers(small, small.scope(Filters())), "GBP")}
    assert found["Average purchase value"] == "£21.04"  # 252.5 in 12 orders
    assert found["Orders per customer"] == "1.33"  # 12 of 9
    assert found["Median interval"] == "35.2 d"  # 40 days for customer 11; 61 in two intervals for 13
    orders = features.by_orders(customers(small, small.scope(Filters())))
    assert orders.head(3).to_numpy().tolist() == [[1, 7, 166.0], [2, 1, 35.5], [3, 1, 51.0]]
    assert orders["customers"].sum() == 9
    assert show(small, explore.orders, Filters()).title == "78\u202f% ordered once, nobody ten times or more"


def test_correlations_equal_scipy(shop: Shop) -> None:
    frame = customers(shop, shop.scope(Filters()))
    pearson, spearman = (correlations.correlation(frame, method) for method in ("pearson", "spearman"))
    for one, other in (("monetary", "frequency"), ("interval_days", "recency_days")):
        pair = frame[[one, other]].dropna()
        straight = stats.pearsonr(np.log1p(pair[one]), np.log1p(pair[other])).statistic
        assert pearson.loc[one, other] == pytest.approx(straight)
        assert spearman.loc[one, other] == pytest.approx(stats.spearmanr(pair[one], pair[other]).statistic)


def test_ranks_by_feature_equal_ranks_by_pair(shop: Shop) -> None:
    frame = customers(shop, shop.scope(Filters()))
    frame = frame.assign(return_rate=frame["return_rate"].where(frame["frequency"] != 2))  # a second one with gaps
    expected = frame[list(FEATURES)].corr(method="spearman", min_periods=3)
    np.testing.assert_allclose(correlations.correlation(frame, "spearman"), expected, atol=1e-12)


def test_correlations_are_worked_out_once_for_each_choice(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh, asked = Shop(shop.engine, "GBP"), []
    real = correlations.correlation
    monkeypatch.setattr(correlations, "correlation", lambda *given: asked.append(given[1]) or real(*given))
    for filters in (Filters(), Filters(start=fresh.published().first_month), Filters(countries=("DE",)), Filters()):
        show(fresh, pairs.spearman, filters)
    assert asked == ["spearman", "spearman"]


def test_medians_and_boxes_equal_pandas(shop: Shop) -> None:
    frame = customers(shop, shop.scope(Filters()))
    medians = features.medians(frame).set_index("segment_id")
    boxes = features.boxes(frame, "monetary", is_log=False).set_index("name")
    for segment, group in plain(shop, Filters()).groupby("segment_id"):
        assert medians.loc[segment, "monetary"] == pytest.approx(group["monetary"].median())
        five = boxes.loc[medians.loc[segment, "name"], ["low", "q1", "median", "q3", "high"]]
        assert five.tolist() == pytest.approx(group["monetary"].quantile([0.05, 0.25, 0.5, 0.75, 0.95]).tolist())


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("", Choice()),
        ("?feature=units&scale=linear&x=net&y=recency_days", Choice("units", "linear", "net", "recency_days")),
        ("?feature=password&scale=cubic&x=&y=%00", Choice()),
        ("?feature=units&feature=nothing", Choice("units")),
        ("?feature=customer_id&sort=up&x=segment_id", Choice()),
    ],
)
def test_the_address(search: str, expected: Choice) -> None:
    assert Choice.from_search(search) == expected
    assert Choice.from_search(expected.to_query()) == expected


def test_the_selects_and_the_address(client: FlaskClient) -> None:
    shown = call(client, "explore-feature.value", {"filters.data": {"search": "?feature=units&country=DE"}})
    assert shown == {
        **{"explore-feature.value": "units", "explore-scale.value": "log"},
        **{"explore-x.value": "frequency", "explore-y.value": "average_order_value"},
    }
    values = shown | {"filters.data": {"search": "?country=DE&feature=units"}, "explore-scale.value": "linear"}
    asked = call(client, "url.search", values, given="explore-scale")
    assert asked["url.search"] == "?country=DE&feature=units&scale=linear"


@pytest.mark.parametrize("function", PANELS)
@pytest.mark.parametrize("feature", list(FEATURES))
def test_every_feature_can_be_shown_on_both_scales(shop: Shop, function: object, feature: str) -> None:
    for scale in features.SCALES:
        panel = show(shop, function, Filters(), f"?feature={feature}&x={feature}&y=net&scale={scale}")
        assert "nan" not in f"{panel.title} {panel.note}"
        assert "whole life as of" in panel.note
        if hasattr(panel.body, "to_json"):
            assert len(panel.body.to_json()) < 100_000


@pytest.mark.parametrize("filters", [Filters(countries=("Nowhere",)), Filters(segments=(GUESTS,))])
def test_an_empty_selection_is_said(shop: Shop, filters: Filters) -> None:
    for function in PANELS:
        body = show(shop, function, filters).body
        words = body.layout.annotations[0].text if hasattr(body, "layout") else texts(body)
        assert words in {"No customers in this selection", "Too few customers, or nothing varies"}
    assert "No customers" in texts(explore.figures(shop, Place(filters), shop.scope(filters)))


def test_the_figures_of_online_retail(retail: Shop) -> None:
    found = {label: value for label, value, _ in explore.described(customers(retail, retail.scope(Filters())), "GBP")}
    assert found["One-time customers"] == "34.4\u202f%"
    for function in PANELS[:-1]:
        assert len(show(retail, function, Filters()).body.to_json()) < 100_000
