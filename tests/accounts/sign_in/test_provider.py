"""Groups of an OpenID provider become a role and its countries; people are known by their number there."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from accounts import administration
from accounts.audit import COMMAND_LINE
from accounts.sign_in import Refused, SignedIn, look
from accounts.sign_in.provider import (
    DISABLED,
    NO_ADDRESS,
    NO_ROLE,
    TAKEN,
    Access,
    Person,
    access_of,
    parse_groups,
    sign_in,
)
from tests.accounts.people import HOME, NOW, by_owner, person, said
from warehouse.access import let_provider_in
from warehouse.errors import InputError

EVA = Person("https://id.example", "17", "Eva@Shop.example", True, "Eva Lind", ("france", "other"))
MAPPING = {"chiefs": Access("admin"), "france": Access("marketer", ("FR",)), "all": Access("viewer")}


@pytest.fixture(autouse=True)
def provider(engine: Engine) -> Iterator[None]:
    """Whoever owns the tables has said that a provider's word counts."""
    with by_owner(engine) as connection:
        let_provider_in(connection, True)
    yield
    with by_owner(engine) as connection:
        let_provider_in(connection, False)


def enter(engine: Engine, someone: Person = EVA) -> SignedIn:
    outcome = sign_in(engine, someone, MAPPING, HOME, now=NOW)
    assert isinstance(outcome, SignedIn)
    return outcome


@pytest.mark.parametrize(
    ("said", "access"),
    [
        ("", {}),
        (" ; ", {}),
        (
            "Shop Admins=admin; France = marketer : FR, BE ;cn=all,dc=shop=viewer",
            {"Shop Admins": Access("admin"), "France": Access("marketer", ("BE", "FR")),
             "cn=all,dc=shop": Access("viewer")},
        ),
    ],
)  # fmt: skip
def test_groups_are_read(said: str, access: dict[str, Access]) -> None:
    assert parse_groups(said) == access


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("admins", "'admins' does not say"),
        ("=admin", "'=admin' does not say"),
        ("a=viewer;a=admin", "'a=admin' does not say"),
        ("a=viewer:", "'a=viewer:' does not say"),
        ("a=king", "'king' is not a role"),
    ],
)
def test_groups_that_cannot_be_read_are_said(said: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        parse_groups(said)


@pytest.mark.parametrize(
    ("groups", "access"),
    [
        ((), None),
        (("other",), None),
        (("france",), Access("marketer", ("FR",))),
        (("france", "all"), Access("marketer", ("FR",))),  # not the countries of the weaker role
        (("france", "spain"), Access("marketer", ("ES", "FR"))),
        (("france", "chiefs"), Access("admin")),
    ],
)
def test_the_strongest_role_counts_where_it_is_given(groups: tuple[str, ...], access: Access | None) -> None:
    assert access_of(groups, MAPPING | {"spain": Access("marketer", ("ES",))}) == access


def test_who_comes_first_becomes_a_user(engine: Engine) -> None:
    eva = enter(engine).user
    assert (eva.email, eva.name, eva.role, eva.countries, eva.has_password) == (
        "eva@shop.example", "Eva Lind", "marketer", ("FR",), False,
    )  # fmt: skip
    again = enter(engine, replace(EVA, email="eva.new@shop.example", email_verified=False))
    assert again.user.user_id == eva.user_id
    assert said(engine) == [(what, "eva@shop.example") for what in ("user_added", "sign_in", "sign_in")]


def test_each_sign_in_brings_the_role_of_today(engine: Engine) -> None:
    person(engine, "chief@shop.example", "admin")
    enter(engine)
    for groups, role, countries in ((("chiefs",), "admin", None), (("france",), "marketer", ("FR",))):
        changed = enter(engine, replace(EVA, groups=groups)).user
        assert (changed.role, changed.countries) == (role, countries)


def test_the_last_administrator_stays_one(engine: Engine) -> None:
    enter(engine, replace(EVA, groups=("chiefs",)))
    assert enter(engine).user.role == "admin"


def test_who_is_in_no_group_any_more_is_out(engine: Engine) -> None:
    token = enter(engine).token
    assert sign_in(engine, replace(EVA, groups=()), MAPPING, HOME, now=NOW) == Refused(NO_ROLE)
    assert look(engine, token, now=NOW) is None


def test_a_user_with_a_password_keeps_the_role_of_here(engine: Engine) -> None:
    anna = person(engine, "eva@shop.example", "analyst")
    assert enter(engine).user == anna


@pytest.mark.parametrize(
    ("someone", "sentence"),
    [
        (replace(EVA, email=None), NO_ADDRESS),
        (replace(EVA, email_verified=False), NO_ADDRESS),
        (replace(EVA, groups=("other",)), NO_ROLE),
    ],
)
def test_who_is_not_let_in_is_told_why(engine: Engine, someone: Person, sentence: str) -> None:
    assert sign_in(engine, someone, MAPPING, HOME, now=NOW) == Refused(sentence)
    assert said(engine) == [("sign_in_refused", None)]


def test_another_person_with_the_same_address_is_refused(engine: Engine) -> None:
    enter(engine)
    assert sign_in(engine, replace(EVA, subject="18"), MAPPING, HOME, now=NOW) == Refused(TAKEN)


def test_the_same_number_at_another_provider_is_another_person(engine: Engine) -> None:
    enter(engine)
    other = replace(EVA, issuer="https://other.example", email="other@shop.example")
    assert enter(engine, other).user.email == "other@shop.example"


def test_who_is_disabled_here_stays_out(engine: Engine) -> None:
    eva = enter(engine).user
    with by_owner(engine) as connection:
        administration.disable(connection, eva, COMMAND_LINE, now=NOW)
    assert sign_in(engine, EVA, MAPPING, HOME, now=NOW) == Refused(DISABLED)
