"""A view by mail: the report and its key figures, by a real mail server."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import Engine, text

from scripts.ensure_chromium import find_chromium
from tests.databases import libpq_url
from tests.worker.notices.conftest import mail_server, outward_settings
from tests.worker.outside import HERE, certificates_here
from tests.worker.servers import PASSWORD, USER, Box
from warehouse import schedules
from warehouse.errors import InputError
from warehouse.outward import Smtp
from warehouse.settings import Settings
from worker.kinds import report
from worker.work import Work

__all__ = ["certificates_here", "mail_server", "outward_settings"]
TO = ["anna@shop.example", "ben@shop.example"]


@pytest.fixture
def box(mail_server: tuple[int, Box]) -> Box:
    mail_server[1].mails.clear()
    mail_server[1].answer = "250 OK"
    return mail_server[1]


@pytest.fixture
def mailing(
    outward_settings: Settings, mail_server: tuple[int, Box], database_url: str, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    """Settings with the mail server; the command that makes the report reads its own."""
    monkeypatch.setenv("DATABASE_URL", libpq_url(database_url))
    monkeypatch.setenv("REGULARS_HOME", str(outward_settings.home))
    smtp = Smtp("localhost", mail_server[0], "starttls", "regulars@shop.example", USER, PASSWORD)
    return replace(outward_settings, outward=replace(HERE, smtp=smtp))


def work(engine: Engine, settings: Settings, to: list[str], **arguments: Any) -> Work:
    with engine.begin() as connection:
        tell = {"emails": to} if to else {}
        number = schedules.add(connection, "Germany", "report", arguments, tell=tell)
    return Work(engine, settings, arguments, job_id=number, schedule_id=number)


@pytest.mark.store("sample_store")
def test_the_report_of_a_view_comes_by_mail_once(
    engine: Engine, mailing: Settings, box: Box, certificates_here: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates_here.authority))
    made = report.run(work(engine, mailing, TO, view="?country=DE&compare=none", last=3))
    (sent,) = box.mails
    assert (sent.mail_from, sent.rcpt_tos) == ("regulars@shop.example", TO)
    message = message_from_bytes(sent.content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert message["Subject"] == f"Regulars: {made.result['of']}"
    assert made.result["of"].startswith("Germany · ")
    body = message.get_body(("plain",))
    assert body is not None
    with engine.connect() as connection:
        net = connection.scalar(text(SALES))
    told = str(body.get_content())
    assert f"Net sales: £{net}" in told
    assert "the schedule Germany names this address" in told
    (attached,) = message.iter_attachments()
    content = attached.get_content()
    ending = "pdf" if find_chromium() else "html"
    assert attached.get_filename() == f"regulars-report.{ending}"
    assert (content[:4] == b"%PDF") if ending == "pdf" else ("Germany" in content)
    again = replace(work(engine, mailing, TO), before=made.result)  # a worker that died before it could say so
    assert report.run(again).result == made.result
    assert len(box.mails) == 1


SALES = """
    select to_char(sum(quantity * unit_price), 'FM999,999') from transactions
    where country = 'DE' and kind in ('sale', 'return')
    and invoiced_at >= (select date_trunc('month', max(invoiced_at)) - interval '2 months' from transactions)"""


@pytest.mark.store("sample_store")
def test_what_cannot_be_made_is_said_in_a_sentence(engine: Engine, mailing: Settings, box: Box) -> None:
    with pytest.raises(InputError, match=r"There is no segmentation “k-means”\. Did you mean"):
        report.run(work(engine, mailing, TO, view="?segmentation=k-means"))
    with pytest.raises(InputError, match=report.NOBODY):
        report.run(work(engine, mailing, [], view=""))
    assert box.mails == []
