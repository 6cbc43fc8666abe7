"""Seasonality: hours equal plain SQL over the lines; months by year, the index and the charts from literal frames."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import text
from statsmodels.tsa.seasonal import seasonal_decompose

from dashboard.components.panels import Panel
from dashboard.figures.sales.decomposition import year_map
from dashboard.filters.months import every_month, incomplete_months
from dashboard.filters.published import Published
from dashboard.filters.selection import Filters, Scope, add_months
from dashboard.insights.forecast.month_index import month_index
from dashboard.insights.forecast.parting import parted
from dashboard.pages import seasonality
from dashboard.queries.sales.hours import by_hour
from dashboard.shop import Place, Shop
from tests.dashboard.plain import bound, plain_totals
from tests.dashboard.queries.test_activity import selected, selections

PLAIN_HOURS = """
with invoices as (
    select c.country, s.segment_id, min(t.invoiced_at) as at, sum(quantity * unit_price) as gross
    from transactions t
    join customers c using (customer_id)
    join customer_segments s on s.customer_id = t.customer_id and s.segmentation_id = :segmentation
    where kind = 'sale'
    group by t.customer_id, c.country, s.segment_id, invoice_no
    union all
    select country, null, min(invoiced_at), sum(quantity * unit_price)
    from guest_transactions where kind = 'sale' group by country, invoice_no
)
select cast(extract(isodow from at) as int), cast(extract(hour from at) as int), count(*), cast(sum(gross) as float)
from invoices
where date_trunc('month', at) between :start and :end
    and (:all_countries or country = any(:countries))
    and (:all_segments or segment_id = any(:segments) or (:guests and segment_id is null))
group by 1, 2 order by 1, 2
"""


def months(start: date, *net: float) -> pd.DataFrame:
    """A frame of months in a row, with ten orders each."""
    index = [start.year * 12 + start.month - 1 + number for number in range(len(net))]
    days = [date(one // 12, one % 12 + 1, 1) for one in index]
    return pd.DataFrame({"month": days, "gross": net, "net": net, "orders": 10})


def show(shop: Shop, name: str, filters: Filters) -> Panel:
    """A panel of the page."""
    panel: Panel = getattr(seasonality, name)(shop, Place(filters), shop.scope(filters))
    return panel


def plain_hours(shop: Shop, scope: Scope) -> list[list[float]]:
    with shop.engine.connect() as connection:
        return [list(row) for row in connection.execute(text(PLAIN_HOURS), bound(scope))]


@selections
@pytest.mark.parametrize("store", ["small", "shop"])
def test_hours_equal_plain_sql(request: pytest.FixtureRequest, store: str, name: str) -> None:
    shop: Shop = request.getfixturevalue(store)
    scope = selected(shop, name)
    with shop.engine.connect() as connection:
        found = by_hour(connection, scope)
    expected = plain_hours(shop, scope)
    keys = ["weekday", "hour", "orders"]
    assert found[keys].to_numpy().tolist() == [row[:3] for row in expected]
    assert found["gross"].tolist() == pytest.approx([row[3] for row in expected])


def test_the_sentences_of_the_literal_shop(small: Shop) -> None:
    titles = {name: show(small, name, Filters()).title for name in ("years", "months", "hours", "weekdays")}
    assert titles == {
        "years": "February 2023 was the strongest month, net of returns",
        "months": "The months against the average",
        "hours": "Monday 18:00 is the busiest hour",
        "weekdays": "Monday brings 36\u202f% of orders, Wednesday none",
    }


def test_each_panel_answers_where_nothing_is_selected(small: Shop) -> None:
    nothing = Filters(countries=("Nowhere",))
    words = {}
    for name in ("years", "months", "hours", "weekdays"):
        panel = show(small, name, nothing)
        words[name] = (panel.title, panel.body.layout.annotations[0].text)
    assert words == {
        "years": ("Sales by month, a line a year", "No sales in this selection"),
        "months": ("The months against the average", "Needs twelve full months in a row"),
        "hours": ("Orders by weekday and hour", "No orders in this selection"),
        "weekdays": ("Orders by weekday", "No orders in this selection"),
    }


def test_a_month_without_sales_is_nothing_and_not_left_out() -> None:
    frame = months(date(2011, 11, 1), 5.0, 6.0).drop(index=1)
    assert every_month(frame, date(2011, 10, 1), date(2012, 1, 1)).to_numpy().tolist() == [
        [date(2011, 10, 1), 0.0, 0.0, 0],
        [date(2011, 11, 1), 5.0, 5.0, 10],
        [date(2011, 12, 1), 0.0, 0.0, 0],
        [date(2012, 1, 1), 0.0, 0.0, 0],
    ]
    assert every_month(frame.head(0), date(2011, 10, 1), date(2012, 1, 1)).empty


ALL_WEEK, WORKDAYS = (1, 2, 3, 4, 5, 6, 7), (1, 2, 3, 4, 5)


@pytest.mark.parametrize(
    ("first_day", "last_day", "weekdays", "incomplete"),
    [
        (date(2023, 1, 2), date(2023, 4, 30), ALL_WEEK, ()),
        (date(2023, 1, 2), date(2023, 4, 20), ALL_WEEK, (date(2023, 4, 1),)),
        (date(2023, 1, 20), date(2023, 4, 30), ALL_WEEK, (date(2023, 1, 1),)),
        (date(2023, 1, 20), date(2023, 4, 20), ALL_WEEK, (date(2023, 1, 1), date(2023, 4, 1))),
        (date(2023, 1, 4), date(2023, 4, 29), ALL_WEEK, (date(2023, 4, 1),)),  # no sale on the 30th
        (date(2023, 1, 4), date(2023, 4, 28), WORKDAYS, ()),  # the 29th and the 30th are a weekend
        (date(2023, 1, 6), date(2023, 4, 27), WORKDAYS, (date(2023, 1, 1), date(2023, 4, 1))),
        (date(2023, 4, 5), date(2023, 5, 31), WORKDAYS, ()),  # the 1st and the 2nd are a weekend
        (date(2023, 4, 5), date(2023, 5, 31), ALL_WEEK, (date(2023, 4, 1),)),
        (date(2023, 5, 12), date(2023, 6, 30), ALL_WEEK, (date(2023, 5, 1),)),  # in mid-month
        (date(2023, 1, 20), date(2023, 1, 25), ALL_WEEK, (date(2023, 1, 1),)),  # one month, in part at both ends
    ],
)
def test_months_that_the_data_cover_in_part(
    small: Shop, first_day: date, last_day: date, weekdays: tuple[int, ...], incomplete: tuple[date, ...]
) -> None:
    first, last = first_day.replace(day=1), last_day.replace(day=1)
    published: Published = replace(
        small.published(),
        first_month=first,
        last_month=last,
        first_day=first_day,
        last_day=last_day,
        weekdays=frozenset(weekdays),
    )
    assert incomplete_months(published, (first, last)) == incomplete
    assert incomplete_months(published, (date(2024, 2, 1), date(2024, 3, 1))) == ()


def test_the_days_of_the_week_on_which_a_shop_sells(small: Shop, retail: Shop) -> None:
    assert small.published().weekdays == {1, 2, 3, 4, 5, 6, 7}  # too few orders to tell
    assert retail.published().weekdays == {1, 2, 3, 4, 5, 7}


@pytest.mark.parametrize(
    ("gross", "incomplete", "change", "title"),
    [
        ([100, 120, 5], [date(2021, 3, 1)], "", "February 2021 was the strongest month, net of returns"),
        ([100, 120, 5], [date(2021, 3, 1)], "Sales rose by 20\u202f%, vs", "Sales rose by 20\u202f%, vs"),
        ([100], [], "", "Sales by month, a line a year"),
        ([0, 0], [], "Sales fell", "Sales by month, a line a year"),
    ],
)
def test_the_title_of_the_years(gross: list[float], incomplete: list[date], change: str, title: str) -> None:
    assert seasonality._years_title(months(date(2021, 1, 1), *gross), tuple(incomplete), change) == title


def test_a_year_before_is_told_as_everywhere(shop: Shop) -> None:
    month = add_months(shop.published().last_month, -3)
    one = Filters(month, month)
    late, early = (
        plain_totals(shop.engine, shop.scope(one).only(start=at, end=at))["net"]
        for at in (month, add_months(month, -12))
    )
    verb = "rose" if late > early else "fell"
    title = show(shop, "years", one).title
    assert title.startswith(f"Net sales {verb} by ")
    assert title.endswith(f"{abs(late / early - 1) * 100:.1f}\u202f%, vs {add_months(month, -12):%b %Y}")
    # Of other months the difference is the season.
    assert "vs" not in show(shop, "years", one.only(compare="previous")).title
    assert "vs" not in show(shop, "years", one.only(compare="none")).title


def test_the_index_of_months_counts_each_equally_often() -> None:
    frame = months(date(2021, 12, 1), 999, *[100] * 10, 200, 60, 5)
    index = month_index(frame, [date(2023, 1, 1)])  # Jan to Dec 2022 without the December before
    assert index.rows["number"].tolist() == list(range(1, 13))
    mean = (100 * 10 + 200 + 60) / 12
    expected = [100 / mean * 100] * 10 + [200 / mean * 100, 60 / mean * 100]
    assert index.rows["index"].tolist() == pytest.approx(expected)
    assert (index.months, index.against) == (12, "the average month")
    assert month_index(frame.head(11), ()).rows.empty
    # What was given back is no season.
    given_back = frame.assign(returns=[0.0] * 11 + [-100.0] + [0.0] * 2)
    mean = (100 * 11 + 60) / 12
    assert month_index(given_back, [date(2023, 1, 1)]).rows["index"].max() == pytest.approx(100 / mean * 100)


def test_growth_is_no_season() -> None:
    """A shop that grows by 4 % a month and sells half as much again each November, from May to April."""
    season = {11: 1.5}
    start = date(2021, 5, 1)
    sales = [100 * 1.04**age * season.get(add_months(start, age).month, 1.0) for age in range(36)]
    index = month_index(months(start, *sales), ())
    even = 1.5 ** (-1 / 12)  # the geometric mean of the twelve is 100
    assert index.rows["index"].tolist() == pytest.approx([100 * season.get(one, 1.0) * even for one in range(1, 13)])
    assert (index.months, index.against) == (36, "the trend")
    grown = month_index(months(start, *sales[:12]), ()).rows.set_index("number")["index"]
    assert (grown[4] > 110, grown[5] < 90) == (True, True)  # which one year cannot tell apart


def test_online_retail(retail: Shop) -> None:
    assert show(retail, "years", Filters()).title == "November 2011 was the strongest month, net of returns"
    assert show(retail, "weekdays", Filters()).title == "Thursday brings 21\u202f% of orders, Saturday none"
    # By plain pandas over the file, repeated lines and the adjustments of bad debt (invoices A…) out, returns in:
    # 1,456,145.80 in November against 775,364.00 in the mean of Dec 2010 to Nov 2011, 1.878.
    assert show(retail, "months", Filters()).title == "November sells 88\u202f% more than the average month"


def test_parts_are_those_of_statsmodels_and_multiply_to_the_sales() -> None:
    sales = 1_000 * np.exp(np.random.default_rng(4).normal(0, 0.3, 31)) * np.linspace(1, 2, 31)
    found = parted(sales)
    assert found is not None
    expected = seasonal_decompose(np.log(sales), period=12)
    assert found.trend[6:-6] == pytest.approx(np.exp(expected.trend[6:-6]))
    assert found.season == pytest.approx(np.exp(expected.seasonal))
    assert (found.trend * found.season * found.rest)[6:-6] == pytest.approx(sales[6:-6])
    assert np.isnan(found.trend[[*range(6), *range(-6, 0)]]).all()
    assert parted(sales[:23]) is None
    assert parted(sales - sales[9]) is None


def test_every_month_stands_in_its_year() -> None:
    frame = months(date(2022, 11, 1), 10.0, 20.0, 30.0, 40.0)
    figure = year_map(frame, "GBP", [date(2023, 2, 1)])
    assert figure.data[0]["y"] == ("2022", "2023")
    assert [list(row) for row in figure.data[0]["z"]] == [[None] * 10 + [10.0, 20.0], [30.0] + [None] * 11]


def test_cards_of_the_year(shop: Shop, small: Shop) -> None:
    scope = shop.scope(Filters())
    frame, incomplete = seasonality.months_of(shop, scope)
    full = frame[~frame["month"].isin(list(incomplete))]
    best = full.loc[full["net"].idxmax(), "month"]
    assert show(shop, "by_year", Filters()).title.startswith(f"Most in {best:%B %Y}, least in ")
    assert show(shop, "parts", Filters()).title.startswith("Without the season, sales ")
    assert show(small, "parts", Filters()).note == "Needs 24 full months in a row, each with sales; the view has 3"


def test_online_retail_by_year(retail: Shop) -> None:
    assert show(retail, "by_year", Filters()).title == "Most in November 2011, least in April 2011"
    assert show(retail, "parts", Filters()).note.endswith("the view has 12")
