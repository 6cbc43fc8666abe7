"""The view of attributes, with and without transactions, against plain SQL; what other views say without them."""

from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Engine, text

from dashboard.figures.segments import attributes as figures
from dashboard.filters.selection import Filters, Scope
from dashboard.pages import attributes as page
from dashboard.pages import insights
from dashboard.pages.exports import page as exports
from dashboard.pages.model import page as model
from dashboard.queries.segments import attributes as queries
from dashboard.shop import Place, Shop, mailing
from dashboard.web.routing import no_orders
from tests.dashboard.calls import call, texts
from tests.dashboard.conftest import ClientOf

PANELS = (page.sizes, page.countries, page.against_average, page.spread, page.values)
ADDRESS = "/exports/customers.csv"


def plain(engine: Engine, scope: Scope, expression: str, condition: str = "true") -> dict[Any, Any]:
    """An expression by segment, from the customers themselves."""
    statement = f"""
        select segment_id, {expression} from customers join customer_segments using (customer_id)
        where segmentation_id = :segmentation and (:everywhere or coalesce(country, 'Unspecified') = any(:countries))
            and (:everyone or segment_id = any(:segments)) and {condition}
        group by segment_id
    """
    values = {
        "segmentation": scope.segmentation_id,
        "everywhere": not scope.countries,
        "countries": list(scope.countries),
        "everyone": not scope.segments,
        "segments": list(scope.segments),
    }
    with engine.connect() as connection:
        return {one: float(value) for one, value in connection.execute(text(statement), values)}


def scopes(shop: Shop) -> list[Scope]:
    """All, a country, a segment, both, and another segmentation where there is one."""
    segment = shop.published().segmentations[-1].segments[0].segment_id
    last = shop.published().segmentations[-1].algorithm
    filters = [
        Filters(),
        Filters(countries=("DE",)),
        Filters(segmentation=last, segments=(segment,)),
        Filters(segmentation=last, segments=(segment,), countries=("FR", "Unspecified")),
    ]
    return [shop.scope(one) for one in filters]


@pytest.mark.parametrize("name", ["alone", "joined"])
def test_queries_equal_plain_sql(name: str, request: pytest.FixtureRequest) -> None:
    shop: Shop = request.getfixturevalue(name)
    for scope in scopes(shop):
        assert _by(shop.ask(queries.sizes, scope), "customers") == plain(shop.engine, scope, "count(*)")
        means = shop.ask(queries.means, scope)
        for attribute in ("Age", "Member"):
            expected = plain(
                shop.engine, scope, f"sum(cast(attributes ->> '{attribute}' as numeric))", "attributes is not null"
            )
            assert _by(means[means["attribute"] == attribute], "total") == pytest.approx(expected)
        plans = shop.ask(queries.distribution, scope, "Plan")
        for plan in ("gold", "silver"):
            expected = plain(shop.engine, scope, "count(*)", f"attributes ->> 'Plan' = '{plan}'")
            assert _by(plans[plans["category"] == plan], "customers") == expected
        ages = shop.ask(queries.distribution, scope, "Age")
        young = ages[ages["high"] <= 50].groupby("segment_id", as_index=False)["customers"].sum()
        expected = plain(shop.engine, scope, "count(*)", "cast(attributes ->> 'Age' as numeric) < 50")
        assert _by(young, "customers") == expected


def _by(frame: pd.DataFrame, column: str) -> dict[str, float]:
    return {row["segment_id"]: float(row[column]) for _, row in frame.iterrows()}


@pytest.mark.parametrize("name", ["alone", "joined"])
def test_panels_have_titles_and_survive_any_filter(name: str, request: pytest.FixtureRequest) -> None:
    shop: Shop = request.getfixturevalue(name)
    for filters in (Filters(), Filters(countries=("DE",)), Filters(segments=("nobody",)), Filters(countries=("XX",))):
        for function in PANELS:
            assert function(shop, Place(filters), shop.scope(filters)).title


def test_titles_say_what_was_found(alone: Shop) -> None:
    scope, where = alone.scope(Filters()), Place(Filters(), None, "?attribute=Plan")
    assert page.countries(alone, where, scope).title == "33\u202f% of customers are from Germany"
    assert page.spread(alone, where, scope).title == "Plan by segment"
    assert page.values(alone, where, scope).title.startswith("Plan: ")
    assert page.picked(Place(Filters(), None, "?attribute=Nothing"), alone.ask(queries.described, scope))[0] == "Age"


def test_spans_are_written_short_and_years_as_years() -> None:
    nothing = {"category": None, "customers": 3, "position": 1, "name": "All", "segment_id": "all"}
    spans = pd.DataFrame([{**nothing, "low": low, "high": low + 10_000.0} for low in (0.0, 10_000.0, 20_000.0)])
    bars = figures.with_bars(spans, "Income")
    assert list(bars["bar"]) == ["0 – 10k", "10k – 20k", "20k – 30k"]
    axis = figures.value_counts(bars, "Income").layout.xaxis
    assert (axis.ticktext, axis.tickangle, axis.title.text) == (("0", "10k", "20k"), 0, "Income, from")
    years = pd.DataFrame([{**nothing, "low": low, "high": low + 4.5} for low in (1960.0, 1964.5)])
    assert list(figures.with_bars(years, "Year birth")["bar"]) == ["1960 – 1964", "1964 – 1969"]


def test_advice_by_attributes_alone_speaks_of_no_sales(alone: Shop) -> None:
    panel = insights.segments(alone, Place(Filters()), alone.scope(Filters()))
    assert panel.note == f"{alone.published().segmentations[0].name}, by attributes alone"
    assert "How to read it" not in texts(panel.body)


def test_the_model_view_works_without_orders(alone: Shop) -> None:
    scope, where = alone.scope(Filters()), Place(Filters())
    for function in (model.listing, model.structure, model.rule, model.members):
        assert function(alone, where, scope).title
    assert "all 120 customers with attributes" in texts(model.rule(alone, where, scope).note)


@pytest.mark.parametrize("path", ["/", "/segments", "/countries", "/seasonality", "/contribution"])
def test_views_of_orders_say_why_they_are_empty(alone: Shop, client_of: ClientOf, path: str) -> None:
    client = client_of(alone)
    found = texts(call(client, "page.children", {"url.pathname": path})["page.children"])
    assert found.startswith("This shop has customers but no transactions yet ")
    assert "Load them with  python -m etl load FILE , then run  python -m models fit" in found


@pytest.mark.parametrize("path", ["/attributes", "/customers", "/exports", "/model", "/data"])
def test_other_views_stay(alone: Shop, client_of: ClientOf, path: str) -> None:
    client = client_of(alone)
    found = texts(call(client, "page.children", {"url.pathname": path})["page.children"])
    assert "no transactions yet" not in found


def test_the_choice_of_an_attribute_lives_in_the_address(alone: Shop, client_of: ClientOf) -> None:
    client = client_of(alone)
    shown = call(client, "attributes-pick.value", {"filters.data": {"search": "?attribute=Plan"}})
    assert shown == {"attributes-pick.value": "Plan"}
    values = {"attributes-pick.value": "Plan", "filters.data": {"search": "?country=DE"}}
    chosen = call(client, "url.search", values, "attributes-pick.value", given="attributes-pick")
    assert chosen == {"url.search": "?country=DE&attribute=Plan"}


def test_without_attributes_the_page_says_how_to_load_them(small: Shop) -> None:
    assert "python -m etl customers FILE" in texts(page.layout(small))
    for function in PANELS:  # hidden, but there
        assert function(small, Place(Filters()), small.scope(Filters())).title


def test_months_mean_nothing_without_orders(alone: Shop) -> None:
    published = alone.published()
    assert not published.has_orders
    assert published.country_names == {"DE": "Germany", "FR": "France", "Unspecified": "Unspecified"}
    assert texts(no_orders("Overview")).startswith("This shop has customers but no transactions yet")


def test_lists_of_people_without_orders(alone: Shop, client_of: ClientOf) -> None:
    client = client_of(alone)
    segments = alone.published().segmentations[0].segments
    rows = client.get(f"{ADDRESS}?consent=all").text.splitlines()[1:]
    assert len(rows) == 120
    by_segment = [
        (one.customers, client.get(f"{ADDRESS}?consent=all&segment={one.segment_id}").text.count("\n") - 1)
        for one in segments
        if one.customers
    ]
    assert [listed for _, listed in by_segment] == [counted for counted, _ in by_segment]
    filters = Filters()
    assert exports.selection(alone, Place(filters), alone.scope(filters)).title == "This selection: 120 customers"
    said = mailing.said_by_segment(alone, alone.scope(filters))
    assert {name: one.everyone for name, one in said.items()} == {
        one.segment_id: one.customers for one in segments if one.customers
    }


def test_an_attribute_that_is_not_there_is_told_and_the_likely_one_offered(alone: Shop) -> None:
    where = Place(Filters(), None, "?attribute=age")
    (doubt,) = page.doubts(alone, where, alone.scope(where.filters))
    assert doubt.text == "There is no attribute “age”; there are Age, Member, Plan."
    assert (doubt.shown, doubt.label, doubt.extras) == ("Shown is Age instead.", "Age", "attribute=Age")
    assert list(page.doubts(alone, Place(Filters(), None, "?attribute=Plan"), alone.scope(Filters()))) == []
