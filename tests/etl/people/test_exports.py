"""Contacts as tools export them: what each column is taken for, and the numbers, years and consents in them."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from etl.people.load import load_customers
from etl.recognition.planning import Options
from tests.conftest import RunModule
from tests.etl.shop_files import rows_of
from warehouse.errors import InputError

NAMES = (
    "customer_id",
    "email",
    "first_name",
    "last_name",
    "phone",
    "consent",
    "birth_year",
    "city",
    "postcode",
    "country",
)

# tool -> header, row, what is stored of the person by NAMES, attributes among others
EXPORTS: dict[str, tuple[str, str, tuple[Any, ...], dict[str, Any]]] = {
    "Shopify, with marks for spreadsheets": (
        "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address City,"
        "Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,"
        "Total Spent",
        "'6200000000001,Ann,Lee,ann@x.org,yes,Bonn,DE,'01234,'+49 1,'+49 30 1,no,10.25",
        ("6200000000001", "ann@x.org", "Ann", "Lee", "+49 30 1", True, None, "Bonn", "01234", "DE"),
        {"Total Spent": 10.25},
    ),
    "objects within objects": (
        "id,profile.first_name,profile.last_name,address.city,address.country_code,address.id,consent.email",
        "7,Ann,Lee,Bonn,DE,99,true",
        ("7", None, "Ann", "Lee", None, True, None, "Bonn", None, "DE"),
        {"address.id": 99},
    ),
    "Lexware, abbreviated": (
        "Kunden-Nr.,Vorname,Nachname,Länderkennzeichen,Geb.-Datum,Werbung erlaubt",
        "007,Ann,Lee,AT,4.5.1975,Nein",
        ("007", None, "Ann", "Lee", None, False, 1975, None, None, "AT"),
        {},
    ),
    "Mailchimp, birthdays without a year": (
        "Email Address,First Name,Last Name,Phone Number,Birthday,MEMBER_RATING",
        "Ann@x.org,Ann,Lee,+1 2,12/24,4",
        ("ann@x.org", "Ann@x.org", "Ann", "Lee", "+1 2", None, None, None, None, None),
        {"Birthday": "12/24", "MEMBER_RATING": 4},
    ),
    "Salesforce, by opting out": (
        "Contact ID,First Name,Last Name,Email,Phone,Mobile,Birthdate,Email Opt Out,Mailing City,"
        "Mailing Zip/Postal Code,Mailing Country",
        "003A,Ann,Lee,ann@x.org,(415) 1,,12/24/1980,1,Bonn,01234,Germany",
        ("ann@x.org", "ann@x.org", "Ann", "Lee", "(415) 1", False, 1980, "Bonn", "01234", "DE"),
        {"Contact ID": "003A"},
    ),
    "HubSpot": (
        "Record ID,First Name,Last Name,Email,Phone Number,City,Postal Code,Country/Region",
        "51001,Ann,Lee,ann@x.org,0201,Bonn,01234,Germany",
        ("ann@x.org", "ann@x.org", "Ann", "Lee", "0201", None, None, "Bonn", "01234", "DE"),
        {"Record ID": 51001},
    ),
    "Brevo in French": (
        "CONTACT ID;EMAIL;PRENOM;NOM;SMS;OPT_IN;DATE_NAISSANCE;VILLE;CODE_POSTAL;PANIER_MOYEN",
        "7;ann@x.org;Ann;Lee;336;Oui;24/12/1980;Lyon;01234;1 033,50",
        ("ann@x.org", "ann@x.org", "Ann", "Lee", "336", True, 1980, "Lyon", "01234", None),
        {"PANIER_MOYEN": 1033.5},
    ),
    "German, with years of two digits": (
        "Anrede;Vorname;Nachname;Kundennr.;Geburtsdatum;PLZ;Ort;Newsletter;Umsatz Vorjahr;Bonuspunkte;Filiale",
        "Frau;Ann;Lee;007;24.12.80;01234;Bonn;nein;1.033,50 €;1.250;3",
        ("007", None, "Ann", "Lee", None, False, 1980, "Bonn", "01234", None),
        {"Umsatz Vorjahr": 1033.5, "Bonuspunkte": 1250, "Filiale": 3},
    ),
    "SAP, minus behind": (
        "Debitor;Name 1;PLZ;Ort;Land;Telefon 1;Kreditlimit",
        "0000000007;Ann Lee;01234;Bonn;DE;0228;1.500,00-",
        ("0000000007", None, "Ann", "Lee", "0228", None, None, "Bonn", "01234", "DE"),
        {"Kreditlimit": -1500},
    ),
    "WooCommerce, billing before shipping": (
        "customer_id,user_email,first_name,last_name,billing_phone,billing_city,billing_postcode,billing_country,shipping_city,"
        "shipping_postcode,shipping_country",
        "7,ann@x.org,Ann,Lee,0123,Bonn,01234,DE,Lyon,69000,FR",
        ("7", "ann@x.org", "Ann", "Lee", "0123", None, None, "Bonn", "01234", "DE"),
        {"shipping_city": "Lyon"},
    ),
    "Magento, with words before": (
        "email,firstname,lastname,dob,_address_city,_address_country_id,_address_postcode,_address_telephone",
        "ann@x.org,Ann,Lee,1980-12-24,Bonn,DE,01234,0123",
        ("ann@x.org", "ann@x.org", "Ann", "Lee", "0123", None, 1980, "Bonn", "01234", "DE"),
        {},
    ),
    "Shopware, objects": (
        "id;customerNumber;firstName;lastName;defaultBillingAddress.city;defaultBillingAddress.zipcode;"
        "defaultBillingAddress.country.iso;defaultBillingAddress.phoneNumber;company.name",
        "0189a;10023;Ann;Lee;Bonn;01234;DE;0123;Acme",
        ("10023", None, "Ann", "Lee", "0123", None, None, "Bonn", "01234", "DE"),
        {"id": "0189a", "company.name": "Acme"},
    ),
    "Square": (
        "Reference ID,First Name,Last Name,Email Address,Square Customer ID,Email Subscription Status,Lifetime Spend",
        ',Ann,Lee,ann@x.org,X8F3,unsubscribed,"$1,120.50"',
        ("X8F3", "ann@x.org", "Ann", "Lee", None, False, None, None, None, None),
        {"Lifetime Spend": 1120.5},
    ),
    "DATEV, companies and people": (
        "Konto;Name (Adressattyp Unternehmen);Name (Adressattyp natürl. Person);Vorname (Adressattyp natürl. Person)",
        "10007;;Lee;Ann",
        ("10007", None, "Ann", "Lee", None, None, None, None, None, None),
        {},
    ),
    "Dynamics": (
        "Full Name,Email,Business Phone,Mobile Phone,Do not allow Bulk Emails,Address 1: City,Address 1: ZIP",
        "Ann Lee,ann@x.org,0123,,Do Not Allow,Bonn,01234",
        ("ann@x.org", "ann@x.org", "Ann", "Lee", "0123", False, None, "Bonn", "01234", None),
        {},
    ),
    "Google contacts": (
        "First Name,Last Name,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Value,Address 1 - City,Address 1 - Country",
        "Ann,Lee,Home,ann@x.org,0123,Bonn,DE",
        ("ann@x.org", "ann@x.org", "Ann", "Lee", "0123", None, None, "Bonn", None, "DE"),
        {},
    ),
    "a restaurant's guests": (
        "Guest ID,Guest Name,Guest Email,Guest Phone,Marketing Opt-In",
        "G1,Ann Lee,ann@x.org,0123,Opted In",
        ("G1", "ann@x.org", "Ann", "Lee", "0123", True, None, None, None, None),
        {},
    ),
    "a warehouse's own": (
        "cust_id,cust_name,cust_phone,cust_zip,birth_dt,mkt_opt_in,cust_status",
        "C1,Ann Lee,0123,01234,1980-12-24,1,A",
        ("C1", None, "Ann", "Lee", "0123", True, 1980, None, "01234", None),
        {"cust_status": "A"},
    ),
    "Spanish": (
        "Nº de cliente;Nombre;Apellidos;Correo electrónico;Teléfono móvil;Acepta publicidad;Fecha de nacimiento;"
        "Población;C.P.",
        "007;Ann;Lee;ann@x.org;612 345 678;Sí;24-dic-05;Bonn;01234",
        ("007", "ann@x.org", "Ann", "Lee", "612 345 678", True, 2005, "Bonn", "01234", None),
        {},
    ),
}


@pytest.mark.parametrize("tool", EXPORTS)
def test_contacts_of_tools(engine: Engine, tmp_path: Path, tool: str) -> None:
    header, row, person, attributes = EXPORTS[tool]
    (path := tmp_path / "people.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    load_customers(engine, path)
    (found,) = rows_of(engine, f"select {', '.join(NAMES)}, attributes from customers")
    assert found[:-1] == person
    assert {name: found[-1][name] for name in attributes} == attributes


@pytest.mark.parametrize(
    ("values", "stored"),
    [
        (["1.250", "3,5"], [1250, 3.5]),
        (["1,250", "3.5"], [1250, 3.5]),
        (["1'250.5", "3"], [1250.5, 3]),
        (["$1,250.00", "(3.50)"], [1250, -3.5]),
        (["1.5e3", "2"], [1500, 2]),
        (["1,50", "1.50"], ["1,50", "1.50"]),  # both cannot be
        (["12.345.678,90", "0,5"], [12345678.9, 0.5]),
        (["612 345 678", "600 000 000"], ["612 345 678", "600 000 000"]),  # telephones perhaps
        (["DVD 5", "DVD 6"], ["DVD 5", "DVD 6"]),
        (["01234", "11,5"], ["01234", "11,5"]),
        (["$90,000", "$10,000"], [90000, 10000]),
        (["90.000 €", "10.000 €"], [90000, 10000]),
        (["45.5%", "3 %", "0"], [45.5, 3, 0]),
        (["12,5 %", "5 %"], [12.5, 5]),
        (["45%", "3"], ["45%", "3"]),  # of what?
        (["ja", "nein"], [1, 0]),
    ],
)
def test_numbers_of_attributes(engine: Engine, tmp_path: Path, values: list[str], stored: list[Any]) -> None:
    rows = [f"{at};{value}" for at, value in enumerate(values)]
    (path := tmp_path / "people.csv").write_text("\n".join(["id;X", *rows]))
    load_customers(engine, path)
    assert rows_of(engine, "select attributes -> 'X' from customers order by customer_id") == [(one,) for one in stored]


def test_an_open_decimal_mark_is_a_question_and_remembered(
    engine: Engine, tmp_path: Path, run_module: RunModule
) -> None:
    (path := tmp_path / "people.csv").write_text("id;Points\n1;1,250\n2;3,125\n")
    with pytest.raises(InputError) as error:
        load_customers(engine, path)
    assert str(error.value) == (
        "Numbers such as 1,250 in Points can be read in two ways, and no row of the file tells which. "
        "Say so with --decimal . (it is 1250) or --decimal , (it is 1.250)."
    )
    points = "select attributes ->> 'Points' from customers order by customer_id"
    report = load_customers(engine, path, options=Options(decimal=","))
    assert (rows_of(engine, points), report.notes) == ([("1.25",), ("3.125",)], ["Points has a decimal comma."])
    (later := tmp_path / "later.csv").write_text("id;Points\n1;4,250\n2;5,125\n")
    load_customers(engine, later)
    assert rows_of(engine, points) == [("4.25",), ("5.125",)]
    said = run_module("etl", "customers", path, "--decimal", ".", "--dry-run")
    assert (said.returncode, said.stderr) == (0, "")
