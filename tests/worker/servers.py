"""Real servers of the world outside: https, SFTP, S3, mail."""

import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

USER, PASSWORD = "shop", "hush hush"
ACCESS, SECRET = "AKIDSHOP", "a secret of S3"


@dataclass
class Page:
    """What an https server has at a path."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class Handler(BaseHTTPRequestHandler):
    """Answers with the pages, and keeps what was asked and told."""

    pages: ClassVar[dict[str, Page]] = {}
    asked: ClassVar[list[tuple[str, dict[str, str], bytes]]] = []

    def do_GET(self) -> None:
        self.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}, b""))
        page = self.pages.get(self.path, Page(b"no such page", 404))
        tag = page.headers.get("ETag")
        is_same = tag is not None and self.headers.get("If-None-Match") == tag
        self._answer(Page(b"", 304, {"ETag": str(tag)}) if is_same else page)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        page = self.pages.get(self.path, Page(b"", 404))
        if page.headers.get("X-Then"):  # the next answer is another one
            self.pages[self.path] = Page(b"", int(page.headers["X-Then"]))
        self._answer(page)

    def _answer(self, page: Page) -> None:
        self.send_response(page.status)
        for name, value in ({"Content-Length": str(len(page.body))} | page.headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(page.body)

    def log_message(self, *_arguments: Any) -> None:
        """Quiet."""


@dataclass(frozen=True)
class Certificates:
    """An authority of the tests, and a certificate of localhost by it."""

    authority: Path
    server: trustme.LeafCert

    def context(self) -> ssl.SSLContext:
        found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.server.configure_cert(found)
        return found


def certificates(folder: Path) -> Certificates:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    return Certificates(folder / "authority.pem", authority.issue_cert("localhost"))


@contextmanager
def dripping(first: bytes, then: bytes, pause: float, certificates: Certificates | None = None) -> Iterator[int]:
    """The port of a server that sends `first` to whoever comes, and then `then` again and again without end."""
    listening = socket.create_server(("127.0.0.1", 0))

    def drip(plain: socket.socket) -> None:
        with suppress(OSError):
            made = certificates.context().wrap_socket(plain, server_side=True) if certificates else plain
            with made:
                made.sendall(first)
                while True:
                    made.sendall(then)
                    time.sleep(pause)

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=drip, args=(listening.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield int(listening.getsockname()[1])
    finally:
        listening.close()


@contextmanager
def https(certificates: Certificates) -> Iterator[str]:
    """Where a server of Handler.pages answers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = certificates.context().wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"https://localhost:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def key_pair(folder: Path, name: str) -> tuple[Path, str]:
    """A private key in OpenSSH's form in a file, and the line of the public one."""
    key = Ed25519PrivateKey.generate()
    path = folder / name
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    path.chmod(0o600)
    return path, key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


@contextmanager
def rclone(kind: str, folder: Path, *options: str) -> Iterator[int]:
    """The port of rclone's own server of that kind, of the files in a folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    words = ("rclone", "serve", kind, str(folder), "--addr", f"127.0.0.1:{port}", "--dir-cache-time", "0s", *options)
    environment = {"PATH": f"{Path('.venv/bin').absolute()}:/usr/bin:/bin", "HOME": str(folder.parent)}
    process = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def wait_for(port: int) -> None:
    """Until something listens there."""
    end = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


class Box:
    """A mail server's handler that keeps what came."""

    def __init__(self) -> None:
        self.mails: list[Envelope] = []
        self.answer = "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        if self.answer.startswith("250"):
            self.mails.append(envelope)
        return self.answer


@contextmanager
def smtp(certificates: Certificates, box: Box) -> Iterator[int]:
    """The port of a mail server that asks for STARTTLS and a password."""

    def knows(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        return AuthResult(handled=False, success=(data.login, data.password) == (USER.encode(), PASSWORD.encode()))

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    secure = {"tls_context": certificates.context(), "require_starttls": True, "auth_required": True}
    controller = Controller(box, hostname="localhost", port=port, authenticator=knows, **secure)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()
