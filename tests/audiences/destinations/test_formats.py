"""Each format, byte by byte, from literal members."""

from hashlib import sha256
from pathlib import Path

import pytest

from audiences.destinations import FORMATS, Member, write
from audiences.destinations.formats import harmless, values
from audiences.destinations.writing import File
from tests.audiences.destinations.members import ANNA, BARE, EVIL
from tests.dashboard.queries.test_harmless import CASES

EMAIL = "87924606b4131a8aceeeae8868531fbb9712aaa07a5d3a756b26ce0f5d6ca674"  # test@gmail.com
ZOE = values.hashed("zoe@shop.example")
GENERAL = (
    "customer_id,segment,country,country_name,email,first_name,last_name,phone,consent,birth_year,city,postcode,"
    "recency_days,frequency,monetary,net,average_order_value,first_order,last_order\n"
)
ANNA_IN_GENERAL = (
    '17,Champions,GB,United Kingdom, Test@Gmail.com ,Anna-Maria,"O\'Neil, Jr.",{phone},yes,1980,'
    "Newcastle upon Tyne,NE1 4ST,12,3,310.50,300.25,103.50,2025-12-01,2026-06-19\n"
)

FILES = {
    "machines": GENERAL
    + ANNA_IN_GENERAL.format(phone="+442071838750")
    + "19,At risk,DE,Germany,zoe@shop.example,=1+1,Pérez;=2,030 1234,,,Köln,50667,,,,,,,\n"
    + "20,,,,,,,,,,,,,,,,,,\n",
    "spreadsheet": "\ufeff"
    + GENERAL
    + ANNA_IN_GENERAL.format(phone="'+442071838750")
    + "19,At risk,DE,Germany,zoe@shop.example,'=1+1,Pérez;'=2,030 1234,,,Köln,50667,,,,,,,\n"
    + "20,,,,,,,,,,,,,,,,,,\n",
    "mailchimp": "Email Address,First Name,Last Name,Phone Number,Tags\n"
    'Test@Gmail.com,Anna-Maria,"O\'Neil, Jr.",+442071838750,Champions\n'
    "zoe@shop.example,=1+1,Pérez;=2,,At risk\n",
    "klaviyo": "Email,First Name,Last Name,Phone Number,City,Zip Code,Country,Segment,Orders,First Order,Last Order,"
    "Email Marketing Consent\n"
    'Test@Gmail.com,Anna-Maria,"O\'Neil, Jr.",+442071838750,Newcastle upon Tyne,NE1 4ST,United Kingdom,Champions,3,'
    "2025-12-01,2026-06-19,Subscribe\n"
    "zoe@shop.example,=1+1,Pérez;=2,,Köln,50667,Germany,At risk,,,,\n",
    "brevo": "EMAIL,FIRSTNAME,LASTNAME,SMS,EXT_ID,COUNTRY,SEGMENT\n"
    'Test@Gmail.com,Anna-Maria,"O\'Neil, Jr.",+442071838750,17,GB,Champions\n'
    "zoe@shop.example,=1+1,Pérez;=2,,19,DE,At risk\n",
    "hubspot": "Email,First Name,Last Name,Phone Number,City,Postal Code,Country/Region,Segment\n"
    'Test@Gmail.com,Anna-Maria,"O\'Neil, Jr.",+442071838750,Newcastle upon Tyne,NE1 4ST,United Kingdom,Champions\n'
    "zoe@shop.example,=1+1,Pérez;=2,,Köln,50667,Germany,At risk\n",
    "meta": "email,phone,fn,ln,zip,ct,st,country,uid\n"
    + ",".join(
        (
            *(EMAIL, "8d5f937f3a5590634cbe975951a6aa1543170671ce6e73cce4062f4e8c288417"),
            *map(values.hashed, ("annamaria", "oneil jr", "ne14st", "newcastleupontyne")),
            *("", values.hashed("gb"), "17\n"),
        )
    )
    + ",".join((ZOE, "", *map(values.hashed, ("11", "pérez2", "50667", "köln")), "", values.hashed("de"), "19\n")),
    "google": "Email,Phone,First Name,Last Name,Country,Zip\n"
    + ",".join(
        (
            *(EMAIL, "e631c2534428c6c9b48c2167604a8983046085e43a2c00ed748733c544c0bb4d"),
            *(values.hashed("anna-maria"), values.hashed("o'neil,jr."), "GB", "NE1 4ST\n"),
        )
    )
    + ",".join((ZOE, "", values.hashed("=1+1"), values.hashed("pérez;=2"), "DE", "50667\n")),
}


@pytest.mark.parametrize("key", FILES)
def test_a_format_byte_by_byte(key: str, tmp_path: Path) -> None:
    format = FORMATS[key]
    members = [one for one in (ANNA, EVIL, BARE) if format.key_of is None or format.key_of(one)]
    written = write(members, format, tmp_path, "list")
    content = FILES[key].encode()
    assert written.files == (File(tmp_path / "list.csv", len(members), len(content), sha256(content).hexdigest()),)
    assert written.files[0].path.read_bytes() == content


def test_every_format_but_the_workbook_is_among_them() -> None:
    assert {*FORMATS} == {*FILES, "xlsx"}


@pytest.mark.parametrize(
    ("text", "email"),
    [
        *((" a@b.example\t", "a@b.example"), ("a+b@münchen.example", "a+b@münchen.example"), ("a@b", ""), ("@b.c", "")),
        *(("a b@c.example", ""), ("a@b@c.example", ""), ("a.@b.example", ""), ("a..b@c.example", ""), (None, "")),
        *(("a@-b.example", ""), ("a@b.e4", ""), ("a@b.example.", ""), (f"{'a' * 65}@b.example", ""), ("=a", "")),
    ],
)
def test_an_address_that_can_be_one(text: str | None, email: str) -> None:
    assert values.email(text) == email


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        *(
            ("+44 (0)20 7183-8750", "+442071838750"),
            ("0044 20 7183 8750", "+442071838750"),
            ("+1 (555) 123.4567", "+15551234567"),
        ),
        *(
            ("020 7183 8750", ""),
            ("+0 20 7183 8750", ""),
            ("+44 20 71x", ""),
            ("4.42E+11", ""),
            (None, ""),
            ("+123", ""),
        ),
    ],
)
def test_a_number_with_its_countrys_code(text: str | None, phone: str) -> None:
    assert values.phone(text) == phone


def test_texts_of_mailchimp_end_at_a_letter_within_255_bytes() -> None:
    long = Member("1", first_name="é" * 200, segment="A, B", email="a@b.example")
    first, tags = (FORMATS["mailchimp"].columns[place].value(long) for place in (1, 4))
    assert (first, tags) == ("é" * 127, "A B")


def test_a_zip_of_the_united_states_has_five_figures_at_meta() -> None:
    column = {one.header: one.value for one in FORMATS["meta"].columns}["zip"]
    assert column(Member("1", country="US", postcode="94016-1234")) == values.hashed("94016")
    assert column(Member("1", country="DE", postcode="94016-1234")) == values.hashed("940161234")


@pytest.mark.parametrize(("given", "expected"), [case for case in CASES if case[0] is not None])
def test_what_would_run_gets_the_same_shield_as_in_sql(given: str, expected: str) -> None:
    assert harmless(given) == expected
