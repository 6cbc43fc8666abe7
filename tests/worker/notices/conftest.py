from dataclasses import replace

import pytest

from tests.worker.outside import (
    HERE,
    add,
    certificates_here,
    https_server,
    mail_server,
    outward_settings,
    run,
    web,
)
from tests.worker.servers import PASSWORD, USER, Box, Certificates
from warehouse.outward import Smtp
from warehouse.settings import Settings

__all__ = ["add", "certificates_here", "https_server", "mail_server", "outward_settings", "run", "web"]


@pytest.fixture
def box(mail_server: tuple[int, Box]) -> Box:
    """What the mail server got; empty, and it takes everything."""
    found = mail_server[1]
    found.mails.clear()
    found.answer = "250 OK"
    return found


@pytest.fixture
def mailing(
    outward_settings: Settings,
    mail_server: tuple[int, Box],
    certificates_here: Certificates,
    monkeypatch: pytest.MonkeyPatch,
) -> Settings:
    """Settings with the mail server, which is trusted here."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates_here.authority))
    smtp = Smtp("localhost", mail_server[0], "starttls", "regulars@shop.example", USER, PASSWORD)
    return replace(outward_settings, outward=replace(HERE, smtp=smtp))
