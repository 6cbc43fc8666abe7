"""A change is told the same wherever it is told, with its basis; what is not compared is compared nowhere."""

import re
from datetime import date

import pandas as pd
import pytest
from sqlalchemy import text

from dashboard.filters.comparison import compared
from dashboard.filters.selection import GUESTS, Filters, add_months
from dashboard.insights.findings.ranking import ranked_findings
from dashboard.pages.countries import page as countries
from dashboard.pages.overview import page as overview
from dashboard.pages.segments import segment
from dashboard.report.document import render
from dashboard.report.sections import countries as report_countries
from dashboard.shop import Place, Shop
from tests.dashboard.calls import texts
from tests.dashboard.report.conftest import NOW
from tests.dashboard.report.reading import Report

SALES = """
select coalesce(sum(quantity * unit_price) filter (where kind in ('sale', 'return')), 0) as net
from (select invoiced_at, kind, quantity, unit_price, country, customer_id from transactions
    union all select invoiced_at, kind, quantity, unit_price, country, null from guest_transactions) as lines
left join (select customer_id, country as home from customers) as people using (customer_id)
where invoiced_at >= :start and invoiced_at < :until and (:all or coalesce(home, country) = any(:countries))
"""
ARROW = re.compile(r"[▲▼] [0-9.]+\s%")
MONTH = date(2025, 3, 1)


def sales(shop: Shop, window: tuple[date, date], filters: Filters) -> float:
    """Net sales of months, from the lines."""
    values = {"start": window[0], "until": add_months(window[1], 1), "all": not filters.countries}
    with shop.engine.connect() as connection:
        found = connection.execute(text(SALES), values | {"countries": list(filters.countries)}).scalar_one()
    return float(found)


def told(shop: Shop, filters: Filters) -> dict[str, str]:
    """What each place says of how sales changed: `▲ 8.3 %`, or a sentence."""
    scope, place = shop.scope(filters), Place(filters)
    strip = overview.key_figures_of(shop, place, scope).children
    net = next(texts(one) for one in strip if texts(one).startswith("Net sales"))
    basis = "".join(
        texts(one) for one in strip if texts(one).startswith("Changes: ")
    )  # where it is told of all at once
    table = countries.table(shop, place, scope).body
    report = Report(render(shop, filters, NOW, [report_countries.section]))  # the cover goes before any section
    return {
        "key figure": f"{net} {basis}",
        "countries": texts(table),
        "report": report.text[""],
        "report countries": " ".join(_country_rows(report.tables)),
        "findings": " ".join(f"{one.title}: {one.text}" for one in ranked_findings(shop, scope)),
    }


def _country_rows(tables: list[list[list[str]]]) -> list[str]:
    rows = next(rows for rows in tables if rows[0][0] == "Country")
    return [*rows[0], *rows[-1]]


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(compare="previous"),
        Filters(MONTH, MONTH),
        Filters(MONTH, MONTH, compare="previous"),
        Filters(MONTH, add_months(MONTH, 4), ("DE", "FR")),
        Filters(MONTH, add_months(MONTH, 4), compare="year"),
    ],
    ids=["all", "all, the period before", "a month", "a month and that before", "two countries", "a year before"],
)
def test_every_place_tells_the_same_change(shop: Shop, filters: Filters) -> None:
    found = compared(shop.published(), shop.scope(filters))
    assert found is not None
    change = sales(shop, found.late, filters) / sales(shop, found.early, filters) - 1
    arrow = f"{'▲' if change >= 0 else '▼'} {abs(change) * 100:.1f}\u202f%"
    places = told(shop, filters)
    finding = f"Net sales {'rose' if change >= 0 else 'fell'} by {abs(change) * 100:.1f}\u202f%"
    assert ARROW.findall(places["key figure"]) == [arrow]
    assert found.words in places["key figure"]
    for name in ("countries", "report countries"):
        assert ARROW.findall(places[name])[-1] == arrow
        assert f"Change {found.words}" in places[name]
    assert f"{arrow} {found.words}".replace("\u202f", " ") in places["report"]
    if abs(change) >= 0.02:
        assert finding in places["findings"]


@pytest.mark.parametrize(
    "filters",
    [
        Filters(MONTH, MONTH, compare="none"),
        Filters(MONTH, MONTH, segments=("champions",)),
        Filters(date(2023, 7, 1), date(2023, 8, 1), compare="year"),
    ],
    ids=["not wanted", "segments are as of today", "no data a year before"],
)
def test_what_is_not_compared_is_compared_nowhere(shop: Shop, filters: Filters) -> None:
    assert compared(shop.published(), shop.scope(filters)) is None
    places = told(shop, filters)
    assert {name: ARROW.findall(words) for name, words in places.items()} == {name: [] for name in places}
    assert "Change" not in places["countries"] + places["report countries"]
    assert not re.search(r"[Ss]ales (rose|fell)|grew by|shrank by| by £", places["findings"])


def test_guests_are_no_segment_of_today(shop: Shop) -> None:
    scope = shop.scope(Filters(MONTH, MONTH, segments=(GUESTS,)))
    found = compared(shop.published(), scope)
    assert found is not None
    assert found.words == "vs Mar 2024"
    shown = texts(segment.figures(shop, Place(Filters(MONTH, MONTH), GUESTS), scope))
    assert shown.count("vs Mar 2024") == 4


# Recomputed from the lines: orders inside equal windows, so that the later one has no longer history.
REPEAT = """
with sales as (
    select customer_id, invoice_no, min(invoiced_at) as at from transactions
    where kind = 'sale' and invoiced_at >= :start and invoiced_at < :until group by customer_id, invoice_no
),
counted as (select customer_id, count(*) as orders from sales group by customer_id)
select count(*) filter (where orders >= 2), count(*) from counted
"""


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        (Filters(), "65.6\u202f% ▲ 6.5\u202fpts Changes: Jun–Nov 2011 vs Dec 2010 – May 2011"),
        (Filters(date(2011, 3, 1), date(2011, 3, 1)), "20.6\u202f% ▲ 1.0\u202fpts vs Feb 2011"),
        (Filters(date(2010, 12, 1), date(2010, 12, 1)), "no earlier period"),
        (Filters(date(2011, 12, 1)), "no full month to compare"),
    ],
)
def test_repeat_customers_of_online_retail(retail: Shop, filters: Filters, words: str) -> None:
    scope = retail.scope(filters)
    strip = overview.key_figures_of(retail, Place(filters), scope).children
    shown = next(texts(one) for one in strip if texts(one).startswith("Repeat customers"))
    shown += " " + "".join(texts(one) for one in strip if texts(one).startswith("Changes: "))
    with retail.engine.connect() as connection:
        frame = pd.read_sql(text(REPEAT), connection, params={"start": scope.start, "until": scope.until})
    repeat, customers = frame.iloc[0]
    assert f"{repeat / customers * 100:.1f}\u202f%" in shown
    assert words in shown
