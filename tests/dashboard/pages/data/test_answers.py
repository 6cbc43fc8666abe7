"""Answers become options of a file."""

from typing import Any

import pytest

from dashboard.pages.data.answers import answered, named, renamed

OPTIONS = {"shop.csv": {"map": {"customer_id": "Client"}}, "other.csv": {"decimal": ","}}


@pytest.mark.parametrize(
    ("option", "value", "own"),
    [
        ("date_order", "dmy", {"map": {"customer_id": "Client"}, "date_order": "dmy"}),
        ("max_rejected", "100%", {"map": {"customer_id": "Client"}, "max_rejected": "100%"}),
        ("map", "total=Amount", {"map": {"customer_id": "Client", "total": "Amount"}}),
        ("map", "quantity=N\nunit_price=A=B", {"map": {"customer_id": "Client", "quantity": "N", "unit_price": "A=B"}}),
        ("map", "customer_id=Mail", {"map": {"customer_id": "Mail"}}),
        ("map", "address=Client", {"map": {"address": "Client"}}),
        ("as", "customers", {"as": "customers"}),
        ("called_off", "Offen", {"map": {"customer_id": "Client"}, "called_off": ["Offen"]}),
        ("shell", "rm", {"map": {"customer_id": "Client"}}),
    ],
)
def test_an_answer_is_added_to_what_was_said(option: str, value: str, own: dict[str, Any]) -> None:
    assert answered(OPTIONS, "shop.csv", option, value) == {"shop.csv": own, "other.csv": {"decimal": ","}}


@pytest.mark.parametrize(
    ("column", "name", "mapping"),
    [
        ("Client", "address", {"address": "Client"}),
        ("Client", "", {}),
        ("Mail", "customer_id", {"customer_id": "Mail"}),
        ("Qty", "quantity", {"customer_id": "Client", "quantity": "Qty"}),
    ],
)
def test_a_column_has_one_meaning_and_a_meaning_one_column(column: str, name: str, mapping: dict[str, str]) -> None:
    assert renamed(OPTIONS, "shop.csv", column, name)["shop.csv"] == {"map": mapping}


def test_columns_without_a_header_get_their_names() -> None:
    assert named({}, "bare.csv", ["customer_id", "", "total"]) == {"bare.csv": {"columns": "customer_id,-,total"}}
