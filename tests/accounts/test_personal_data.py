"""All that is held about a customer is handed out, and nothing about anybody else."""

from datetime import date

import pytest
from sqlalchemy import Engine, inspect, text

from accounts.personal_data import held_about, tables_of_customers
from warehouse.errors import InputError
from warehouse.schema import metadata

FILL = """
insert into customers (customer_id, country, email, attributes) values
    ('17', 'GB', 'Anna@shop.example', '{"Income": 900}'),
    ('1', 'FR', 'ben@shop.example', null), ('2', 'FR', null, null);
insert into transactions values
    ('17', 'A1', '2011-01-03 10:00', '85123A', 'HEART', 2, 2.50, 'GB', 'sale', 1),
    ('17', 'A2', '2011-02-03 10:00', '85123A', 'HEART', 1, 2.50, 'GB', 'sale', 1),
    ('1', 'B1', '2011-01-03 10:00', '85123A', 'HEART', 2, 2.50, 'FR', 'sale', 1);
insert into customer_changes values ('17', 2, '{"email": "old@shop.example"}', null);
insert into rejected_rows values (1, 7, 'quantity is no number', 'anna@SHOP.example,many'), (1, 8, 'x', '17,many'),
    (1, 9, 'x', 'old@shop.example,x')
"""


@pytest.fixture
def filled(engine: Engine) -> Engine:
    with engine.begin() as connection:
        connection.exec_driver_sql(FILL)
    return engine


def test_all_of_one_customer_is_handed_out(filled: Engine) -> None:
    with filled.connect() as connection:
        held = held_about(connection, "17")
    assert {name: len(rows) for name, rows in held.items()} == {
        "customer_changes": 1, "customers": 1, "rejected_rows": 2, "transactions": 2,
    }  # fmt: skip
    assert held["customers"][0]["attributes"] == {"Income": 900}
    assert held["customer_changes"][0]["before"] == {"email": "old@shop.example"}
    assert sorted(row["invoice_no"] for row in held["transactions"]) == ["A1", "A2"]
    assert [row["line_number"] for row in held["rejected_rows"]] == [7, 9]


def test_nothing_of_others_is(filled: Engine) -> None:
    with filled.connect() as connection:
        assert {name: len(rows) for name, rows in held_about(connection, "1").items()} == {
            "customers": 1, "transactions": 1,
        }  # fmt: skip
        assert {name: len(rows) for name, rows in held_about(connection, "2").items()} == {"customers": 1}


@pytest.mark.parametrize("customer", ["", "18", "' or true --"])
def test_who_is_not_known_is_said(filled: Engine, customer: str) -> None:
    with filled.connect() as connection, pytest.raises(InputError, match="Nothing is stored about a customer"):
        held_about(connection, customer)


def test_every_table_with_a_customer_is_asked(engine: Engine) -> None:
    with engine.connect() as connection:
        asked = tables_of_customers(connection)
        columns = {name: {one["name"] for one in inspect(engine).get_columns(name)} for name in metadata.tables}
    assert asked == sorted(name for name, own in columns.items() if "customer_id" in own)
    assert len(asked) >= 9


def test_a_table_to_come_is_asked_too(filled: Engine) -> None:
    with filled.begin() as connection:
        connection.execute(
            text('create table "Campaign sends" (customer_id text, sent_on date) partition by list (sent_on)')
        )
        connection.execute(text('create table sends_2026 partition of "Campaign sends" default'))
        connection.execute(text("""insert into "Campaign sends" values ('17', '2026-11-28')"""))
        assert held_about(connection, "17")["Campaign sends"] == [
            {"customer_id": "17", "sent_on": str(date(2026, 11, 28))}
        ]
