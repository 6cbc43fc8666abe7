"""Orders and payments as the interfaces of shops and payment services answer with them."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from etl.files.json.envelopes import around, ends_well
from etl.recognition.planning import Options
from tests.etl.coming_to import coming_to
from warehouse.errors import InputError, NoTableError

LINES = [("TEA", 2, "10.00"), ("MUG", 1, "5.50")]


def _shopify(at: int) -> dict[str, Any]:
    goods = [
        {
            "id": 10 * at + line,
            "title": sku.title(),
            "sku": sku,
            "quantity": quantity,
            "price": price,
            "tax_lines": [{}],
        }
        for line, (sku, quantity, price) in enumerate(LINES)
    ]
    place = {"country": "United States", "country_code": "US", "city": "York"}
    order = {"id": 900 + at, "name": f"#{at}", "order_number": at, "created_at": f"2024-05-1{at}T10:00:00-05:00"}
    order |= {"financial_status": "paid", "subtotal_price": "25.50", "total_discounts": "0.00", "total_price": "30.50"}
    order |= {"current_subtotal_price": "15.50" if at == 2 else "25.50", "email": f"c{at % 2}@x.org", "refunds": []}
    person = {"id": at % 2 + 7, "default_address": place, "total_spent": "99.00"}
    return order | {"customer": person, "shipping_address": place, "line_items": goods, "shipping_lines": [{"id": 1}]}


def _woo(at: int) -> dict[str, Any]:
    goods = [
        {"id": 10 * at + line, "name": sku.title(), "sku": sku, "quantity": quantity, "price": float(price)}
        | {"total": str(quantity * Decimal(price)), "taxes": []}
        for line, (sku, quantity, price) in enumerate(LINES)
    ]
    who = {"customer_id": at % 2, "billing": {"email": f"c{at}@x.org", "country": "DE"}}
    order = {"id": at, "number": str(at), "order_key": f"wc_{at}", "status": "completed", "currency": "EUR"}
    order |= {"date_created": f"2024-05-1{at}T10:00:00", "total": "30.50", "shipping_total": "5.00"}
    return order | who | {"line_items": goods, "refunds": [], "meta_data": [{"key": "x", "value": {"y": [1]}}]}


def _stripe(at: int) -> dict[str, Any]:
    charge = {"id": f"ch_{at}", "object": "charge", "amount": 2550, "amount_captured": 2550 if at != 3 else 0}
    charge |= {"amount_refunded": 1000 if at == 2 else 0, "created": 1715335200 + 86400 * at, "currency": "usd"}
    charge |= {"payment_method_details": {"card": {"last4": f"{2600 - 37 * at}", "exp_year": 2027}}}
    charge |= {"billing_details": {"address": {"country": "US"}, "email": f"c{at}@x.org"}, "customer": f"cus_{at % 2}"}
    return charge | {
        "status": "failed" if at == 3 else "succeeded",
        "refunds": {"data": [{"id": "re_1"}]},
        "paid": True,
    }


def _stripe_in_part(at: int) -> dict[str, Any]:
    """One without what was captured, and with the flag of what went back in full."""
    charge = {name: value for name, value in _stripe(at).items() if name != "amount_captured"}
    charge |= {"invoice": None, "refunded": at == 0, "status": "succeeded"}
    return charge | ({"amount_refunded": 2550} if at == 0 else {})


def _charge(at: int) -> dict[str, Any]:
    """One whose number no name tells."""
    return {"uid" if name == "id" else name: value for name, value in _stripe_in_part(at).items() if name != "invoice"}


def _shopify_refunded(at: int) -> dict[str, Any]:
    """Of the third a piece came back, with its tax; of the last some money went back without goods."""
    order = {name: value for name, value in _shopify(at).items() if name != "current_subtotal_price"}
    piece = {"line_item_id": 20, "quantity": 1, "subtotal": 10.0, "total_tax": 0.8, "line_item": {"id": 20}}
    paid = {"kind": "refund", "status": "success", "amount": "10.80" if at == 2 else "4.00"}
    refund = {
        "id": 1,
        "refund_line_items": [piece] if at == 2 else [],
        "transactions": [paid, paid | {"status": "failure"}],
    }
    return order | ({"refunds": [refund]} if at > 1 else {})


def _woo_refunded(at: int) -> dict[str, Any]:
    return _woo(at) | ({"refunds": [{"id": 7, "reason": "", "total": "-5.50"}]} if at == 1 else {})


def _woo_bare(at: int) -> dict[str, Any]:
    """Lines without price, of an order without its key and number."""
    order = {name: value for name, value in _woo(at).items() if name not in ("order_key", "number")}
    lines = [{name: value for name, value in line.items() if name != "price"} for line in order["line_items"]]
    return order | {"line_items": [line | {"subtotal": line["total"]} for line in lines]}


def _square(at: int) -> dict[str, Any]:
    def money(cents: int) -> dict[str, Any]:
        return {"amount": cents, "currency": "USD"}

    goods = [
        {"uid": sku, "name": sku.title(), "quantity": str(quantity), "base_price_money": money(cents)}
        | {"gross_sales_money": money(quantity * cents), "total_money": money(quantity * cents)}
        for sku, quantity, cents in (("TEA", 2, 1000), ("MUG", 1, 550))
    ]
    order = {
        "id": f"O{at}",
        "created_at": f"2024-05-1{at}T10:00:00Z",
        "state": "COMPLETED",
        "customer_id": f"C{at % 2}",
    }
    return order | {"line_items": goods, "total_money": money(2550), "total_tax_money": money(0)}


def _magento(at: int) -> dict[str, Any]:
    goods = [
        {"item_id": 10 * at + line, "sku": sku, "qty_ordered": quantity, "price": float(price)}
        for line, (sku, quantity, price) in enumerate(LINES)
    ]
    order = {"entity_id": at, "increment_id": f"{at:09}", "created_at": f"2024-05-1{at} 10:00:00", "status": "complete"}
    return order | {"customer_id": at % 2 + 7, "subtotal": 25.5, "grand_total": 30.5, "items": goods}


def _in(key: str, **beside: Any) -> Any:
    return lambda records: json.dumps({"object": "list", key: records, **beside}, indent=1)


def _lines(records: list[dict[str, Any]]) -> str:
    return "\n".join(map(json.dumps, records))


# how records are made and written, what they come to, in how many lines of sales and of returns, of how many customers
ANSWERS = {
    "Shopify": (_shopify, _in("orders"), "102.00", "-10.00", (8, 1), 2),
    "Shopify, in lines": (_shopify, _lines, "102.00", "-10.00", (8, 1), 2),
    "WooCommerce": (_woo, json.dumps, "102.00", "0.00", (8, 0), 3),
    "WooCommerce, in lines": (_woo, _lines, "102.00", "0.00", (8, 0), 3),
    "Shopify, refunds": (_shopify_refunded, _in("orders"), "102.00", "-14.00", (8, 2), 2),
    "WooCommerce, refunds": (_woo_refunded, json.dumps, "102.00", "-5.50", (8, 1), 3),
    "WooCommerce, without prices": (_woo_bare, json.dumps, "102.00", "0.00", (8, 0), 3),
    "Square": (_square, _in("orders"), "102.00", "0.00", (8, 0), 2),
    "Stripe": (_stripe, _in("data", has_more=False), "76.50", "-10.00", (3, 1), 2),
    "Stripe, in lines": (_stripe, _lines, "76.50", "-10.00", (3, 1), 2),
    "Stripe, refunded in part and in full": (_stripe_in_part, _in("data"), "102.00", "-35.50", (4, 2), 2),
    "Stripe, without order numbers, in one line": (_charge, json.dumps, "102.00", "-35.50", (4, 2), 2),
    "Magento": (_magento, _in("items", search_criteria={"a": [{}]}, total_count=4), "102.00", "0.00", (8, 0), 2),
    "within two objects": (
        _magento,
        lambda records: json.dumps({"status": 1, "data": {"page": 1, "orders": records}, "next": None}),
        *("102.00", "0.00", (8, 0), 2),
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_an_interface_answers(tmp_path: Path, name: str) -> None:
    record, written, sales, returns, lines, customers = ANSWERS[name]
    (path := tmp_path / "orders.json").write_text(written([record(at) for at in range(4)]))
    found = coming_to(path)
    nothing = Decimal(0)
    assert (found.money["sale"], found.money.get("return", nothing)) == (Decimal(sales), Decimal(returns))
    assert (found.lines["sale"], found.lines["return"], len(found.customers)) == (*lines, customers)
    assert not [note for note in found.notes if "last4" in note]


def test_whole_currencies_are_not_in_cents(tmp_path: Path) -> None:
    (path := tmp_path / "charges.json").write_text(_lines([_stripe(at) | {"currency": "jpy"} for at in range(3)]))
    assert coming_to(path).money["sale"] == Decimal(7650)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"orders": [{"id": 1}]}', 11),
        ('{\n "count": 2,\n "data": {"rows": [{"id": 1}, {"id"', 33),
        ('{"id": 1, "line_items": [{"sku": "A"}]}', None),
        ('{"id": 1, "items": [{"sku": "A"}]}', None),
        ('{"rows": [{"id": 1}]}', 9),
        ('{"id": 1, "refunds": [{"id": 2}], "customer": {"orders": 4}}', None),
        ('{"orders": [{"id": 1}]}\n{"orders": [{"id": 2}]}', None),
        ('{"orders": ["a"]}', None),
        ('{"orders" [', None),
        ("{", None),
    ],
)
def test_where_records_begin(text: str, found: int | None) -> None:
    begun = around(text)
    assert (begun and begun.at) == found


def test_what_stands_behind_records() -> None:
    assert ends_well(', "a": 1}\n', 1)
    assert ends_well(', "page": {"n": 1}}, "next": null}', 2)
    assert not ends_well(', "a": 1', 1)
    assert not ends_well("}}", 1)


def test_an_answer_that_was_cut_short(tmp_path: Path) -> None:
    whole = _in("orders")([_magento(at) for at in range(3)])
    for end, sentence in ((-2, "object around its array"), (-40, "middle of its array")):
        (path := tmp_path / "orders.json").write_text(whole[:end])
        with pytest.raises(InputError, match=sentence):
            coming_to(path)


def test_lists_of_unknown_things_are_no_columns(tmp_path: Path) -> None:
    (path := tmp_path / "orders.json").write_text('[{"id": 1, "parts": [{"sku": "A"}]}]')
    with pytest.raises(NoTableError, match="parts holds lists"):
        coming_to(path)


def _bare(at: int) -> dict[str, Any]:
    """A charge of which nothing says whose it is: without the kind of object, and with numbers of a shop's own."""
    return {name: value for name, value in _stripe_in_part(at).items() if name != "object"} | {"id": 1000 + at}


def _line(at: int, **beside: Any) -> dict[str, Any]:
    return {"order": at, "date": f"2024-05-1{at}", "customer": f"c{at % 2}"} | beside


# Amounts in cents, by their names or by the tool that is known by its numbers: what four of them come to.
IN_CENTS = {
    "numbers of Stripe": (lambda at: _bare(at) | {"id": f"ch_3M{at}"}, "102.00"),
    "centAmount": (lambda at: _line(at, totalPrice={"currencyCode": "EUR", "centAmount": 1999}), "79.96"),
    "minor units": (lambda at: _line(at, amount_in_minor_units=1999, currency="EUR"), "79.96"),
    "minor first": (lambda at: _line(at, minor_amount=1999, currency="EUR"), "79.96"),
    "paise": (lambda at: _line(at, **{"amount (paise)": 1999}), "79.96"),
    "Adyen": (lambda at: _line(at, pspReference=f"P{at}", amount={"value": 1999, "currency": "EUR"}), "79.96"),
    "Mollie": (lambda at: _line(at, amount={"value": "1999.00", "currency": "EUR"}), "7996"),
    "yen": (lambda at: _line(at, amount=1999, currency="JPY"), "7996"),
    "less than one each": (lambda at: _line(at, amount=25, currency="EUR"), "100"),
}


@pytest.mark.parametrize("name", IN_CENTS)
def test_amounts_in_cents_by_what_is_known_of_them(tmp_path: Path, name: str) -> None:
    record, sales = IN_CENTS[name]
    (path := tmp_path / "orders.json").write_text(json.dumps([record(at) for at in range(4)]))
    assert coming_to(path).money["sale"] == Decimal(sales)


@pytest.mark.parametrize(
    ("record", "as_csv", "in_cents"),
    [
        (_bare, False, ("102.00", "-35.50")),
        (lambda at: _line(at, quantity=2, unit_amount=1999, currency="eur"), False, ("159.92", "0")),
        (lambda at: _line(at, amount={"value": 1999, "currency": "EUR"}), False, ("79.96", "0")),
        (lambda at: _line(at, amount=2550, amount_refunded=1000 if at else 0, currency="usd"), True, ("102", "-30")),
    ],
)
def test_whole_amounts_beside_a_currency_are_a_question(
    tmp_path: Path, record: Any, as_csv: bool, in_cents: tuple[str, str]
) -> None:
    records = [record(at) for at in range(4)]
    path = tmp_path / ("orders.csv" if as_csv else "orders.json")
    lines = [",".join(records[0]), *(",".join(map(str, each.values())) for each in records)]
    path.write_text("\n".join(lines) if as_csv else json.dumps(records))
    with pytest.raises(InputError, match="Say which with --amounts cents or --amounts units") as raised:
        coming_to(path)
    assert [(each.option, [choice.value for choice in each.choices]) for each in raised.value.questions] == [
        ("amounts", ["cents", "units"])
    ]
    for said, times in (("cents", 1), ("units", 100)):
        found = coming_to(path, Options(amounts=said)).money  # type: ignore[arg-type]
        assert (found["sale"], found.get("return", 0)) == tuple(times * Decimal(each) for each in in_cents)


def test_amounts_with_decimals_are_not_in_cents(tmp_path: Path) -> None:
    (path := tmp_path / "orders.json").write_text(json.dumps([_line(at, amount=19.99) for at in range(4)]))
    with pytest.raises(InputError, match="amount has decimals"):
        coming_to(path, Options(amounts="cents"))


@pytest.mark.parametrize(
    ("beside", "said"),
    [
        ({"has_more": True}, "(4 records): it says that more follow."),
        ({"next_page": "https://shop.example/orders?page=2"}, "(4 records): it says that more follow."),
        ({"cursor": "abc"}, "(4 records): it says that more follow."),
        ({"links": {"next": {"href": "https://shop.example/2"}}}, "(4 records): it says that more follow."),
        ({"page": 1, "total_pages": 3}, "(4 records): it says that more follow."),
        ({"total_count": 250}, ": 4 of 250. Fetch the others too."),
        ({"has_more": False, "cursor": "abc"}, ""),
        ({"total_count": 4, "next": None}, ""),
        ({"page": 3, "total_pages": 3, "next_url": ""}, ""),
    ],
)
def test_one_page_of_an_answer_is_said(tmp_path: Path, beside: dict[str, Any], said: str) -> None:
    (path := tmp_path / "orders.json").write_text(_in("items", **beside)([_magento(at) for at in range(4)]))
    notes = [note for note in coming_to(path).notes if note.startswith("Only one page")]
    assert [note.partition("in the file")[2].strip() for note in notes] == ([said.strip()] if said else [])
