"""Users hear by mail what was changed in their accounts, each thing once, from a real mail server."""

from email import message_from_bytes, policy

import pytest
from sqlalchemy import Engine, text

from accounts import audit
from tests.accounts.people import person
from tests.worker.conftest import ME
from tests.worker.servers import Box
from warehouse.jobs import Job
from warehouse.settings import Settings
from worker import clock, queue
from worker.child import execute
from worker.kinds import KINDS
from worker.notices import accounts, telling

ANNA, BEN = "anna@shop.example", "ben@shop.example"
LINE = (
    "insert into audit (at, user_email, address, action, details)"
    " values (now() - interval '{ago}', '{by}', '192.0.2.7', '{action}', '{{\"user\": \"{whose}\"}}')"
)


@pytest.fixture(autouse=True)
def _no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "WAITS", (0.0,))


@pytest.fixture
def shop(engine: Engine) -> Engine:
    """Two users, one disabled, and what was changed: of late, long ago, just now, by nobody, and nothing to tell."""
    person(engine, ANNA)
    person(engine, BEN)
    with engine.begin() as connection:
        connection.execute(text(f"update users set disabled_at = now() where email = '{BEN}'"))
        unsigned = LINE.format(ago="1 minute", by="", action="reset", whose=ANNA).replace("''", "null")
        connection.execute(text(unsigned))
        for ago, by, action, whose in (
            ("2 days", ANNA, "password", ANNA),
            ("1 minute", ANNA, "second_factor_off", ANNA),
            ("1 minute", BEN, "reset", ANNA),
            ("1 minute", ANNA, "password", BEN),
            ("1 minute", ANNA, "export", ANNA),
            ("0 seconds", ANNA, "recovery_codes", ANNA),
        ):
            connection.execute(text(LINE.format(ago=ago, by=by, action=action, whose=whose)))
    return engine


def work(engine: Engine, settings: Settings) -> list[Job]:
    """Let the clock ask, and do what it asked for; without the tidying."""
    with engine.begin() as connection:
        clock.tick(connection)
    done = []
    while True:
        with engine.begin() as connection:
            job = queue.claim(connection, ME, tuple(KINDS))
        if job is None:
            return [one for one in done if one.kind == "notify"]
        execute(engine, settings, job, ME)
        done.append(job)


def test_what_was_changed_is_told_once(shop: Engine, box: Box, mailing: Settings) -> None:
    assert len(work(shop, mailing)) == 1
    mails = [message_from_bytes(one.content, policy=policy.default) for one in box.mails]
    assert [(one["To"], one["Subject"]) for one in mails] == [
        (ANNA, "Regulars: the second factor of your account was switched off"),
        (ANNA, "Regulars: a link to choose a new password of your account was made"),
    ]
    body = mails[1].get_body(("plain",)).get_content().replace("\r", "")  # type: ignore[attr-defined]
    assert f"By: {BEN}\nFrom: 192.0.2.7" in body
    assert "choose a new password, and tell whoever looks after Regulars at once" in body
    assert "the address of a user of Regulars" in body
    assert work(shop, mailing) == []
    assert len(box.mails) == 2
    with shop.begin() as connection:  # who has chosen a language is told in it
        connection.execute(text(f"update users set language = 'de' where email = '{ANNA}'"))
        connection.execute(text(LINE.format(ago="1 minute", by=BEN, action="user_changed", whose=ANNA)))
    assert len(work(shop, mailing)) == 1
    mail = message_from_bytes(box.mails[-1].content, policy=policy.default)
    assert mail["Subject"] == "Regulars: Ihre Rolle oder Ihre Länder wurden geändert"
    german = mail.get_body(("plain",)).get_content()  # type: ignore[attr-defined]
    assert (f"Durch: {BEN}" in german, "die Adresse eines Nutzers von Regulars" in german) == (True, True)


def test_without_a_mail_server_nothing_is_told_later_either(shop: Engine, box: Box, outward_settings: Settings) -> None:
    assert [one.kind for one in work(shop, outward_settings)] == ["notify"]
    assert work(shop, outward_settings) == []
    assert box.mails == []


def test_a_mail_that_is_not_taken_is_said(shop: Engine, box: Box, mailing: Settings) -> None:
    box.answer = "550 No such user"
    work(shop, mailing)
    with shop.connect() as connection:
        error = connection.scalar(text("select error from jobs where kind = 'notify'"))
    assert "takes no mail for anna@shop.example" in str(error) or "refuses the mail" in str(error)


def test_all_that_is_told_has_words() -> None:
    assert set(accounts.WORDS) == set(audit.TOLD) <= set(audit.ACTIONS)
