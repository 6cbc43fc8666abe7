"""The tables of baskets after a whole run: literal numbers, the same from plain pandas, totals, shuffles."""

import random
from collections.abc import Callable
from math import exp, log, sqrt

import pandas as pd
import pytest
from sqlalchemy import Engine, text

from models.products import baskets
from models.products.bounds import deviations
from models.publishing.fit import Options, fit
from tests.models.shops import Line, fitted_once, line
from warehouse.schema import product_pairs, segment_lift, segment_offers

Fill = Callable[..., None]
PRODUCT = "product_of(stock_code, description) as stock_code"
TABLES = (segment_lift, product_pairs, segment_offers)


def spelt(name: str, number: int) -> str:
    """A name as a till writes it, one order like this, the next one like that."""
    return name if number % 3 else f" {name.lower().replace(' ', '  ')}"


def planted(seed: int = 3) -> list[Line]:
    """600 orders of 120 customers: saucers with cups, a mug for those who order often, postage on every order.

    No line has a code: products are told apart by their names.
    """
    chance = random.Random(seed)
    lines = []
    for number in range(600):
        customer = int(120 * chance.random() ** 2)
        goods = {f"2{chance.randrange(1000, 1020)}" for _ in range(chance.randrange(1, 4))}
        if chance.random() < 0.3:
            goods |= {"CUP 1"} | ({"SAUCER 1"} if chance.random() < 0.7 else set())
        if customer < 25:
            goods.add("MUG,\n'1'")
        at = f"2011-{chance.randrange(1, 13):02}-{chance.randrange(1, 28):02} 10:00"
        names: list[str | None] = [f"c{customer}"] if number % 10 else [None]  # every tenth a guest
        lines += [
            line(who, f"5{number}", at, stock_code="", description=name, price=chance.choice(["2.5", "40"]))
            for who in names
            for name in (*(spelt(one, number) for one in goods), "Postage")
        ]
    return lines


def contents(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """All rows but for the numbers of the segmentations, sorted."""
    with engine.connect() as connection:
        return {
            table.name: sorted(
                (tuple(row)[table.c[0].name == "segmentation_id" :] for row in connection.execute(table.select())),
                key=str,
            )
            for table in TABLES
        }


def frame(engine: Engine, sql: str) -> pd.DataFrame:
    with engine.connect() as connection:
        result = connection.execute(text(sql))
        return pd.DataFrame(result.all(), columns=list(result.keys()))


pytestmark = pytest.mark.store("fitted")


@pytest.fixture(scope="module")
def fitted(server_url: str) -> str:
    """A template with the planted shop, segmented."""
    return fitted_once(server_url, "planted_baskets", planted())


@pytest.fixture
def shop(engine: Engine) -> Engine:
    return engine


def test_lift_equals_plain_pandas(shop: Engine) -> None:
    lines = frame(shop, f"select distinct customer_id, {PRODUCT} from transactions where kind = 'sale'")
    lines = lines[lines["stock_code"] != "postage"]
    members = frame(shop, "select * from customer_segments")
    found = frame(shop, "select * from segment_lift")
    assert set(found["stock_code"]) == set(lines["stock_code"])
    for run, rows in found.groupby("segmentation_id"):
        segment_of = members[members["segmentation_id"] == run].set_index("customer_id")["segment_id"]
        bought = lines.assign(segment_id=lines["customer_id"].map(segment_of))
        sizes = segment_of[segment_of.index.isin(lines["customer_id"])].value_counts()
        z = deviations(sizes.size * lines["stock_code"].nunique())
        for row in rows.itertuples():
            of = bought[bought["stock_code"] == row.stock_code]["segment_id"]
            a, n = int((of == row.segment_id).sum()), int(sizes[row.segment_id])
            b, m = len(of) - a, int(sizes.sum()) - n
            assert (row.customers, row.buyers, row.other_customers, row.other_buyers) == (a, n, b, m)
            share, other = (a + 0.5) / (n + 0.5), (b + 0.5) / (m + 0.5)
            deviation = sqrt(1 / (a + 0.5) - 1 / (n + 0.5) + 1 / (b + 0.5) - 1 / (m + 0.5))
            assert row.lift == pytest.approx(a / n / (b / m) if a and b else share / other)
            assert row.lift_bound == pytest.approx(exp(log(share / other) - z * deviation))
        own = (bought["segment_id"].value_counts() / sizes).to_dict()
        for segment_id, usual in rows.groupby("segment_id")["usual_lift"].first().items():
            others = (len(bought) - (bought["segment_id"] == segment_id).sum()) / (sizes.sum() - sizes[segment_id])
            assert usual == pytest.approx(own[segment_id] / others)


def test_ranks_are_by_bound_and_only_with_evidence(shop: Engine) -> None:
    found = frame(shop, "select * from segment_lift")
    ranked = found[found["rank"].notna()]
    assert not ranked.empty
    assert (ranked["lift_bound"] > ranked["usual_lift"]).all()
    assert (ranked["customers"] >= 10).all()
    for _, rows in ranked.groupby(["segmentation_id", "segment_id"]):
        ordered = rows.sort_values("rank")
        assert ordered["rank"].tolist() == list(range(1, len(rows) + 1))
        assert ordered["lift_bound"].is_monotonic_decreasing


def test_rules_equal_plain_pandas(shop: Engine) -> None:
    """Guests' orders and postage make no baskets."""
    lines = frame(shop, f"select distinct customer_id, invoice_no, {PRODUCT} from transactions")
    lines = lines[lines["stock_code"] != "postage"]
    pairs = lines.merge(lines, on=["customer_id", "invoice_no"], suffixes=("", "_other"))
    orders = pairs.groupby(["stock_code", "stock_code_other"]).size()
    customers = pairs.groupby(["stock_code", "stock_code_other"])["customer_id"].nunique()
    rules = frame(shop, "select * from product_pairs")
    assert ("cup 1", "saucer 1") in set(zip(rules["stock_code"], rules["other_stock_code"], strict=True))
    for row in rules.itertuples():
        key = (row.stock_code, row.other_stock_code)
        assert (row.orders, row.customers) == (orders[key], customers[key])
        assert row.orders_of == orders[row.stock_code, row.stock_code]
        assert row.orders_of_other == orders[row.other_stock_code, row.other_stock_code]
        assert row.all_orders == lines["invoice_no"].nunique()
        assert row.confidence == pytest.approx(row.orders / row.orders_of)
        assert row.lift == pytest.approx(row.orders * row.all_orders / row.orders_of / row.orders_of_other)
        assert row.lift >= row.lift_bound > 1
        assert row.customers >= 10


def test_offers_equal_plain_pandas_and_old_runs_are_pruned(shop: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(baskets, "LEAST_CUSTOMERS", 3)
    fit(shop, Options(k=3, keep=1))
    lines = frame(shop, f"select distinct customer_id, {PRODUCT} from transactions where kind = 'sale'")
    having = {code: set(rows["customer_id"]) for code, rows in lines.groupby("stock_code")}
    members = frame(shop, "select * from customer_segments").groupby(["segmentation_id", "segment_id"])["customer_id"]
    inside = {key: set(customers) for key, customers in members}
    offers = frame(
        shop,
        "select offer.*, confidence_bound from segment_offers as offer "
        "join product_pairs using (stock_code, other_stock_code)",
    )
    kept = frame(shop, "select distinct segmentation_id from segment_lift order by 1")["segmentation_id"].tolist()
    assert kept == frame(shop, "select segmentation_id from segmentations order by 1")["segmentation_id"].tolist()
    assert len(offers)
    for row in offers.itertuples():
        lacking = (having[row.stock_code] - having[row.other_stock_code]) & inside[row.segmentation_id, row.segment_id]
        assert row.customers == len(lacking) >= 3
        assert row.expected == pytest.approx(len(lacking) * row.confidence_bound)


def test_shuffled_lines_give_the_same_tables(shop: Engine, fill: Fill) -> None:
    before = contents(shop)
    lines = planted()
    random.Random(8).shuffle(lines)
    fill(lines)
    fit(shop, Options(k=3))
    assert contents(shop) == before


def test_a_shop_without_products(engine: Engine, fill: Fill) -> None:
    fill([line("1", "1", "2011-01-03", stock_code="POST"), line("2", "2", "2011-01-03", stock_code="M", price="0")])
    fit(engine, Options(k=3))
    assert contents(engine) == {table.name: [] for table in TABLES}
