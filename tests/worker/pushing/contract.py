"""A server that holds a platform to its recorded contract: the next request has to be the next one recorded."""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.worker.servers import Certificates


@dataclass(frozen=True)
class Exchange:
    """A request as the platform documents it, and its answer."""

    method: str
    path: str
    body: str = ""  # byte by byte
    status: int = 200
    answer: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)  # of the answer


@contextmanager
def platform(
    certificates: Certificates, signed: Mapping[str, str], recorded: Sequence[Exchange]
) -> Iterator[tuple[str, list[str]]]:
    """Where it answers; and what was asked otherwise than recorded, to which it answers 418."""
    left, wrong = list(recorded), []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answered(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            headers = {name: self.headers.get(name) for name in signed}
            asked = (self.command, self.path, body, headers)
            one = left.pop(0) if left else None
            right = (one.method, one.path, one.body, dict(signed)) if one else None
            if one is None or asked != right:
                wrong.append(f"asked    {asked}\nrecorded {right}")
                one = Exchange("", "", status=418)
            content = b"" if one.answer is None else json.dumps(one.answer).encode()
            self.send_response(one.status)
            for name, value in ({"Content-Length": str(len(content))} | dict(one.headers)).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_DELETE = _answered

        def log_message(self, *_arguments: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.socket = certificates.context().wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"https://localhost:{server.server_address[1]}", wrong
        assert not wrong, "\n".join(wrong)
        assert not left, f"never asked: {left}"
    finally:
        server.shutdown()
        server.server_close()
