"""After a run of a schedule a real mail server and an https address hear of it, each thing once."""

import hashlib
import hmac
import json
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import Engine, text

from tests.accounts.people import person
from tests.worker.outside import HERE, Add, Run
from tests.worker.servers import Box, Certificates, Handler, Page, dripping
from warehouse import schedules
from warehouse.outward import OutwardSettings
from warehouse.settings import Settings
from worker.notices import telling, webhook

HEAD = "Order,Date,Customer,Qty,Price\n"
TO = {"emails": ["anna@shop.example", "ben@shop.example"]}


def day(number: int, rows: int = 10, head: str = HEAD) -> Page:
    lines = [
        f"{number}{row:02},2024-01-{number:02},c{number * row % 12}{',1,2.50' + ',x' * (head != HEAD)}"
        for row in range(rows)
    ]
    return Page((head + "\n".join(lines) + "\n").encode(), headers={"ETag": f'"{number}"'})


def mail(envelope: Any) -> EmailMessage:
    found = message_from_bytes(envelope.content, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


@pytest.fixture(autouse=True)
def _no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "WAITS", (0.0, 0.0))


def problem(engine: Engine, number: int) -> str | None:
    with engine.connect() as connection:
        found = schedules.get(connection, number)
    assert found is not None
    return found.tell_error


def test_a_summary_and_what_looks_wrong_come_by_mail_once(
    web: str, box: Box, mailing: Settings, add: Add, run: Run, engine: Engine
) -> None:
    shop = add(f"{web}/day.csv", tell=TO, fit=True)
    Handler.pages["/day.csv"] = day(1)
    run(shop, mailing)
    (sent,) = box.mails
    found = mail(sent)
    assert (sent.mail_from, sent.rcpt_tos) == ("regulars@shop.example", TO["emails"])
    assert found["Subject"] == "Regulars: Shop: 1 file: 10 rows stored"
    told = body(found, "plain")
    for line in ("Rows read: 10", "New customers: 10", "Sales: 25.00 GBP", "The segments are being worked out anew."):
        assert line in told
    assert "<table" in body(found, "html")
    assert "c3" not in told
    for number in (2, 3, 4):
        Handler.pages["/day.csv"] = day(number)
        run(shop, mailing)
    run(shop, mailing)  # nothing came
    assert len(box.mails) == 4
    Handler.pages["/day.csv"] = day(12, 4, HEAD.replace("\n", ",<b>Note</b>\n"))
    run(shop, mailing)
    found = mail(box.mails[-1])
    assert found["Subject"] == "Regulars: Shop: 1 file: 4 rows stored, 3 things to look at"
    assert [line for line in body(found, "plain").splitlines() if line.startswith("!")] == [
        "! day.csv has 4 rows, less than half of the 10 that are usual here.",
        "! day.csv has other columns than the file before: <b>Note</b> new.",
        "! day.csv begins on 12 January 2024, and 7 days before it have no sales.",
    ]
    assert "&lt;b&gt;Note" in body(found, "html")
    with engine.connect() as connection:
        kinds = connection.scalars(text("select kind from alerts order by alert_id")).all()
    assert (list(kinds), problem(engine, shop)) == (["rows", "columns", "gap"], None)
    person(engine, TO["emails"][0])
    with engine.begin() as connection:
        connection.execute(text("update users set language = 'de' where email = 'anna@shop.example'"))
    Handler.pages["/day.csv"] = day(28, 30)
    run(shop, mailing)
    english, german = sorted(box.mails[-2:], key=lambda one: one.rcpt_tos != TO["emails"][1:])
    assert (english.rcpt_tos, german.rcpt_tos) == (TO["emails"][1:], TO["emails"][:1])
    assert mail(english)["Subject"] == "Regulars: Shop: 1 file: 30 rows stored, 3 things to look at"
    assert mail(german)["Subject"] == "Regulars: Shop: 1 Datei: 30 Zeilen gespeichert, 3 Auffälligkeiten"
    told = body(mail(german), "plain")
    for line in ("Zeilen gelesen: 30", "Umsatz: 75,00 GBP", "! day.csv beginnt am 28. Januar 2024, und für 15 Tage"):
        assert line in told
    assert '<html lang="de">' in body(mail(german), "html")


def test_a_failure_is_told_when_it_is_news(web: str, box: Box, mailing: Settings, add: Add, run: Run) -> None:
    shop = add(f"{web}/day.csv", tell=TO)
    run(shop, mailing)
    run(shop, mailing)
    (sent,) = box.mails
    assert mail(sent)["Subject"] == "Regulars: Shop failed"
    assert "localhost has no such file (404)." in body(mail(sent), "plain")
    Handler.pages["/day.csv"] = day(1)
    run(shop, mailing)
    del Handler.pages["/day.csv"]
    run(shop, mailing)  # news again, after it went well
    assert [str(mail(one)["Subject"]) for one in box.mails] == [
        "Regulars: Shop failed",
        "Regulars: Shop: 1 file: 10 rows stored",
        "Regulars: Shop failed",
    ]


@pytest.mark.parametrize(
    ("change", "answer", "sentence"),
    [
        ({"password": "x"}, "250 OK", "The mail server localhost does not take the name or password."),
        ({"tls": "tls"}, "250 OK", "The mail server localhost shows no certificate that is trusted"),
        ({"port": 1}, "250 OK", "The mail server localhost cannot be reached."),
        ({"host": "127.0.0.1"}, "250 OK", "127.0.0.1 shows no certificate that is trusted"),
        ({}, "451 later", "The mail server localhost is busy (451)."),
        ({}, "554 no", "The mail server localhost refuses the mail (554)."),
        (None, "250 OK", "No mail can be sent: REGULARS_SMTP_HOST names no server."),
    ],
)
def test_a_mail_that_cannot_be_sent_is_said(
    change: dict[str, Any] | None, answer: str, sentence: str,
    web: str, box: Box, mailing: Settings, add: Add, run: Run, engine: Engine,
) -> None:  # fmt: skip
    assert mailing.outward.smtp is not None
    smtp = None if change is None else replace(mailing.outward.smtp, **change)
    box.answer = answer
    Handler.pages["/day.csv"] = day(1)
    shop = add(f"{web}/day.csv", tell=TO)
    settings = replace(mailing, outward=replace(mailing.outward, smtp=smtp))
    assert run(shop, settings).state == "done"  # the load is not to blame
    assert sentence in str(problem(engine, shop))
    assert box.mails == []


def test_a_webhook_is_signed_and_tried_again(
    web: str, outward_settings: Settings, add: Add, run: Run, engine: Engine
) -> None:
    Handler.pages |= {"/day.csv": day(1), "/hook": Page(status=503, headers={"X-Then": "204"})}
    sealed = {"webhook": "a secret", "webhook_address": f"{web}/hook"}
    shop = add(f"{web}/day.csv", sealed, tell={"webhook": f"{web}/…"})
    run(shop, outward_settings)
    told = [(headers, sent) for path, headers, sent in Handler.asked if path == "/hook"]
    assert (len(told), problem(engine, shop)) == (2, None)
    headers, sent = told[-1]
    said = json.loads(sent)
    assert (said["event"], said["schedule"], said["facts"]["Rows stored"]) == ("run", "Shop", "10")
    seconds, signed = headers["regulars-signature"].removeprefix("t=").split(",v1=")
    run(shop, replace(outward_settings, secret_key="another"))
    Handler.pages["/day.csv"] = day(2)
    run(shop, replace(outward_settings, secret_key="another"))
    assert problem(engine, shop) == telling.UNOPENED
    assert signed == hmac.new(b"a secret", f"{seconds}.".encode() + sent, hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    ("status", "networks", "sentence"),
    [
        (404, HERE.networks, "answers 404."),
        (302, HERE.networks, "answers 302."),
        (500, HERE.networks, "answers 500."),
        (200, (), "localhost is in a private network"),
    ],
)
def test_a_webhook_that_does_not_hear_is_said(
    status: int, networks: Any, sentence: str, web: str, outward_settings: Settings, add: Add, run: Run, engine: Engine
) -> None:
    Handler.pages |= {"/hook": Page(status=status, headers={"Location": f"{web}/elsewhere"})}
    shop = add("inbox:none", {"webhook": "a secret"}, tell={"webhook": f"{web}/hook"})
    run(shop, replace(outward_settings, outward=OutwardSettings(networks)))
    assert sentence in str(problem(engine, shop))
    assert not [path for path, *_ in Handler.asked if path == "/elsewhere"]


@pytest.mark.parametrize(
    ("first", "sentence"), [(b"HTTP/1.0 200 OK\r\nX-Slow: ", "does not answer."), (b"HTTP/1.0 200 OK\r\n\r\n", None)]
)
def test_a_webhook_that_answers_without_end_is_not_waited_for(
    first: bytes, sentence: str | None, web: str, certificates_here: Certificates, add: Add, run: Run, engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(webhook, "PATIENCE", 0.7)
    with dripping(first, b"x", 0.05, certificates_here) as port:
        shop = add("inbox:none", {"webhook": "a secret"}, tell={"webhook": f"https://localhost:{port}/hook"})
        run(shop)
    told = problem(engine, shop)
    assert told is None if sentence is None else sentence in str(told)
