"""The sample shop makes way for a file of one's own, and nothing else does."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from etl.people.load import load_customers
from etl.storing.clearing import MADE_WAY
from etl.storing.load import load_file
from tests.etl.shop_files import row, rows_of, shop_file, stored_rows
from tests.stores import fit_store
from warehouse.errors import InputError

MADE = """
insert into audiences (name, version, made_at) values ('Spring', 1, now());
insert into audience_versions select audience_id, 1, '{"all": []}', null, now() from audiences;
insert into static_lists (name, made_at) values ('Fair', now());
insert into static_list_members select 1, '7';
insert into shop_settings values ('consent', 'opt-in', now());
insert into campaigns
    (name, audience_id, audience_version, destination_format, held_share, seed, window_days, created_at)
    values ('Spring', 1, 1, 'csv', 0.1, 'x', 30, now());
insert into deliveries (campaign_id, name, destination, mode, rows, held, left_out, made_at)
    values (1, 'spring.csv', 'csv', 'full', 3, 0, '{}', now());
insert into delivery_members values (1, '7', 'sent', 'loyal', 1, null);
"""
KEPT = (
    "audiences",
    "audience_versions",
    "static_lists",
    "static_list_members",
    "shop_settings",
    "campaigns",
    "deliveries",
)


@pytest.fixture
def sample(engine: Engine, tmp_path: Path) -> Engine:
    """A store with the sample shop, worked out, and what somebody made on it."""
    rows = [row("500001"), *(row(str(500002 + n), customer=str(n % 6)) for n in range(20)), row("9", quantity="x")]
    load_file(engine, shop_file(tmp_path, *rows, name="sample-shop.csv"))
    fit_store(engine)
    with engine.begin() as connection:
        connection.execute(text(MADE.replace(":", "\\:")))
    return engine


def count(engine: Engine, table: str) -> int:
    return int(rows_of(engine, f"select count(*) from {table}")[0][0])


def test_it_goes_for_sales_of_ones_own_and_what_was_made_stays(sample: Engine, tmp_path: Path) -> None:
    report = load_file(sample, shop_file(tmp_path, row("1", customer="70"), row("2", customer="71"), name="mine.csv"))
    assert report.notes[0] == MADE_WAY
    assert rows_of(sample, "select invoice_no, customer_id from transactions order by 1") == [("1", "70"), ("2", "71")]
    assert rows_of(sample, "select customer_id from customers order by 1") == [("70",), ("71",)]
    assert rows_of(sample, "select load_id, file_name, status from loads") == [(2, "mine.csv", "done")]
    gone = ("rejected_rows", "segmentations", "customer_features", "orders", "segment_activity", "delivery_members")
    assert {name: count(sample, name) for name in gone} == dict.fromkeys(gone, 0)
    assert {name: count(sample, name) for name in KEPT} == dict.fromkeys(KEPT, 1)
    fit_store(sample)
    assert rows_of(sample, "select distinct customer_id from customer_segments order by 1") == [("70",), ("71",)]


def test_it_goes_for_people_of_ones_own(sample: Engine, tmp_path: Path) -> None:
    path = shop_file(tmp_path, "1,a@x.io", name="crm.csv", header="customer_id,email")
    assert load_customers(sample, path).notes[0] == MADE_WAY
    assert stored_rows(sample) == {"transactions": 0, "guest_transactions": 0, "rejected_rows": 0, "customers": 1}
    assert load_file(sample, shop_file(tmp_path, row("1"), name="mine.csv")).notes == []
    assert stored_rows(sample)["customers"] == 2


def test_it_stays_where_the_file_cannot_be_loaded_or_is_only_tried(sample: Engine, tmp_path: Path) -> None:
    before = stored_rows(sample)
    with pytest.raises(InputError):
        load_file(sample, shop_file(tmp_path, *(row(str(n), quantity="x") for n in range(20)), name="bad.csv"))
    assert load_file(sample, shop_file(tmp_path, row("1"), name="mine.csv"), dry_run=True).notes[0] == MADE_WAY
    assert (stored_rows(sample), count(sample, "segmentations") > 0) == (before, True)


def test_another_sample_is_added_and_ones_own_data_stay(engine: Engine, tmp_path: Path) -> None:
    load_file(engine, shop_file(tmp_path, row("1"), name="mine.csv"))
    load_file(engine, shop_file(tmp_path, row("500001"), name="sample-shop.csv"))
    assert load_file(engine, shop_file(tmp_path, row("2"), name="next.csv")).notes == []
    assert stored_rows(engine)["transactions"] == 3
