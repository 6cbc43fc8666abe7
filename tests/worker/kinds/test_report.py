"""A view by mail: the report and its key figures, by a real mail server."""

import io
import json
import os
import re
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from PIL import Image
from sqlalchemy import Engine, text

from accounts.kept import boards, cards
from dashboard.report.board import OF_CUSTOMERS
from scripts.ensure_chromium import find_chromium
from tests.accounts.people import person
from tests.databases import libpq_url
from tests.programs import PROGRAMS
from tests.worker.notices.conftest import mail_server, outward_settings
from tests.worker.outside import HERE, SECRET_KEY, Add, add, certificates_here, https_server, web
from tests.worker.servers import PASSWORD, USER, Box, Handler, Page
from warehouse import schedules
from warehouse.errors import InputError
from warehouse.outward import Smtp
from warehouse.settings import Settings
from wording.languages import say, speaking
from worker.kinds import report
from worker.work import Work

__all__ = ["add", "certificates_here", "https_server", "mail_server", "outward_settings", "web"]
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


@pytest.fixture
def forked(mailing: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The same; the command is forked from a process that has imported what it takes, and not started anew."""

    def run(command: list[str], **_: Any) -> "subprocess.CompletedProcess[bytes]":
        done = PROGRAMS.run(command[2:], dict(os.environ), report.SECONDS)
        return subprocess.CompletedProcess(command, done.returncode, done.stdout.encode(), done.stderr.encode())

    here = SimpleNamespace(run=run, DEVNULL=subprocess.DEVNULL, TimeoutExpired=subprocess.TimeoutExpired)
    monkeypatch.setattr(report, "subprocess", here)
    return mailing


def work(engine: Engine, settings: Settings, to: list[str], owner: str | None = None, **arguments: Any) -> Work:
    with engine.begin() as connection:
        tell = {"emails": to} if to else {}
        number = schedules.add(connection, "Germany", "report", arguments, owner=owner, tell=tell)
    return Work(engine, settings, arguments, job_id=number, schedule_id=number)


@pytest.mark.store("sample_store")
def test_the_report_of_a_view_comes_by_mail_once(
    engine: Engine, mailing: Settings, box: Box, certificates_here: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates_here.authority))
    person(engine, TO[0], "marketer")  # where there are accounts it is made with the rights of its owner
    made = report.run(work(engine, mailing, TO, TO[0], view="?country=DE&compare=none", last=3))
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
    report_file, workbook = message.iter_attachments()
    content = report_file.get_content()
    ending = "pdf" if find_chromium() else "html"
    assert report_file.get_filename() == f"regulars-report.{ending}"
    assert (content[:4] == b"%PDF") if ending == "pdf" else ("Germany" in content)
    figures, *charts, about = openpyxl.load_workbook(io.BytesIO(workbook.get_content())).worksheets
    assert [figures.cell(row, 1).value for row in (1, 4)] == ["Key figure", "Net sales"]
    assert f"{round(figures.cell(4, 2).value):,}" == net
    assert {"Sales by month", "Sales by country"} <= {one.title for one in charts}
    assert about.cell(1, 2).value == made.result["of"]
    assert bool(picture_in(message)) == bool(find_chromium())
    again = replace(work(engine, mailing, TO), before=made.result)  # a worker that died before it could say so
    assert report.run(again).result == made.result
    assert len(box.mails) == 1


def picture_in(message: EmailMessage) -> bytes:
    """The picture that the letter shows, b"" without one; nothing in it is fetched from elsewhere."""
    page = message.get_body(("related", "html"))
    assert isinstance(page, EmailMessage)
    if page.get_content_type() != "multipart/related":
        return b""
    letter, picture = page.iter_parts()
    assert re.findall('src="([^"]+)"', str(letter.get_content())) == [f"cid:{picture['Content-ID'].strip('<>')}"]
    found: bytes = picture.get_content()
    assert found.startswith(b"\x89PNG")
    return found


def board_of(engine: Engine, *put: tuple[str, str]) -> int:
    """A board of cards."""
    now = datetime.now(UTC)
    with engine.begin() as connection:
        number = boards.make(connection, "Mondays", None, now=now)
        for card, address in put:
            cards.put(connection, number, None, card, address, is_wide=True, height=200, now=now)
    return number


@pytest.mark.store("sample_store")
def test_a_threshold_is_told_of_once_until_it_has_come_back(
    engine: Engine, forked: Settings, box: Box, web: str, add: Add
) -> None:
    Handler.pages["/hook"] = Page()
    board = board_of(engine, *CARDS)
    number = add("inbox:none", {"webhook": "a secret"}, tell={"emails": TO, "webhook": f"{web}/hook"})
    settings = replace(forked, secret_key=SECRET_KEY, language="de")  # a webhook is told in English all the same

    def look(when: str, value: float) -> str:
        only = {"figure": "orders", "when": when, "value": value}
        arguments = {"board": board, "view": "?country=DE&compare=none", "last": 3, "only": only}
        found = report.run(Work(engine, settings, arguments, job_id=number, schedule_id=number))
        return str(found.result["said"])

    said = look("above", 0.5)
    assert re.fullmatch(r"Gesendet: Bestellungen: \d+ im Zeitraum .+, über 0,5\.", said)
    (sent,) = box.mails
    message = message_from_bytes(sent.content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    body = str(message.get_body(("plain",)).get_content()).replace("\r\n", "\n")
    assert f"! {said.removeprefix('Gesendet: ')}" in body
    assert re.search("Überblick: Umsatz nach Monat: .+\n\nDas Board ist angehängt, als Datei zum Drucken", body)
    with speaking("de"):
        of_customers = say(OF_CUSTOMERS)
    files = {one.get_filename(): one.get_content() for one in message.iter_attachments()}
    sheets = openpyxl.load_workbook(io.BytesIO(files["regulars-board.xlsx"])).worksheets
    assert [one.title for one in sheets] == ["Überblick  Umsatz nach Monat", "Erläuterung"]
    assert [(row[0].value, row[1].value) for row in sheets[1].iter_rows(min_row=3)][-1:] == [
        (scatter := "Segmente: Letzte Bestellung und Umsatz der Kunden", f"{scatter}. {of_customers}")
    ]
    if find_chromium():
        assert files["regulars-board.pdf"].startswith(b"%PDF")
        assert is_drawn(picture_in(message))
    hooks = [json.loads(asked[-1]) for asked in Handler.asked if asked[0] == "/hook"]
    (told,) = hooks[0]["alerts"]
    assert re.fullmatch(r"Orders were \d+ in .+, above 0.5\.", told)
    assert look("above", 0.5).startswith("Nicht noch einmal gesendet, es ist schon gemeldet: Bestellungen: ")
    assert look("above", 1_000_000).startswith("Nicht gesendet: Bestellungen: ")
    assert len(box.mails) == 1
    with engine.connect() as connection:
        one = schedules.get(connection, number)
    assert one is not None
    assert one.crossed_at is None  # the next time it is crossed it is told again


CARDS = (
    ("overview-figures", "/?compare=none"),
    ("overview-trend", "/?country=DE"),
    ("segments-scatter", "/segments"),
)


def is_drawn(picture: bytes) -> bool:
    """Whether the bars of a chart are in a picture, and more than they."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    accent = sum(number for number, colour in image.getcolors(1 << 24) or () if colour == (91, 91, 214))
    return image.height > 600 and accent > 5_000


SALES = """
    select to_char(sum(quantity * unit_price), 'FM999,999') from transactions
    where country = 'DE' and kind in ('sale', 'return')
    and invoiced_at >= (select date_trunc('month', max(invoiced_at)) - interval '2 months' from transactions)"""


@pytest.mark.store("sample_store")
def test_what_cannot_be_made_is_said_in_a_sentence(engine: Engine, forked: Settings, box: Box) -> None:
    with pytest.raises(InputError, match=r"There is no segmentation “k-means”\. Did you mean"):
        report.run(work(engine, forked, TO, view="?segmentation=k-means"))
    with pytest.raises(InputError, match=report.NOBODY):
        report.run(work(engine, forked, [], view=""))
    assert box.mails == []
