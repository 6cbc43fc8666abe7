"""gunicorn as an operator starts it: a database that cannot be used is a sentence; a new installation has one code."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from accounts.sign_in import first_run
from dashboard.web.access import starting
from dashboard.web.serving import free_port
from tests.accounts.people import NOW
from tests.conftest import ROOT, clean_environment
from tests.dashboard.web.answers import wait_for
from warehouse.settings import libpq_url, spell

KEY = "a long random text for tests, of this installation"


def started(port: int, **environment: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "dashboard.wsgi:server"]
    return subprocess.Popen(
        command,
        env=clean_environment() | environment,
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def test_a_database_that_cannot_be_used_is_one_sentence(database_url: str) -> None:
    url = libpq_url(spell(make_url(database_url).set(database="none_of_this_name")))
    code, told = ended(DATABASE_URL=url)
    assert (code, len(told)) == (1, 1), told
    assert told[0].startswith("There is no database none_of_this_name on ")


def test_an_embedded_one_is_looked_at_by_workers_of_whom_one_speaks(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code, told = ended(REGULARS_HOME=f"{tmp_path}/file/home")
    told = [
        line
        for line in told
        if not re.match(r"\[\d{4}-.*\[ERROR\] (Worker .* exited with code 4|Shutting|Reason)", line)
    ]
    assert (code, len(told)) == (4, 1), told
    assert told[0].startswith("The directory of the embedded database, ")


def ended(**environment: str) -> tuple[int, list[str]]:
    """How a start ends that cannot serve, and what it says beside gunicorn's own news."""
    with started(free_port("127.0.0.1", None, default=8191), **environment) as process:
        try:
            _, told = process.communicate(timeout=60)
        finally:
            process.kill()
    return process.returncode, [line for line in told.splitlines() if not re.match(r"\[\d{4}-.*\[INFO\]", line)]


def test_without_a_key_all_processes_of_a_start_tell_the_same_code(
    engine: Engine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        monkeypatch.setattr(starting, "_told", {})
        starting.tell_once(engine, None)
    first, again = re.findall(r"with the code ([A-Z0-9-]{29})", capsys.readouterr().err)
    assert first == again


@pytest.mark.store("sample_store")
def test_all_processes_tell_one_code_once(database_url: str, engine: Engine) -> None:
    port = free_port("127.0.0.1", None, default=8191)
    more = {"REGULARS_ENV": "production", "SECRET_KEY": KEY, "REGULARS_HOSTS": "localhost"}
    with started(port, DATABASE_URL=libpq_url(database_url), **more) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz")
            first = first_run.begin(engine, KEY, now=NOW.replace(year=2026, month=1))
        finally:
            os.killpg(process.pid, signal.SIGTERM)
        _, told = process.communicate(timeout=30)
    assert re.findall(r"with the code ([A-Z0-9-]{29})", told) == [first]
