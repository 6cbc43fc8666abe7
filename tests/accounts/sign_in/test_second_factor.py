"""Codes of an app and recovery codes: each works once, in its time, for its user."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from sqlalchemy import Engine, select, update

from accounts.audit import Actor
from accounts.sign_in import (
    NeedsCode,
    Refused,
    SignedIn,
    Visit,
    check_code,
    devices,
    look,
    second_factor,
    verify,
    verify_code,
)
from accounts.sign_in.entering import STARTED_LATE, WRONG_CODE
from accounts.users import User, by_id
from tests.accounts.people import DAY, HOME, MINUTE, NOW, PASSWORD, SECOND, SECRET_KEY, by_owner, pass_by, person, said
from warehouse.errors import InputError, SettingsError
from warehouse.schema import recovery_codes, users


class Phone:
    """A user with the second factor on, and the app that shows its codes."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.user = person(engine)
        with by_owner(engine) as connection:
            address = second_factor.begin(connection, self.user, SECRET_KEY)
            self.totp = pyotp.TOTP(parse_qs(urlsplit(address).query)["secret"][0])
            # The clock as it is: a password's token lives for minutes of the database's own.
            self.begun = datetime.now(UTC).replace(microsecond=0)
            actor, first = Actor.of(self.user), self.totp.at(self.begun)
            self.recovery = second_factor.confirm(connection, self.user, first, SECRET_KEY, actor, now=self.begun)
        self.now = self.begun + MINUTE

    def token(self) -> str:
        """Of a right password."""
        asked = verify(self.engine, self.user.email, PASSWORD, HOME, now=self.now)
        assert isinstance(asked, NeedsCode)
        return asked.token

    def give(self, code: str) -> SignedIn | Refused:
        """The right password and a code."""
        return verify_code(self.engine, self.token(), code, HOME, now=self.now, secret_key=SECRET_KEY)

    def renewed(self) -> User:
        with self.engine.connect() as connection:
            found = by_id(connection, self.user.user_id)
        assert found is not None
        return found


@pytest.fixture
def phone(engine: Engine) -> Phone:
    return Phone(engine)


def test_the_password_alone_opens_nothing(engine: Engine, phone: Phone) -> None:
    assert look(engine, phone.token(), now=phone.now) is None


def test_a_code_opens_a_session_of_another_token(engine: Engine, phone: Phone) -> None:
    token = phone.token()
    outcome = verify_code(engine, token, phone.totp.at(phone.now), HOME, now=phone.now, secret_key=SECRET_KEY)
    assert isinstance(outcome, SignedIn)
    assert outcome.token != token
    assert devices.known(outcome.device, phone.user.email, SECRET_KEY) is not None
    session = look(engine, outcome.token, now=phone.now)
    assert session is not None
    assert (session.method, session.user.has_second_factor) == ("code", True)


def test_password_and_code_may_come_together(engine: Engine, phone: Phone) -> None:
    given = {"code": phone.totp.at(phone.now), "secret_key": SECRET_KEY}
    assert isinstance(verify(engine, phone.user.email, PASSWORD, HOME, now=phone.now, **given), SignedIn)
    wrong = verify(engine, phone.user.email, PASSWORD, HOME, now=phone.now, code="000000", secret_key=SECRET_KEY)
    assert wrong == Refused(WRONG_CODE)


@pytest.mark.parametrize(("seconds", "is_taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_clock_may_be_half_a_minute_wrong(phone: Phone, seconds: int, is_taken: bool) -> None:
    code = phone.totp.at(phone.now + seconds * SECOND)
    assert isinstance(phone.give(code), SignedIn) is is_taken


def test_a_code_works_once_and_so_does_none_before_it(phone: Phone) -> None:
    early, late = phone.totp.at(phone.now), phone.totp.at(phone.now + 30 * SECOND)
    assert isinstance(phone.give(late), SignedIn)
    assert phone.give(late) == Refused(WRONG_CODE)
    assert phone.give(early) == Refused(WRONG_CODE)


def test_a_clock_that_was_ahead_and_is_set_back_locks_nobody_out(phone: Phone) -> None:
    """Codes, waits and sessions of a time to come: each works again at once, and no session lasts till then."""
    right = phone.now
    ahead = phone.give(phone.totp.at(phone.now))
    assert isinstance(ahead, SignedIn)
    for _ in range(12):
        verify(phone.engine, phone.user.email, "wrong and wrong", HOME, now=phone.now)
    pass_by(phone.engine, "sessions", ("created_at", "last_seen_at", "expires_at"), -365 * DAY)
    pass_by(phone.engine, "sign_in_attempts", ("last_at", "locked_until"), -365 * DAY)
    with by_owner(phone.engine) as connection:
        connection.execute(update(users).values(totp_last_step=users.c.totp_last_step + 365 * 24 * 120))
    assert look(phone.engine, ahead.token, now=right) is None
    assert isinstance(phone.give(phone.totp.at(right)), SignedIn)
    assert phone.give(phone.totp.at(right)) == Refused(WRONG_CODE)  # and none twice


def test_the_code_that_switched_it_on_is_used_up(phone: Phone) -> None:
    phone.now = phone.begun
    assert phone.give(phone.totp.at(phone.begun)) == Refused(WRONG_CODE)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "١٢٣٤٥٦", "abcdef", "\x00", "\ud800", "x" * 10_000])
def test_other_texts_are_no_codes(phone: Phone, code: str) -> None:
    assert phone.give(code) == Refused(WRONG_CODE)


def test_wrong_codes_make_wait_even_with_the_right_password(phone: Phone) -> None:
    for _ in range(5):
        assert phone.give("000000") == Refused(WRONG_CODE)
    code = phone.totp.at(phone.now)
    assert phone.give(code) == Refused("There were too many attempts; try again in 1 second.", SECOND)
    phone.now += SECOND
    assert isinstance(phone.give(code), SignedIn)


def test_five_minutes_are_given_for_it(engine: Engine, phone: Phone) -> None:
    token, late = phone.token(), phone.now + 5 * MINUTE
    outcome = verify_code(engine, token, phone.totp.at(late), HOME, now=late, secret_key=SECRET_KEY)
    assert outcome == Refused(STARTED_LATE)


def test_a_recovery_code_works_once_however_it_is_typed(phone: Phone) -> None:
    assert len(set(phone.recovery)) == 10
    typed = phone.recovery[3].lower().replace("-", " ")
    assert isinstance(phone.give(typed), SignedIn)
    assert phone.give(typed) == Refused(WRONG_CODE)
    with phone.engine.connect() as connection:
        assert second_factor.recovery_codes_left(connection, phone.user.user_id) == 9
    assert ("recovery_code", "anna@shop.example") in said(phone.engine)


def test_new_recovery_codes_replace_the_old(phone: Phone) -> None:
    with by_owner(phone.engine) as connection:
        renewed = second_factor.renew_recovery_codes(connection, phone.renewed(), Actor.of(phone.user), now=phone.begun)
    assert phone.give(phone.recovery[0]) == Refused(WRONG_CODE)
    assert isinstance(phone.give(renewed[0]), SignedIn)


def test_nobody_uses_the_code_of_another(engine: Engine, phone: Phone) -> None:
    other = person(engine, "ben@shop.example")
    with engine.begin() as connection:
        assert second_factor.takes(connection, other.user_id, phone.recovery[0], SECRET_KEY, now=phone.now) is None


def test_neither_secret_nor_codes_can_be_read_in_the_database(phone: Phone) -> None:
    with by_owner(phone.engine) as connection:
        stored = str(connection.execute(select(users)).all()) + str(connection.execute(select(recovery_codes)).all())
    assert phone.totp.secret not in stored
    assert [code for code in phone.recovery if code in stored] == []


@pytest.mark.parametrize(
    ("key", "sentence"), [(None, "SECRET_KEY is not set"), ("another one", "SECRET_KEY is another one")]
)
def test_another_secret_key_is_said(phone: Phone, key: str | None, sentence: str) -> None:
    with pytest.raises(SettingsError, match=sentence):
        verify_code(phone.engine, phone.token(), "123456", HOME, now=phone.now, secret_key=key)


def test_before_it_is_switched_off_codes_are_counted_too(engine: Engine, phone: Phone) -> None:
    given = {"now": phone.now, "secret_key": SECRET_KEY, "waiting": phone.token()}
    assert check_code(engine, phone.user, phone.totp.at(phone.now), HOME, **given) is None
    refused = [check_code(engine, phone.user, "000000", HOME, **given) for _ in range(6)]
    assert refused[:5] == [Refused(WRONG_CODE)] * 5
    assert refused[5] == Refused("There were too many attempts; try again in 1 second.", SECOND)


def test_switched_off_the_password_is_enough(engine: Engine, phone: Phone) -> None:
    with by_owner(engine) as connection:
        second_factor.switch_off(connection, phone.renewed(), Actor.of(phone.user), now=phone.now)
    assert isinstance(verify(engine, phone.user.email, PASSWORD, Visit(), now=phone.now), SignedIn)
    assert [action for action, _ in said(engine)][:3] == ["user_added", "second_factor", "second_factor_off"]


def test_it_is_on_only_after_a_right_code(engine: Engine) -> None:
    anna = person(engine)
    with by_owner(engine) as connection:
        second_factor.begin(connection, anna, SECRET_KEY)
        with pytest.raises(InputError, match="not right"):
            second_factor.confirm(connection, anna, "000000", SECRET_KEY, Actor.of(anna), now=NOW)
    assert isinstance(verify(engine, anna.email, PASSWORD, HOME, now=NOW), SignedIn)


def test_it_is_not_replaced_while_it_is_on(phone: Phone) -> None:
    with by_owner(phone.engine) as connection, pytest.raises(InputError, match="on already"):
        second_factor.begin(connection, phone.renewed(), SECRET_KEY)
