"""Row-level security in SQL, as the web's own role: which rows of which table it sees for which viewer."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InternalError, ProgrammingError

from warehouse.access import ROLE, let_log_in, show
from warehouse.access.tables import ACCESS, VIEWS, Rule
from warehouse.migrations import VERSION_TABLE, configuration, upgrade
from warehouse.schema import OF_USERS, metadata
from warehouse.schema.views import views
from warehouse.settings import spell

ROWS = Path(__file__).with_name("store_0001.sql")  # a row or more of every table of the first migration
NEWER = """
insert into shop_settings values ('consent', 'opt-in', now());
insert into users (email, name, role, created_at) values ('anna@shop.example', 'Anna', 'admin', now());
insert into user_countries select user_id, 'DE' from users;
insert into sessions (token_hash, user_id, method, awaits_code, created_at, last_seen_at, expires_at)
    select 'x', user_id, 'password', false, now(), now(), now() + interval '9 hours' from users;
insert into sign_in_attempts values ('address', 'x', 1, now());
insert into invitations (token_hash, email, created_at, expires_at) values ('x', 'b@shop.example', now(), now());
insert into recovery_codes select user_id, 'x' from users;
insert into setup_codes values ('x', now());
insert into used_states values ('x', now());
insert into asked_forms values (null, 'x', now());
insert into identities select 'https://id.example', 'anna', user_id, now() from users;
insert into audit (at, action, details) values (now(), 'sign_in', '{}');
insert into forgotten values ('x', now()); insert into erasure_keys values ('a', 'ff', false);
insert into jobs (kind, arguments, state, asked_at) values ('fit', '{}', 'waiting', now());
insert into uploads (upload_id, file_name, bytes, started_at, state) values ('x', 'shop.csv', 1, now(), 'receiving');
insert into schedules (name, kind, arguments, every, at, zone, created_at, next_at)
    values ('Night', 'fit', '{}', 'night', '03:00', 'UTC', now(), now());
insert into audiences (name, version, made_at) values ('Spring', 1, now());
insert into audience_versions select audience_id, 1, '{"all": []}', null, now() from audiences;
insert into static_lists (name, made_at) values ('Fair', now());
insert into static_list_members select 1, customer_id from customer_features;
insert into campaigns
    (name, audience_id, audience_version, destination_format, held_share, seed, window_days, created_at)
    values ('Spring', 1, 1, 'csv', 0.1, 'x', 30, now());
insert into deliveries (campaign_id, name, destination, mode, rows, held, left_out, made_at)
    values (1, 'spring.csv', 'csv', 'full', 3, 0, '{}', now());
insert into delivery_members select 1, customer_id, 'sent', 'loyal', 1, '["anna@example.org"]' from customer_features;
insert into delivery_files values (1, 'spring.csv', 3, 99, 'x');
update customers set email = ' Anna@example.org' where customer_id = 'bert';
insert into replaced_lines
    select customer_id, '1', now(), '', '', 1, 1, country, 'sale', 1, '', 2 from customer_features;
insert into segment_histories select 1, customer_id, current_date, array[1] from customer_features;
insert into connections (name, kind, settings, created_at) values ('Shop', 'sftp', '{}', now());
insert into pushes values (1, 1, now(), '{}', now());
insert into customer_products select 'A', customer_id, array[current_date], current_date from customer_features;
insert into product_words values ('cup', '1');
insert into kept_loads values (1, false, '{}', 'x');
insert into kept_lines (is_guests, lines, content) values (false, 1, 'x');
update attributes set frequent = '[["gold", 5], ["oak", 4]]' where name = 'Plan';
insert into segment_attributes (segmentation_id, country, segment_id, attribute, category, customers) values
    (1, 'DE', 'loyal', 'Plan', 'gold', 3), (1, 'FR', 'loyal', 'Plan', 'gold', 1), (1, 'FR', 'loyal', 'Plan', 'oak', 4);
insert into saved_views (name, address, is_shared, kept_at) values ('Spring', '/countries?from=2025-03', true, now());
insert into boards (name, is_shared, made_at) values ('Monday', true, now());
insert into board_cards (board_id, card, address, place, height, put_at)
    values (1, 'overview-trend', '/?from=2025-03', 1, 320, now());
insert into view_comments (board_id, words, made_at) values (1, 'Why the dip?', now());
insert into view_comments (view_id, words, made_at) values (1, 'Spring sale', now());
insert into date_notes (day, words, made_at) values ('2025-03-12', 'Catalogue sent', now());
insert into kept_answers values ('a', '*', 'yes', null, '{1}', '{}', '{}', now());
insert into kept_sums values ('a', '*', 'yes', null, '{1}', now(), 'country', '{DE}');
insert into workers values ('w', 'here', now(), now());
insert into fetched_files values (1, 'shop.csv', 'x', 'x', 1, now(), true);
insert into alerts (key, schedule_id, job_id, kind, words, raised_at) values ('x', 1, 1, 'rows', 'Few rows.', now());
"""
ANNA = ("session", b"x")  # by which she is known
CONTACTS = ("email", "first_name", "last_name", "phone", "birth_year", "city", "postcode", "attributes")
VIEWERS = {"nobody": None, "a blank": "", "everything": "*", "Germany": "DE", "two": "DE\x1fUnspecified", "none": "XX"}
HOMES = {  # the country of each row, as its owner sees it
    Rule.COUNTRY: "select country from {table}",
    Rule.CUSTOMER: "select f.country from {table} join customer_features f using (customer_id)",
    Rule.PERSON: "select coalesce(p.country, 'Unspecified') from {table} join customers p using (customer_id)",
}
UNPROTECTED = """
select relname from pg_class c
where relkind in ('r', 'p') and relnamespace = current_schema()::regnamespace
    and not (relrowsecurity and exists (select from pg_policy where polrelid = c.oid and polcmd = 'r'))
"""
Ask = Callable[..., list[tuple[object, ...]]]


@pytest.fixture(scope="module")
def store(server_url: str) -> Iterator[Engine]:
    """A store with rows in every table, brought up from the first migration. Nobody may change it."""
    administrator = create_engine(spell(make_url(server_url).set(database="postgres")), isolation_level="AUTOCOMMIT")
    with administrator.connect() as connection:
        connection.execute(text("create database access"))
    engine = create_engine(spell(make_url(server_url).set(database="access")))
    with engine.begin() as connection:
        command.upgrade(configuration(connection), "0001")
        connection.exec_driver_sql(ROWS.read_text(encoding="utf-8"))
    upgrade(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql(NEWER)
        let_log_in(connection)
    yield engine
    engine.dispose()
    with administrator.connect() as connection:
        connection.execute(text("drop database access with (force)"))
    administrator.dispose()


@pytest.fixture(scope="module")
def web(store: Engine) -> Iterator[Engine]:
    """The same as the web's role, which logs in by itself."""
    engine = create_engine(store.url.set(username=ROLE))
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def ask(web: Engine) -> Ask:
    """`ask(statement, countries, personal)`: the rows that the role gets for a viewer; None sets nothing."""

    def rows(statement: str, countries: str | None = "*", personal: str = "yes") -> list[tuple[object, ...]]:
        with web.connect() as connection:
            be(connection, countries, personal)
            return [tuple(row) for row in connection.execute(text(statement))]

    return rows


def be(connection: Connection, countries: str | None, personal: str = "yes") -> None:
    if countries is not None:
        settings = (
            "select set_config('regulars.countries', :countries, true), set_config('regulars.personal', :p, true)"
        )
        connection.execute(text(settings), {"countries": countries, "p": personal})


def owned(store: Engine, statement: str) -> list[object]:
    with store.connect() as connection:
        return list(connection.scalars(text(statement)))


def test_every_table_has_a_rule_and_a_policy(store: Engine) -> None:
    assert set(ACCESS) == set(metadata.tables)
    assert [name for name in ACCESS if owned(store, f"select count(*) from {name}") == [0]] == []
    assert set(VIEWS) == set(views.tables)
    assert owned(store, UNPROTECTED) == [VERSION_TABLE]


def test_a_new_table_without_a_policy_is_found(store: Engine) -> None:
    with store.connect() as connection:
        connection.execute(text("create table visits (customer_id text)"))
        assert sorted(connection.scalars(text(UNPROTECTED))) == [VERSION_TABLE, "visits"]


def test_what_has_a_country_or_a_customer_is_divided_by_country() -> None:
    """By its column where that is the customer's home; what has none of both says why it is as it is."""
    divided = {Rule.COUNTRY, Rule.CUSTOMER, Rule.PERSON, Rule.NOTED}
    for name, table in metadata.tables.items():
        is_divided = table not in OF_USERS and bool({"country", "customer_id"} & set(table.c.keys()))
        assert (ACCESS[name].rule in divided) == is_divided, name
        assert is_divided or ACCESS[name].why, name
    by_own_column = {name for name, access in ACCESS.items() if access.rule is Rule.COUNTRY}
    assert all("country" in metadata.tables[name].c for name in by_own_column)


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("table", ACCESS)
def test_rows_of_a_table(store: Engine, ask: Ask, table: str, viewer: str) -> None:
    access, countries = ACCESS[table], VIEWERS[viewer]
    count = f"select count({access.columns[0] if access.columns else '*'}) from {table}"
    if "select" not in access.may:
        with pytest.raises(ProgrammingError, match="permission denied"):
            ask(count, countries)
        return
    whole = owned(store, f"select count(*) from {table}")[0]
    seen = {None: 0, "": 0, "*": whole}.get(
        countries, 0 if access.rule in (Rule.WHOLE, Rule.VIEWER, Rule.SAME) else whole
    )
    if access.rule is Rule.OPEN:
        seen = whole
    if access.rule in HOMES and countries not in (None, "", "*"):
        homes = ["Unspecified" if one is None else one for one in owned(store, HOMES[access.rule].format(table=table))]
        seen = sum(one in str(countries).split("\x1f") for one in homes)
    assert ask(count, countries) == [(seen,)]


@pytest.mark.parametrize(
    ("view", "seen"),  # by nobody, everything, Germany
    [
        ("people", (0, 3, 1)),
        ("listed_customers", (0, 3, 1)),
        ("delivered", (0, 3, 1)),
        ("shared_addresses", (0, 2, 1)),
        ("written_addresses", (0, 3, 1)),
        ("data_days", (0, 1, 1)),
        ("rejected_lines", (0, 1, 0)),
        ("run_names", (0, 2, 2)),
        ("segment_names", (0, 4, 4)),
        ("product_names", (0, 2, 2)),
        ("attribute_names", (0, 2, 2)),
        ("attribute_values", (0, 3, 0)),
        ("value_notes", (0, 1, 1)),
    ],
)
def test_rows_of_a_view(ask: Ask, view: str, seen: tuple[int, int, int]) -> None:
    assert tuple(ask(f"select count(*) from {view}", one)[0][0] for one in (None, "*", "DE")) == seen


def test_the_stand_of_the_loads_tells_no_rows(ask: Ask) -> None:
    statement = "select loads, last_load_id, has_done, has_running from load_stand"
    assert [ask(statement, one) for one in (None, "DE")] == [[(0, None, False, False)], [(2, 2, True, False)]]


def test_who_people_are_is_masked(ask: Ask) -> None:
    columns = f"customer_id, consent, has_email, has_phone, {', '.join(CONTACTS)}"
    statement = f"select {columns} from people where customer_id = 'anna'"
    attributes = {"Plan": "gold", "Income": 51000}
    known = ("anna@example.org", "Änne", "O'Hara", "+44 1", 1974, "London", "N1", attributes)
    assert ask(statement) == [("anna", True, True, True, *known)]
    assert ask(statement, personal="no") == [("anna", True, True, True, *[None] * len(CONTACTS))]
    sent = "select sent_as from delivered where customer_id = 'anna'"
    assert (ask(sent), ask(sent, personal="no")) == ([(["anna@example.org"],)], [(None,)])
    assert ask("select raw from rejected_lines") == [("anna,9,many",)]
    assert ask("select raw from rejected_lines", personal="no") == [(None,)]


def test_how_well_a_rule_finds_a_segment_is_of_all_countries(ask: Ask) -> None:
    """And so are the means that clusters are described by; what a group of RFM is, is told to everybody."""
    told = "select description, rule, rule_precision, rule_recall from segment_names where rule is not null"
    assert ask(told) == [("Steady.", "more than 1 order", 1, 1)]
    assert ask(told, "DE") == [("Steady.", "more than 1 order", None, None)]


def test_values_of_few_people_are_masked(ask: Ask) -> None:
    """Without personal data: none that fewer than five have, however it is asked."""
    values = "select value, customers from attribute_values order by name, position"
    assert ask(values) == [("51000", 1), ("gold", 5), ("oak", 4)]
    assert ask(values, personal="no") == [("gold", 5)]
    counts = "select category, is_whole, customers from attribute_counts(1, null, null) order by customers desc"
    assert ask(counts) == [(None, True, 9), ("gold", False, 5), ("oak", False, 4)]
    assert ask(counts, personal="no") == [(None, True, 9), ("gold", False, 5)]
    assert (ask(counts, "FR"), ask(counts, "FR", "no")) == (
        [(None, True, 5), ("oak", False, 4), ("gold", False, 1)],
        [(None, True, 5)],
    )
    raw = "select attribute from segment_attributes where country = 'GB' order by attribute"
    assert (ask(raw), ask(raw, personal="no")) == ([("",), ("Plan",)], [("",)])
    for hidden in ("frequent", "least", "most", "mean"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            ask(f"select {hidden} from attributes", personal="no")


@pytest.mark.parametrize("wanted", ["email ilike 'anna%'", "attributes ->> 'Plan' = 'gold'", "birth_year = 1974"])
def test_what_is_masked_cannot_be_searched(ask: Ask, wanted: str) -> None:
    statement = f"select customer_id from people where {wanted}"
    assert (ask(statement), ask(statement, personal="no")) == ([("anna",)], [])


def test_a_condition_sees_no_more_than_the_mask(web: Engine, store: Engine) -> None:
    """Not even one that tells what it is asked of: of a table no other's row, of a view nobody's name."""
    with store.begin() as connection:
        connection.exec_driver_sql(
            "create function tell(value text) returns boolean language plpgsql cost 0.0001 as"
            " $$ begin raise exception 'seen: %%', value; end $$"
        )
    with web.connect() as connection:
        be(connection, "XX", "no")
        for asked in (
            "customer_features where tell(customer_id)",
            "listed_customers where tell(customer_id)",
            "people where tell(country)",
        ):
            assert connection.execute(text(f"select * from {asked}")).all() == []
        for view in ("people", "rejected_lines"):
            cast = "country" if view == "people" else "reason"
            assert connection.execute(text(f"select * from {view} where cast({cast} as integer) = 1")).all() == []
    with web.connect() as connection:
        be(connection, "DE", "no")
        with pytest.raises(InternalError, match="seen: <NULL>"):
            connection.execute(text("select * from people where tell(email)"))


MAY_NOT = [
    "select email from customers",
    "select sent_as from delivery_members",
    "update deliveries set rows = 0",
    "delete from deliveries",
    "update delivery_members set role = 'held'",
    "delete from delivery_members",
    "update delivery_files set sha256 = ''",
    "update campaigns set seed = 'mine'",
    "update audiences set made_by = 'somebody else'",
    "update static_lists set made_by = 'somebody else'",
    "update schedules set kind = 'report'",
    "update schedules set tell = '{}'",
    "select attributes from customers",
    "select raw from rejected_rows",
    "insert into orders (customer_id) values ('x')",
    "update customers set country = 'DE'",
    "delete from transactions",
    "truncate segment_activity",
    "update segmentations set published = true",
    "update audit set action = 'nothing'",
    "delete from audit",
    "truncate audit",
    "alter table audit disable trigger all",
    "select retire_audit(now())",
    "delete from users",
    "update users set email = 'eve@shop.example'",
    "update users set created_at = now()",
    "update sessions set user_id = 1",
    "update sessions set token_hash = 'mine'",
    "delete from sessions",
    "update invitations set role = 'admin'",
    "update jobs set arguments = '{}'",
    "update jobs set asked_by = 'somebody else'",
    "update uploads set uploaded_by = 'somebody else'",
    "create temporary table mine (a integer)",
    "create function pg_temp.tell() returns void language sql as 'select 1'",
    "delete from jobs",
    "insert into workers values ('x', 'x', now(), now())",
    "alter table customers disable row level security",
    "drop policy regulars_select on customers",
    "create policy mine on customers for select using (true)",
    "create table mine (a integer)",
    "create or replace view people as select * from customers",
    "set role regulars",
    "set session authorization regulars",
    f"alter role {ROLE} superuser",
    f"alter role {ROLE} bypassrls",
    "copy customers to program 'cat'",
    "select pg_read_file('/etc/passwd')",
    "set session_replication_role = replica",
    f"update {VERSION_TABLE} set version_num = '0'",
]


@pytest.mark.parametrize("statement", MAY_NOT)
def test_what_the_role_may_not(web: Engine, statement: str) -> None:
    with web.connect() as connection:
        be(connection, "*")
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
            connection.execute(text(statement))


def test_the_role_writes_no_record_into_the_past(web: Engine, store: Engine) -> None:
    put = text(
        "insert into audit (at, action, details) values ('2001-01-01', 'sign_in', '{}') returning at < '2002-01-01'"
    )
    with web.connect() as connection:
        be(connection, "*")
        show(connection, *ANNA)
        assert connection.scalar(put) is False
    with store.connect() as connection:  # whoever owns the tables could do anything
        assert connection.scalar(put) is True


@pytest.mark.parametrize("statement", ["reset role", "reset session authorization", "set row_security = off"])
def test_what_takes_back_nothing(web: Engine, statement: str) -> None:
    with web.connect() as connection:
        connection.execute(text(statement))
        be(connection, "DE")
        try:
            assert connection.scalar(text("select count(*) from customer_features")) == 1
        except ProgrammingError as error:
            assert "query would be affected by row-level security" in str(error)  # noqa: PT017


def test_a_list_is_seen_by_viewers_of_its_countries_and_dated_by_the_database(web: Engine) -> None:
    put = (
        "insert into deliveries (name, destination, mode, rows, held, left_out, made_at{})"
        " values ('a', 'csv', 'full', 1, 0, '{{}}', '2001-01-01'{})"
    )
    with web.connect() as connection:
        be(connection, "DE")
        show(connection, *ANNA)
        connection.execute(text(put.format("", "")))
        is_now = "select name, made_for, made_at > '2020-01-01' from deliveries"
        assert [tuple(row) for row in connection.execute(text(is_now))] == [("a", "DE", True)]
        for viewer, seen in (("*", ["spring.csv", "a"]), ("FR", [])):
            be(connection, viewer)
            assert list(connection.scalars(text("select name from deliveries order by delivery_id"))) == seen
        be(connection, "DE")
        with pytest.raises(ProgrammingError, match="row-level security"):
            connection.execute(text(put.format(", made_for", ", '*'")))


def test_the_role_neither_owns_nor_stands_above(store: Engine) -> None:
    attributes = "rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication"
    assert owned(store, f"select {attributes} from pg_roles where rolname = '{ROLE}'") == [False]
    assert owned(store, f"select count(*) from pg_class where relowner = '{ROLE}'::regrole") == [0]
    assert owned(store, f"select count(*) from pg_auth_members where member = '{ROLE}'::regrole") == [0]


def test_a_choice_can_be_written_by_somebody_only(web: Engine) -> None:
    statement = text("insert into shop_settings values ('colour', 'blue', now())")
    with web.connect() as connection:
        be(connection, "DE")
        show(connection, *ANNA)
        connection.execute(statement)
    with web.connect() as connection:
        show(connection, *ANNA)
        with pytest.raises(ProgrammingError, match="row-level security"):
            connection.execute(statement)


def test_settings_end_with_their_transaction(web: Engine) -> None:
    with web.connect() as connection:
        be(connection, "*")
        assert connection.scalar(text("select count(*) from customer_features")) == 3
        connection.rollback()
        assert connection.scalar(text("select count(*) from customer_features")) == 0


def test_what_depends_on_the_viewer_is_asked_once(web: Engine) -> None:
    with web.connect() as connection:
        be(connection, "DE")
        plan = "\n".join(connection.scalars(text("explain (costs off) select * from customer_features")))
    scan = [line for line in plan.splitlines() if "Filter" in line]
    assert "InitPlan" in plan
    assert not any("current_setting" in line for line in scan)


def test_the_page_tells_the_rule_of_each_table() -> None:
    page = (Path(__file__).parents[2] / "docs" / "country-limits.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("| `")
    ]
    found = {name.strip("`"): (rule, more) for name, rule, more in rows}
    assert {name: rule for name, (rule, _) in found.items()} == {name: access.rule for name, access in ACCESS.items()}
    for name, access in ACCESS.items():
        view = access.view.partition(" ")[0]
        assert access.why in found[name][1], name
        assert not view or (view in VIEWS and f"view `{view}`" in found[name][1]), name
