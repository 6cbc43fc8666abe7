"""/forecast: the months it stands on, recounted; what its cards say of them, and where there is no forecast."""

from datetime import date

import pandas as pd
import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from dashboard.components.panels import Panel
from dashboard.filters.selection import Filters
from dashboard.insights.forecast.trial import MONTHS, TWO_YEARS
from dashboard.pages.forecast import page
from dashboard.pages.forecast.known import TODAY, Known, known
from dashboard.queries.sales import activity, parts
from dashboard.shop import Place, Shop
from tests.dashboard.calls import call, texts
from tests.dashboard.queries.test_activity import selected, selections
from tests.dashboard.queries.test_cohorts import plain


def show(shop: Shop, name: str, search: str = "") -> Panel:
    filters = Filters.from_query(search)
    panel: Panel = getattr(page, name)(shop, Place(filters, None, search), shop.scope(filters))
    return panel


def of(shop: Shop, search: str = "") -> Known:
    found = known(shop, shop.scope(Filters.from_query(search)))
    assert isinstance(found, Known)
    return found


@selections
@pytest.mark.parametrize("store", ["small", "shop"])
def test_parts_equal_plain_pandas(request: pytest.FixtureRequest, store: str, name: str) -> None:
    shop: Shop = request.getfixturevalue(store)
    scope = selected(shop, name)
    with shop.connect() as connection:
        found, months = parts.monthly(connection, scope), activity.by_month(connection, scope)
    everyone = plain(shop, scope)
    new = everyone[everyone["first_month"] == everyone["month"]].set_index("month")[["net", "orders"]]
    new = new.reindex(list(found["month"])).astype(float).fillna(0.0)
    for measure in ("net", "orders"):
        assert list(found[f"new_{measure}"]) == pytest.approx(list(new[measure]), abs=1e-6)
        assert list(found[measure]) == pytest.approx(list(months[measure].astype(float)), abs=1e-6)
    assert list(found["guests_net"]) == pytest.approx(list(months["guest_net"].astype(float)), abs=1e-6)


def test_the_title_says_the_range_of_its_months(shop: Shop) -> None:
    found, panel = of(shop), show(shop, "sales", "?ahead=3")
    ahead = found.ahead("net")
    assert ahead is not None
    low, high = (found.written("net", float(one[:3].sum())) for one in (ahead.low, ahead.high))
    assert panel.title.startswith("Sales of ")
    assert panel.title.endswith(f": {low} to {high}, 80\u202f% likely")
    assert ahead.rules is TWO_YEARS
    assert len(panel.body.data[2]["x"]) == 4


def test_parts_and_orders_add_up(shop: Shop) -> None:
    found = of(shop, "?country=GB")
    for measure in ("net", "orders"):
        ahead = found.ahead(measure)
        assert ahead is not None
        assert sum(found.split(measure).values()) == pytest.approx(ahead.point)


def test_changes_are_against_the_months_that_compare_names(shop: Shop) -> None:
    found = of(shop)
    year, previous, none = (of(shop, f"?compare={mode}").before(3) for mode in ("year", "previous", "none"))
    assert none is None
    assert year is not None
    assert previous is not None
    assert year[0][0] == date(found.last.year - (found.last.month < 12), found.last.month % 12 + 1, 1)
    assert previous[0] == found.months[-3:]


def test_the_month_under_way_is_said_and_no_part_of_it(shop: Shop) -> None:
    found = of(shop)
    assert found.last < shop.published().last_month
    pace = found.pace("net")
    assert pace is not None
    assert 0 < pace[1] < 1
    assert found.written("net", pace[0] / pace[1]) in show(shop, "sales").note


@pytest.mark.parametrize(
    ("search", "why"),
    [
        ("?segment=champions", TODAY),
        ("?country=Nowhere", "A forecast needs sales in every month, and this selection has months without."),
    ],
)
def test_where_there_is_no_forecast(shop: Shop, search: str, why: str) -> None:
    for name in ("sales", "orders", "who", "tried", "listed"):
        assert show(shop, name, search).note == why
    filters = Filters.from_query(search)
    assert why in texts(page.figures(shop, Place(filters, None, search), shop.scope(filters)))


def test_a_short_shop(small: Shop) -> None:
    assert show(small, "sales").note == "A forecast needs 12 full months; up to Mar 2023 there are 3."


def test_the_cards_of_a_shop(shop: Shop) -> None:
    assert "Returning customers bring" in show(shop, "who").title
    words = texts(show(shop, "tried").body)
    assert "Months within their 80\u202f% interval" in words
    assert "Public holidays" in texts(show(shop, "listed").body)


def test_the_span_is_in_the_address(client: FlaskClient) -> None:
    filters = {"search": "?country=DE&ahead=12"}
    assert call(client, "forecast-ahead.value", {"filters.data": filters})["forecast-ahead.value"] == "12"
    told = {"forecast-ahead.value": "6", "filters.data": filters}
    assert call(client, "url.search", told, given="forecast-ahead")["url.search"] == "?country=DE"


def test_online_retail(retail: Shop) -> None:
    """Twelve full months: no season, and the last month has to be beaten."""
    found = of(retail)
    with retail.engine.connect() as connection:
        lines = pd.read_sql(
            text("""
                select date_trunc('month', invoiced_at) as month, gross + returns as net from orders
                union all select date_trunc('month', invoiced_at), gross + returns from guest_orders
            """),
            connection,
        )
    by_month = lines["net"].astype(float).groupby(lines["month"]).sum().iloc[:12]
    assert list(found.values("net")) == pytest.approx(list(by_month))
    ahead = found.ahead("net")
    assert ahead is not None
    assert ahead.rules is MONTHS
    assert "no season told apart" in show(retail, "sales").note
