"""A gunicorn worker for clients of any speed: waitress reads each request whole before a thread is given to it.

With gunicorn's own threads, a client that never finishes its headers keeps a thread, and as many clients as there are
threads keep the server. Here one loop reads them all, into a file where they are large, and sends answers as slowly as
they are taken; what takes too long is closed.
"""

from __future__ import annotations

import logging
import os
import resource
import socket
import sys
import time
from typing import Any

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import TcpWSGIServer, UnixWSGIServer
from waitress.task import ThreadedTaskDispatcher, WSGITask
from waitress.utilities import Error

log = logging.getLogger(__name__)
ARRIVED = "regulars.arrived"  # in the environment: when a request was there whole, by `time.monotonic`
URGENT = ("/healthz", "/readyz")  # asked by machines that think us dead where they wait
HEADER_SECONDS = 20  # for the whole of a request's headers
BODY_SECONDS = 600  # for the whole of a request: 8 MB at 14 kB a second
STALLED_SECONDS = 120  # without a byte taken of an answer
MOST_BYTES = 32 << 20  # of a body
MOST_CONNECTIONS = 4_000
SPARE_FILES = 200  # for the database, files and pipes
AT_ONCE = 200  # connections that are taken before anything else is looked at
# Between two threads. Each call of the system gives the interpreter away, so that the loop waits as long for each byte
# that it takes or sends while threads compute: with Python's own 5 ms it reads some tens of requests a second then.
SWITCH_SECONDS = 0.0005


class NoRoom(Error):
    """What is said of a body that could not be kept."""

    code, reason = 507, "Insufficient Storage"


class Request(HTTPRequestParser):
    """A request that knows when it began and when it was there whole; one that cannot be read has no path."""

    path = ""

    def __init__(self, adj: Any) -> None:
        super().__init__(adj)
        self.began = time.monotonic()
        self.arrived = self.began

    def received(self, data: bytes) -> int:
        """Take some bytes; how many of them. A large body goes into a file, for which there may be no room."""
        taken = len(data)
        try:
            taken = super().received(data)
        except OSError as error:
            self.error, self.completed = NoRoom(error.strerror or type(error).__name__), True
        if self.completed:
            self.arrived = _Patience.looked_at or time.monotonic()  # it may have lain there since
            if self.error is not None:
                log.info("a request was refused: %s", self.error.reason)
        return taken

    def parse_header(self, header_plus: bytes) -> None:
        """Raises ParsingError, which is answered with 400, for all that cannot be read, and for a body whose length is
        told twice: others may take another one for its end (RFC 9112, 6.3)."""
        try:
            super().parse_header(header_plus)
        except ValueError as error:
            raise ParsingError("Request cannot be read") from error
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("Transfer-Encoding and Content-Length")

    def is_overdue(self, now: float) -> bool:
        """Whether it has had its time to arrive."""
        return now - self.began > (BODY_SECONDS if self.headers_finished else HEADER_SECONDS)


class Task(WSGITask):
    """Tells the application how long a request has waited."""

    def get_environment(self) -> dict[str, Any]:
        """The WSGI environment."""
        environ: dict[str, Any] = super().get_environment()
        return environ | {ARRIVED: self.request.arrived, "wsgi.multiprocess": True}


class Channel(HTTPChannel):
    """A connection."""

    parser_class = Request
    task_class = Task

    def is_over(self, now: float, kept: float) -> bool:
        """Whether it has had its time: to send a request, to take an answer, to ask for something else."""
        idle = time.time() - self.last_activity
        if self.request is not None and not self.requests:
            return bool(self.request.is_overdue(now))
        if self.total_outbufs_len:
            return idle > STALLED_SECONDS
        return not self.requests and idle > kept


class _Patience:
    """Of a listener: when it gives connections up."""

    active_channels: dict[int, Channel]
    adj: Any
    looked_at = 0.0  # when the loop last asked what there is to read

    def handle_accept(self) -> None:
        """Take all who wait: what is not taken does not know how long it has waited."""
        for _ in range(AT_ONCE):
            there = len(self.active_channels)
            super().handle_accept()  # type: ignore[misc]
            if len(self.active_channels) == there:
                break

    def maintenance(self, _now: float) -> None:
        """Close the connections that have had their time."""
        now = time.monotonic()
        for channel in list(self.active_channels.values()):
            if channel.is_over(now, self.adj.channel_timeout):
                channel.will_close = True


class Listener(_Patience, TcpWSGIServer):
    """Takes connections of a network."""

    channel_class = Channel


class UnixListener(_Patience, UnixWSGIServer):
    """Takes connections of this machine."""

    channel_class = Channel


class Dispatcher(ThreadedTaskDispatcher):
    """Threads for requests that are there whole; the urgent ones first."""

    def add_task(self, task: Channel) -> None:
        """Let a thread take it."""
        with self.lock:
            is_urgent = task.requests and task.requests[0].path.endswith(URGENT)
            (self.queue.appendleft if is_urgent else self.queue.append)(task)
            self.queue_cv.notify()


class BufferedWorker(Worker):
    """`gunicorn --worker-class dashboard.web.buffered.BufferedWorker`; heeds its threads, keepalive and timeouts."""

    def run(self) -> None:
        """Serve until told to end, then finish what is being answered."""
        connections: dict[int, Any] = {}
        threads = Dispatcher()
        threads.set_thread_count(max(2, self.cfg.threads))
        settings = Adjustments(**self._options())
        listeners = [self._listen(one, connections, threads, settings) for one in self.sockets]
        sys.setswitchinterval(SWITCH_SECONDS)
        while self.alive and self.ppid == os.getppid():
            self.notify()
            _Patience.looked_at = time.monotonic()
            wasyncore.loop(1.0, True, connections, count=1)
        self._finish(listeners, connections, threads)

    def _listen(self, listening: Any, connections: dict[int, Any], threads: Dispatcher, settings: Adjustments) -> Any:
        raw = getattr(listening, "sock", listening)
        kind = UnixListener if raw.family == socket.AF_UNIX else Listener
        where = (raw.family, raw.type, raw.proto, raw.getsockname())
        return kind(
            self.wsgi, connections, _sock=raw, dispatcher=threads, adj=settings, sockinfo=where, bind_socket=False
        )

    def _options(self) -> dict[str, Any]:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = MOST_CONNECTIONS + SPARE_FILES
        if soft < wanted:
            soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        return {
            "connection_limit": min(MOST_CONNECTIONS, soft - SPARE_FILES),
            "backlog": self.cfg.backlog,
            "channel_timeout": self.cfg.keepalive,
            "cleanup_interval": 2,
            "channel_request_lookahead": 1,  # notices clients that left before it was their turn
            "max_request_body_size": MOST_BYTES,
            "max_request_header_size": 64 << 10,
            "clear_untrusted_proxy_headers": False,  # which are heeded by setting: `dashboard.web.guard.proxies`
            "asyncore_use_poll": True,
            "log_socket_errors": False,
            "ident": None,
        }

    def _finish(self, listeners: list[Any], connections: dict[int, Any], threads: Dispatcher) -> None:
        """Take no more connections, and give those with a request the time that gunicorn gives."""
        for one in listeners:
            one.accepting = False
        end = time.monotonic() + self.cfg.graceful_timeout
        while time.monotonic() < end and any(getattr(one, "requests", ()) for one in connections.values()):
            self.notify()
            wasyncore.loop(0.2, True, connections, count=1)
        threads.shutdown(timeout=1)
        wasyncore.close_all(connections)
