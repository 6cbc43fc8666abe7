"""The first administrator is made with the code of the server's output, once."""

import pytest
from sqlalchemy import Engine, func, select

from accounts.sign_in import Refused, SignedIn, first_run, look
from accounts.sign_in.first_run import WRONG
from accounts.tokens import code_of, digest_of_code
from accounts.users import User, is_anybody
from tests.accounts.people import HOME, HOUR, NOW, PASSWORD, SECOND, SECRET_KEY, pass_by, person, said
from warehouse.errors import InputError
from warehouse.schema import setup_codes

CHIEF = ("chief@shop.example", "Cleo Hart")


def begin(engine: Engine) -> str:
    code = first_run.begin(engine, now=NOW)
    assert code is not None
    return code


def create(engine: Engine, code: str, password: str = PASSWORD, hours: int = 0) -> SignedIn | Refused:
    return first_run.create_administrator(engine, code, *CHIEF, password, HOME, now=NOW + hours * HOUR)


def is_there(engine: Engine) -> bool:
    with engine.connect() as connection:
        return is_anybody(connection)


def test_the_code_makes_one_administrator(engine: Engine) -> None:
    code = begin(engine)
    outcome = create(engine, code.lower())
    assert isinstance(outcome, SignedIn)
    chief: User = outcome.user
    assert (chief.email, chief.name, chief.role, chief.countries) == (*CHIEF, "admin", None)
    assert look(engine, outcome.token, now=NOW) is not None
    assert create(engine, code) == Refused(WRONG)
    assert first_run.begin(engine, now=NOW) is None
    assert said(engine)[:2] == [("user_added", "chief@shop.example"), ("sign_in", "chief@shop.example")]


def test_codes_of_several_processes_are_worth_the_same(engine: Engine) -> None:
    """Without SECRET_KEY, of which they could make the same one."""
    first, second = begin(engine), begin(engine)
    assert first != second
    assert isinstance(create(engine, first), SignedIn)


def test_an_installation_has_one_code(engine: Engine) -> None:
    """In all processes with its key and at each start, kept as a hash and what tells nothing without the key; another
    one when it has half a day left, or the key is another one."""
    code, *same = (first_run.begin(engine, SECRET_KEY, now=NOW + hours * HOUR) for hours in (0, 0, 11))
    assert same == [code, code]
    with engine.connect() as connection:
        (kept,) = connection.execute(select(setup_codes.c.code_hash, setup_codes.c.salt)).all()
    assert code is not None
    assert bytes(kept.code_hash) == digest_of_code(code)
    assert code_of("another key", kept.salt, 5, 5) != code
    pass_by(engine, "setup_codes", ["expires_at"], 12 * HOUR)
    others = {first_run.begin(engine, key, now=NOW) for key in (SECRET_KEY, "another key", None)}
    assert len(others | {code}) == 4
    assert isinstance(create(engine, code), SignedIn)


@pytest.mark.parametrize(("code", "hours"), [("AAAAA-AAAAA-AAAAA-AAAAA-AAAAA", 0), ("", 0), ("\x00", 0), ("right", 24)])
def test_another_code_makes_nobody(engine: Engine, code: str, hours: int) -> None:
    right = begin(engine)
    assert create(engine, right if code == "right" else code, hours=hours) == Refused(WRONG)
    assert not is_there(engine)


def test_guessing_has_to_wait(engine: Engine) -> None:
    code = begin(engine)
    for _ in range(30):
        create(engine, "wrong")
    assert create(engine, code) == Refused("There were too many attempts; try again in 1 second.", SECOND)


def test_a_bad_password_leaves_the_code(engine: Engine) -> None:
    code = begin(engine)
    with pytest.raises(InputError, match="at least 12"):
        create(engine, code, "short")
    assert isinstance(create(engine, code), SignedIn)


def test_a_user_by_any_way_ends_it(engine: Engine) -> None:
    code = begin(engine)
    person(engine, role="admin")
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(setup_codes)).scalar_one() == 0
    assert create(engine, code) == Refused(WRONG)
