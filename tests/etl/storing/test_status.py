"""What the store says about itself, and how a sample is cleared."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from etl.storing.clearing import CLEARED, KEPT, PARTLY, clear_sample
from etl.storing.load import load_file
from etl.storing.status import read_status
from tests.etl.shop_files import row, shop_file, stored_rows
from warehouse.errors import InputError, WarehouseError
from warehouse.schema import metadata


def test_only_samples_can_be_cleared(engine: Engine, tmp_path: Path) -> None:
    load_file(engine, shop_file(tmp_path, row("500001"), name="sample-shop.csv"))
    assert clear_sample(engine, print) == 1
    assert set(stored_rows(engine).values()) == {0}
    assert clear_sample(engine, print) == 0
    load_file(engine, shop_file(tmp_path, row("9"), name="sample-shop-of-mine.csv"))
    load_file(engine, shop_file(tmp_path, row("500001"), name="sample-shop.csv"))
    with pytest.raises(InputError) as error:
        clear_sample(engine, print)
    assert str(error.value) == (
        "The store holds sample-shop-of-mine.csv, which is not a generated sample, so nothing was cleared. "
        "Use another REGULARS_HOME or DATABASE_URL for another shop."
    )
    assert stored_rows(engine)["transactions"] == 2


def test_clearing_leaves_what_is_about_the_users(engine: Engine, tmp_path: Path) -> None:
    load_file(engine, shop_file(tmp_path, row("500001"), name="sample-shop.csv"))
    with engine.begin() as connection:
        connection.execute(text("update loads set details = details || '{\"sample\": true}'"))
        chosen = "insert into shop_settings values ('audit_days', '90', now()), ('consent', 'opt-in', now())"
        connection.execute(text(chosen))
        connection.execute(text("insert into forgotten values ('x', now())"))
    assert clear_sample(engine, print) == 1
    with engine.connect() as connection:
        assert connection.execute(text("select name, value from shop_settings")).all() == [("audit_days", "90")]
        assert connection.scalar(text("select count(*) from forgotten")) == 0


def test_clearing_has_thought_of_every_table() -> None:
    assert {table.name for table in CLEARED + PARTLY + KEPT} == set(metadata.tables)


def test_status_of_an_empty_and_a_filled_store(engine: Engine, tmp_path: Path) -> None:
    with engine.connect() as connection:
        assert read_status(connection) == {
            "loads": [],
            "transactions": {},
            "guest_transactions": {},
            "gross": "0",
            "returns": "0",
            "guest_gross": "0",
            "guest_returns": "0",
            "invoices": 0,
            "customers": 0,
            "attributes": 0,
            "countries": 0,
            "first_invoiced_at": None,
            "last_invoiced_at": None,
            "quality": {
                "rejected": {},
                "lines_without_customer": 0,
                "lines_without_description": 0,
                "unknown_countries": {},
                "days_without_sales": 0,
            },
        }
    rows = [
        row("1", price="0.10"),
        row("C2", quantity="-1", at="2024-05-07", country="Atlantis"),
        row("3", customer="", at="2024-05-08", description=""),
        row("4", quantity="x"),
    ]
    load_file(engine, shop_file(tmp_path, *rows))
    with engine.connect() as connection:
        state = read_status(connection)
    (load,) = state.pop("loads")
    assert {name: load[name] for name in ("load_id", "file_name", "status", "rows_read", "error")} == {
        "load_id": 1,
        "file_name": "shop.csv",
        "status": "done",
        "rows_read": 4,
        "error": None,
    }
    assert state == {
        "transactions": {"return": 1, "sale": 1},
        "guest_transactions": {"sale": 1},
        "gross": "0.2",
        "returns": "-2.5",
        "guest_gross": "5.0",
        "guest_returns": "0",
        "invoices": 3,
        "customers": 1,
        "attributes": 0,
        "countries": 2,
        "first_invoiced_at": "2024-05-06T10:30:00",
        "last_invoiced_at": "2024-05-08T00:00:00",
        "quality": {
            "rejected": {"quantity is not a number": 1},
            "lines_without_customer": 1,
            "lines_without_description": 1,
            "unknown_countries": {"Atlantis": 1},
            "days_without_sales": 1,
        },
    }


def test_status_does_not_wait_for_a_first_load(engine: Engine) -> None:
    with engine.begin() as loader, engine.connect() as connection:
        loader.execute(text("truncate transactions, guest_transactions"))
        with pytest.raises(WarehouseError, match=r"^The first load is filling the store"):
            read_status(connection)


def test_money_has_no_remainders_of_divisions(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "shop.csv"
    path.write_text("invoice,date,customer,quantity,total\n1,2024-05-06,7,3,10.00\n2,2024-05-07,7,7,10.00\n")
    load_file(engine, path)
    with engine.connect() as connection:
        assert read_status(connection)["gross"] == "20"
