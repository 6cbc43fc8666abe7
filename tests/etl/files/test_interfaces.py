"""Orders and payments as the interfaces of shops and payment services answer with them."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from etl.files.json.envelopes import around, ends_well
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
