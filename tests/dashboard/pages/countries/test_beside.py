"""Two countries side by side, against plain SQL; and what is said where there are not two."""

from typing import Any

import pytest

from dashboard.components.tables import Table
from dashboard.filters.selection import Filters
from dashboard.pages.countries.beside import CHOOSE, SHARES, beside, months
from dashboard.pages.countries.page import table
from dashboard.queries.sales import activity
from dashboard.shop import Place, Shop
from dashboard.words import formats
from tests.dashboard.calls import texts
from tests.dashboard.plain import plain_by
from tests.dashboard.tables import body, properties

PAIR = ("DE", "FR")


def panel(shop: Shop, *countries: str) -> Any:
    filters = Filters(countries=countries)
    return beside(shop, Place(filters), shop.scope(filters))


def test_two_countries_stand_side_by_side(shop: Shop) -> None:
    found = panel(shop, *PAIR)
    shown, *bought = found.body
    assert isinstance(shown, Table)
    rows = {row[0]: row[1:] for row in body(shown)}
    whole = shop.scope(Filters())
    plain = plain_by(shop.engine, whole, "country").set_index("country")
    order = sorted(PAIR, key=lambda one: -plain.at[one, "net"])
    first, second = (plain.loc[one] for one in order)

    def both(name: str) -> list[str]:
        return next(cells[:2] for label, cells in rows.items() if label.startswith(name))

    assert both("Customers") == [formats.count(one["customers"]) for one in (first, second)]
    assert both("Orders per customer") == [
        f"{one['identified_orders'] / one['customers']:.2f}" for one in (first, second)
    ]
    assert both("Net sales net of") == [formats.money(one["net"], "GBP") for one in (first, second)]
    assert both("Net sales per order") == [formats.money(one["net"] / one["orders"], "GBP") for one in (first, second)]
    all_net = plain["net"].sum()
    assert both("Share of net sales") == [formats.percent(one["net"] / all_net) for one in (first, second)]
    repeat = [1 - one["single_customers"] / one["customers"] for one in (first, second)]
    assert both("Repeat customers") == [formats.percent(one) for one in repeat]
    labels = [row[0] for row in body(shown)]
    shares = body(shown)[labels.index(SHARES) + 1 :]
    for side, code in enumerate(order):
        scope = shop.scope(Filters(countries=(code,)))
        counts = plain_by(shop.engine, scope, "segment_id").set_index("segment_id")["customers"]
        counts = counts[counts.index.notna()]
        named = {one.name: one.segment_id for one in shop.published().of(scope).segments}
        expected = {name: counts.get(number, 0) / counts.sum() for name, number in named.items()}
        assert {row[0].strip(): row[1 + side] for row in shares} == {
            row[0].strip(): formats.percent(expected[row[0].strip()]) for row in shares
        }
    assert [": best sellers by their share of its sales: " in texts(one) for one in bought] == [True, True]


def test_their_months_stand_in_one_chart(shop: Shop) -> None:
    filters = Filters(countries=PAIR)
    drawn = months(shop, Place(filters), shop.scope(filters)).body
    assert [trace.name for trace in drawn.data] == ["Germany", "France"]
    for trace, code in zip(drawn.data, PAIR, strict=True):
        frame = shop.ask(activity.by_month, shop.scope(Filters(countries=(code,)))).set_index("month")["net"]
        assert list(trace.y) == [float(frame.get(month, 0.0)) for month in trace.x]
    assert not months(shop, Place(Filters()), shop.scope(Filters())).body.data


@pytest.mark.parametrize("countries", [(), ("DE",), ("DE", "Nowhere"), ("DE", "FR", "IE")])
def test_pairs_are_offered_where_there_are_not_two(shop: Shop, countries: tuple[str, ...]) -> None:
    found = panel(shop, *countries)
    assert texts(found.body).startswith(CHOOSE.strip())
    assert "country=" in found.body.children[2].href


@pytest.mark.parametrize(("countries", "ticks"), [(("DE", "FR", "IE"), ["DE", "FR", "IE"]), (PAIR, [])])
def test_two_are_ticked_in_the_table(shop: Shop, countries: tuple[str, ...], ticks: list[str]) -> None:
    filters = Filters(countries=countries)
    shown = properties(table(shop, Place(filters), shop.scope(filters)).body)["rows"]
    cells = [row[0] for row in shown if "tick" in str(row[0])]
    assert sorted(cell["in"][0]["tick"] for cell in cells) == sorted(ticks)
