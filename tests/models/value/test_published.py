"""What a run writes about value: from literal lines, from Online Retail, and where there is too little."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import Engine, select, text

from models.publishing.fit import Options, fit
from models.value import bgnbd, dropout, nbd
from models.value.bgnbd import BgNbd, Histories
from models.value.histories import read_histories
from models.value.order_days import number_of, read_order_days
from tests.models.known import known
from tests.models.shops import Line, line
from tests.models.value.test_purchases import EAGER, simulated
from warehouse.schema import customer_value, value_models

FIRST = datetime(2010, 1, 1, 9)
LITERAL = [
    line("A", "1", "2011-01-01 09:00", price="10"),
    line("A", "2", "2011-01-01 17:00", price="5"),  # the same day: one order day
    line("A", "3", "2011-01-11 09:00", price="20"),
    line("A", "4", "2011-01-15 09:00", price="30"),
    line("A", "C5", "2011-01-16 09:00", price="30", quantity=-1),  # a return is no order
    line("A", "6", "2011-03-01 09:00", price="40"),
    line("A", "7", "2011-05-30 09:00", price="40"),  # 91 days after the cut-off
    line("B", "8", "2011-02-28 23:59", price="7"),
    line("C", "9", "2011-03-01 00:00", price="7"),  # on the cut-off: not known yet
    line(None, "10", "2011-01-05 09:00", price="9"),
]


def planted(customers: int = 1_500, tie: float = 0.0) -> list[Line]:
    """Three years of customers who buy and stop as BG/NBD says, an invoice a purchase; with a `tie`, the value of an
    order goes with the rate, which Gamma-Gamma does not know."""
    random = np.random.default_rng(9)
    rate = random.gamma(EAGER.r, 1 / EAGER.alpha, customers)
    lines = []
    for number, (each, stops) in enumerate(zip(rate, random.beta(0.8, 2.0, customers), strict=True)):
        at = random.uniform(0, 156)
        while at < 156:
            price = f"{random.gamma(4, 5) * (EAGER.alpha / EAGER.r * each) ** tie + 1:.2f}"
            lines.append(line(f"C{number:04}", f"{len(lines)}", FIRST + timedelta(weeks=at), price=price))
            at = 1e9 if random.random() < stops and at else at + random.exponential(1 / each)
    return lines


def written(engine: Engine) -> tuple[list[Any], dict[str, Any]]:
    with engine.connect() as connection:
        customers = connection.execute(select(customer_value).order_by(customer_value.c.customer_id)).all()
        models = {row.kind: row for row in connection.execute(select(value_models))}
    return list(customers), models


def test_histories_count_order_days(engine: Engine, fill: Callable[..., None]) -> None:
    fill(LITERAL)
    fit(engine, Options(k=3))
    with engine.connect() as connection, known(connection) as analysis:
        found = read_histories(analysis, date(2011, 3, 1), date(2011, 6, 1))
    rows = {name: getattr(found, name).tolist() for name in list(vars(found))[1:]}
    assert found.ids.to_pylist() == ["A", "B"]
    assert rows == {
        "age": [59, 1],
        "wait": [45, 1],
        "days": [3, 1],
        "recent_days": [3, 1],
        "gross": [65, 7],
        "repeat_gross": [50, 0],
        "returns": [-30, 0],
        "last_gap": [4, 0],
        "squared_gaps": [116, 0],
        "days_soon": [1, 0],
        "days_after": [2, 0],
    }
    assert (found.x.tolist(), found.t.tolist(), found.t_x.tolist()) == ([2, 0], [59 / 7, 1 / 7], [2, 0])
    assert found.mean_repeat.tolist() == [25, 0]
    assert found.kept.tolist() == pytest.approx([1 - 30 / 65, 1])


def test_the_sample_knows_of_any_day_what_a_query_knows(engine: Engine, fill: Callable[..., None]) -> None:
    fill(planted(300))
    as_of = fit(engine, Options(k=3)).as_of
    names = ("age", "wait", "days", "recent_days", "last_gap", "squared_gaps", "days_soon")
    with engine.connect() as connection, known(connection) as analysis:
        sample = read_order_days(analysis, as_of)
        for back in (400, 120, 90):
            day = as_of - timedelta(days=back)
            asked, told = read_histories(analysis, day, as_of), sample.at(number_of(day), 90)
            rows = [sorted(zip(*(getattr(one, name) for name in names), strict=True)) for one in (asked, told)]
            assert rows[0] == rows[1]
            assert len(rows[0]) > 200


def test_what_was_given_back_is_expected_of_nobody(engine: Engine, fill: Callable[..., None]) -> None:
    """Two buy a giant order and give it back, one at once and one after a second order; another gives half back."""
    giants = [
        line("all", "g1", FIRST, price="70000"),
        line("all", "Cg1", FIRST + timedelta(days=1), price="70000", quantity=-1),
        line("nearly", "g2", FIRST, price="2.90"),
        line("nearly", "g3", FIRST + timedelta(days=900), price="168000"),
        line("nearly", "Cg3", FIRST + timedelta(days=901), price="168000", quantity=-1),
        line("half", "g4", FIRST, price="20"),
        line("half", "g5", FIRST + timedelta(days=900), price="20"),
        line("half", "Cg5", FIRST + timedelta(days=901), price="20", quantity=-1),
    ]
    fill([*planted(300), *giants])

    def worth(measure: str | None) -> dict[str, float]:
        fit(engine, Options(k=3, monetary=measure))
        return {row.customer_id: float(row.expected_order_value) for row in written(engine)[0]}

    net, gross = worth(None), worth("gross")
    assert (net["all"], round(net["nearly"], 1)) == (0, 0)
    assert gross["nearly"] > 10_000
    assert 5 < net["half"] < 15
    assert net["C0001"] == pytest.approx(gross["C0001"], rel=0.5)  # others are not led by the giants


def test_a_short_history_gives_a_sentence_and_no_numbers(engine: Engine, fill: Callable[..., None]) -> None:
    fill(LITERAL)
    outcome = fit(engine, Options(k=3))
    customers, models = written(engine)
    assert [row.customer_id for row in customers] == ["A", "B", "C"]
    assert {value for row in customers for value in row[1:6]} == {None}
    assert {kind: row.parameters for kind, row in models.items()} == {
        "bgnbd": {},
        "gamma_gamma": {},
        "order_chance": {},
    }
    assert models["order_chance"].note == (
        "The orders span 150 days; the chance of an order needs 270: 90 each to look back on, to learn from and to "
        "check on."
    )
    assert outcome.value.startswith("Value: no predictions. The orders span 150 days")


def test_planted_dropout_is_found_and_published(engine: Engine, fill: Callable[..., None]) -> None:
    fill(planted())
    fit(engine, Options(k=3))
    customers, models = written(engine)
    assert models["bgnbd"].metrics["is_identified"], models["bgnbd"].note
    assert models["bgnbd"].note.startswith("Checked on the last 364 days: fitted on the orders before them")
    with engine.connect() as connection:
        sums = connection.execute(
            text("""select sum(customers), sum(buyers_90d), sum(orders_12m), sum(spend_12m), sum(alive), sum(value_90d)
            from segment_value where segmentation_id = (select min(segmentation_id) from segmentations)""")
        ).one()
    ours = [sum(getattr(row, name) or 0 for row in customers) for name in customer_value.c.keys()[1:5]]
    assert sums[:5] == (len(customers), ours[3], ours[0], ours[1], ours[2])
    assert sums[5] == sum(row.order_chance_90d * row.expected_order_value for row in customers)
    assert all(0 < row.order_chance_90d < 1 for row in customers)
    assert all((row.probability_alive is None) == (row.overdue is None) for row in customers)  # without a repeat
    assert all(0 <= row.probability_alive <= 1 for row in customers if row.overdue is not None)
    fading = [row for row in customers if row.fading_value is not None]
    assert fading
    assert all(
        row.overdue >= 3 and row.probability_alive < 0.9 and row.fading_value == row.expected_spend_12m
        for row in fading
    )


def test_expected_sales_have_a_range_from_days_held_back(engine: Engine, fill: Callable[..., None]) -> None:
    """As of a year before the end, of customers whose value an order the model gets wrong: what came lies within."""
    lines = planted(tie=0.5)
    fill(lines)
    as_of = date(2011, 12, 30)
    fit(engine, Options(k=3, as_of=as_of))
    customers, models = written(engine)
    told = models["bgnbd"].metrics["spend"]
    assert told["expected"] == pytest.approx(float(sum(row.expected_spend_12m or 0 for row in customers)), rel=1e-4)
    with engine.connect() as connection:
        frame = pd.read_sql(text("select customer_id, cast(invoiced_at as date) as day, gross from orders"), connection)
    year = timedelta(days=364)
    held, came = (net_of_known(frame, day, day + year) for day in (as_of - year, as_of))
    assert told["held_back"]["days"] == year.days
    assert told["held_back"]["observed"] == pytest.approx(held)
    assert told["factor"] == pytest.approx((held / told["held_back"]["expected"]) ** dropout.CARRIED)
    assert told["low"] < came < told["high"]
    assert "Expected sales are taken" in models["bgnbd"].note


def net_of_known(frame: pd.DataFrame, since: date, until: date) -> float:
    """What customers with an order before a day brought from then on."""
    known = set(frame.loc[frame["day"] < since, "customer_id"])
    inside = frame[(frame["day"] >= since) & (frame["day"] < until) & frame["customer_id"].isin(known)]
    return float(inside["gross"].sum())


def test_a_second_run_says_the_same(engine: Engine, fill: Callable[..., None]) -> None:
    fill(planted(400))
    fit(engine, Options(k=3))
    once = written(engine)
    fit(engine, Options(k=3))
    assert written(engine) == once


@pytest.mark.store("retail_store")
def test_online_retail_does_not_tell_who_stopped(engine: Engine, retail_fitted: dict[str, Any]) -> None:
    customers, models = written(engine)
    assert len(customers) == 4338
    assert {(row.expected_orders_12m, row.expected_spend_12m, row.probability_alive) for row in customers} == {
        (None, None, None)
    }
    assert not models["bgnbd"].metrics["is_identified"]
    assert models["bgnbd"].metrics["gain_over_nbd"] < 1
    assert models["bgnbd"].note.startswith("When customers stop for good cannot be told from these orders")
    chance = models["order_chance"].metrics
    assert (chance["customers"], chance["observed"]) == (3370, 1921)
    assert chance["auc"] > 0.73 > chance["auc_recency"]
    assert chance["brier"] < 0.215 < chance["brier_flat"]
    assert chance["expected"] == pytest.approx(1921, rel=0.1)
    assert chance["low"] < 1921 < chance["high"]
    assert [one["as_of"] for one in chance["trials"]] == ["2011-09-11", "2011-07-28", "2011-06-13"]
    assert chance["year_ago"]["buyers"] == 1598  # counted by hand: all who ordered 11 Dec 2010 to 10 Mar 2011
    assert 1_100 < chance["year_ago"]["expected"] < 1_300
    assert chance["year_ago"]["learnt"] > 2_400
    assert 1_600 < chance["next"]["expected"] < 1_800
    assert chance["next"]["low"] < chance["year_ago"]["expected"]
    assert chance["next"]["high"] > chance["year_ago"]["learnt"]
    assert retail_fitted["value"].startswith("Value: Between 1,")
    assert "of 4,338 customers are expected to order within 90 days" in retail_fitted["value"]
    assert (
        "In the same 90 days a year before (11 Dec 2010 to 10 Mar 2011), 1,598 customers ordered, newcomers included"
    ) in retail_fitted["value"]
    assert "On 3 earlier dates the count came out" in retail_fitted["value"]
    assert "times in 10" not in retail_fitted["value"]  # three dates promise nothing
    worth = {row.customer_id: row.expected_order_value for row in customers}
    assert worth["12346"] == 0  # gave back all of 77,183.60
    assert worth["16446"] < 3  # all but 2.90 of 168,472.50
    with engine.connect() as connection, known(connection) as analysis:
        now = read_histories(analysis, date(2011, 12, 10), date(2011, 12, 10))
        plain = "select count(distinct (customer_id, cast(invoiced_at as date))) from transactions where kind = 'sale'"
        assert int(now.days.sum()) == connection.scalar(text(plain))


@pytest.mark.parametrize(("stops", "identified"), [(True, True), (False, False)])
def test_dropout_is_identified_where_there_is_some(stops: bool, identified: bool) -> None:
    model = EAGER if stops else BgNbd(0.8, 6.0, 1e-4, 50.0, 0.0)
    histories = Histories.of(*simulated(model, 3_000))
    gain = 2 * (bgnbd.fit(histories).log_likelihood - nbd.fit(histories)[2])
    assert bool(gain > 2 * np.log(3_000)) is identified
