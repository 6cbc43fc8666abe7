"""Real servers and clients that are slow, too many, or both."""

import os
import resource
import signal
import socket
import subprocess
import sys
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import pytest

from dashboard.web import buffered
from dashboard.web.serving import free_port
from tests.conftest import ROOT, clean_environment
from tests.dashboard.web.answers import get, wait_for
from warehouse.settings import libpq_url

UNFINISHED = (
    b"",
    b"GET / HTTP/1.1\r\nHost: localhost\r\n",
    b"POST /_dash-update-component HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b"Content-Length: 1000\r\n\r\n{",
)


@contextmanager
def served(application: str, *options: str, **environment: str) -> Iterator[int]:
    """The port of gunicorn, started as an operator does."""
    port = free_port("127.0.0.1", None, default=8172)
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", *options, application]
    with subprocess.Popen(
        command, env=clean_environment() | environment, cwd=ROOT, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz")
            yield port
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                raise


@pytest.fixture(scope="module")
def slow() -> Iterator[int]:
    with served("tests.dashboard.web.slow_app:application", "--workers", "1", "--threads", "2") as port:
        yield port


@pytest.mark.store("sample_store")
def test_clients_that_never_finish_cost_nothing(database_url: str) -> None:
    with served("dashboard.wsgi:server", DATABASE_URL=libpq_url(database_url)) as port:
        clients = []
        for number in range(240):
            client = socket.create_connection(("127.0.0.1", port))
            client.sendall(UNFINISHED[number % len(UNFINISHED)])
            clients.append(client)
        try:
            for path in ("/healthz", "/", "/_dash-layout", "/healthz"):
                status, _, seconds = get(f"http://127.0.0.1:{port}{path}")
                assert (path, status) == (path, 200)
                assert seconds < 1
        finally:
            for client in clients:
                client.close()


def test_a_slow_body_is_read_to_its_end(slow: int) -> None:
    with closing(socket.create_connection(("127.0.0.1", slow), 20)) as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 20\r\n\r\n")
        for _ in range(20):
            client.sendall(b"x")
            time.sleep(0.02)
        said = b"".join(iter(lambda: client.recv(4096), b""))
    assert said.startswith(b"HTTP/1.1 200 OK")
    assert said.endswith(b"\r\n20")


CHUNKED = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
MALFORMED = {
    "a byte that is no letter": b"GET /\xff HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a space behind a name": b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n",
    "rubbish": bytes(range(255, 13, -1)) + b"\r\n\r\n",
    "no address": b"GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n",
    "no end": b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
    "two lengths": CHUNKED,
    "two lengths of nothing": CHUNKED.replace(b"Length: 5", b"Length: 0"),
}


@pytest.mark.parametrize("sent", MALFORMED.values(), ids=list(MALFORMED))
def test_what_cannot_be_read_is_refused_and_the_connection_closed(slow: int, sent: bytes) -> None:
    """What comes behind it is no second request."""
    with closing(socket.create_connection(("127.0.0.1", slow), 20)) as client:
        client.sendall(sent + b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        said = b"".join(iter(lambda: client.recv(4096), b""))
    assert said.startswith(b"HTTP/1.1 400 Bad Request") or said.startswith(b"HTTP/1.0 400 Bad Request")
    assert said.count(b"HTTP/1.") == 1


@pytest.mark.parametrize("sent", MALFORMED.values(), ids=list(MALFORMED))
def test_what_cannot_be_read_is_a_line_of_log(sent: bytes, caplog: pytest.LogCaptureFixture) -> None:
    request = buffered.Request(buffered.Adjustments())
    with caplog.at_level("INFO"):
        request.received(sent)
    assert (request.completed, request.path.endswith(buffered.URGENT)) == (True, False)
    assert [(one.getMessage(), one.exc_info) for one in caplog.records] == [
        ("a request was refused: Bad Request", None)
    ]


def test_a_body_beyond_all_use_is_refused(slow: int) -> None:
    with closing(socket.create_connection(("127.0.0.1", slow), 20)) as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n")
        assert client.recv(4096).startswith(b"HTTP/1.1 413 ")


def test_headers_beyond_all_use_are_refused(slow: int) -> None:
    with closing(socket.create_connection(("127.0.0.1", slow), 20)) as client:
        client.sendall(b"GET / HTTP/1.1\r\n" + b"X: " + b"y" * 70_000 + b"\r\n\r\n")
        assert client.recv(4096).split(b" ")[1] == b"431"


def test_more_than_it_can_carry_is_told_to_come_again(slow: int) -> None:
    """100 at once where 10 a second can be answered: nobody waits for all of them, and health is told in between."""
    with ThreadPoolExecutor(101) as pool:
        asked = [pool.submit(get, f"http://127.0.0.1:{slow}/") for _ in range(100)]
        time.sleep(0.5)
        health = pool.submit(get, f"http://127.0.0.1:{slow}/healthz").result()
        found = [one.result() for one in asked]
    statuses = Counter(status for status, _, _ in found)
    assert set(statuses) == {200, 503}
    assert statuses[200] >= 5
    assert max(seconds for _, _, seconds in found) < 5
    assert {text for status, text, _ in found if status == 503} == {
        "Too many people ask at once. Please try again in a few seconds.\n"
    }
    assert health[0] == 200
    assert health[2] < 1
    assert get(f"http://127.0.0.1:{slow}/")[0] == 200  # and all is well again


def test_a_body_for_which_there_is_no_room_is_answered() -> None:
    """What is large goes into a file; no file of this process may grow while this is tried."""
    request = buffered.Request(buffered.Adjustments())
    request.received(b"PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # waitress leaves the file to be found by Python
            request.received(b"x" * 1_000_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (request.completed, request.error.code) == (True, 507)


@pytest.mark.parametrize(
    ("sent", "seconds", "is_over"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\n", buffered.HEADER_SECONDS - 1, False),
        (b"GET / HTTP/1.1\r\nHost: x\r\n", buffered.HEADER_SECONDS + 1, True),
        (b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nx", buffered.HEADER_SECONDS + 1, False),
        (b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nx", buffered.BODY_SECONDS + 1, True),
    ],
)
def test_a_request_has_its_time_however_it_trickles(sent: bytes, seconds: float, is_over: bool) -> None:
    request = buffered.Request(buffered.Adjustments())
    request.received(sent)
    assert request.is_overdue(request.began + seconds) is is_over
