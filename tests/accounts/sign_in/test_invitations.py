"""Links let in once, as what they were given for, and only for so long."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, select

from accounts import administration
from accounts.audit import COMMAND_LINE, Actor
from accounts.sign_in import NeedsCode, Refused, SignedIn, invitations, look, verify
from accounts.sign_in.entering import WRONG
from accounts.users import everybody
from tests.accounts.people import DAY, HOME, HOUR, NOW, PASSWORD, by_owner, person, said, signed_in
from tests.accounts.sign_in.test_second_factor import Phone
from warehouse.errors import InputError
from warehouse.schema import invitations as table

NEW = "five other words come here"


def invite(engine: Engine, email: str = "ben@shop.example", role: str = "marketer", *countries: str) -> str:
    with by_owner(engine) as connection:
        return invitations.invite(connection, email, role, countries or None, COMMAND_LINE, now=NOW)


def reset(engine: Engine) -> str:
    """A link for the only user."""
    with by_owner(engine) as connection:
        (user,) = everybody(connection)
        return invitations.reset(connection, user, COMMAND_LINE, now=NOW)


def test_an_invitation_makes_a_user_as_it_says(engine: Engine) -> None:
    token = invite(engine, "Ben@Shop.example", "marketer", "fr", "DE")
    with engine.connect() as connection:
        seen = invitations.look(connection, token, now=NOW)
    assert seen is not None
    assert (seen.kind, seen.email, seen.role, seen.countries) == (
        "invitation", "ben@shop.example", "marketer", ("DE", "FR"),
    )  # fmt: skip
    outcome = invitations.accept(engine, token, PASSWORD, HOME, now=NOW, name=" Ben  Ort ")
    assert isinstance(outcome, SignedIn)
    ben = outcome.user
    assert (ben.email, ben.name, ben.role, ben.countries) == ("ben@shop.example", "Ben Ort", "marketer", ("DE", "FR"))
    assert look(engine, outcome.token, now=NOW) is not None
    assert isinstance(verify(engine, "ben@shop.example", PASSWORD, HOME, now=NOW), SignedIn)
    assert said(engine)[:3] == [
        ("invite", "command line"), ("user_added", "ben@shop.example"), ("sign_in", "ben@shop.example"),
    ]  # fmt: skip


def test_a_link_works_once(engine: Engine) -> None:
    token = invite(engine)
    invitations.accept(engine, token, PASSWORD, HOME, now=NOW)
    with pytest.raises(InputError, match="not valid"):
        invitations.accept(engine, token, NEW, HOME, now=NOW)


def test_two_at_once_make_one_user(engine: Engine) -> None:
    token, start, outcomes = invite(engine), Barrier(2), []

    def accept() -> None:
        start.wait()
        try:
            outcomes.append(type(invitations.accept(engine, token, PASSWORD, HOME, now=NOW)).__name__)
        except InputError as error:
            outcomes.append(str(error))

    threads = [Thread(target=accept) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["SignedIn", invitations.USED_UP]


@pytest.mark.parametrize(("kind", "lasts"), [("invitation", 7 * DAY), ("reset", 24 * HOUR)])
def test_it_expires(engine: Engine, kind: str, lasts: object) -> None:
    if kind == "reset":
        person(engine)
    token = invite(engine) if kind == "invitation" else reset(engine)
    with pytest.raises(InputError, match="not valid"):
        invitations.accept(engine, token, PASSWORD, HOME, now=NOW + lasts)  # type: ignore[operator]


def test_a_bad_password_does_not_use_it_up(engine: Engine) -> None:
    token = invite(engine)
    with pytest.raises(InputError, match="at least 12"):
        invitations.accept(engine, token, "short", HOME, now=NOW)
    assert isinstance(invitations.accept(engine, token, PASSWORD, HOME, now=NOW), SignedIn)


def test_a_newer_link_ends_the_older_one(engine: Engine) -> None:
    old, new = invite(engine), invite(engine)
    with by_owner(engine) as connection:
        assert [invitations.look(connection, token, now=NOW) is None for token in (old, new)] == [True, False]
        assert len(invitations.pending(connection, now=NOW)) == 1
        assert old not in str(connection.execute(select(table)).all())


def test_a_link_can_be_withdrawn(engine: Engine) -> None:
    token = invite(engine)
    with by_owner(engine) as connection:
        (pending,) = invitations.pending(connection, now=NOW)
        assert invitations.withdraw(connection, pending.invitation_id, COMMAND_LINE, now=NOW)
        assert not invitations.withdraw(connection, pending.invitation_id, COMMAND_LINE, now=NOW)
        assert invitations.look(connection, token, now=NOW) is None


def test_a_reset_gives_another_password_and_ends_what_was_open(engine: Engine) -> None:
    anna = person(engine)
    before = signed_in(engine)
    for _ in range(5):
        verify(engine, anna.email, "wrong and wrong", HOME, now=NOW)
    outcome = invitations.accept(engine, reset(engine), NEW, HOME, now=NOW)
    assert isinstance(outcome, SignedIn)
    assert look(engine, before, now=NOW) is None
    assert isinstance(verify(engine, anna.email, NEW, HOME, now=NOW), SignedIn)  # and need not wait
    assert verify(engine, anna.email, PASSWORD, HOME, now=NOW) == Refused(WRONG)


def test_a_reset_is_no_way_round_the_second_factor(engine: Engine) -> None:
    Phone(engine)
    assert isinstance(invitations.accept(engine, reset(engine), NEW, HOME, now=NOW), NeedsCode)


def test_a_reset_does_not_let_in_who_was_disabled_since(engine: Engine) -> None:
    anna = person(engine)
    token = reset(engine)
    person(engine, "chief@shop.example", "admin")
    with by_owner(engine) as connection:
        administration.disable(connection, anna, Actor(), now=NOW)
    with pytest.raises(InputError, match="not valid"):
        invitations.accept(engine, token, NEW, HOME, now=NOW)


@pytest.mark.parametrize(
    ("email", "role", "countries", "sentence"),
    [
        ("anna@shop.example", "viewer", (), "There is a user anna@shop.example already"),
        ("no address", "viewer", (), "is not an email address"),
        ("ben@shop.example", "king", (), "is not a role; there are viewer, marketer, analyst, admin"),
        ("ben@shop.example", "viewer", ("Narnia",), "'Narnia' is no country"),
    ],
)
def test_what_cannot_be_invited_is_said(
    engine: Engine, email: str, role: str, countries: tuple[str, ...], sentence: str
) -> None:
    person(engine)
    with pytest.raises(InputError, match=sentence):
        invite(engine, email, role, *countries)
