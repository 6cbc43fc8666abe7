"""Who may be written to: the rule, its words, what it keeps; counted against plain SQL and against the files."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from dashboard.app import create_app
from dashboard.filters.selection import Filters
from dashboard.pages import insights
from dashboard.pages.countries import country
from dashboard.pages.customers import page as customers
from dashboard.pages.exports import page as exports
from dashboard.pages.segments import segment
from dashboard.queries.customers.customer_filter import CustomerFilter
from dashboard.shop import Place, Shop, mailing
from dashboard.words import consent
from dashboard.words.consent import Rule, Said
from tests.dashboard.calls import call, texts
from warehouse.errors import InputError
from warehouse.settings import Settings

ADDRESS = "/exports/customers.csv"
SAID = Said(812, 304, 41)
KNOWN = {"11": False, "12": True, "13": True}  # of nine customers


@pytest.mark.parametrize(
    ("rule", "said", "button", "beside"),
    [
        (Rule("opt-in"), SAID, "812 with consent", "304 unknown and 41 who said no left out"),
        (Rule("opt-in"), Said(812, 0, 1), "812 with consent", "1 who said no left out"),
        (Rule("opt-in"), Said(5), "5 with consent", "nobody left out"),
        (Rule("opt-out"), SAID, "1,116 customers", "812 with consent, 304 unknown; 41 who said no left out"),
        (Rule("opt-out"), Said(1), "1 customer", "1 with consent, 0 unknown; nobody left out"),
        (
            Rule("opt-in", "default", knows_consent=False),
            Said(0, 7, 0),
            "0 with consent",
            "7 unknown left out; the store knows nobody’s consent",
        ),
        (
            Rule("opt-in", "default", knows_consent=False, knows_contacts=False),
            Said(0, 7, 0),
            "7 customers",
            "The store knows no consent and no addresses: match them where you send",
        ),
        (
            Rule("opt-in", "choice", knows_consent=False, knows_contacts=False),
            Said(0, 7, 0),
            "0 with consent",
            "7 unknown left out; the store knows nobody’s consent",
        ),
    ],
)
def test_the_words_of_a_list(rule: Rule, said: Said, button: str, beside: str) -> None:
    assert (consent.on_the_button(said, rule), consent.beside_the_button(said, rule)) == (button, beside)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (SAID, "812 said yes, 41 no; of 304 it is not known."),
        (Said(0, 1, 0), "Of 1 customer the store knows no consent."),
    ],
)
def test_the_words_of_what_was_said(said: Said, words: str) -> None:
    assert consent.in_words(said) == words


@pytest.fixture
def people(small: Shop) -> Iterator[Shop]:
    """The literal shop with addresses of all, where some said yes or no."""
    with small.engine.begin() as connection:
        connection.execute(text("update customers set email = customer_id || '@example.com'"))
        for name, says in KNOWN.items():
            connection.execute(text("update customers set consent = :says where customer_id = :id"),
                               {"id": name, "says": says})  # fmt: skip
    yield Shop(small.engine, "GBP")
    with small.engine.begin() as connection:
        connection.execute(text("update customers set email = null, consent = null"))
        connection.execute(text("delete from shop_settings"))


def app_of(engine: Engine, tmp_path: Any, rule: str | None = None) -> Dash:
    url = engine.url.render_as_string(hide_password=False)
    return create_app(Settings(database_url=url, home=tmp_path, consent=rule), engine)


@pytest.fixture
def people_client(people: Shop, tmp_path: Any) -> FlaskClient:
    return app_of(people.engine, tmp_path).server.test_client()


def fetched(client: FlaskClient, query: str) -> tuple[list[str], str]:
    """The customer numbers of a list, and its name."""
    answer = client.get(ADDRESS + query)
    assert answer.status_code == 200, answer.text
    name = answer.headers["Content-Disposition"].partition('"')[2].removesuffix('"')
    return [row["customer_id"] for row in csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))], name


def held(client: FlaskClient, query: str) -> int:
    """How many people a list holds; one that would hold nobody is refused."""
    answer = client.get(ADDRESS + query)
    if answer.status_code == 400:
        assert answer.text.startswith("Nothing was exported. Nobody would be in this list: by the rule opt-")
        return 0
    return len(fetched(client, query)[0])


EVERYONE = ["11", "12", "13", "14", "15", "16", "b~1/ü", "b~2", "b~3%"]
NOT_NO = EVERYONE[1:]


@pytest.mark.parametrize(
    ("query", "expected", "name"),
    [
        ("", ["12", "13"], "customers_Jan-Apr-2023_opt-in.csv"),
        ("?consent=opt-in", ["12", "13"], "customers_Jan-Apr-2023_opt-in.csv"),
        ("?consent=opt-out", NOT_NO, "customers_Jan-Apr-2023_opt-out.csv"),
        ("?consent=all", EVERYONE, "customers_Jan-Apr-2023_everyone.csv"),
        ("?for=people", ["12", "13"], "customers_Jan-Apr-2023_opt-in.csv"),
        ("?for=spreadsheet", EVERYONE, "customers_Jan-Apr-2023_everyone.csv"),
        ("?for=spreadsheet&consent=opt-in", ["12", "13"], "customers_Jan-Apr-2023_opt-in.csv"),
        ("?for=machines", ["12", "13"], "customers_Jan-Apr-2023_opt-in_raw-for-machines.csv"),
        ("?country=FR&consent=opt-out", ["12", "15"], "customers_FR_Jan-Apr-2023_opt-out.csv"),
    ],
)
def test_the_address_says_who_is_in_the_file(
    people_client: FlaskClient, query: str, expected: list[str], name: str
) -> None:
    assert fetched(people_client, query) == (expected, name)


def test_the_choice_is_remembered_and_every_list_obeys(people: Shop, people_client: FlaskClient) -> None:
    assert call(people_client, "consent-choice.value", {"filters.data": {"search": ""}})["consent-choice.value"] is None
    given = {"consent-choice.value": "opt-out", "filters.data": {"search": "?country=DE"}}
    found = call(people_client, "consent-failure.children", given)
    assert found["filters.data"] == {"search": "?country=DE"}  # asked for anew
    assert mailing.rule_of(Shop(people.engine, "GBP")) == Rule("opt-out", "choice")
    assert fetched(people_client, "")[0] == NOT_NO
    assert fetched(people_client, "?consent=opt-in")[0] == ["12", "13"]
    call(people_client, "consent-failure.children", given | {"consent-choice.value": "opt-in"})
    assert fetched(people_client, "")[0] == ["12", "13"]


def test_nothing_else_can_be_chosen(people: Shop) -> None:
    with pytest.raises(InputError, match="There is no rule 'all'; there are opt-in and opt-out"):
        mailing.choose(people, "all")
    with pytest.raises(InputError, match="REGULARS_CONSENT=opt-in fixes it; ask your operator"):
        mailing.choose(Shop(people.engine, "GBP", "opt-in"), "opt-out")


@pytest.mark.parametrize(
    ("rule", "query", "expected"),
    [
        ("opt-in", "", ["12", "13"]),
        ("opt-in", "?consent=opt-out", "This shop is set to opt-in: its lists hold only people who said yes."),
        ("opt-in", "?consent=all&for=machines", "This shop is set to opt-in"),
        ("opt-in", "?for=spreadsheet", EVERYONE),
        ("opt-out", "", NOT_NO),
        ("opt-out", "?consent=opt-in", ["12", "13"]),
        ("opt-out", "?consent=all", "This shop is set to opt-out: its lists hold everybody but people who said no."),
    ],
)
def test_a_setting_fixes_the_rule(people: Shop, tmp_path: Any, rule: str, query: str, expected: Any) -> None:
    mailing.choose(people, "opt-out")  # what was chosen before
    client = app_of(people.engine, tmp_path, rule).server.test_client()
    if isinstance(expected, list):
        assert fetched(client, query)[0] == expected
    else:
        answer = client.get(ADDRESS + query)
        assert (answer.status_code, answer.text.startswith(f"Nothing was exported. {expected}")) == (400, True)


@pytest.mark.parametrize("rule", ["opt-in", "opt-out"])
@pytest.mark.parametrize("search", ["", "?country=FR,GB", "?segment=champions,lost", "?from=2023-03", "?orders=2&q=1"])
def test_what_is_said_equals_the_files(people: Shop, people_client: FlaskClient, search: str, rule: str) -> None:
    filters, wanted = Filters.from_query(search), CustomerFilter.from_query(search)
    said = mailing.said_of(people, people.scope(filters), wanted)
    mark = "&" if search else "?"
    sizes = [held(people_client, f"{search}{mark}consent={one}") for one in ("opt-in", "opt-out", "all")]
    assert sizes == [said.yes, said.yes + said.unknown, said.yes + said.unknown + said.no]
    mailing.choose(people, rule)
    assert said.kept(mailing.rule_of(people)) == held(people_client, search)


def test_every_place_where_a_list_leaves_says_who_is_in_it(people: Shop) -> None:
    where, scope = Place(Filters()), people.scope(Filters())
    home = Place(Filters(), "GB")
    shown = {
        "exports": texts(exports.selection(people, where, scope).body),
        "segments": texts(exports.by_segment(people, where, scope).body),
        "customers": texts(customers.export(people, where, scope)),
        "country": texts(country.head(people, home, scope)),
        "insights": texts(insights.segments(people, where, scope).body),
    }
    for name in people.published().of(scope).segments:
        if name.customers and name.segment_id != "prospect":
            shown[name.name] = texts(segment.head(people, Place(Filters(), name.segment_id), scope))
    for words in shown.values():
        assert "with consent" in words
        assert "left out" in words
    assert "CSV for campaigns: 2 with consent 6 unknown and 1 who said no left out" in shown["exports"]
    assert (
        "Export for campaigns: 2 with consent 6 unknown and 1 who said no left out  ·  choose the rule"
        in shown["customers"]
    )


@pytest.mark.parametrize(
    ("rule", "chosen", "title", "note"),
    [
        (None, None, "Lists for campaigns hold only people who said yes",
         "Nothing is chosen yet, so only people who said yes are in them"),
        (None, "opt-out", "Lists for campaigns hold everybody but people who said no", "Chosen for the whole shop"),
        ("opt-in", "opt-out", "Lists for campaigns hold only people who said yes",
         "Set by your operator: REGULARS_CONSENT=opt-in"),
    ],
)  # fmt: skip
def test_the_card_of_the_rule(people: Shop, rule: str | None, chosen: str | None, title: str, note: str) -> None:
    if chosen:
        mailing.choose(people, chosen)
    shop = Shop(people.engine, "GBP", rule)
    panel = exports.consent_rule(shop, Place(Filters()), shop.scope(Filters()))
    assert (panel.title, panel.note) == (title, note)


def test_a_store_that_knows_nobody_s_consent_says_so(small: Shop) -> None:
    shop = Shop(small.engine, "GBP")
    where, scope = Place(Filters()), shop.scope(Filters())
    assert "The store knows nobody’s consent yet." in texts(exports.consent_rule(shop, where, scope).body)
    assert "Of 9 customers the store knows no consent." in texts(exports.selection(shop, where, scope).body)
    with small.engine.begin() as connection:
        connection.execute(text("update customers set phone = '+49 30 1' where customer_id = '11'"))
    try:
        known = Shop(small.engine, "GBP")
        words = texts(exports.selection(known, where, scope).body)
        assert "CSV for campaigns: 0 with consent 9 unknown left out; the store knows nobody’s consent" in words
    finally:
        with small.engine.begin() as connection:
            connection.execute(text("update customers set phone = null"))
