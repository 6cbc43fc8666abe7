"""Value: sums equal plain SQL over the customers; sentences where the shop tells much, little, or nothing."""

import json

import pandas as pd
import pytest
from sqlalchemy import text

from dashboard.components.panels import Panel
from dashboard.figures.segments import value as drawn
from dashboard.filters.selection import GUESTS, Filters, add_months
from dashboard.insights.findings.ranking import ranked_findings
from dashboard.pages.customers import standing
from dashboard.pages.value import page as value
from dashboard.pages.value import tables as value_tables
from dashboard.pages.value import words as value_words
from dashboard.queries.segments import value as queries
from dashboard.shop import FewError, Place, Shop, Viewer, viewing
from dashboard.words import formats
from models.value.words import no_chance, order_chance
from tests.dashboard.calls import texts
from tests.dashboard.plain import bound
from tests.dashboard.queries.test_activity import selected, selections
from tests.models.value.test_words import MISSED
from wording.languages import say_again, speaking

PLAIN = """
select segment_id, count(*) as customers, sum(order_chance_90d) as buyers_90d,
    sum(order_chance_90d * expected_order_value) as value_90d, sum(expected_orders_12m) as orders_12m,
    sum(expected_spend_12m) as spend_12m, sum(probability_alive) as alive, count(probability_alive) as repeat_customers
from customer_value
join customer_features using (customer_id)
join customer_segments using (customer_id)
where segmentation_id = :segmentation
    and (:all_countries or country = any(:countries))
    and (:all_segments or segment_id = any(:segments))
group by segment_id order by segment_id collate "C"
"""


def show(shop: Shop, name: str, filters: Filters) -> Panel:
    """A panel of the page."""
    function = getattr(value_tables if name in ("fading", "parameters") else value, name)
    panel: Panel = function(shop, Place(filters), shop.scope(filters))
    return panel


@selections
@pytest.mark.parametrize("store", ["small", "shop"])
def test_the_sums_equal_plain_sql(request: pytest.FixtureRequest, store: str, name: str) -> None:
    shop: Shop = request.getfixturevalue(store)
    scope = selected(shop, name)
    with shop.engine.connect() as connection:
        found = queries.by_segment(connection, scope).sort_values("segment_id")
        plain = connection.execute(text(PLAIN), bound(scope)).mappings().all()
        bins = queries.histogram(connection, scope)
    assert found["segment_id"].tolist() == [row["segment_id"] for row in plain]
    for column in plain[0] if plain else ():
        if column != "segment_id":
            expected = [None if row[column] is None else float(row[column]) for row in plain]
            given = [None if pd.isna(one) else float(one) for one in found[column]]
            assert given == pytest.approx(expected), column
    if len(bins):
        assert bins["customers"].sum() == found["customers"].sum()


def test_a_shop_too_small_says_so(small: Shop) -> None:
    words = texts(value.figures(small, Place(Filters()), small.scope(Filters())))
    assert "Too little to predict from" in words
    assert "the chance of an order needs 270" in words
    titles = {name: show(small, name, Filters()).title for name in ("segments", "chances", "calibration", "fading")}
    assert titles == {
        "segments": "No chance by segment",
        "chances": "Chance of an order within 90 days",
        "calibration": "Nothing could be checked",
        "fading": "Nobody of value has fallen out of rhythm",
    }


def test_no_chart_is_named_where_nothing_was_checked(small: Shop) -> None:
    told = texts(value_tables.parameters(small, Place(Filters()), small.scope(Filters())).body)
    assert "chart above" not in told
    assert "the chance of an order needs 270" in told


def test_online_retail_shows_the_chance_and_no_year(retail: Shop) -> None:
    words = texts(value.figures(retail, Place(Filters()), retail.scope(Filters())))
    assert "Expected buyers, 90 days" in words
    assert "12 months" not in words
    assert "1,921" in words
    panel = show(retail, "segments", Filters())
    assert panel.title == "Champions: 79\u202f% are expected to order within 90 days; Lost: 12\u202f%"
    assert panel.note.endswith("from 11 Sep 2011 on and from 6 earlier days on · as of 10 Dec 2011")
    assert "between 1,082 and 2,687 of 4,338" in words
    checked = show(retail, "calibration", Filters())
    assert "1,082 and 2,687 of 4,338 customers" in texts(checked.note)
    assert checked.title == "On days held back, 11\u202f% more came than told, within the range"
    assert "customers are expected to order within 90 days. On 3 earlier dates the count" in texts(checked.note)
    assert "a year before (11 Dec 2010 to 10 Mar 2011), 1,598 customers ordered" in texts(checked.note)
    assert "8 times in 10" not in texts(checked.note)
    assert "On 3 earlier dates the count came out" in texts(checked.note)
    told = texts(show(retail, "parameters", Filters()).body)
    assert "When customers stop for good cannot be told from these orders" in told


METRICS = {
    "expected": 100.0,
    "low": 80.0,
    "high": 125.0,
    "spread": {"error": 0.1, "times": 1.5, "promised": 0.8, "trials": 6},
}


@pytest.mark.parametrize(
    ("observed", "title"),
    [
        (103, "On days held back, the level was right"),
        (112, "On days held back, 12\u202f% more came than told, within the range"),
        (90, "On days held back, 10\u202f% fewer came than told, within the range"),
        (126, "On days held back, more came than the range told"),
        (79, "On days held back, fewer came than the range told"),
    ],
)
def test_the_level_is_called_right_only_where_it_was(observed: int, title: str) -> None:
    assert value_words.held_back(METRICS | {"observed": observed}) == title


def test_a_range_of_few_is_wider() -> None:
    assert value_words.buyers_range(METRICS, 1_000.0, 2_000) == "between 858 and 1,166 of 2,000"
    assert value_words.buyers_range(METRICS, 10.0, 20) == "between 7 and 14 of 20"
    assert value_words.buyers_range(METRICS, None, 20) == "of 20 customers"
    year = {"next": {"expected": 1_000.0, "low": 800.0, "high": 1_250.0}}
    assert value_words.orders_range(year, 100.0) == "between 80 and 125"
    held = {"days": 364, "expected": 2_000.0, "observed": 2_400.0}
    sales = {"spend": {"expected": 3_000.0, "low": 2_400.0, "high": 3_750.0, "factor": 1.0, "held_back": held}}
    assert value_words.sales_range(sales, 3_000.0, "GBP") == "between £2.40k and £3.75k"
    assert value_words.sales_range(sales, 300.0, "GBP") == "between £240 and £375"
    assert value_words.sales_held_back(sales, "GBP") == (
        "Of the last 364 days, held back, £2.00k was expected and £2.40k came, 20\u202f% above that."
    )
    sales["spend"]["factor"] = 1.136
    assert value_words.sales_held_back(sales, "GBP").endswith("that; what is expected now is taken 1.14 times for it.")
    for unknown in ({}, {"spend": None}):
        assert value_words.sales_range(unknown, 300.0, "GBP") == value_words.sales_held_back(unknown, "GBP") == ""
    told = [{"expected": 100.0, "observed": observed} for observed in (94, 109)]
    tried = {"trials": told, "spread": {"trials": 2}}
    assert value_words.trials(tried) == (
        "On 2 earlier dates the count came out 6\u202f% below to 9\u202f% above what was expected. "
        "The range is widened because only 2 such dates could be tried."
    )
    assert "is taken 1.12 times for that" in value_words.trials(tried | {"factor": 1.12})
    other = value_words.trials(tried | {"knows_season": True, "spread": {"trials": 0}})
    assert "without the season of a year before, 6\u202f% below" in other
    assert other.endswith("because no earlier date could be tried as it is told now.")
    missed = METRICS | {"spread": METRICS["spread"] | {"least": 0.5}}
    assert value_words.buyers_range(missed, 1_000.0, 2_000) == "between 607 and 1,649 of 2,000"


def test_one_range_for_everybody_wherever_it_is_told(retail: Shop) -> None:
    metrics = retail.ask(queries.models, retail.published().version)["order_chance"]["metrics"]
    low, high = (formats.count(metrics["next"][end]) for end in ("low", "high"))
    words = f"between {low} and {high} of {formats.count(metrics['next']['customers'])}"
    assert words in texts(value.figures(retail, Place(Filters()), retail.scope(Filters())))
    assert words.capitalize() in value_words.next_days(metrics)
    some = Filters(countries=("GB",))
    assert f"between {low} and {high}" not in texts(value.figures(retail, Place(some), retail.scope(some)))


def test_the_months_do_not_matter_and_the_others_do(retail: Shop) -> None:
    everyone = show(retail, "chances", Filters()).body
    recent = retail.published().last_month
    assert show(retail, "chances", Filters(start=recent)).body == everyone
    assert show(retail, "chances", Filters(countries=("FR",))).body != everyone
    rows = show(retail, "fading", Filters(segments=("cant-lose",)))
    assert "Can't lose" in rows.note
    assert not any(one in texts(rows.body) for one in ("Loyal", "At risk", "Champions"))


@pytest.mark.parametrize("country", ["", "FR"])
def test_the_title_counts_everyone_out_of_rhythm_and_not_those_listed(retail: Shop, country: str) -> None:
    where = f"where fading_value > 0 and (country = '{country}' or '{country}' = '')"
    statement = "select count(*), sum(fading_value) from customer_value join customer_features using (customer_id) "
    with retail.engine.connect() as connection:
        customers, value = connection.execute(text(statement + where)).one()
    panel = show(retail, "fading", Filters(countries=(country,) if country else ()))
    assert panel.title == (
        f"{formats.plural(customers, 'customer')} out of rhythm, still expected to bring {formats.money(value, 'GBP')}"
    )
    assert ("listed: the 12 of whom most is expected" in panel.note) == (customers > 12)
    if not country:
        assert customers > 12
        titles = [one.title for one in ranked_findings(retail, retail.scope(Filters()))]
        assert f"{customers} customers have fallen out of rhythm" in titles
        before = Filters(end=add_months(retail.published().last_month, -1))
        assert not [one for one in ranked_findings(retail, retail.scope(before)) if "out of rhythm" in one.title]


@pytest.mark.parametrize("filters", [Filters(countries=("Nowhere",)), Filters(segments=(GUESTS,))])
def test_each_panel_answers_where_nothing_is_selected(retail: Shop, filters: Filters) -> None:
    for name in ("segments", "chances"):
        assert show(retail, name, filters).body.layout.annotations[0].text == drawn.NO_PREDICTION
    assert "Expected buyers, 90 days –" in texts(value.figures(retail, Place(filters), retail.scope(filters)))
    assert show(retail, "fading", filters).title == "Nobody of value has fallen out of rhythm"


def test_figures_are_small(retail: Shop) -> None:
    for name in ("segments", "chances", "calibration"):
        assert len(json.dumps(show(retail, name, Filters()).body.to_plotly_json(), default=list)) < 30_000


def test_the_interval_holds_the_share() -> None:
    assert drawn.wilson(0.5, 100) == (pytest.approx(0.404, abs=1e-3), pytest.approx(0.596, abs=1e-3))
    assert drawn.wilson(0.0, 10)[0] == 0
    assert drawn.wilson(1.0, 10)[1] == 1
    assert drawn.calibration([{"from": 0.1, "predicted": 0.15, "observed": 0.2, "customers": 4}]).data[1].y == (0.2,)


def test_a_customer_shows_their_prediction(retail: Shop, small: Shop) -> None:
    where = Place(Filters(), "12347")
    words = texts(standing.memberships(retail, where, retail.scope(Filters())).body)
    assert "Order within 90 days" in words
    assert "Still active" not in words
    panel = standing.memberships(small, Place(Filters(), "11"), small.scope(Filters()))
    assert "Order within" not in texts(panel.body)


BY_THE_RULE = """
with days as (
    select customer_id, count(distinct cast(invoiced_at as date)) as days,
        max(cast(invoiced_at as date)) as latest, min(cast(invoiced_at as date)) as earliest
    from orders where gross > 0 group by customer_id
)
select count(*) from days join customer_value using (customer_id)
where days >= 4 and order_chance_90d < 0.9 and expected_order_value > 0
    and date '2011-12-10' - latest >= 3 * greatest((latest - earliest) / (days - 1.0), 7)
"""


def test_whoever_counts_by_the_rule_told_counts_as_many_out_of_rhythm(retail: Shop) -> None:
    with retail.engine.connect() as connection:
        customers = connection.execute(text(BY_THE_RULE)).scalar_one()
    panel = show(retail, "fading", Filters())
    assert panel.title.startswith(f"{customers} customers out of rhythm")
    assert panel.note.startswith(
        "Orders on at least four days, silent for three times their usual interval (taken as a week at least), and "
        "below 90\u202f%"
    )


@pytest.mark.parametrize(("chance", "shown"), [(0.8989, "89.8"), (0.89999, "89.9"), (0.7, "70.0"), (0.573, "57.3")])
def test_what_is_below_the_bound_is_shown_below_it(chance: float, shown: str) -> None:
    assert value_tables._chance(chance) == f"{shown}\u202f%"


def test_nothing_is_predicted_of_few_people_for_who_may_not_see_them(shop: Shop, retail: Shop) -> None:
    """Of fewer than five together nothing, and of a segment or a bar of as few neither."""
    with shop.engine.connect() as connection:
        sizes = "select country, count(*) as customers from customer_features group by 1 order by 2"
        few = connection.execute(text(sizes)).first()
    assert few is not None and few.customers < 5  # noqa: PT018
    alone = Filters(countries=(few.country,))
    with viewing(Viewer(personal=False)):
        for name in ("figures", "segments"):
            with pytest.raises(FewError, match="fewer than 5"):
                show(shop, name, alone)
        assert "groups of fewer than 5 people are left out" in show(retail, "segments", Filters()).note
        (bars,) = show(retail, "chances", Filters()).body.to_dict()["data"]
        assert min(bars["y"]) >= 5
    assert "left out" not in show(retail, "segments", Filters()).note


def test_what_a_fit_noted_is_said_in_german(shop: Shop) -> None:
    stored = [one["note"] for one in shop.ask(queries.models, shop.published().version).values()]
    year_ago = {"from": "2010-03-01", "to": "2010-05-29", "buyers": 1_100, "expected": 900.0, "learnt": 1_300.0}
    unlike = [{}, {"observed": 90}, {"observed": 2_400}, {"knows_season": False, "year_ago": year_ago}]
    unlike += [{"knows_season": False, "auc": 0.87, "auc_recency": 0.83}, {"knows_season": False, "knows_year": False}]
    notes = [*stored, no_chance(90, 270), no_chance(900, 270), *(order_chance(MISSED | one) for one in unlike)]
    assert [say_again(note) for note in notes] == notes
    with speaking("de"):
        assert [note for note in notes if say_again(note) == note] == []
        assert say_again(notes[-6]).startswith(
            "Geprüft an 90 Tagen, die es nicht kannte (1. März 2011 bis 29. Mai 2011): Von 4.000 Kunden "
        )
