"""The streamed list: equal to SQL, harmless in a spreadsheet, honest about failures."""

import csv
import io
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import column, select, table, text
from werkzeug.test import TestResponse

from audiences.campaigns import ledger, plain_lists
from audiences.lists import brought
from audiences.lists.brought import Found
from dashboard.app import create_app
from dashboard.filters.selection import Filters
from dashboard.pages.exports import page as exports
from dashboard.queries.customers.customer_filter import CustomerFilter
from dashboard.shop import Place, Shop, mailing
from dashboard.web import export
from dashboard.words.consent import Rule, Said, beside_the_button, in_words
from tests.dashboard.calls import texts
from tests.dashboard.conftest import MakeApp, for_web
from warehouse.bulk import streaming as bulk
from warehouse.schema import WITHOUT_ORDER
from warehouse.settings import Settings

ADDRESS = "/exports/customers.csv"
LIST = """
select f.customer_id, s.name, f.country, coalesce(c.name, f.country), p.email, p.first_name, p.last_name, p.phone,
    case when p.consent then 'yes' when not p.consent then 'no' end, p.birth_year, p.city, p.postcode,
    f.recency_days, f.frequency, round(f.monetary, 2), round(net, 2), round(average_order_value, 2),
    cast(first_order_at as date), cast(last_order_at as date), r_score, f_score, m_score
from customer_features f
join customer_segments m using (customer_id)
join segments s using (segmentation_id, segment_id)
join customers p using (customer_id)
left join countries c on c.country = f.country
where segmentation_id = (select segmentation_id from segmentations where algorithm = 'rfm' and published)
    and f.frequency > 0 and ({where})
order by customer_id
"""
FORMULAS = {
    "email": ('=HYPERLINK("http://evil")', '\'=HYPERLINK("http://evil")'),
    "first_name": ("+49 Ada", "'+49 Ada"),
    "last_name": ('@"O\'Hara", Ünal', "'@\"O'Hara\", Ünal"),
    "phone": ("-1\t2", "'-1 2"),
    "city": ("Bonn;=1+1", "Bonn;'=1+1"),
    "postcode": ("\ufeff=01", "'\ufeff=01"),
}
HARMLESS = {name: safe for name, (_, safe) in FORMULAS.items()}


def rows(answer: TestResponse) -> list[list[str]]:
    """The cells of an answer."""
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


@pytest.fixture(scope="module")
def contacts(small: Shop) -> Iterator[None]:
    """Customer 11 with contacts that a spreadsheet would run."""
    change = text(
        f"update customers set {', '.join(f'{name} = :{name}' for name in FORMULAS)} where customer_id = '11'"
    )
    with small.engine.begin() as connection:
        connection.execute(change, {name: value for name, (value, _) in FORMULAS.items()})
    yield
    with small.engine.begin() as connection:
        connection.execute(change, dict.fromkeys(FORMULAS))


@pytest.fixture
def answers(small: Shop) -> Iterator[Shop]:
    """The literal shop where customer 11 said no, 12 said yes, and nobody else was asked."""
    change = text("update customers set consent = :says, birth_year = :born, city = :city where customer_id = :id")
    with small.engine.begin() as connection:
        connection.execute(change, {"id": "11", "says": False, "born": 1980, "city": "Bonn"})
        connection.execute(change, {"id": "12", "says": True, "born": None, "city": "Rome"})
    yield Shop(small.engine, "GBP")
    with small.engine.begin() as connection:
        connection.execute(text("update customers set consent = null, birth_year = null, city = null"))


@pytest.fixture(scope="module")
def small_client(small: Shop, make_app: MakeApp) -> FlaskClient:
    return make_app(small.engine).server.test_client()


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("", "true"),
        ("?country=DE,FR", "f.country in ('DE', 'FR')"),
        ("?segment=champions&orders=2", "m.segment_id = 'champions' and f.frequency >= 2"),
        ("?q=12&sort=frequency&after=3~12&silent=30", "f.customer_id like '12%' and f.recency_days >= 30"),
    ],
)
def test_the_file_equals_sql(client: FlaskClient, shop: Shop, query: str, where: str) -> None:
    with shop.engine.connect() as connection:
        found = connection.exec_driver_sql(LIST.format(where=where).replace("%", "%%")).all()
    expected = [["" if cell is None else str(cell) for cell in row] for row in found]
    assert bool(expected) == (where != "false")
    answer = client.get(ADDRESS + query)
    head, *body = rows(answer)
    assert body == expected
    assert head == exports.COLUMNS.split(", ")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype == "text/csv"


def test_the_file_comes_in_pieces(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = client.get(ADDRESS).get_data()
    monkeypatch.setattr(bulk, "CHUNK", 1_000)
    answer = client.get(ADDRESS)
    pieces = list(answer.iter_encoded())
    assert "Content-Length" not in answer.headers
    assert len(pieces) > 5
    assert b"".join(pieces) == whole


@pytest.mark.parametrize("query", ["?q=11&consent=all", "?q=11&consent=all&for=people", "?for=spreadsheet"])
def test_files_for_people_run_no_formula(small_client: FlaskClient, contacts: None, query: str) -> None:
    answer = small_client.get(ADDRESS + query)
    assert (
        answer.get_data().count(plain_lists.BYTE_ORDER_MARK) == query.count("spreadsheet") + 1
    )  # that of the postcode
    head, *body = rows(answer)
    values = dict(zip(head, next(row for row in body if row[0] == "11"), strict=True))
    assert {name: values[name] for name in FORMULAS} == HARMLESS
    assert values["net"] == "25.50"


def test_the_file_for_machines_keeps_values_as_they_are(small_client: FlaskClient, contacts: None) -> None:
    answer = small_client.get(ADDRESS + "?q=11&for=machines&consent=all")
    head, body = rows(answer)
    values = dict(zip(head, body, strict=True))
    assert {name: values[name] for name in FORMULAS} == {name: value for name, (value, _) in FORMULAS.items()}
    assert not answer.get_data().startswith(plain_lists.BYTE_ORDER_MARK)
    assert answer.headers["Content-Disposition"].endswith('_everyone_raw-for-machines.csv"')


def test_the_file_shows_what_is_known_of_people(small_client: FlaskClient, answers: Shop) -> None:
    head, *body = rows(small_client.get(ADDRESS + "?for=spreadsheet"))
    shown = [head.index(name) for name in ("consent", "birth_year", "city")]
    found = {row[0]: [row[at] for at in shown] for row in body}
    assert found.items() >= {"11": ["no", "1980", "Bonn"], "12": ["yes", "", "Rome"], "13": ["", "", ""]}.items()
    assert len(found) == 9


def test_who_gets_nothing_is_in_no_list_for_campaigns(small_client: FlaskClient, answers: Shop) -> None:
    """Nor whoever has their address; the list for spreadsheets tells of everybody."""
    change = text("update customers set email = :email where customer_id in ('12', '13')")
    with answers.engine.begin() as connection:
        connection.execute(change, {"email": "rome@x.example"})
        number = brought.bring(connection, "Complained", Found(("13", "14"), ()), None)
        brought.suppress(connection, number, is_suppression=True)
    scope = answers.scope(Filters())
    found = {query: {row[0] for row in rows(small_client.get(f"{ADDRESS}?{query}"))[1:]}
             for query in ("for=spreadsheet", "consent=opt-out", "consent=opt-out&for=machines")}  # fmt: skip
    said, refused = mailing.said_of(answers, scope), small_client.get(f"{ADDRESS}?consent=opt-in")
    with answers.engine.connect() as connection:
        on_record = [one.leaving.left_out for one in ledger.newest(connection, 3)]
    with answers.engine.begin() as connection:
        brought.remove(connection, number)
        connection.execute(change, {"email": None})
    everybody = found["for=spreadsheet"]
    assert everybody >= {"11", "12", "13", "14"}
    assert found["consent=opt-out"] == found["consent=opt-out&for=machines"] == everybody - {"11", "12", "13", "14"}
    assert said == Said(0, len(everybody) - 4, 1, barred=3)
    assert said.kept(Rule("opt-out")) == len(found["consent=opt-out"])
    assert beside_the_button(said, Rule("opt-out")).endswith(
        "1 who said no left out; 3 suppressed or in a campaign left out"
    )
    assert in_words(said).endswith("3 suppressed or in a campaign are in no list for campaigns.")
    assert on_record == [{"suppressed": 3, "no consent": 1}, {"suppressed": 3, "no consent": 1}, {}]
    assert "whoever is left is suppressed or in a campaign" in refused.get_data(as_text=True)


def test_who_is_in_a_campaign_is_in_no_other_list_for_campaigns(small_client: FlaskClient, answers: Shop) -> None:
    """Written to or held out: a second mail would be one too many, and spoil what the first is compared with."""
    with answers.engine.begin() as connection:
        connection.execute(text("insert into audiences (name, version, made_at) values ('All', 1, now())"))
        connection.execute(text("insert into campaigns (name, audience_id, audience_version, destination_format,"
                                " held_share, seed, window_days, created_at)"
                                " values ('Spring', 1, 1, 'csv', 0.1, 'x', 30, now())"))  # fmt: skip
        made = ledger.Leaving("spring", "csv", 1, campaign_id=1, audience_id=1)
        number = ledger.record(connection, made)
        entries = [ledger.Entry("13", "sent", None, 1, None), ledger.Entry("14", "held", None, None, None)]
        ledger.add_members(connection, number, entries)
    found = {query: {row[0] for row in rows(small_client.get(f"{ADDRESS}?{query}"))[1:]}
             for query in ("for=spreadsheet", "consent=opt-out")}  # fmt: skip
    with answers.engine.begin() as connection:
        last = ledger.newest(connection, 1)[0].leaving.left_out
        for name in ("deliveries", "delivery_members", "campaigns", "audiences"):
            connection.execute(text(f"delete from {name}"))
    assert found["for=spreadsheet"] - found["consent=opt-out"] >= {"13", "14"}
    assert last["in another campaign"] == 2


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "customers_Jan-Apr-2023.csv"),
        ("?country=DE,FR&from=2023-03", "customers_DE-FR_Mar-Apr-2023.csv"),
        ("?segment=champions&to=2023-01", "customers_champions_Jan-2023.csv"),
    ],
)
def test_the_file_s_name(small: Shop, query: str, name: str) -> None:
    scope = small.scope(Filters.from_query(query))
    assert export.list_name(export.ListAsked(scope, CustomerFilter(), "all", says_rule=False)) == name
    assert export.list_name(export.ListAsked(scope, CustomerFilter(), "opt-in", is_raw=True)) == name.replace(
        ".csv", "_opt-in_raw-for-machines.csv"
    )


def test_the_file_s_name_says_another_segmentation(shop: Shop) -> None:
    names = [
        export.list_name(export.read_list(shop, search))
        for search in ("?consent=opt-in", "?segmentation=kmeans&consent=opt-in", "?segmentation=rfm&consent=opt-in")
    ]
    first, other, named = names
    assert first.startswith("customers_")
    assert (other, named) == (first.replace("customers_", "customers_kmeans_"), first)


def test_no_name_breaks_a_header(small: Shop) -> None:
    scope = small.scope(Filters(countries=('a"\r\nSet-Cookie:x', "../ü")))
    assert export.file_name("customers", scope, "csv") == "customers_--a-Set-Cookie-x_Jan-Apr-2023.csv"


@pytest.mark.parametrize("variant", ["", "?for=spreadsheet"])
def test_a_failing_query_is_a_sentence_and_ours(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, variant: str
) -> None:
    broken = select(column("customer_id"), column("segment")).select_from(table("nothing_there"))
    monkeypatch.setattr(export, "export_statement", lambda *_: broken)
    answer = client.get(ADDRESS + variant)
    body = answer.get_data(as_text=True)
    assert (answer.status_code, answer.mimetype) == (500, "text/plain")
    assert body.startswith("Something went wrong. Please try again.")
    assert "nothing_there" not in body
    assert "nothing_there" in caplog.text
    assert "Content-Disposition" not in answer.headers


def test_a_reader_who_leaves_gives_the_connection_back(shop: Shop, tmp_path: Path) -> None:
    engine = for_web(shop.engine)
    app = create_app(Settings(home=tmp_path), engine)
    for _ in range(20):  # more than the pool holds
        answer = app.server.test_client().get(ADDRESS, buffered=False)
        answer.close()
    assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_the_page_counts_what_the_file_holds(client: FlaskClient, shop: Shop) -> None:
    search = "?country=GB"
    filters = Filters.from_query(search)
    scope = shop.scope(filters)
    lines = len(rows(client.get(ADDRESS + search))) - 1
    assert exports.selection(shop, Place(filters, None, search), scope).title == f"This selection: {lines} customers"
    words = texts(exports.by_segment(shop, Place(filters, None, search), scope).body)
    counts = [len(rows(client.get(f"{ADDRESS}{search}&segment={one.segment_id}"))) - 1
              for one in shop.published().of(scope).segments if one.segment_id not in WITHOUT_ORDER]  # fmt: skip
    assert sum(counts) == lines
    for segment in shop.published().of(scope).segments:
        assert segment.name in words


def test_there_is_no_list_of_guests(shop: Shop) -> None:
    filters = Filters(segments=("guests",))
    panel = exports.by_segment(shop, Place(filters), shop.scope(filters))
    assert panel.body == "Guests name nobody, so there is no list of them."
    listed = exports.selection(shop, Place(filters), shop.scope(filters))
    assert "customers.csv" not in str(listed.body)
    assert str(listed.body).count("Nobody would be in it") == 3
    words = texts(listed.body)
    assert words.startswith("Guests name nobody, so there is no list of them.")
    assert "nobody left out" not in words
    assert "with consent" not in words


def test_a_file_over_two_years_says_from_when_to_when(shop: Shop) -> None:
    everything = shop.scope(Filters.from_query(""))
    assert everything.start.year < everything.end.year
    name = export.file_name("report", everything, "html")
    assert name == f"report_{everything.start:%b-%Y}-to-{everything.end:%b-%Y}.html"


def test_a_list_is_on_record_and_can_be_made_again(small_client: FlaskClient, small: Shop) -> None:
    """Byte by byte, its mark included, with what its address asked for."""
    answer = small_client.get(f"{ADDRESS}?for=spreadsheet&country=DE")
    body = answer.get_data()
    with small.connect() as connection:
        kept = ledger.newest(connection, 1)[0]
    (file,) = kept.files
    assert (file.sha256, file.bytes, file.rows) == (sha256(body).hexdigest(), len(body), len(rows(answer)) - 1)
    assert kept.leaving.filters["asked"] == "for=spreadsheet&country=DE"
    assert small_client.get(f"/exports/lists/{kept.delivery_id}/{file.name}").get_data() == body
