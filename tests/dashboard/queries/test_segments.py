"""Samples, products and the model's figures equal plain SQL over the lines."""

from typing import Any

import pandas as pd
import pytest
from sqlalchemy import text

from dashboard.figures.model.scores import score_cells
from dashboard.filters.selection import GUESTS, Filters, Scope
from dashboard.queries.products import products
from dashboard.queries.segments import runs, samples
from dashboard.shop import Shop
from tests.dashboard.queries.test_activity import selected, selections

INVOICES = """
    select customer_id, invoice_no, min(invoiced_at) as at
    from transactions group by customer_id, invoice_no
"""
SAMPLED = f"""
    select l.customer_id, s.segment_id, count(distinct l.invoice_no) as orders, sum(quantity * unit_price) as gross,
        cast(:as_of as date) - cast(max(at) as date) as recency_days
    from transactions l
    join ({INVOICES}) as i on i.customer_id = l.customer_id and i.invoice_no = l.invoice_no
    join customers c on c.customer_id = l.customer_id
    join customer_segments s on s.customer_id = l.customer_id and s.segmentation_id = :segmentation
    where kind = 'sale' and at >= :start and at < :until
        and (:all_countries or c.country = any(:countries))
        and (:all_segments or s.segment_id = any(:segments))
    group by l.customer_id, s.segment_id
    order by l.customer_id
"""
BOUGHT = """
    with lines as (
        select l.stock_code, c.country, s.segment_id, invoiced_at, quantity, unit_price, kind
        from transactions l
        join customers c on c.customer_id = l.customer_id
        join customer_segments s on s.customer_id = l.customer_id and s.segmentation_id = :segmentation
        where kind in ('sale', 'return')
        union all
        select stock_code, country, null, invoiced_at, quantity, unit_price, kind
        from guest_transactions where kind in ('sale', 'return')
    )
    select stock_code, sum(quantity * unit_price) as net, sum(quantity) filter (where kind = 'sale') as units
    from lines
    where invoiced_at >= :start and invoiced_at < :until
        and (:all_countries or country = any(:countries))
        and (:all_segments or segment_id = any(:segments) or (:guests and segment_id is null))
        and stock_code in (select stock_code from segment_products where segmentation_id = :segmentation)
    group by stock_code
    having count(*) filter (where kind = 'sale') > 0
    order by net desc, stock_code
"""


def ask(shop: Shop, scope: Scope, statement: str) -> pd.DataFrame:
    """The rows of plain SQL for a scope, numbers as floats."""
    values: dict[str, Any] = {
        "segmentation": scope.segmentation_id,
        "all_countries": not scope.countries,
        "countries": list(scope.countries),
        "all_segments": not scope.segments,
        "segments": list(scope.identified_segments),
        "guests": GUESTS in scope.segments,
        "start": scope.start,
        "until": scope.until,
        "as_of": scope.as_of,
    }
    with shop.engine.connect() as connection:
        result = connection.execute(text(statement), values)
        frame = pd.DataFrame(result.all(), columns=list(result.keys()))
    numbers = [name for name in frame if name in ("orders", "gross", "net", "units", "recency_days")]
    return frame.astype(dict.fromkeys(numbers, float))


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Rows with numbers rounded to the hundredth of a cent."""
    kept = frame[list(columns)].astype(object)
    return [tuple(round(cell, 4) if isinstance(cell, float | int) else cell for cell in row) for row in kept.to_numpy()]


@selections
@pytest.mark.parametrize("store", ["small", "shop"])
def test_sampled_customers_equal_plain_sql(request: pytest.FixtureRequest, store: str, name: str) -> None:
    shop = request.getfixturevalue(store)
    scope = selected(shop, name)
    expected = ask(shop, scope, SAMPLED)
    with shop.connect() as connection:
        found = samples.sampled_customers(connection, scope)
    columns = ("customer_id", "segment_id", "orders", "gross", "recency_days")
    assert len(expected) < samples.MOST_POINTS
    assert sorted(rows(found, *columns)) == sorted(rows(expected, *columns))


def test_the_sample_is_cut_at_the_lowest_keys(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    scope = shop.scope(Filters())
    with shop.connect() as connection:
        everyone = samples.sampled_customers(connection, scope)
        keys = connection.execute(
            text("select customer_id from customer_features where frequency > 0 order by sample_key limit 7")
        )
        lowest = list(keys.scalars())
        monkeypatch.setattr(samples, "MOST_POINTS", 7)
        cut = samples.sampled_customers(connection, scope)
    assert cut["customer_id"].tolist() == lowest == everyone["customer_id"].tolist()[:7]


@selections
@pytest.mark.parametrize("store", ["small", "shop"])
def test_top_products_equal_plain_sql(request: pytest.FixtureRequest, store: str, name: str) -> None:
    shop = request.getfixturevalue(store)
    scope = selected(shop, name)
    expected = ask(shop, scope, BOUGHT)
    with shop.connect() as connection:
        found = products.top_products(connection, scope)
    assert rows(found, "stock_code", "net", "units") == rows(expected.head(products.TOP), "stock_code", "net", "units")
    if not expected.empty:
        whole = {"all_net": pytest.approx(expected["net"].sum()), "all_products": len(expected)}
        assert found[["all_net", "all_products"]].drop_duplicates().to_dict("records") == [whole]


def test_the_products_of_the_literal_shop(small: Shop) -> None:
    with small.connect() as connection:
        found = products.top_products(connection, small.scope(Filters(countries=("DE",))))
    assert rows(found, "stock_code", "description", "net", "units") == [
        ("MUG", "BLUE MUG", 32.0, 4.0),  # guests' one mug in Germany included, one given back
        ("CUP", "RED CUP", 5.5, 1.0),
    ]


def test_runs_are_the_published_segmentations(shop: Shop) -> None:
    published = shop.published()
    with shop.connect() as connection:
        found = runs.runs(connection, published.version)
        customers = connection.execute(text("select count(*) from customer_features")).scalar_one()
    assert found["segmentation_id"].tolist() == [one.segmentation_id for one in published.segmentations]
    assert found["algorithm"].tolist() == ["rfm", "kmeans"]
    assert found["customers"].tolist() == [customers, customers]
    assert found["metrics"][1]["k"] == found["segments"][1]


def test_score_cells_and_means_equal_plain_sql(shop: Shop) -> None:
    scope = shop.scope(Filters())
    statement = text(
        "select s.segment_id, r_score, f_score, m_score, recency_days, frequency, net as monetary "
        "from customer_segments s join customer_features using (customer_id) where segmentation_id = :id"
    )
    with shop.connect() as connection:
        cells = score_cells(runs.runs(connection, scope.version).iloc[0].to_dict())
        means = runs.segment_means(connection, scope.version, scope.segmentation_id)
        people = pd.DataFrame(connection.execute(statement, {"id": scope.segmentation_id}).all())
    people["monetary"] = people["monetary"].astype(float)
    scored = people.dropna(subset="r_score")
    expected = scored.groupby(["segment_id", "r_score", "f_score", "m_score"]).agg(
        customers=("frequency", "size"),
        **{
            f"{name}_{word}": (name, function)
            for name in ("recency_days", "frequency", "monetary")
            for word, function in (("least", "min"), ("most", "max"))
        },
    )
    columns = list(cells.columns)
    assert sorted(rows(cells, *columns)) == sorted(rows(expected.reset_index(), *columns))
    expected_means = people.groupby("segment_id").agg(customers=("frequency", "size"), frequency=("frequency", "mean"))
    found_means = means.set_index("segment_id")[["customers", "frequency"]].sort_index()
    bought = found_means["frequency"].notna()
    assert found_means["customers"].to_dict() == expected_means["customers"].to_dict()
    assert found_means.loc[bought, "frequency"].to_dict() == pytest.approx(
        expected_means["frequency"][bought[bought].index].to_dict()
    )
