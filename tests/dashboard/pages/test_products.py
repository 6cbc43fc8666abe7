"""/products and the cards of offers, on a shop where cups go with saucers and hats are for those who order seldom."""

import json
import random
import re
from collections.abc import Iterator
from datetime import date
from math import exp, log, sqrt
from statistics import NormalDist
from typing import Any

import pandas as pd
import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from audiences.conditions import read
from audiences.lists.counting import size
from audiences.lists.standing import check_products, stands
from dashboard.components import offers
from dashboard.components.panels import Panel
from dashboard.figures.sales import products as figures
from dashboard.filters.selection import Filters
from dashboard.pages.cohorts import choice
from dashboard.pages.products import around as around_cards
from dashboard.pages.products import buying, product
from dashboard.pages.products import page as products
from dashboard.queries.audiences.catalogue import product_called
from dashboard.queries.customers.customer_filter import CustomerFilter
from dashboard.queries.customers.lists import customer_count
from dashboard.queries.products import around, baskets, buyers
from dashboard.queries.products.finding import products_called
from dashboard.queries.products.products import holds_all
from dashboard.shop import Place, Shop
from tests.dashboard.calls import call, texts
from tests.dashboard.conftest import filled

HEAD = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
LIST = re.compile(r"'href': '/customers([^']*)'")
CUP = "the cup1"  # of lines without a code, told by its name
LINES = "select *, product_of(stock_code, description) as product from transactions"
ODD = "A/B' or 1=1;--%"  # a stock code that a careless query or address would stumble over


@pytest.fixture(scope="module")
def paired(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """800 orders, every tenth a guest's."""
    chance, lines = random.Random(5), []
    for number in range(800):
        customer = int(260 * chance.random() ** 2)
        goods = {f"2{chance.randrange(1000, 1030)}" for _ in range(2)}
        if chance.random() < 0.4:
            goods |= {"CUP1"} | ({ODD} if chance.random() < 0.5 else set())
        if customer >= 100:
            goods.add("HAT1")
        day = f"2023-{chance.randrange(1, 13):02}-{chance.randrange(1, 28):02} 10:00"
        who, price = "" if number % 10 == 0 else customer, chance.choice([2, 30])
        land = "France" if customer % 3 else "Germany"
        named = {code: f"{code},THE {code}" for code in sorted({*goods, "POST"})}
        named |= {"CUP1": ",THE CUP1" if number % 4 else ", The  cup1"} if "CUP1" in goods else {}
        lines += [f"{number},{name},1,{day},{price},{who},{land}\n" for name in named.values()]
    file = tmp_path_factory.mktemp("paired") / "paired.csv"
    file.write_text(HEAD + "".join(lines), encoding="utf-8")
    with filled(server_url, "dashboard_paired", file) as engine:
        yield Shop(engine, "GBP")


def show(function: Any, shop: Shop, argument: str | None = None, **filters: Any) -> Panel:
    chosen = Filters(**filters)
    panel: Panel = function(shop, Place(chosen, argument), shop.scope(chosen))
    return panel


def plain(shop: Shop, sql: str, **values: Any) -> list[tuple[Any, ...]]:
    with shop.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(sql), values)]


@pytest.mark.parametrize("filters", [{}, {"countries": ("FR",)}, {"start": date(2023, 4, 1), "end": date(2023, 6, 1)}])
def test_a_products_sales_equal_plain_sql(paired: Shop, filters: dict[str, Any]) -> None:
    scope = paired.scope(Filters(**filters))
    sql = """select product_of(stock_code, description), sum(quantity * unit_price), sum(quantity) from (
            select c.country, l.stock_code, description, quantity, unit_price, invoiced_at from transactions l
            join customers c using (customer_id)
            union all
            select country, stock_code, description, quantity, unit_price, invoiced_at from guest_transactions
        ) as lines
        where stock_code <> 'POST' and invoiced_at >= :start and invoiced_at < :until
            and (cardinality(cast(:countries as text[])) = 0 or country = any(:countries))
        group by 1 order by 2 desc, 1"""
    ranked = plain(paired, sql, start=scope.start, until=scope.until, countries=list(scope.countries))
    place, mine = next((i, row) for i, row in enumerate(ranked, 1) if row[0] == ODD)
    standing = paired.ask(baskets.product_standing, scope, ODD)
    expected = {"net": mine[1], "units": mine[2], "rank": place, "all_products": len(ranked)}
    assert {name: standing[name] for name in expected} == {name: float(value) for name, value in expected.items()}
    assert standing["all_net"] == pytest.approx(float(sum(row[1] for row in ranked)))
    months = paired.ask(baskets.product_months, scope, ODD)
    assert months["net"].sum() == pytest.approx(float(mine[1]))
    assert (months["identified_net"] + months["guest_net"]).tolist() == pytest.approx(months["net"].tolist())


def test_what_is_counted_where_not_every_product_is_held(paired: Shop) -> None:
    scope = paired.scope(Filters())
    with paired.engine.connect() as connection:
        asked = (scope.version, scope.segmentation_id)
        assert holds_all(connection, *asked)
        least = "select stock_code from products where is_product and gross > 0 order by gross, stock_code desc limit 1"
        connection.execute(text(f"delete from segment_products where stock_code = ({least})"))
        assert not holds_all(connection, *asked)
        connection.rollback()


@pytest.mark.parametrize(("is_all", "title"), [(True, "products make"), (False, "best sellers make")])
def test_a_title_says_what_it_counts(paired: Shop, monkeypatch: pytest.MonkeyPatch, is_all: bool, title: str) -> None:
    monkeypatch.setattr(offers, "holds_all", lambda *_: is_all)
    shop = Shop(paired.engine, "GBP")
    assert title in products.ranked(shop, Place(Filters()), shop.scope(Filters())).title


def test_the_page_of_products(paired: Shop) -> None:
    ranked = show(products.ranked, paired)
    assert ranked.title.startswith("The first 15 of 33 products make ")
    assert "postage" in ranked.note
    together = show(products.together, paired)
    found = plain(paired, "select max(orders) from product_pairs")[0][0]
    assert together.title.endswith(f" go together in {found} orders")
    assert texts(together.body).count("with") == len(paired.ask(baskets.frequent_pairs, paired.published().version))
    frame = products.favourites_frame(paired, paired.scope(Filters()))
    best = frame.loc[frame["bound"].idxmax()]
    assert best["product"] == "THE HAT1"
    assert show(products.favourites, paired).title.startswith("THE HAT1 stands out most: ")
    one = show(products.favourites, paired, segments=(frame.at[0, "segment_id"],))
    assert len(one.body.data) == 2
    assert len(one.body.to_json()) < 300_000


def test_the_page_of_one_product(paired: Shop) -> None:
    layout = product.layout(paired, ODD)
    assert layout.children[0].data == ODD
    rules = show(product.rules, paired, ODD)
    both, of = plain(
        paired,
        "select orders, orders_of from product_pairs where stock_code = :a and other_stock_code = 'the cup1'",
        a=ODD,
    )[0]
    assert rules.title == f"{both / of * 100:.0f}\u202f% of its {of} orders also hold THE CUP1"
    buyers = product.buyers_frame(paired, Place(Filters(), ODD), paired.scope(Filters()))
    ever = plain(paired, "select count(distinct customer_id) from transactions where stock_code = :a", a=ODD)
    assert buyers["customers"].sum() == ever[0][0]
    assert "Sold best in " in show(product.trend, paired, ODD).title
    figures_text = texts(product.figures(paired, Place(Filters(), ODD), paired.scope(Filters())))
    assert "Customers, ever" in figures_text
    assert texts(product.head(paired, Place(Filters(), ODD), paired.scope(Filters()))).startswith(f"THE {ODD}")


def test_a_name_that_tells_a_product_apart_is_shown_once(paired: Shop) -> None:
    scope = paired.scope(Filters())
    cup, hat = (texts(product.head(paired, Place(Filters(), code), scope)) for code in (CUP, "HAT1"))
    assert (cup.casefold().count(CUP), hat.count("HAT1")) == (1, 2)
    rows = texts(show(products.ranked, paired).body)
    assert (rows.casefold().count(CUP), rows.count(ODD)) == (1, 2)
    offered = choice.products(paired, scope, "")
    assert (offered[CUP], offered["HAT1"]) == ("THE CUP1", "THE HAT1 (HAT1)")


def test_buyers_are_found_by_a_name_in_whatever_case(paired: Shop) -> None:
    told = f"select count(distinct customer_id) from ({LINES}) as lines where product = :code"
    expected = plain(paired, told, code=CUP)[0][0]
    with paired.connect() as connection:
        assert products_called(connection, "the cup", 1) == [(CUP, "THE CUP1")]
        for code in (CUP, "THE  Cup1"):
            definition = read({"bought": {"code": code}})
            assert size(connection, definition, stands(connection)).customers == expected
            check_products(connection, definition)
            assert product_called(connection, code) == "THE CUP1"


@pytest.mark.parametrize(
    ("argument", "says"),
    [
        ("nothing", "There is no product nothing"),
        ("x' or '1'='1", "There is no product"),
        ("POST", "POST is no product"),
    ],
)
def test_what_is_no_product_is_said_so(paired: Shop, argument: str, says: str) -> None:
    layout = product.layout(paired, argument)
    assert layout.className == "notice"
    assert texts(layout).startswith(says)


def test_offers_to_a_customer_are_rules_they_have_not_followed(paired: Shop) -> None:
    sql = f"""with bought as (select distinct customer_id, product as stock_code from ({LINES}) as lines),
        lacking as (
            select b.customer_id, p.other_stock_code, max(p.confidence_bound) as bound
            from product_pairs p join bought b using (stock_code)
            where not exists (select 1 from bought o
                where o.customer_id = b.customer_id and o.stock_code = p.other_stock_code)
            group by 1, 2)
        select customer_id, other_stock_code, bound from lacking order by 1, 3 desc, 2"""
    expected = pd.DataFrame(plain(paired, sql), columns=["customer_id", "code", "bound"])
    assert len(expected)
    version = paired.published().version
    for customer, rows in expected.groupby("customer_id"):
        frame = paired.ask(baskets.offers_to_customer, version, customer)
        assert frame["other_stock_code"].tolist() == rows["code"].head(baskets.CUSTOMER_OFFERS).tolist()
        assert frame["confidence_bound"].tolist() == rows["bound"].head(baskets.CUSTOMER_OFFERS).tolist()
    panel = show(offers.customer_offers, paired, str(expected.at[0, "customer_id"]))
    assert panel.title.startswith("Offer THE ")
    assert "times as often as usual" in texts(panel.body)
    assert show(offers.customer_offers, paired, "' or 1=1 --").title == "Too little evidence for an offer"


def test_the_cards_of_a_segment(paired: Shop) -> None:
    run = paired.scope(Filters()).segmentation_id
    sql = """select segment_id, stock_code, rank from segment_lift
        where segmentation_id = :run and rank <= :most order by 1, 3"""
    ranked = plain(paired, sql, run=run, most=baskets.MOST_LIFTS)
    segment_id = ranked[0][0]
    frame = paired.ask(baskets.favourites_of, paired.published().version, run, segment_id)
    assert frame["stock_code"].tolist() == [row[1] for row in ranked if row[0] == segment_id]
    assert "THE " in show(offers.favourites, paired, segment_id).title
    for found, *_ in plain(
        paired, "select distinct segment_id from segment_offers where segmentation_id = :run", run=run
    ):
        assert show(offers.segment_offers, paired, found).title.startswith("Offer ")


def test_a_reason_in_words() -> None:
    rule = pd.Series(
        {"description": "CUP", "stock_code": "1", "confidence": 0.381, "orders": 400, "orders_of": 1050, "lift": 4.2}
    )
    assert offers.reason(rule) == (
        "Bought with CUP in 38\u202f% of those orders (400 of 1,050), 4.20 times as often as usual"
    )


def test_thin_evidence_is_said_so(small: Shop) -> None:
    """A shop of a few invoices knows what sells, and nothing more."""
    titles = {
        function.__name__: show(function, small, argument).title
        for function, argument in (
            (products.together, None),
            (products.favourites, None),
            (product.rules, "MUG"),
            (offers.favourites, "champions"),
            (offers.segment_offers, "champions"),
            (offers.customer_offers, "11"),
        )
    }
    assert titles == {
        "together": "Nothing clearly goes together",
        "favourites": "No product stands out beyond its usual",
        "rules": "Nothing clearly goes with it",
        "segment_offers": "Too little evidence for an offer",
        "customer_offers": "Too little evidence for an offer",
    }
    late = show(products.ranked, small, countries=("nowhere",))
    assert "No products in this selection." in texts(late.body)


def test_figures_without_rows_say_so() -> None:
    for figure in (figures.favourites(pd.DataFrame()), figures.buyers(pd.DataFrame())):
        assert figure.layout.annotations[0].text
    assert figures.shorten("A" * 40) == "A" * 27 + "…"


def test_the_callbacks_answer(client: FlaskClient) -> None:
    store = {"filters.data": {"search": ""}, "theme.data": "light", "argument.data": "nothing"}
    for panel in (
        "products-ranked",
        "products-together",
        "product-rules",
        "product-customers",
        "product-after",
        "customer-offers",
    ):
        assert call(client, f"{panel}-title.children", store)[f"{panel}-title.children"] != "Something went wrong"
    for panel in ("products-favourites", "product-trend", "product-buyers"):
        assert call(client, f"{panel}-title.children", store)[f"{panel}-title.children"] != "Something went wrong"


AGAIN = """select segment_id, days from (
        select l.customer_id, array_agg(distinct cast(invoiced_at as date) order by cast(invoiced_at as date)) as days
        from transactions l join customers c using (customer_id)
        where stock_code = :code and kind = 'sale' and (:country = '' or c.country = :country) group by 1) as bought
    join customer_segments using (customer_id) where segmentation_id = :run"""


@pytest.mark.parametrize("country", ["", "FR"])
def test_who_came_back_equals_plain_lines(paired: Shop, country: str) -> None:
    scope = paired.scope(Filters(countries=(country,) if country else ()))
    as_of = paired.published().of(scope).as_of
    rows = plain(paired, AGAIN, code=ODD, country=country, run=scope.segmentation_id)
    apart = sorted((days[1] - days[0]).days for _, days in rows if len(days) > 1)
    usual = apart[(len(apart) + 1) // 2 - 1]  # the smallest that half of them do not exceed
    expected: dict[str, list[int]] = {}
    for segment, days in rows:
        counts = expected.setdefault(segment, [0] * 5)
        had_time, back = (as_of - days[0]).days >= usual, len(days) > 1
        for at, one in enumerate((True, (as_of - days[-1]).days > 90, back, had_time, had_time and back)):
            counts[at] += one
    found = paired.ask(buyers.product_buyers, scope, ODD)
    assert set(found["usual_days"]) == {usual}
    columns = ["buyers", "unbought", "back", "had_time", "had_time_back"]
    assert dict(zip(found["segment_id"], found[columns].to_numpy().tolist(), strict=True)) == expected


def test_too_few_who_came_back_tell_no_usual_time(small: Shop) -> None:
    found = small.ask(buyers.product_buyers, small.scope(Filters()), "MUG")
    assert found["usual_days"].isna().all()
    assert found[["buyers", "back", "had_time"]].sum().tolist() == [4, 2, 4]  # 11 and 13 bought it on two days
    words = texts(product.figures(small, Place(Filters(), "MUG"), small.scope(Filters())))
    assert "Bought it again 50" in words
    assert "under 10 came back for it" in words


def test_before_and_after_equal_plain_lines(paired: Shop) -> None:
    """Each buyer beside the customer of the same number of orders, and of the same place among those, by their keys."""
    scope, code = paired.scope(Filters()), CUP
    lines = pd.DataFrame(
        plain(paired, f"select customer_id, product, cast(invoiced_at as date), invoice_no from ({LINES}) as lines"),
        columns=["who", "code", "day", "invoice"],
    )
    keys = dict(plain(paired, "select customer_id, sample_key from customer_features"))
    orders = {who: sorted(one.groupby("invoice")["day"].min()) for who, one in lines.groupby("who")}
    first = lines[lines["code"] == code].groupby("who")["day"].min().to_dict()

    def ranked(people: list[str]) -> dict[tuple[int, int], str]:
        places: dict[int, int] = {}
        found = {}
        for who in sorted(people, key=lambda one: (keys[one], one)):
            size = len(orders[who])
            places[size] = places.get(size, 0) + 1
            found[size, places[size]] = who
        return found

    theirs, others = ranked([*first]), ranked([who for who in orders if who not in first])
    counts: dict[str, list[int]] = {}
    people = [0] * 4
    for key in theirs.keys() & others.keys():
        who, day = theirs[key], first[theirs[key]]
        cut = orders[others[key]][sum(one < day for one in orders[who])]
        for at, (person, then) in enumerate(((who, day), (others[key], cut))):
            own = lines[lines["who"] == person]
            for side, part in ((0, own[own["day"] < then]), (2, own[own["day"] > then])):
                people[side + at] += bool(orders[person][0] < then if side == 0 else orders[person][-1] > then)
                for product_code in set(part["code"]) - {code, "POST"}:
                    counts.setdefault(product_code, [0] * 4)[side + at] += 1
    found = paired.ask(around.bought_around, scope, code).set_index("stock_code")
    names = [f"{side}_{group}hits" for side in (around.BEFORE, around.AFTER) for group in ("", "other_")]
    assert min(people) >= around.LEAST_CUSTOMERS
    shown = {one: row for one, row in zip(found.index, found[names].to_numpy().tolist(), strict=True) if any(row)}
    assert shown == counts
    assert found[[name.replace("hits", "people") for name in names]].to_numpy()[0].tolist() == people


def test_what_stands_out_is_beyond_chance_and_beyond_the_usual() -> None:
    columns = ["stock_code", "description", *(f"before_{name}" for name in around.COUNTS)]
    rows = [("A", "ART", 60, 10), ("B", "BAG", 40, 38), ("C", "CUP", 9, 0), ("D", "DOG", 20, 0), ("E", "EAR", 1, 1)]
    found = around.side(pd.DataFrame([(*row, 200, 200) for row in rows], columns=columns), around.BEFORE)
    assert found["stock_code"].tolist() == ["A", "B", "D"]  # of ten people and 2 % of all
    assert found["usual_lift"].tolist() == pytest.approx([130 / 49] * 3)
    kept = around.stand_out(found)
    assert kept["stock_code"].tolist() == ["A"]  # D is not so certain, with nobody to compare with
    a, n, b, m = 60.5, 200.5, 10.5, 200.5
    bound = exp(log(a * m / (b * n)) - NormalDist().inv_cdf(1 - 0.05 / 3) * sqrt(1 / a - 1 / n + 1 / b - 1 / m))
    assert kept["lift_bound"].tolist() == pytest.approx([bound])
    assert kept[["share", "other_share", "lift"]].to_numpy().tolist() == [[0.3, 0.05, 6]]


def test_the_cards_about_its_customers(paired: Shop) -> None:
    compared = paired.ask(around.bought_around, paired.scope(Filters()), CUP).loc[0]
    for panel, side in ((around_cards.before, around.BEFORE), (around_cards.after, around.AFTER)):
        card = show(panel, paired, CUP)
        assert f"{card.note}".startswith(f"{compared[f'{side}_people']} buyers with an order {side} the day they")
        assert card.title == f"Nothing stands out {side} it"
        assert show(panel, paired, CUP, segments=("lost",)).title.startswith("Too few to tell what they ")
    card = show(buying.customers, paired, ODD)
    frame = paired.ask(buyers.product_buyers, paired.scope(Filters()), ODD)
    bought, of_late = frame["buyers"].sum(), frame["buyers"].sum() - frame["unbought"].sum()
    assert card.title == f"{bought} customers bought it, {of_late} of them in the last 90 days"
    assert "all days loaded, whatever the months" in f"{card.note}"
    none = show(buying.customers, paired, ODD, countries=("nowhere",))
    assert none.title == "No buyers"


@pytest.mark.parametrize("filters", [{}, {"countries": ("FR",), "start": date(2023, 4, 1)}])
def test_the_audience_of_those_not_of_late_is_whom_the_button_counts(paired: Shop, filters: dict[str, Any]) -> None:
    card = show(buying.customers, paired, ODD, **filters)
    definition = buying.unbought_definition(paired, Place(Filters(**filters), ODD))
    with paired.connect() as connection:
        inside = size(connection, read(json.loads(json.dumps(definition))), stands(connection)).customers
    scope = paired.scope(Filters(countries=filters.get("countries", ())))
    assert paired.ask(buyers.product_buyers, scope, ODD)["unbought"].sum() == inside
    assert f"Make an audience of {inside} customers" in texts(card.body)
    assert paired.ask(customer_count, scope, CustomerFilter(bought=ODD, unbought_days=90)) == inside
    lists = [Filters.from_query(href.partition("?")[2]) for href in LIST.findall(str(card.body))]
    counts = [paired.ask(customer_count, paired.scope(one), CustomerFilter()) for one in lists]
    assert sum(counts) == inside + paired.ask(buyers.product_buyers, scope, ODD)["buyers"].sum()
    assert buying.unbought_definition(paired, Place(Filters(segments=("guests",)), ODD)) is None
