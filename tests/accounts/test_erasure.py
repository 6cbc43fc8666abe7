"""One person erased: nothing of them is left, no load brings them back, and every total is to the penny what it was."""

import gzip
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, text

from accounts.audit import COMMAND_LINE
from accounts.erasure import forget, in_words
from audiences.conditions import read_stored, written
from etl.people.load import load_customers
from etl.storing.load import load_file
from etl.storing.undo import undo_load
from models.publishing.fit import Options, fit
from tests.accounts.people import NOW, SECRET_KEY, recorded
from tests.databases import EMPTY, filled_once
from tests.etl.shop_files import row, rows_of, shop_file
from warehouse import jobs
from warehouse.backup import back_up, restore
from warehouse.erasure import Erased, erase
from warehouse.errors import InputError, SettingsError
from warehouse.forgotten import SECRET_KEY as OPTION
from warehouse.settings import Settings
from warehouse.told import unseen
from warehouse.uploads import files as uploads
from warehouse.writers import is_written

ANNA, HERS = "84021", "anna.berg@shop.example"
PEOPLE = "customer_id,email,first_name,country,club"
COUNTED = """
select 'gross', sum(quantity * unit_price) from everyone where kind = 'sale' union all
select 'returns', sum(quantity * unit_price) from everyone where kind = 'return' union all
select 'lines', count(*) from everyone union all
select 'orders', sum(gross + returns) from (select gross, returns from orders union all
    select gross, returns from guest_orders) as every_order order by 1
"""
EVERYONE = """
with everyone as (
    select kind, quantity, unit_price from transactions union all
    select kind, quantity, unit_price from guest_transactions
)
"""
# What of the store is written, table by table: texts, JSON, bytes.
WRITTEN = """
select table_name, column_name from information_schema.columns
where table_schema = 'public' and data_type in ('text', 'jsonb', 'ARRAY', 'bytea')
    and table_name in (select relname from pg_class where relkind in ('r', 'p'))
"""
LINES = (
    row("A1", customer=ANNA, price="2.55"),
    row("A1", stock="B", customer=ANNA, quantity="3", price="0.85"),
    row("A2", customer=ANNA, at="2024-06-01 09:00", price="9.99"),
    row("CA2", customer=ANNA, at="2024-06-03 09:00", quantity="-1", price="9.99", description="Anna.Berg@shop.example"),
    row("B1", customer="17", price="4.20"),
    row("B2", "", customer="17", at="2024-07-01 09:00", price="1.10", description="For anna.berg@shop.example too"),
    row("G1", customer="", price="3.30"),
    row("G1", stock="X", customer="", price="0.01"),
    row("R1", customer=ANNA, quantity="many"),
    row("R2", customer="17", quantity="none"),
)  # fmt: skip


def totals(engine: Engine) -> list[tuple[Any, ...]]:
    return rows_of(engine, EVERYONE + COUNTED)


def places_of(engine: Engine, settings: Settings, *names: str) -> list[str]:
    """Where a name stands, in whatever case: all tables, large objects, and files that lie about."""
    columns: dict[str, list[str]] = {}  # of each table: all tables are looked at by one statement
    for table, column in rows_of(engine, WRITTEN):
        has_one = " or ".join(f"strpos(lower({column}::text), '{name.lower()}') > 0" for name in names)
        columns.setdefault(table, []).append(f"case when bool_or({has_one}) then '{table}.{column}' end")
    seen = (f"select unnest(array[{', '.join(each)}]) as place from {table}" for table, each in columns.items())
    found = [place for (place,) in rows_of(engine, " union all ".join(seen)) if place]
    large = b"".join(bytes(data) for (data,) in rows_of(engine, "select data from pg_largeobject"))
    found += ["large objects"] if any(name.encode() in large for name in names) else []
    files = [path for path in settings.home.rglob("*") if path.is_file()]
    return found + [path.name for path in files if any(name.encode() in path.read_bytes() for name in names)]


pytestmark = pytest.mark.store("shop_with_anna")


@pytest.fixture(scope="session")
def shop_with_anna(server_url: str) -> str:
    """A template: two loads of lines, two of people, fitted; a look at a file by a job."""
    return filled_once(server_url, "anna", _fill)


@pytest.fixture(scope="session")
def no_shop(server_url: str) -> str:
    """The template of an empty store."""
    return EMPTY


def _fill(engine: Engine) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        load_file(engine, shop_file(folder, *LINES, name="may.csv"))
        load_file(engine, shop_file(folder, row("A9", customer=HERS.title(), price="5.00"), name="by-address.csv"))
        for file, club in (("people.csv", "gold"), ("later.csv", "lead")):
            people = (f"{ANNA},{HERS.title()},Anna,FR,{club}", "17,ben@shop.example,Ben,FR,gold")
            load_customers(engine, shop_file(folder, *people, name=file, header=PEOPLE))
    fit(engine, Options(k=3))
    first = {"columns": ["customer_id", "name"], "rows": [[ANNA, "Anna"], ["17", "Ben"]]}
    with engine.begin() as connection:
        job = jobs.enqueue(connection, "inspect", {"uploads": []}, "ben")
        looked = text("update jobs set state = 'done', result = cast(:result as jsonb) where job_id = :job")
        connection.execute(looked, {"job": job, "result": json.dumps({"tables": [{"first_rows": first, "rows": 2}]})})


@pytest.fixture
def store(engine: Engine) -> Engine:
    """A copy of it."""
    return engine


def erased(engine: Engine, settings: Settings, customer: str = ANNA, **options: Any) -> Erased:
    return forget(engine, settings, customer, COMMAND_LINE, lambda: None, now=NOW, **options)


def test_nothing_is_left_and_every_total_stays(store: Engine, settings: Settings) -> None:
    before = totals(store)
    assert before == [
        ("gross", Decimal("54.85")), ("lines", Decimal(9)), ("orders", Decimal("44.86")), ("returns", Decimal("-9.99"))
    ]  # fmt: skip
    assert len(places_of(store, settings, ANNA, HERS)) > 10
    found = erased(store, settings)
    assert places_of(store, settings, ANNA, HERS) == []
    assert totals(store) == before
    swept = (
        "select relname from pg_stat_user_tables where vacuum_count > 0 and relname in ('customers', 'loads', 'orders')"
    )
    assert rows_of(store, f"{swept} order by 1") == [("customers",), ("orders",)]  # those of which rows went
    assert rows_of(store, "select invoice_no, quantity * unit_price, kind from guest_transactions order by 1, 2") == [
        ("A1", Decimal("2.55"), "sale"), ("A1", Decimal("5.10"), "sale"), ("A2", Decimal("19.98"), "sale"),
        ("A9", Decimal("10.00"), "sale"), ("CA2", Decimal("-9.99"), "return"),
        ("G1", Decimal("0.02"), "sale"), ("G1", Decimal("6.60"), "sale"),
    ]  # fmt: skip
    assert rows_of(store, "select line_number, raw from rejected_rows order by 1") == [
        (10, ""), (11, "R2,A,MUG,none,2024-05-06 10:30,2.50,17,France")
    ]  # fmt: skip
    assert rows_of(store, "select customer_id, email from customers") == [("17", "ben@shop.example")]
    assert (found.lines, found.is_fit_due, found.person.numbers) == (5, True, (ANNA, HERS))
    (entry,) = recorded(store)
    assert (entry.action, entry.details["tables"]["transactions"], entry.rows) == (
        "forget",
        5,
        sum(found.rows.values()),
    )


def test_who_is_left_by_the_last_fit_alone_goes_too(store: Engine, settings: Settings, tmp_path: Path) -> None:
    """Between an undo and the next fit: what was worked out of their lines, and the copy of these."""
    load = load_file(store, shop_file(tmp_path, row("Z1", customer="998877", price="7.00"), name="wrong.csv"))
    fit(store, Options(k=3))
    undo_load(store, load.load_id)
    assert places_of(store, settings, "998877")
    erased(store, settings, "998877")
    assert places_of(store, settings, "998877") == []
    assert rows_of(store, "select count(*) from kept_lines") == [(0,)]


def test_others_are_as_they_were(store: Engine, settings: Settings) -> None:
    hers = "select * from {} where customer_id = '17' order by 1, 2"
    tables = ("transactions", "customers", "customer_changes", "orders", "customer_features", "customer_segments")
    before = {name: rows_of(store, hers.format(name)) for name in tables}
    assert all(before.values())
    erased(store, settings)
    after = {name: rows_of(store, hers.format(name)) for name in tables}
    assert rows_of(store, "select description from transactions where invoice_no = 'B2'") == [("For  too",)]
    del before["transactions"], after["transactions"]
    assert after == before
    assert rows_of(store, "select result #>> '{tables,0,first_rows,rows}' from jobs where kind <> 'fit'") == [
        ('[["", ""], ["17", "Ben"]]',)
    ]
    assert rows_of(store, "select name, customers, frequent from attributes") == [("club", 1, [["gold", 1]])]


def test_segments_say_that_a_fit_is_due_and_add_up_after_it(store: Engine, settings: Settings) -> None:
    found = erased(store, settings)
    assert in_words(found)[-1].startswith("Segments count them until they are worked out anew, which the worker is")
    with store.connect() as connection:
        asked = [(job.kind, job.arguments, job.asked_by) for job in jobs.open_jobs(connection)]
    assert asked == [("fit", {}, None)]
    assert rows_of(store, "select distinct is_stale from segmentations where published") == [(True,)]
    assert rows_of(store, "select distinct customer_id from customer_segments") == [("17",)]
    fit(store, Options(k=3))
    assert rows_of(
        store, "select sum(gross + returns) from segment_activity a join segmentations s using (segmentation_id)"
        " where published and algorithm = 'rfm'",
    ) == [(Decimal("44.86"),)]  # fmt: skip
    assert places_of(store, settings, ANNA, HERS) == []


def test_files_that_come_again_bring_nobody_back(store: Engine, settings: Settings, tmp_path: Path) -> None:
    before = totals(store)
    erased(store, settings)
    again = load_file(store, shop_file(tmp_path, *LINES, name="may.csv"))
    assert (again.rows_loaded, again.rows_known) == (0, 8)
    newer = (*LINES, row("A3", customer=ANNA, at="2024-08-01 10:00", price="7.77"), row("R3", customer=ANNA, price="?"))
    report = load_file(store, shop_file(tmp_path, *newer, name="june.csv"))
    assert (report.rows_read, report.rows_loaded, report.rows_known, report.rows_rejected) == (12, 1, 8, 3)
    assert (report.erased, report.notes[-1]) == (5, "5 rows are of people who were erased; guest sales count them.")
    assert rows_of(store, "select raw from rejected_rows where load_id = 6 and line_number = 13") == [("",)]
    assert places_of(store, settings, ANNA, HERS) == []
    assert undo_load(store, 6).lines == 1
    assert [total for total in totals(store) if total[0] != "orders"] == [one for one in before if one[0] != "orders"]
    undone = undo_load(store, 1)
    assert [load["file_name"] for load in undone.loads] == ["may.csv", "may.csv"]
    assert rows_of(store, "select invoice_no from guest_transactions union select invoice_no from transactions") == [
        ("A9",)
    ]
    assert load_file(store, shop_file(tmp_path, *LINES, name="may.csv")).rows_loaded == 8
    assert places_of(store, settings, ANNA, HERS) == []


@pytest.mark.parametrize("address", [HERS.upper(), f" {HERS.title()} "])
def test_people_files_bring_nobody_back(store: Engine, settings: Settings, tmp_path: Path, address: str) -> None:
    erased(store, settings)
    people = (
        f"{ANNA},x@shop.example,Anna,FR,tin",
        f"99,{address},Anna,FR,tin",
        f"{ANNA},{address},Anna",
        "5,c@shop.example,Cy,FR,tin",
    )
    report = load_customers(store, shop_file(tmp_path, *people, name="new.csv", header=PEOPLE))
    assert (report.rows_read, report.rows_loaded, report.rows_known, report.rows_rejected, report.erased) == (
        4,
        1,
        2,
        1,
        2,
    )
    assert report.notes[-1] == "2 rows are about people who were erased; nothing of them is stored."
    assert rows_of(store, "select customer_id from customers order by 1") == [("17",), ("5",)]
    assert places_of(store, settings, ANNA, HERS) == []


def test_numbers_as_spreadsheets_write_them_are_the_same_person(
    store: Engine, settings: Settings, tmp_path: Path
) -> None:
    odd = shop_file(tmp_path, row("A7", customer=f"{ANNA}.0"), row("B7", customer="17"), name="odd.csv")
    load_file(store, odd)
    with store.begin() as connection:  # as earlier versions stored them, which did not fold the two
        connection.execute(text(f"update transactions set customer_id = '{ANNA}.0' where invoice_no = 'A7'"))
    assert erased(store, settings).person.numbers == (ANNA, f"{ANNA}.0", HERS)
    report = load_file(
        store, shop_file(tmp_path, row("A8", customer=f"{ANNA}.0"), row("B8", customer="17"), name=f"{ANNA}.csv")
    )
    assert report.erased == 1
    assert rows_of(store, "select file_name from loads order by load_id desc limit 1") == [("(erased).csv",)]
    assert places_of(store, settings, ANNA, HERS) == []


@pytest.mark.store("no_shop")
def test_orders_without_numbers_do_not_hold_the_customers(engine: Engine, settings: Settings, tmp_path: Path) -> None:
    header, lines = "when,who,item,amount", (f"2024-05-06 10:30,{ANNA},MUG,2.50", f"2024-05-07 11:00,{ANNA},CUP,3.00")
    load_file(engine, shop_file(tmp_path, *lines, name="till.csv", header=header))
    assert rows_of(engine, "select invoice_no from transactions order by 1")[0] == (f"2024-05-06 10:30:00 {ANNA}",)
    erased(engine, settings)
    numbers = rows_of(engine, "select invoice_no from guest_transactions order by 1")
    assert [number[:20] for (number,) in numbers] == ["2024-05-06 10:30:00 ", "2024-05-07 11:00:00 "]
    assert len({number[20:] for (number,) in numbers}) == 2  # nobody is to be told by them
    more = shop_file(tmp_path, *lines, f"2024-05-06 10:30,{ANNA},TEA,1.00", name="more.csv", header=header)
    report = load_file(engine, more)
    assert (report.rows_loaded, report.rows_known) == (1, 2)
    assert len(rows_of(engine, "select distinct invoice_no from guest_transactions")) == 2
    assert places_of(engine, settings, ANNA) == []


@pytest.mark.parametrize(
    ("content", "stays"),
    [(gzip.compress(f"id\n{ANNA}\n".encode(), mtime=0), False), (f"id\n1{ANNA}\n".encode(), True)],
)
def test_uploaded_files_that_may_name_them_go(store: Engine, settings: Settings, content: bytes, stays: bool) -> None:
    path = uploaded(store, settings, content)
    told = []

    @contextmanager
    def bar(words: str, total: float, unit: str = "") -> Iterator[Callable[[float], None]]:
        with store.connect() as connection:
            told.append((words, total, is_written(connection)))
        yield lambda _bytes: None

    found = erase(store, settings, ANNA, lambda: None, bar=bar)
    # Looked at before others have to wait, and no more then.
    assert told == [("Looking through files", len(content), False), ("Looking through files", 0, True)]
    assert (path.exists(), found.files) == (stays, 0 if stays else 1)
    assert rows_of(store, "select state from uploads") == [("complete" if stays else "removed",)]


def test_files_that_come_meanwhile_go_too(store: Engine, settings: Settings) -> None:
    """While the others are looked at: a new one, and more of one that is on its way."""
    named, new = f"id\n{ANNA}\n".encode(), []
    begun = uploads.begin(store, settings, "slow.csv", 5 + len(named))
    uploads.append(store, settings, begun.upload_id, 0, b"id\n17")
    path = uploads.path_of(settings, begun.upload_id)

    @contextmanager
    def bar(_words: str, _total: float, _unit: str = "") -> Iterator[Callable[[float], None]]:
        yield lambda _bytes: None
        if not new:
            new.append(uploaded(store, settings, named))
            uploads.append(store, settings, begun.upload_id, 5, named)

    assert erase(store, settings, ANNA, lambda: None, dry_run=True, bar=bar).files == 2
    assert all(each.exists() for each in (path, *new))
    assert erase(store, settings, ANNA, lambda: None).files == 2
    assert not any(each.exists() for each in (path, *new))


def test_without_an_erasure_no_file_goes(store: Engine, settings: Settings) -> None:
    path = uploaded(store, settings, ANNA.encode())

    def fails(_connection: Connection, _erased: Erased) -> None:
        raise InputError("No line on record.")

    with pytest.raises(InputError):
        erase(store, settings, ANNA, lambda: None, fails)
    assert path.exists()
    assert rows_of(store, "select state from uploads") == [("complete",)]


def uploaded(engine: Engine, settings: Settings, content: bytes) -> Path:
    begun = uploads.begin(engine, settings, "new.csv", len(content))
    uploads.append(engine, settings, begun.upload_id, 0, content)
    return uploads.path_of(settings, begun.upload_id)


# What people write of her: names of files, schedules, audiences and lists, addresses of the net, conditions.
CHOSEN = {"any": [
    {"field": "customer_id", "in": [ANNA, "17"]}, {"field": "email", "begins": "anna.be"},
    {"field": "email", "begins": "BEN"}, {"not": {"field": "email", "in": [HERS.upper()]}},
]}  # fmt: skip
LOOKED = {"uploads": [{"file": f"{HERS}.csv.gz"}], "said": [f"As for load 1 (order_{ANNA}.csv): 3 columns.", "Done."]}
NAMES = {"her": ANNA, "mail": HERS, "chosen": json.dumps(CHOSEN), "looked": json.dumps(LOOKED)}
NAMED = """
insert into loads (file_name, status, started_at) values ('order of ' || :her || '.csv', 'failed', now());
insert into uploads (upload_id, file_name, bytes, started_at, state)
    values ('1', 'of_' || :mail || '.csv', 1, now(), 'removed');
insert into audiences (name, version, made_at)
    values (:mail, 1, now()), ('Like ' || :her, 1, now()), (upper(:mail) || ' ', 1, now());
insert into audience_versions (audience_id, version, definition, made_at)
    values (1, 1, cast(:chosen as jsonb), now());
insert into rejected_rows (load_id, line_number, reason, raw) values (1, 90, 'x', upper(:mail) || ';1'),
    (1, 91, 'x', replace(:mail, '@', '%40') || ';1'), (1, 92, 'x', :her || '.0;5'), (1, 93, 'x', '17;5');
insert into static_lists (name, made_at) values ('VIP C' || :her || '-7', now());
insert into schedules (name, kind, arguments, every, at, zone, created_at, next_at)
    values ('Orders of ' || :mail, 'load', jsonb_build_object('address', 'https://h.example/' || :her || '/'
    || replace(:mail, '@', '%40') || '.csv?at=2024-05-17'), 'night', '03:00', 'UTC', now(), now());
update schedules set tell = jsonb_build_object('emails', jsonb_build_array('ops@shop.example', upper(:mail))),
    tell_error = 'The mail to ' || :mail || ' was refused.';
insert into fetched_files values (1, 'out/' || :her || '.csv', 'm', 's', 1, now(), true),
    (1, 'sales 17.csv', 'm', 's', 1, now(), true);
insert into alerts (key, schedule_id, job_id, kind, words, raised_at)
    values ('1', 1, 1, 'columns', 'order-' || :her || '.csv has a new column.', now());
insert into jobs (kind, arguments, state, asked_at, result)
    values ('inspect', '{}', 'done', now(), cast(:looked as jsonb));
insert into campaigns
    (name, audience_id, audience_version, destination_format, held_share, seed, window_days, note, created_at)
    values ('Win ' || :her || ' back', 1, 1, 'csv', 0.1, 'x', 30, 'Ask ' || :mail, now());
insert into deliveries (name, conditions, destination, mode, rows, held, left_out, made_at)
    values ('win-' || :her || '.csv', cast(:chosen as jsonb), 'csv', 'full', 2, 0, '{}', now());
insert into delivery_members (delivery_id, customer_id, role, place, sent_as)
    values (1, :her, 'sent', 1, jsonb_build_array(:her, :mail)), (1, '17', 'sent', 2, '["17", "ben@shop.example"]');
insert into delivery_files (delivery_id, name, rows, bytes, sha256) values (1, 'win-' || :her || '.csv', 2, 9, 'x');
insert into date_notes (day, words, made_at) values ('2024-05-17', 'Called ' || :her || ' and ' || :mail, now());
insert into saved_views (name, address, kept_at) values
    ('Hers', '/customers/' || :her, now()), ('Found', '/customers?q=' || replace(:mail, '@', '%40'), now()),
    ('All', '/customers?country=DE', now());
insert into boards (name, made_at) values ('Board of ' || :her, now());
insert into board_cards (board_id, card, address, name, place, height, put_at) values
    (1, 'customer-trend', '/customers/' || :her, '', 1, 300, now()),
    (1, 'overview-trend', '/?from=2024-05', 'Since ' || :mail || ' came', 2, 300, now());
insert into view_comments (view_id, words, made_at) values (1, 'Gone with it', now()), (3, 'Ask ' || :mail, now());
insert into view_comments (board_id, words, made_at) values (1, :her || ' buys less', now())
"""
LEFT = {
    "select file_name from loads where status = 'failed'": ["order of (erased).csv"],
    "select file_name from uploads": ["of_(erased).csv"],
    "select name from audiences order by audience_id": ["(erased) 1", "Like (erased) 2", "(erased)  3"],
    "select raw from rejected_rows where line_number >= 90 order by line_number": ["", "", "", "17;5"],
    "select name from static_lists": ["VIP C(erased)-7 1"],
    "select name from schedules": ["Orders of (erased)"],
    "select arguments ->> 'address' from schedules": ["https://h.example/(erased)/(erased).csv?at=2024-05-17"],
    "select tell ->> 'emails' from schedules": ['["ops@shop.example"]'],
    "select tell_error from schedules": [""],
    "select regexp_replace(name, '[0-9a-f]{12}$', '#') from fetched_files order by 1": [
        "out/(erased).csv #", "sales 17.csv"
    ],
    "select words from date_notes": ["Called (erased) and (erased)"],
    "select name || address from saved_views": ["All/customers?country=DE"],
    "select name from boards": ["Board of (erased) 1"],
    "select address || name from board_cards": ["/?from=2024-05Since (erased) came"],
    "select words from view_comments order by 1": ["(erased) buys less", "Ask (erased)"],
    "select words from alerts": ["order-(erased).csv has a new column."],
    "select result #>> '{uploads,0,file}' from jobs where job_id = 2": ["(erased).csv.gz"],
    "select result ->> 'said' from jobs where job_id = 2": [
        '["As for load 1 (order_(erased).csv): 3 columns.", "Done."]'
    ],
    "select name from campaigns": ["Win (erased) back 1"],
    "select name from deliveries": ["win-(erased).csv"],
    "select name from delivery_files": ["win-(erased).csv"],
    "select customer_id from delivery_members": ["17"],
}  # fmt: skip


def test_names_that_people_gave_keep_the_rest(store: Engine, settings: Settings) -> None:
    with store.begin() as connection:
        for statement in NAMED.split(";\n"):
            connection.execute(text(statement), NAMES)
    erased(store, settings)
    assert places_of(store, settings, ANNA, HERS, "anna.be", HERS.replace("@", "%40")) == []
    assert {statement: [value for (value,) in rows_of(store, statement)] for statement in LEFT} == LEFT
    ((left,),) = rows_of(store, "select definition from audience_versions")
    assert left == {"any": [
        {"field": "customer_id", "in": ["17"]}, {"field": "email", "begins": ""},
        {"field": "email", "begins": "BEN"}, {"not": {"field": "email", "in": []}},
    ]}  # fmt: skip
    assert written(read_stored(left))["any"][0] == {"field": "customer_id", "in": ["17"]}


def test_it_asks_before_and_says_what_would_go(store: Engine, settings: Settings) -> None:
    before = totals(store), places_of(store, settings, ANNA)
    found = erased(store, settings, dry_run=True)
    rows = sum(found.rows.values()) - found.lines
    assert in_words(found, is_done=False) == [
        f"Would go: {rows} rows about them. Would be guests': 5 lines of orders, with every total as before.",
        "They had 2 numbers, addresses they ordered by without one included.",
    ]
    assert (totals(store), places_of(store, settings, ANNA)) == before
    assert recorded(store) == []
    assert rows_of(store, "select count(*) from forgotten") == [(0,)]


def test_an_address_finds_its_customer_unless_it_has_several(store: Engine, settings: Settings) -> None:
    with store.begin() as connection:
        connection.execute(text(f"insert into customers (customer_id, email) values ('18', '{HERS}')"))
    with pytest.raises(InputError, match=r"2 customers have this address: 18, 84021\. Name each by its number\."):
        erased(store, settings, HERS)
    found = erased(store, settings)
    assert (
        in_words(found)[2] == "Others have the same address and stay: 18. Erase them too if they are the same person."
    )
    assert places_of(store, settings, ANNA) == []
    assert rows_of(store, "select email from customers where customer_id = '18'") == [(HERS,)]
    erased(store, settings, HERS.upper())
    assert places_of(store, settings, HERS) == []


@pytest.mark.parametrize("customer", ["", "8402", "nobody@shop.example", "' or true --"])
def test_who_is_not_known_is_said(store: Engine, settings: Settings, customer: str) -> None:
    with pytest.raises(InputError, match="Nothing is stored about a customer"):
        erased(store, settings, customer)
    assert recorded(store) == []


def test_the_key_is_sealed_and_loads_need_it(store: Engine, settings: Settings, tmp_path: Path) -> None:
    keyed = store.execution_options(**{OPTION: SECRET_KEY})
    erased(keyed, settings)
    newer = shop_file(tmp_path, row("A3", customer=ANNA, price="7.77"), name="june.csv")
    for wrong in (None, "another key"):
        with pytest.raises(SettingsError, match="SECRET_KEY is missing or not the one"):
            load_file(store.execution_options(**{OPTION: wrong}), newer)
    assert places_of(store, settings, ANNA) == []
    turned = store.execution_options(**{OPTION: f"a new key\n{SECRET_KEY}"})
    assert load_file(turned, newer).erased == 1
    again = shop_file(tmp_path, row("A4", customer=ANNA, price="7.77"), name="july.csv")
    assert load_file(store.execution_options(**{OPTION: "a new key"}), again).erased == 1  # the old one may go now


def test_a_backup_from_before_does_not_bring_them_back(store: Engine, settings: Settings, tmp_path: Path) -> None:
    before, file = totals(store), tmp_path / "shop.backup"
    back_up(store, store.url.render_as_string(hide_password=False), file, unseen)
    erased(store, settings)
    restored = restore(store, file, unseen, lambda: None, replace=True)
    assert (restored.erased, totals(store), places_of(store, settings, ANNA, HERS)) == (2, before, [])
    newer = shop_file(tmp_path, row("A3", customer=ANNA, price="7.77"), name="june.csv")
    assert load_file(store, newer).erased == 1


def test_a_load_that_runs_is_waited_for(store: Engine, settings: Settings, database_url: str) -> None:
    other, said = create_engine(database_url), []
    with other.connect() as connection:
        connection.execute(text("select pg_advisory_xact_lock(1583354029)"))

        def waits() -> None:
            said.append(places_of(store, settings, ANNA) != [])
            connection.rollback()

        forget(store, settings, ANNA, COMMAND_LINE, waits, now=NOW)
    other.dispose()
    assert said == [True]
    assert places_of(store, settings, ANNA) == []
