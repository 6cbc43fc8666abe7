"""Customers files of other tools and languages: who people are, and how they meet their transactions."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from sqlalchemy import Engine

from etl.people import contact_values
from etl.people.columns import match_roles
from etl.people.load import load_customers
from etl.storing.load import load_file
from tests.etl.shop_files import row, rows_of, shop_file
from warehouse.errors import InputError

PEOPLE = (
    "select customer_id, email, first_name, last_name, phone, consent, birth_year, city, postcode, country "
    "from customers order by 1"
)
ANN = ("7", "ann@x.example", "Ann", "Lee", "0123", True, 1980, "Bonn", "01234", "DE")


@pytest.mark.parametrize(
    ("header", "line"),
    [
        (
            "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address City,"
            "Default Address Country Code,Default Address Zip,Phone,Birth Year",
            "7,Ann,Lee,ann@x.example,yes,Bonn,DE,01234,0123,1980",
        ),
        (
            "Kundennummer,Vorname,Nachname,E-Mail-Adresse,Newsletter,Wohnort,Land,PLZ,Telefonnummer,Geburtsdatum",
            "7,Ann,Lee,ann@x.example,ja,Bonn,Deutschland,01234,0123,24.12.1980",
        ),
        (
            "Code client,Prénom,Nom,Courriel,Consentement,Ville,Pays,Code postal,Téléphone,Date de naissance",
            "7,Ann,Lee,ann@x.example,oui,Bonn,DE,01234,0123,24/12/1980",
        ),
        (
            "ID cliente,Nombre,Apellidos,Correo electrónico,Acepta marketing,Ciudad,País,Código postal,Teléfono,"
            "Año de nacimiento",
            "7,Ann,Lee,ann@x.example,sí,Bonn,DE,01234,0123,1980",
        ),
        (
            "Codice cliente,Nome,Cognome,Indirizzo e-mail,Consenso marketing,Città,Paese,CAP,Telefono,Anno di nascita",
            "7,Ann,Lee,ann@x.example,iscritto,Bonn,DE,01234,0123,1980.0",
        ),
        (
            "Código do cliente,Nome completo,E-mail,Consentimento,Cidade,País,CEP,Telefone,Data de nascimento",
            "7,Ann Lee,ann@x.example,sim,Bonn,DE,01234,0123,1980-12-24",
        ),
        (
            "Klantnummer,Voornaam,Achternaam,E-mailadres,Toestemming,Woonplaats,Land,Postcode,Telefoonnummer,Geboortejaar",
            "7,Ann,Lee,ann@x.example,ja,Bonn,DE,01234,0123,1980",
        ),
        (
            "ID,Name,Email,Newsletter,City,Country,ZIP,Phone,Date of Birth",
            '7,"Lee, Ann",ann@x.example,Subscribed,Bonn,Germany,01234,0123,"Dec 24, 1980"',
        ),
    ],
)
def test_contacts_in_seven_languages(engine: Engine, tmp_path: Path, header: str, line: str) -> None:
    load_customers(engine, shop_file(tmp_path, line, name="people.csv", header=header))
    assert rows_of(engine, PEOPLE) == [ANN]


def test_years_and_cities_are_attributes_as_well(engine: Engine, tmp_path: Path) -> None:
    load_customers(engine, shop_file(tmp_path, "7,1980,Bonn,01234", header="id,Birth Year,City,Postcode"))
    assert rows_of(engine, "select attributes from customers") == [({"Birth Year": 1980, "City": "Bonn"},)]


def test_what_is_known_is_updated_not_doubled(engine: Engine, tmp_path: Path) -> None:
    header = "id,email,consent,city"
    load_customers(engine, shop_file(tmp_path, "7,ann@x.example,yes,Bonn", header=header, name="1.csv"))
    load_customers(engine, shop_file(tmp_path, "7,,no,", header=header, name="2.csv"))
    by_email = shop_file(tmp_path, "Ann@X.example,51", "bob@x.example,30", header="Email Address,Age", name="3.csv")
    load_customers(engine, by_email)
    assert rows_of(
        engine, "select customer_id, email, consent, city, attributes ->> 'Age' from customers order by 1"
    ) == [
        ("7", "Ann@X.example", False, "Bonn", "51"),
        ("bob@x.example", "bob@x.example", None, None, "30"),
    ]


def test_transactions_that_know_addresses_only_are_joined_by_them(engine: Engine, tmp_path: Path) -> None:
    header = "Order ID,Created at,Email,Total"
    load_file(engine, shop_file(tmp_path, "1,2024-05-06 10:00,Ann@X.example,5", header=header))
    path = shop_file(
        tmp_path, "88,ann@x.EXAMPLE,Ann,4", "89,,Bob,5", header="ID,Email,First Name,Kids", name="people.csv"
    )
    report = load_customers(engine, path)
    assert (report.joined, report.customers, report.rejected) == (1, 1, {"no email address": 1})
    assert rows_of(engine, "select customer_id, first_name, attributes from customers") == [
        ("ann@x.example", "Ann", {"ID": 88, "Kids": 4})
    ]


def test_numbers_are_told_from_money_and_codes(engine: Engine, tmp_path: Path) -> None:
    load_customers(engine, shop_file(tmp_path, "7,VIP 1,EUR 5", "8,VIP 2,EUR 6", header="id,tier,fee", name="p.csv"))
    load_file(engine, shop_file(tmp_path, row()))
    assert rows_of(engine, "select attributes from customers where customer_id = '7'") == [
        ({"tier": "VIP 1", "fee": "EUR 5"},)
    ]


@pytest.mark.parametrize(
    ("rule", "text", "value"),
    [
        (contact_values.consent, "Subscribed", "true"),
        (contact_values.consent, "opted_out", "false"),
        (contact_values.consent, "maybe", None),
        (contact_values.consent, "", None),
        (contact_values.birth_year, "1980", "1980"),
        (contact_values.birth_year, "1980.0", "1980"),
        (contact_values.birth_year, "12/24/1980", "1980"),
        (contact_values.birth_year, "1980-12-24 00:00", "1980"),
        (contact_values.birth_year, "19801224", "1980"),
        (contact_values.birth_year, "44", None),
        (contact_values.birth_year, "29579", "1980"),
        (contact_values.birth_year, "2099-01-01", None),
        (contact_values.consent, "2022-01-02 10:00:00", "true"),
        (contact_values.consent, "0000-00-00", None),
        (contact_values.no_consent, "02.01.2022", "false"),
        (contact_values.no_consent, "yes", "false"),
        (contact_values.no_consent, "opted out", "false"),
        (contact_values.no_consent, "subscribed", "true"),
        (contact_values.code, "4.91E+11", None),
        (contact_values.code, "01234", "01234"),
        (contact_values.code, "12345.0", "12345"),
        (contact_values.address, " Ann@X.example ", "ann@x.example"),
        *(
            (contact_values.email, text, "ann@shop.example")
            for text in (
                "ann@shop.example",
                "Ann Lee <ann@shop.example>",
                "Lee, Ann <ann@shop.example>",
                "<ann@shop.example>",
                '"ann@shop.example"',
                "mailto:ann@shop.example",
                "ann@shop.example.",
                "ann\u200b@shop.example",
                "ann@shop.example; lee@shop.example",
            )
        ),
        (contact_values.email, "o'brien@shop.example", "o'brien@shop.example"),
        (contact_values.email, "ann lee@shop.example", "ann lee@shop.example"),  # may be anybody's: it is malformed
        (contact_values.email, "ask at the desk", "ask at the desk"),
        (contact_values.address, "Ann <ANN@shop.example>", "ann@shop.example"),
    ],
)
def test_one_spelling(rule: Callable[[pa.StringArray], pa.StringArray], text: str, value: str | None) -> None:
    assert rule(pa.array([text])).to_pylist() == [value]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ann Lee", ("Ann", "Lee")),
        ("Lee, Ann", ("Ann", "Lee")),
        ("Ludwig van Beethoven", ("Ludwig", "van Beethoven")),
        ("Cher", ("Cher", None)),
        ("Dr. Anna Maria von der Heide", ("Anna Maria", "von der Heide")),
        ("Herr Prof. Dr. Max Planck", ("Max", "Planck")),
        ("Lee, Dr. Ann", ("Ann", "Lee")),
        ("Dr.", ("Dr.", None)),
        ("Mrs. Lee", (None, "Lee")),
        ("Sig Hansen", ("Sig", "Hansen")),
        ("Sig. Mario Rossi", ("Mario", "Rossi")),
        ("", (None, None)),
    ],
)
def test_full_names_are_taken_apart(text: str, names: tuple[str | None, str | None]) -> None:
    first, last = contact_values.names(pa.array([text]))
    assert (first[0].as_py(), last[0].as_py()) == names


def test_full_names_that_begin_with_the_last() -> None:
    first, last = contact_values.names(pa.array(["Dupont Marie", "de la Tour Anne Marie", "Lee, Ann"]), last_first=True)
    assert first.to_pylist() == ["Marie", "Anne Marie", "Ann"]
    assert last.to_pylist() == ["Dupont", "de la Tour", "Lee"]


def test_postcodes_beside_cities_and_without_their_zeros(engine: Engine, tmp_path: Path) -> None:
    header = "Kundennr;PLZ/Ort;Land"
    rows = ("1;01234 Bonn;D", "2;A-1010 Wien;AT", "3;1067 Dresden;DE", "4;Ulm;DE", "5;1011 AB Amsterdam;NL", "6;;")
    load_customers(engine, shop_file(tmp_path, *rows, header=header))
    assert rows_of(engine, "select postcode, city from customers order by customer_id") == [
        *(("01234", "Bonn"), ("1010", "Wien"), ("01067", "Dresden"), (None, "Ulm"), ("1011 AB", "Amsterdam")),
        (None, None),
    ]


def test_what_stands_before_a_last_name_is_part_of_it(engine: Engine, tmp_path: Path) -> None:
    header = "Klantnr,Voornaam,Tussenvoegsel,Achternaam"
    load_customers(engine, shop_file(tmp_path, "1,Jan,van der,Berg", "2,Piet,,Smit", header=header))
    assert rows_of(engine, "select last_name from customers order by customer_id") == [("van der Berg",), ("Smit",)]


def test_a_newsletter_that_says_how_often_is_an_attribute(engine: Engine, tmp_path: Path) -> None:
    load_customers(engine, shop_file(tmp_path, "1,weekly", "2,never", header="id,Newsletter"))
    assert rows_of(engine, "select consent, attributes from customers order by customer_id") == [
        (None, {"Newsletter": "weekly"}),
        (None, {"Newsletter": "never"}),
    ]


def test_who_opted_out_does_not_consent_whatever_else_is_said(engine: Engine, tmp_path: Path) -> None:
    header = "id,Newsletter,Unsubscribed at"
    load_customers(engine, shop_file(tmp_path, "1,yes,2023-01-02", "2,yes,", "3,no,", "4,,", header=header))
    found = rows_of(engine, "select consent from customers order by customer_id")
    assert found == [(False,), (True,), (False,), (None,)]


def test_where_a_phone_is_blank_another_counts(engine: Engine, tmp_path: Path) -> None:
    header = "id,Email 1,Email 2,Phone,Mobile,Work phone"
    path = shop_file(tmp_path, "1,a@x.example,b@x.example,1,2,3", "2,,b@x.example,,,3", header=header)
    report = load_customers(engine, path)
    assert rows_of(engine, "select email, phone from customers order by customer_id") == [
        ("a@x.example", "1"),
        ("b@x.example", "3"),
    ]
    assert report.notes == [
        "Where Email 1 is blank, Email 2 counts.",
        "Where Phone is blank, Mobile, then Work phone counts.",
    ]


def test_a_customer_beside_a_number_is_a_name_unless_it_is_a_number(engine: Engine, tmp_path: Path) -> None:
    load_customers(engine, shop_file(tmp_path, "1;Lee, Ann;3", header="Kunden-Nr;Kunde;Filiale", name="1.csv"))
    load_customers(engine, shop_file(tmp_path, "2;17850;3", header="Kunden-Nr;Kunde;Filiale", name="2.csv"))
    assert rows_of(engine, "select customer_id, first_name, last_name, attributes from customers order by 1") == [
        ("1", "Ann", "Lee", {"Filiale": 3}),
        ("2", None, None, {"Kunde": 17850, "Filiale": 3}),
    ]


def test_a_name_beside_a_first_name_is_the_last() -> None:
    assert match_roles(["id", "Vorname", "Name"]).where == {"customer_id": 0, "first_name": 1, "last_name": 2}


def test_a_file_of_rows_of_the_wrong_length_is_refused_in_a_sentence(engine: Engine, tmp_path: Path) -> None:
    (path := tmp_path / "people.csv").write_text("CustomerID,City\n" + "1,Ulm,2\n" * 12)
    with pytest.raises(InputError, match="12 of its 12 rows cannot be used"):
        load_customers(engine, path)


@pytest.mark.parametrize(
    ("header", "values", "notes"),
    [
        (
            "Marketing Consent",
            ["yes", "maybe", "no", "maybe", ""],
            ["2 values of Marketing Consent, such as maybe, are neither yes nor no, and counted as nothing said."],
        ),
        ("Marketing Consent", ["yes", "no", "", "yes", "no"], []),
        (
            "Unsubscribed",
            ["yes", "ask", "no", "", ""],
            [
                "Who says yes in Unsubscribed does not consent to mailings.",
                "1 value of Unsubscribed, such as ask, is neither yes nor no, and counted as nothing said.",
            ],
        ),
    ],
)
def test_consent_that_cannot_be_read_is_said(
    engine: Engine, tmp_path: Path, header: str, values: list[str], notes: list[str]
) -> None:
    lines = [f"{at},a{at}@x.example,{value}" for at, value in enumerate(values)]
    (path := tmp_path / "people.csv").write_text("\n".join([f"Customer ID,Email,{header}", *lines]))
    assert load_customers(engine, path).notes == notes
