"""Membership of past months against plain pandas over the lines; flows that add up."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import Engine, text

from models.features.tables import read_customers
from models.history import centres
from models.history import flows as flow_tables
from models.history import months as past_months
from models.history.states import State
from models.publishing.fit import Options, fit
from models.rfm.groups import WITHOUT_ORDER
from models.rfm.scores import assign_groups
from models.store import analysis
from tests.models.known import known
from tests.models.shops import Line, line
from warehouse.schema import RFM_GROUPS

IDS = np.array(flow_tables.IDS, dtype=object)


def random_shop(seed: int) -> list[Line]:
    """Some 45 customers over ten months: sales with cents, returns, free lines, invoices of two days, guests."""
    chance = random.Random(seed)
    lines = []
    for number in range(160):
        who = f"c{chance.randrange(45)}" if chance.random() > 0.05 else None
        at = datetime(2010, 11, 20) + timedelta(days=chance.randrange(290), hours=chance.randrange(24))
        for _ in range(chance.randrange(1, 3)):
            price = chance.choice(["0", "1.25", "3.1", "10", "99.999"])
            quantity = chance.choice([-1, 1, 1, 2, 5])
            lines.append(line(who, f"i{number}", at, price=price, quantity=quantity))
            at += timedelta(days=chance.randrange(2))
    homes = {row["customer_id"]: chance.choice(["GB", "DE", "FR"]) for row in lines}
    return [row | {"country": homes[row["customer_id"]]} for row in lines]


class Order(NamedTuple):
    """An invoice of a customer."""

    customer_id: str
    at: datetime
    gross: Decimal
    returns: Decimal


def plain_orders(lines: Iterable[Mapping[Any, Any]]) -> list[Order]:
    """Orders straight from the lines."""
    found: dict[tuple[str, str], Order] = {}
    for row in lines:
        money, kind = Decimal(row["quantity"]) * Decimal(row["unit_price"]), row["kind"]
        who = (row["customer_id"], row["invoice_no"])
        one = found.get(who, Order(row["customer_id"], row["invoiced_at"], Decimal(0), Decimal(0)))
        gross, returns = (one[at] + (money if kind == wanted else 0) for at, wanted in ((2, "sale"), (3, "return")))
        found[who] = Order(one.customer_id, min(one.at, row["invoiced_at"]), gross, returns)
    return list(found.values())


def plain_members(orders: Iterable[Order], as_of: date, measure: str) -> dict[str, str]:
    """customer_id -> group, of everyone with an order before a day."""
    by_customer: dict[str, list[Order]] = defaultdict(list)
    for order in orders:
        if order.at < datetime.combine(as_of, time()):
            by_customer[order.customer_id].append(order)
    rows = []
    for who, own in sorted(by_customer.items()):
        if sales := [order for order in own if order.gross > 0]:
            money = sum(order.gross for order in sales)
            money += sum(order.returns for order in own) if measure == "net" else 0
            rows.append((who, (as_of - max(order.at for order in sales).date()).days, len(sales), money))
    groups = assign_groups(pd.DataFrame(rows, columns=["customer_id", "recency_days", "frequency", "monetary"]))
    return dict(zip(groups["customer_id"], groups["segment_id"], strict=True))


def next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def read(engine: Engine, statement: str) -> pd.DataFrame:
    with engine.connect() as connection:
        return pd.read_sql(text(statement), connection)


def published(engine: Engine, algorithm: str = "rfm") -> int:
    with engine.connect() as connection:
        wanted = text("select segmentation_id from segmentations where published and algorithm = :algorithm")
        return int(connection.execute(wanted, {"algorithm": algorithm}).scalar_one())


def members_of(engine: Engine, number: int) -> dict[str, str]:
    rows = read(engine, f"select customer_id, segment_id from customer_segments where segmentation_id = {number}")
    return {row.customer_id: row.segment_id for row in rows.itertuples() if row.segment_id not in WITHOUT_ORDER}


def members_by_month(engine: Engine, as_of: date, measure: str = "net") -> pd.DataFrame:
    """customer_id × month end -> group as the history traces it, missing before the first order."""
    with engine.connect() as connection, known(connection) as store:
        ids = read_customers(connection)["customer_id"].astype(object)
        traced = past_months.trace(store, {1: past_months.rfm_codes}, len(ids), as_of, measure == "net")[1]
    return pd.DataFrame(IDS[traced.codes].T, index=ids, columns=traced.months)


@pytest.mark.parametrize("measure", ["net", "gross"])
@pytest.mark.parametrize("seed", range(4))
def test_every_month_is_the_definition_on_what_was_known_then(
    engine: Engine, fill: Callable[..., None], seed: int, measure: str
) -> None:
    lines = random_shop(seed)
    fill(lines, {"nobody": "GB"})
    as_of = fit(engine, Options(k=3, monetary=measure)).as_of
    orders = plain_orders(row for row in lines if row["customer_id"] is not None)
    traced = members_by_month(engine, as_of, measure)
    assert len(traced.columns) >= 9
    for month in traced.columns:
        assert traced[month].dropna().to_dict() == plain_members(orders, next_month(month), measure)
    traced[past_months.last_month(as_of)] = traced.index.map(members_of(engine, published(engine)).get)
    check_flows(engine, traced)
    check_money(engine, traced)


def check_flows(engine: Engine, members: pd.DataFrame) -> None:
    """Both marts against the counts of a frame customers × months."""
    homes = read(engine, "select customer_id, country from customer_features").set_index("customer_id")["country"]
    flows = read(engine, f"select * from segment_flows where segmentation_id = {published(engine)}")
    sizes = read(engine, f"select * from segment_sizes where segmentation_id = {published(engine)}")
    months = list(members.columns)
    home = homes.reindex(members.index)
    groups = {month: members[month].fillna("").tolist() for month in months}  # nothing before the first order
    expected = {
        (country, start, end, old, new): count
        for i, start in enumerate(months)
        for end in months[i + 1 :]
        for (country, old, new), count in Counter(zip(home, groups[start], groups[end], strict=True)).items()
        if new
    }
    columns = ["country", "from_month", "to_month", "from_segment", "to_segment", "customers"]
    found = {tuple(row[:-1]): row[-1] for row in flows[columns].fillna("").itertuples(index=False)}
    assert found == expected
    kept = read(engine, f"select * from segment_histories where segmentation_id = {published(engine)}")
    assert set(kept["first_month"]) == {months[0]}
    ids = [None, *RFM_GROUPS]
    places = {row.customer_id: [ids[place] for place in row.places] for row in kept.itertuples()}
    known = members[members[months[-1]].notna()]
    assert places == {who: [None if pd.isna(one) else one for one in row] for who, *row in known.itertuples()}
    for month in months:
        own = members[month].dropna().value_counts().to_dict()
        assert sizes[sizes["month"] == month].groupby("segment_id")["customers"].sum().to_dict() == own


def check_money(engine: Engine, members: pd.DataFrame) -> None:
    """What movers brought between two month ends, and in as many months before, against sums over the invoices."""
    net = read(
        engine,
        "select customer_id, date_trunc('month', min(invoiced_at)) as month,"
        " coalesce(sum(quantity * unit_price) filter (where kind in ('sale', 'return')), 0) as net"
        " from transactions group by customer_id, invoice_no",
    )
    homes = read(engine, "select customer_id, country from customer_features").set_index("customer_id")["country"]
    flows = read(engine, f"select * from segment_flows where segmentation_id = {published(engine)}")
    flows["from_segment"] = flows["from_segment"].fillna("")
    months = list(members.columns)
    assert len(flows) > 100

    since = (net["month"].dt.year - months[0].year) * 12 + net["month"].dt.month - months[0].month
    reach = 12 + len(months) + 1  # months to either side that a window may begin or end at
    by_month = net.assign(since=since).pivot_table(index="customer_id", columns="since", values="net", aggfunc="sum")
    by_month = by_month.reindex(index=members.index, columns=range(-reach, reach)).fillna(0)
    assert by_month.to_numpy().sum() == pytest.approx(net["net"].sum())
    until = np.hstack([np.zeros((len(by_month), 1)), by_month.to_numpy().cumsum(axis=1)])

    def brought(start: int, end: int) -> np.ndarray:
        return until[:, end + reach] - until[:, start + reach]

    groups = {month: members[month].fillna("").tolist() for month in months}
    home = homes.reindex(members.index)
    expected: dict[tuple[object, ...], Any] = defaultdict(lambda: np.zeros(3))
    for (start, first), (end, last) in combinations(enumerate(months), 2):
        earlier = start + 1 - (end - start)
        before = brought(earlier, start + 1) if earlier >= -12 else np.full(len(members), np.nan)
        sums = zip(brought(start + 1, end + 1), before, brought(start + 1 - 12, end + 1 - 12), strict=True)
        for *who, money in zip(home, groups[first], groups[last], sums, strict=True):
            expected[first, last, *who] += money
    keys = flows[["from_month", "to_month", "country", "from_segment", "to_segment"]].itertuples(index=False)
    found = flows[["net", "net_before", "net_year_before"]].to_numpy(dtype=float)
    np.testing.assert_allclose(found, np.array([expected[tuple(key)] for key in keys]), rtol=1e-6, atol=1e-6)


def test_flows_out_of_a_segment_are_its_members(engine: Engine, fill: Callable[..., None]) -> None:
    fill(random_shop(9))
    fit(engine, Options(k=3))
    for number in (published(engine), published(engine, "kmeans")):
        flows = read(engine, f"select * from segment_flows where segmentation_id = {number}")
        sizes = read(engine, f"select * from segment_sizes where segmentation_id = {number}")
        members = sizes.groupby(["month", "segment_id"])["customers"].sum()
        leaving = flows.dropna().groupby(["from_month", "to_month", "from_segment"])["customers"].sum()
        for (start, _, segment), count in leaving.items():
            assert members[start, segment] == count
        arriving = flows.groupby(["from_month", "to_month", "to_segment"])["customers"].sum()
        for (_, end, segment), count in arriving.items():
            assert members[end, segment] == count


def test_a_month_that_is_over_is_traced_as_it_is_published(engine: Engine, fill: Callable[..., None]) -> None:
    fill(random_shop(5))
    fit(engine, Options(k=3, as_of=date(2011, 6, 1)))
    traced = members_by_month(engine, date(2011, 7, 1))[date(2011, 5, 1)].dropna().to_dict()
    number = published(engine)
    assert traced == members_of(engine, number)
    months = read(engine, f"select distinct to_month from segment_flows where segmentation_id = {number}")["to_month"]
    assert max(months) == date(2011, 5, 1)


def test_kmeans_measures_the_past_with_its_own_centres(engine: Engine, fill: Callable[..., None]) -> None:
    fill(random_shop(6))
    fit(engine, Options(k=3, as_of=date(2011, 7, 1)))
    number = published(engine, "kmeans")
    run = read(engine, f"select parameters, metrics from segmentations where segmentation_id = {number}").iloc[0]
    customers = read(engine, "select * from customer_features order by customer_id").query("frequency > 0")
    state = State(
        customers["frequency"].to_numpy(),
        (customers["net"] * 1000).round().astype(np.int64).to_numpy(),
        customers["recency_days"].to_numpy(),
        1000,
    )
    fitted = [run["parameters"]["means"], run["parameters"]["scales"], run["metrics"]["centres"]]
    positions = [past_months.POSITIONS[one["segment_id"]] for one in run["metrics"]["centroids"]]
    customers["monetary"] = customers["net"]
    ruler = centres.ruler(*map(np.array, fitted), np.array(positions, dtype=np.uint8), customers)
    codes = centres.centre_codes(state, ruler)
    assert dict(zip(customers["customer_id"], IDS[codes], strict=True)) == members_of(engine, number)


def test_segments_do_not_grow_because_the_data_do() -> None:
    """A shop where everyone keeps their rhythm: after twice the months all have twice the orders, and stay in place."""
    random = np.random.default_rng(3)
    rhythm, days = random.geometric(0.3, 4_000), random.integers(1, 40, 4_000)
    half, whole = (State(rhythm * months, rhythm * months * 1_000, days, 100) for months in (6, 12))
    frame = pd.DataFrame({"recency_days": days, "frequency": whole.frequency, "monetary": whole.monetary / 100})
    logs = np.log1p(frame.to_numpy(float))
    kept = logs[:, 1] < np.quantile(logs[:, 1], 0.99)  # the fit left the extreme out
    means, scales = logs[kept].mean(axis=0), logs[kept].std(axis=0)
    fitted = np.array([[-0.5, 1.0, 1.0], [0.5, -0.6, -0.6]])
    ruler = centres.ruler(means, scales, fitted, np.array([1, 9], dtype=np.uint8), frame)
    early, late = (np.mean(centres.centre_codes(state, ruler) == 1) for state in (half, whole))
    points = (logs - means) / scales
    nearest = ((points[:, None] - fitted) ** 2).sum(axis=2).argmin(axis=1)
    assert late == pytest.approx(np.mean(nearest == 0), abs=1e-9)
    assert early == pytest.approx(late, abs=0.02)


def test_the_earliest_months_give_way_to_the_bound_of_rows(
    engine: Engine, fill: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(random_shop(7))
    monkeypatch.setattr(flow_tables, "MOST_ROWS", 200)
    fit(engine, Options(k=3))
    flows = read(engine, f"select * from segment_flows where segmentation_id = {published(engine)}")
    months = read(engine, f"select distinct month from segment_sizes where segmentation_id = {published(engine)}")
    assert len(flows) <= 200
    assert sorted(months["month"]) == sorted({*flows["from_month"], *flows["to_month"]})


def test_a_year_and_the_one_before_are_known_from_the_day_that_they_began(
    engine: Engine, fill: Callable[..., None]
) -> None:
    days = pd.date_range("2008-01-01", "2011-06-17", freq="15D")
    fill([line(f"c{n % 5}", f"i{n}", f"{day:%Y-%m-%d}", price=n + 1) for n, day in enumerate(days)])
    fit(engine, Options(k=3))
    months = read(engine, f"select distinct month from segment_sizes where segmentation_id = {published(engine)}")
    # June 2011 is under way: June 2010 to May 2011 began with May 2010, the year before with May 2009.
    assert sorted(months["month"]) == [day.date() for day in pd.date_range("2009-05-01", "2011-06-01", freq="MS")]


def test_a_shop_of_one_month_has_sizes_and_no_flows(engine: Engine, fill: Callable[..., None]) -> None:
    fill([line(f"c{n}", f"i{n}", "2011-03-05", price=n + 1) for n in range(5)])
    fit(engine, Options(k=3))
    assert read(engine, "select * from segment_flows").empty
    assert read(engine, "select * from segment_sizes")["customers"].sum() == 5


def test_months_may_come_in_pieces(engine: Engine, fill: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    fill([line(f"c{n}", f"i{n}-{month}", f"2011-0{month}-05", price=n + 1) for n in range(5) for month in (1, 2, 4)])
    fit(engine, Options(k=3))
    whole = members_by_month(engine, date(2011, 6, 1))
    monkeypatch.setattr(analysis, "ROWS", 2)
    pd.testing.assert_frame_equal(members_by_month(engine, date(2011, 6, 1)), whole)
    assert whole.notna().all(axis=0).tolist() == [True] * 4


INVOICES = """select customer_id, invoice_no, kind, min(invoiced_at) as invoiced_at,
    '1' as quantity, cast(sum(quantity * unit_price) as text) as unit_price
from transactions group by customer_id, invoice_no, kind"""  # as lines of one thing each: 20 times fewer than the lines


@pytest.mark.store("retail_store")
def test_online_retail_in_two_months(engine: Engine) -> None:
    orders = plain_orders(read(engine, INVOICES).to_dict("records"))
    traced = members_by_month(engine, date(2011, 12, 10))
    for month in (date(2011, 3, 1), date(2011, 9, 1)):
        assert traced[month].dropna().to_dict() == plain_members(orders, next_month(month), "net")
