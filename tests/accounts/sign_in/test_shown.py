"""In SQL, as the web's own role: who may change what of accounts, and in whose name the record is written."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import ProgrammingError

from accounts import users
from accounts.audit import COMMAND_LINE
from accounts.passwords import hashed
from accounts.sign_in import NeedsCode, attempts, invitations, sessions, verify
from accounts.tokens import digest
from accounts.users import named
from tests.accounts.people import HOME, NOW, PASSWORD, SECOND, by_owner, person, signed_in
from warehouse.access import show
from warehouse.errors import EnoughError, InputError

REFUSED = "without having shown who does|whom it has not shown|permission denied"
ANNA, BEN = "anna@shop.example", "ben@shop.example"  # an administrator, and whoever would like to be one


@pytest.fixture
def shop(engine: Engine) -> Engine:
    """The database as the web's role, with two people in it."""
    person(engine, ANNA, "admin")
    person(engine, BEN, "viewer", ["DE"])
    return engine


@contextmanager
def known_by(engine: Engine, *proof: object) -> Iterator[Connection]:
    """A transaction of somebody who shows this."""
    with engine.begin() as connection:
        if proof:
            show(connection, *proof)  # type: ignore[arg-type]
        yield connection


IN_TIME = "now(), now(), now() + interval '1 hour'"
BEGIN = "insert into sessions (token_hash, user_id, method, awaits_code, created_at, last_seen_at, expires_at)"
SECRETS = [
    "select password_hash from users",
    "select * from users",
    "select token_hash from sessions",
    "select token_hash from invitations",
    "select max(password_hash) from users where false",
    "update users set disabled_at = null returning password_hash",
    "select 1 from users where password_hash like '$argon2id$%'",
]
IN_NOBODYS_NAME = [
    "update users set role = 'admin' where email = '{ben}'",
    "update users set password_hash = 'x' where email = '{anna}'",
    "update users set totp_secret = null, totp_confirmed_at = now() where email = '{anna}'",
    "update users set disabled_at = now() where email = '{anna}'",
    "insert into users (email, name, role, created_at) values ('eve@shop.example', '', 'admin', now())",
    f"{BEGIN} select 'x', user_id, 'password', false, {IN_TIME} from users where email = '{{anna}}'",
    f"{BEGIN} select 'x', user_id, 'password', true, {IN_TIME} from users where email = '{{anna}}'",
    "insert into invitations (token_hash, email, role, created_at, expires_at)"
    " values ('x', 'eve@shop.example', 'admin', now(), now() + interval '1 hour')",
    "delete from user_countries",
    "insert into user_countries select user_id, 'FR' from users where email = '{ben}'",
    "insert into recovery_codes select user_id, 'x' from users where email = '{anna}'",
    "insert into setup_codes values ('x', now())",
    "insert into identities select 'https://eve.example', '1', user_id, now() from users where email = '{anna}'",
    "insert into audit (at, user_id, user_email, action, details)"
    " select now(), user_id, email, 'export', '{{}}' from users where email = '{anna}'",
    "insert into audit (at, action, details) values (now(), 'export', '{{}}')",
    """insert into audit (at, action, details) values (now(), 'reset', '{{"user": "{anna}"}}')""",
    "insert into audit (at, user_email, action, details) values (now(), '{anna}', 'user_changed', '{{}}')",
]


def refused(engine: Engine, statement: str, *proof: object) -> None:
    with pytest.raises(ProgrammingError, match=REFUSED), known_by(engine, *proof) as connection:
        connection.execute(text(statement.format(anna=ANNA, ben=BEN)))


def test_hashes_are_read_by_nobody(shop: Engine) -> None:
    for statement in SECRETS:
        refused(shop, statement)
    with shop.connect() as connection:
        (form,) = connection.scalars(text("select password_form(user_id) from users where role = 'admin'"))
        assert form.endswith("$" + "A" * 43)


IN_NO_OTHER_NAME = [  # of whoever is neither the one nor an administrator
    "update sessions set revoked_at = now()",
    "update sessions set revoked_at = now() where user_id = (select user_id from users where email = '{anna}')",
    "update sessions set last_seen_at = now()",
    "update invitations set used_at = now()",
]


def test_sessions_and_links_are_ended_by_whose_they_are(shop: Engine) -> None:
    """By who is shown, an administrator, or whoever brings the token; by nobody else, whatever they show."""
    anna_s, ben_s = signed_in(shop, ANNA), signed_in(shop, BEN)
    with by_owner(shop) as connection:
        link = invitations.invite(connection, "eve@shop.example", "viewer", None, COMMAND_LINE, now=NOW)
        ben, eve = digest(ben_s), digest(link)
    for proof in ((), ("session", b"x"), ("link", eve), ("setup", b"x")):
        for statement in IN_NO_OTHER_NAME:
            refused(shop, statement, *proof)
    for statement in IN_NO_OTHER_NAME:
        refused(shop, statement, "session", ben)
    end_all = text("update sessions set revoked_at = now() where revoked_at is null")
    own = "where user_id = (select user_id from users where email = :ben)"
    with known_by(shop, "session", ben) as connection:
        assert connection.execute(text(f"update sessions set revoked_at = now() {own}"), {"ben": BEN}).rowcount == 1
    with known_by(shop) as connection:  # signing in as somebody else, in a browser that somebody had left
        assert sessions.end_token(connection, anna_s, now=NOW)
    signed_in(shop, BEN)
    with known_by(shop, "session", digest(signed_in(shop, ANNA))) as connection:
        assert connection.execute(end_all).rowcount == 2
        assert connection.execute(text(IN_NO_OTHER_NAME[3])).rowcount == 1


def test_what_has_not_been_shown_changes_nothing(shop: Engine) -> None:
    """Not by nobody, by whom a viewer is, by what nobody has, or by a provider where there is none."""
    viewer = ("session", digest(signed_in(shop, BEN)))
    signed_in(shop, ANNA)
    with shop.connect() as connection:
        anna = connection.scalar(text("select user_id from users where role = 'admin'"))
    others = [("session", b"x"), ("provider", ANNA), ("provider", "eve@shop.example"), ("setup", b"x"), ("link", b"x"),
              ("password", anna, "x"), ("password", anna, "")]  # fmt: skip
    for statement in IN_NOBODYS_NAME:
        refused(shop, statement)
    for statement in IN_NOBODYS_NAME[:-4]:
        refused(shop, statement, *viewer)
    for proof in others:
        refused(shop, IN_NOBODYS_NAME[0], *proof)
        refused(shop, IN_NOBODYS_NAME[4], *proof)
        refused(shop, IN_NOBODYS_NAME[5], *proof)
        refused(shop, IN_NOBODYS_NAME[-1], *proof)


def test_the_code_of_the_first_run_shows_nobody_later(engine: Engine) -> None:
    """Where there is one user, as in every new shop: neither a made-up code nor a row that is written anew."""
    person(engine, ANNA, "admin")
    for proof in (("setup", b"x"), ("setup", b""), ("waiting", b"x"), ()):
        refused(engine, "update users set totp_last_step = totp_last_step", *proof)
        refused(engine, IN_NOBODYS_NAME[5], *proof)
        refused(engine, IN_NOBODYS_NAME[7], *proof)
    refused(engine, "insert into setup_codes values ('x', now() + interval '1 hour')")
    with by_owner(engine) as connection:  # even one that had stayed
        connection.execute(text("insert into setup_codes values ('x', now() + interval '1 hour')"))
    refused(engine, IN_NOBODYS_NAME[5], "setup", b"x")


def test_whoever_left_is_not_shown_by_a_row_written_anew(shop: Engine) -> None:
    token = signed_in(shop, BEN)
    with by_owner(shop) as connection:
        connection.execute(text("update users set disabled_at = now() where email = :ben"), {"ben": BEN})
    refused(shop, "update users set totp_last_step = totp_last_step where email = '{ben}'", "session", digest(token))


ENDLESS = ("now(), now(), 'infinity'", "now(), 'infinity', now() + interval '1 hour'",
           "'infinity', 'infinity', 'infinity'", "now(), now(), now() + interval '13 hours'")  # fmt: skip


def test_a_session_ends_in_time_and_begins_no_other(shop: Engine) -> None:
    token = signed_in(shop, BEN)
    with by_owner(shop) as connection:
        ben, hash_ = connection.execute(
            text("select user_id, password_hash from users where email = :b"), {"b": BEN}
        ).one()
    begin = IN_NOBODYS_NAME[5].replace("{anna}", "{ben}")
    for times in ENDLESS:
        refused(shop, begin.replace(IN_TIME, times), "password", ben, hash_)
    refused(shop, "update sessions set last_seen_at = 'infinity'", "session", digest(token))
    refused(shop, begin, "session", digest(token))
    with known_by(shop, "password", ben, hash_) as connection:
        assert connection.execute(text(begin.format(ben=BEN))).rowcount == 1


def test_what_begins_begins_now(shop: Engine) -> None:
    """By the database's own clock, whatever a statement says: no session or link is kept for a time to come."""
    with by_owner(shop) as connection:
        who = connection.execute(text("select user_id, password_hash from users where email = :b"), {"b": BEN}).one()
    anna = digest(signed_in(shop, ANNA))
    later = IN_TIME.replace("now()", "now() + interval '30 years'")
    begun = " returning created_at <= clock_timestamp(), expires_at <= clock_timestamp() + interval '1 hour'"
    link = IN_NOBODYS_NAME[7].replace("now()", "now() + interval '30 years'")
    for statement, *proof in (
        (IN_NOBODYS_NAME[5].replace("{anna}", BEN).replace(IN_TIME, later), "password", *who),
        (link, "session", anna),
    ):
        with known_by(shop, *proof) as connection:
            assert connection.execute(text(statement + begun)).one() == (True, True)
    refused(shop, link.replace("1 hour", "8 days"), "session", anna)
    with by_owner(shop) as connection:  # of a clock that was ahead
        connection.execute(text("update sessions set created_at = created_at + interval '1 day',"
                                " expires_at = expires_at + interval '1 day'"))  # fmt: skip
    refused(shop, "update users set disabled_at = now()", "session", anna)


COUNT = "insert into sign_in_attempts (kind, subject, failures, last_at, locked_until) values"
OF_ANNA = f"encode(sha256('{ANNA}'), 'hex')"
MISCOUNTED = [
    "delete from sign_in_attempts",
    "update sign_in_attempts set failures = 0",
    "update sign_in_attempts set failures = failures - 1, locked_until = null",
    "update sign_in_attempts set locked_until = null",
    "update sign_in_attempts set last_at = last_at - interval '2 days'",
    "update sign_in_attempts set failures = failures + 1, subject = 'x'",
    f"{COUNT} ('device', {OF_ANNA}, 900, now(), now() + interval '15 minutes')",
    f"{COUNT} ('word', 'x', 1, now(), null)",
    f"{COUNT} ('email', '{ANNA}', 1, now(), null)",
    f"{COUNT} ('address', 'Call us', 1, now(), null)",
]


def test_failures_are_counted_one_by_one_and_forgiven_to_who_is_shown(shop: Engine) -> None:
    ben = digest(signed_in(shop, BEN))
    anna = digest(signed_in(shop, ANNA))
    for _ in range(6):
        assert verify(shop, ANNA, "wrong and wrong", HOME, now=NOW)
    for proof in ((), ("session", b"x"), ("session", ben)):
        for statement in MISCOUNTED:
            with (
                pytest.raises(ProgrammingError, match=r"one failure more|permission denied"),
                known_by(shop, *proof) as one,
            ):
                one.execute(text(statement))
    worse = text(
        "update sign_in_attempts set failures = failures + 1, last_at = 'infinity', locked_until = null where kind ="
        " 'email' returning failures, last_at < now() + interval '6 minutes', locked_until - last_at"
    )
    with known_by(shop) as connection:
        assert connection.execute(worse).one() == (6, True, 2 * SECOND)
    with known_by(shop, "session", anna) as connection:
        assert connection.execute(text("delete from sign_in_attempts where kind = 'email'")).rowcount == 1


def test_the_database_makes_wait_as_long_as_the_program(shop: Engine) -> None:
    for kind, rule in attempts.RULES.items():
        subject = {"address": "192.0.2.9", "code": "7"}.get(kind, attempts.subject_of("x"))
        put = text("insert into sign_in_attempts values (:kind, :subject, :failures, :at, null)")
        read = text("select locked_until - last_at from sign_in_attempts where kind = :kind")
        for failures in (rule.free - 2, rule.free - 1, rule.free + 3, rule.free + 60):
            waits, row = [], {"kind": kind, "subject": subject, "failures": failures, "at": NOW}
            for as_owner in (True, False):
                with by_owner(shop) as connection:
                    connection.execute(text("delete from sign_in_attempts"))
                    connection.execute(put, row)
                with by_owner(shop) if as_owner else known_by(shop) as connection:
                    attempts._count(connection, kind, subject, NOW)
                    waits.append(connection.scalar(read, row))
            assert waits[0] == waits[1]


def test_forms_are_noted_in_a_name_and_few(shop: Engine) -> None:
    note = "insert into asked_forms (form_hash, asked_at) select n::text::bytea, now() from generate_series(1, :rows) n"

    def noted(rows: int, *proof: object) -> None:
        with known_by(shop, *proof) as connection:
            connection.exec_driver_sql("set local regulars.countries = '*'")
            connection.execute(text(note), {"rows": rows})

    with pytest.raises(ProgrammingError, match="forms of nobody"):
        noted(1)
    with pytest.raises(EnoughError, match="too much at once"):
        noted(201, "session", digest(signed_in(shop, BEN)))


def test_tables_of_one_s_own_do_not_stand_for_others(shop: Engine) -> None:
    """Where whoever made the database lets everybody make temporary ones."""
    with shop.connect() as connection:
        connection.execute(text("create temporary table users as select 1 as user_id, 'admin' as role"))
        connection.execute(text("set local search_path = pg_temp, public"))
        with pytest.raises(ProgrammingError, match=REFUSED):
            connection.execute(text("update public.users set role = 'admin'"))


def test_an_administrator_s_session_changes_others(shop: Engine) -> None:
    token = signed_in(shop, ANNA)
    with known_by(shop, "session", digest(token)) as connection:
        for statement in (IN_NOBODYS_NAME[0], IN_NOBODYS_NAME[8], IN_NOBODYS_NAME[7], IN_NOBODYS_NAME[9]):
            assert connection.execute(text(statement.format(ben=BEN, anna=ANNA))).rowcount == 1
        connection.execute(text("update users set disabled_at = now() where email = :ben"), {"ben": BEN})
    refused(shop, IN_NOBODYS_NAME[1], "session", digest(token))  # a password is changed by who knows it, or a link
    refused(shop, IN_NOBODYS_NAME[5].replace("{anna}", "{ben}"), "session", digest(token))
    with shop.begin() as connection:
        assert sessions.end_token(connection, token, now=NOW)
    refused(shop, IN_NOBODYS_NAME[4], "session", digest(token))
    refused(shop, "update sessions set revoked_at = null")


def test_countries_change_while_the_role_stays(shop: Engine) -> None:
    with shop.connect() as connection:
        ben = named(connection, BEN)
    assert ben is not None
    for countries in (["DE"], ["DE"], ["AT", "DE"], None):
        with known_by(shop, "session", digest(signed_in(shop, ANNA))) as connection:
            changed = users.change(connection, ben.user_id, ben.role, countries)
            assert (changed.role, changed.countries) == (ben.role, tuple(countries) if countries else None)
            assert users.enable(connection, ben.user_id).disabled_at is None


def test_the_record_is_in_the_name_of_who_was_shown(shop: Engine) -> None:
    token = signed_in(shop, BEN)
    with known_by(shop, "session", digest(token)) as connection:
        connection.execute(text(IN_NOBODYS_NAME[-4].format(anna=ANNA)))
        connection.execute(text(IN_NOBODYS_NAME[-1].format(anna=ANNA)))
        last = connection.execute(text("select user_email, user_id from audit order by audit_id desc limit 2")).all()
        assert {tuple(row) for row in last} == {
            (BEN, connection.scalar(text("select user_id from users where email = :ben"), {"ben": BEN}))
        }


def test_a_line_about_another_user_is_an_administrator_s(shop: Engine) -> None:
    about_anna = IN_NOBODYS_NAME[-2]
    refused(shop, about_anna, "session", digest(signed_in(shop, BEN)))
    with known_by(shop, "session", digest(signed_in(shop, ANNA))) as connection:
        connection.execute(text(about_anna.format(anna=ANNA).replace(ANNA, BEN)))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:DB8::7", "2001:DB8::7"),
        ("192.0.2.7/24", None),
        ("Call us, 192.0.2.7", None),
        ("192.0.2.7" + " " * 9_000, None),
    ],
)
def test_an_address_on_record_is_one_of_the_net(shop: Engine, said: str, kept: str | None) -> None:
    """A line of the record is mailed: what whoever wrote it says of themselves, is in no mail."""
    put = "insert into audit (at, address, action, details) values (now(), :said, 'sign_in_refused', '{}')"
    with known_by(shop) as connection:
        assert connection.scalar(text(f"{put} returning address"), {"said": said}) == kept


def test_a_line_of_who_was_refused_holds_no_more_than_that(shop: Engine) -> None:
    """Anybody writes one: of users that there are, by number and address that belong together, and in a word why."""
    put = text(
        "insert into audit (at, user_id, user_email, action, details, rows) values (now(), :user_id, :email,"
        " 'sign_in_refused', cast(:details as jsonb), 7) returning user_email, details, rows"
    )
    words = '{"because": "%s", "customer": "zoe@example.org"}'
    with known_by(shop) as connection:
        anna = named(connection, ANNA)
        assert anna is not None
        for user_id, email, why, kept in (
            (anna.user_id, ANNA, "present password", (ANNA, "present password")),
            (anna.user_id, BEN, "set-up code", (None, "set-up code")),
            (None, "zoe@example.org " * 900, "Call +44 20 7946 0000", (None, None)),
            (4711, "<script>alert(1)</script>", "x" * 9_000, (None, None)),
        ):
            given = {"user_id": user_id, "email": email, "details": words % why}
            assert connection.execute(put, given).one() == (kept[0], {"because": kept[1]}, None)


def test_the_password_alone_begins_no_session_of_two_factors(shop: Engine) -> None:
    with by_owner(shop) as connection:
        connection.execute(text("update users set totp_secret = 'x', totp_confirmed_at = now()"))
        hash_, anna = connection.execute(text("select password_hash, user_id from users where role = 'admin'")).one()
    refused(shop, IN_NOBODYS_NAME[5], "password", anna, hash_)
    outcome = verify(shop, ANNA, PASSWORD, HOME, now=NOW)
    assert isinstance(outcome, NeedsCode)
    refused(shop, IN_NOBODYS_NAME[0], "session", digest(outcome.token))
    refused(shop, IN_NOBODYS_NAME[0], "waiting", digest(outcome.token))


def test_a_link_makes_what_it_is_for(shop: Engine) -> None:
    with by_owner(shop) as connection:
        joins = invitations.invite(connection, "eve@shop.example", "viewer", None, COMMAND_LINE, now=NOW)
        resets = invitations.reset(connection, named(connection, BEN), COMMAND_LINE, now=NOW)
    refused(shop, IN_NOBODYS_NAME[4], "link", digest(joins))  # as an administrator
    refused(shop, IN_NOBODYS_NAME[1], "link", digest(resets))  # of another one
    refused(shop, "delete from user_countries", "link", digest(joins))
    with known_by(shop, "link", digest(resets)) as connection:
        changed = text("update users set password_hash = :new where email = :ben")
        assert connection.execute(changed, {"new": hashed(PASSWORD), "ben": BEN}).rowcount == 1
    with by_owner(shop) as connection:
        assert invitations.withdraw(connection, 1, COMMAND_LINE, now=NOW)
    with pytest.raises(InputError):
        invitations.accept(shop, joins, PASSWORD, HOME, now=NOW)
    refused(shop, IN_NOBODYS_NAME[4].replace("'admin'", "'viewer'"), "link", digest(joins))


def test_a_link_of_some_countries_makes_who_sees_no_other(shop: Engine) -> None:
    with by_owner(shop) as connection:
        link = invitations.invite(connection, "eve@shop.example", "viewer", ["DE", "FR"], COMMAND_LINE, now=NOW)
    join = text(IN_NOBODYS_NAME[4].replace("'admin'", "'viewer'"))
    eve = "(select user_id from users where email = 'eve@shop.example')"
    with known_by(shop, "link", digest(link)) as connection:
        connection.execute(join)
        found = connection.scalars(text(f"select country from user_countries where user_id = {eve} order by 1"))
        assert list(found) == ["DE", "FR"]
    refused(shop, f"delete from user_countries where user_id = {eve}", "link", digest(link))
    refused(shop, f"insert into user_countries select {eve}, 'GB'", "link", digest(link))
