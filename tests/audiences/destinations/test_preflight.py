"""What is said before a list leaves."""

import pytest

from audiences.destinations import FORMATS, Gate, Member, Preflight, is_delicate, preflight

MAILCHIMP, META, MACHINES = (FORMATS[key] for key in ("mailchimp", "meta", "machines"))


def person(number: int, email: str | None = None, consent: bool | None = True, **more: str) -> Member:
    return Member(str(number), email=email, consent=consent, **more)  # type: ignore[arg-type]


PEOPLE = [
    person(1, "barred@shop.example", barred="suppressed"),
    person(2, "barred@shop.example"),
    person(3, "no@shop.example", consent=False),
    person(4, "No@shop.example"),
    person(5, "two@shop.example", first_name="Ann"),
    person(6, "Two@shop.example "),
    person(7, "unknown@shop.example", consent=None),
    person(8, "no address"),
    person(9),
    person(10, consent=False),
    person(11, "eleven@shop.example"),
]


@pytest.mark.parametrize(
    ("rule", "goes", "left_out"),
    [
        (
            *("opt-in", 2),
            {
                **{"suppressed": 2, "no consent": 3, "duplicate address": 1, "unknown consent": 1},
                **{"malformed address": 1, "no address": 1},
            },
        ),
        (
            *("opt-out", 3),
            {"suppressed": 2, "no consent": 3, "duplicate address": 1, "malformed address": 1, "no address": 1},
        ),
        ("all", 4, {"suppressed": 2, "duplicate address": 2, "no address": 2, "malformed address": 1}),
    ],
)
def test_who_goes_and_why_others_do_not(rule: str, goes: int, left_out: dict[str, int]) -> None:
    found = preflight(PEOPLE, MAILCHIMP, rule)
    assert (found.goes, found.left_out, found.considered) == (goes, left_out, len(PEOPLE))


def test_columns_that_nobody_fills_are_told() -> None:
    found, shares = (
        preflight(PEOPLE, MAILCHIMP, "opt-in"),
        "or share an e-mail address or a phone number with somebody who",
    )
    assert found.missing_columns == ("Last Name", "Phone Number", "Tags")
    assert found.sentences() == [
        "2 of 11 customers go to Mailchimp.",
        f"3 are left out: said no to mailings, {shares} did.",
        f"2 are left out: on a list of people who get nothing, {shares} is.",
        "1 is left out: with the same address as another customer who goes.",
        "1 is left out: never said whether they may be written to.",
        "1 is left out: with an address that cannot be right.",
        "1 is left out: without an address that this destination can use.",
        "Nothing is known for the columns Last Name, Phone Number, Tags: they stay empty.",
    ]


def test_a_file_for_no_platform_needs_no_address() -> None:
    assert preflight([person(1), person(2)], MACHINES, "opt-in").goes == 2


def test_advertising_platforms_refuse_small_lists() -> None:
    people = [person(number, f"{number:03}@shop.example") for number in range(100)]
    small, enough, none = (preflight(people[:many], META, "opt-in") for many in (99, 100, 0))
    assert [(one.too_small, one.can_go) for one in (small, enough, none)] == [
        (True, True),
        (False, True),
        (False, False),
    ]
    assert small.sentences()[1] == "Meta Custom Audiences refuses lists of fewer than about 100 people that it finds."


@pytest.mark.parametrize(
    ("member", "goes"),
    [
        (person(1, phone="+44 20 7183 8750"), True),
        (person(1, first_name="Ann", last_name="Lee", postcode="NE1 4ST", country="GB"), True),
        (person(1, first_name="Ann", last_name="Lee", postcode="NE1 4ST", country="Channel Islands"), False),
        (person(1, first_name="Ann", last_name="Lee", country="GB"), False),
    ],
)
@pytest.mark.parametrize("key", ["meta", "google"])
def test_advertising_platforms_find_people_by_phone_or_address_too(key: str, member: Member, goes: bool) -> None:
    assert (Gate(FORMATS[key], "opt-in").why_not(member) == "") == goes


def test_a_rule_that_there_is_not_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no rule of consent: maybe"):
        Gate(MAILCHIMP, "maybe")


def test_a_store_without_addresses_says_so() -> None:
    assert preflight([person(1), person(2)], MAILCHIMP, "opt-in").sentences() == [
        "0 of 2 customers go to Mailchimp.",
        "2 are left out: without an address that this destination can use.",
        "The store knows no address of any of them: load people with their contacts first.",
    ]


def test_nobody_goes_anywhere_without_a_word_about_empty_columns() -> None:
    assert Preflight(MAILCHIMP, 0, {}, ("Tags",)).sentences() == ["0 of 0 customers go to Mailchimp."]


@pytest.mark.parametrize(
    ("name", "delicate"),
    [
        ("High income", True),
        ("Diabetics", True),
        ("Rich pickings", True),
        ("Enrichment", False),
        ("Jewellery in Richmond", False),
        ("Winter coats", False),
    ],
)
def test_names_that_platforms_flag(name: str, delicate: bool) -> None:
    assert is_delicate(name) == delicate
