import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from dashboard.web.serving import free_port
from tests.conftest import ROOT, clean_environment
from tests.dashboard.web.answers import get, wait_for
from warehouse.errors import InputError
from warehouse.settings import libpq_url


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_free_port_is_taken_as_asked(taken: int) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert free_port("127.0.0.1", port) == port


def test_the_next_free_port_is_found(taken: int) -> None:
    assert taken < free_port("127.0.0.1", None, default=taken) < taken + 20


@pytest.mark.parametrize(
    ("host", "port", "reason"),
    [("127.0.0.1", None, "address already in use"), ("no.such.host.invalid", 8050, ""), ("192.0.2.1", 8050, "cannot")],
)
def test_an_address_that_cannot_be_used_is_a_sentence(taken: int, host: str, port: int | None, reason: str) -> None:
    with pytest.raises(InputError, match=rf"Cannot listen on {host}:\d+: .*{reason}.*Choose another with --port"):
        free_port(host, port or taken)


@pytest.mark.parametrize("port", [-1, 0, 70_000])
def test_a_port_that_is_none(port: int) -> None:
    with pytest.raises(InputError, match="a port is a number from 1 to 65535"):
        free_port("127.0.0.1", port)


def test_the_command_serves_and_ends_on_ctrl_c(database_url: str) -> None:
    port = free_port("127.0.0.1", None, default=8150)
    environment = clean_environment() | {"DATABASE_URL": libpq_url(database_url)}
    command = [sys.executable, "-m", "dashboard", "--port", str(port)]
    with subprocess.Popen(
        command,
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == f"Regulars is at http://127.0.0.1:{port}  (Ctrl-C stops it)\n"
            wait_for(f"http://127.0.0.1:{port}/healthz", seconds=30, timeout=10)
            status, html, _ = get(f"http://127.0.0.1:{port}/", timeout=10)
            assert status == 200
            assert "<title>Regulars</title>" in html
            os.killpg(process.pid, signal.SIGINT)  # as a terminal does
            output, errors = process.communicate(timeout=20)
        finally:
            process.kill()
    assert output == ""
    assert "Traceback" not in errors  # gunicorn may say that it killed a worker that was still starting
    assert process.returncode == 0


def test_a_taken_port_is_told_without_a_traceback(run_module, taken: int) -> None:  # type: ignore[no-untyped-def]
    done = run_module("dashboard", "--port", taken)
    assert done.returncode == 1
    sentence = f"Cannot listen on 127.0.0.1:{taken}: address already in use. Choose another with --port."
    assert done.stderr == f"error: {sentence}\n"
