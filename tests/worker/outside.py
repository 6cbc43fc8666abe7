"""Fixtures of the world outside; and schedules whose jobs are done in the test's own process."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from accounts.tokens import PASSWORDS, seal
from tests.worker import servers
from tests.worker.conftest import ME
from tests.worker.servers import Box, Certificates, Handler
from warehouse import jobs, schedules
from warehouse.jobs import Job
from warehouse.outward import OutwardSettings
from warehouse.settings import Settings
from worker import queue
from worker.child import execute
from worker.kinds import KINDS

SECRET_KEY = "a long random text for tests"
HERE = OutwardSettings((ip_network("127.0.0.0/8"), ip_network("::1")))


@dataclass(frozen=True)
class Sftp:
    """A server of the files in a folder."""

    port: int
    folder: Path
    host_key: str
    key: str  # a private one that it lets in


@pytest.fixture(scope="session")
def certificates_here(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return servers.certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="session")
def https_server(certificates_here: Certificates) -> Iterator[str]:
    with servers.https(certificates_here) as address:
        yield address


@pytest.fixture
def web(https_server: str, certificates_here: Certificates, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where an https server answers that is trusted here; `Handler.pages` is what it has."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates_here.authority))
    Handler.pages.clear()
    Handler.asked.clear()
    return https_server


@pytest.fixture(scope="module")  # not the session: after some tests rclone stays busy for good
def sftp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sftp]:
    import paramiko

    place = tmp_path_factory.mktemp("sftp")
    folder = place / "files"
    folder.mkdir()
    host, _ = servers.key_pair(place, "host")
    own, public = servers.key_pair(place, "own")
    (place / "authorized").write_text(f"{public} shop\n")
    options = ("--user", servers.USER, "--pass", servers.PASSWORD, "--authorized-keys", str(place / "authorized"))
    with servers.rclone("sftp", folder, "--key", str(host), *options) as port:
        shown = paramiko.Ed25519Key.from_private_key_file(str(host)).fingerprint
        yield Sftp(port, folder, shown, own.read_text())


@pytest.fixture(scope="module")  # not the session: after some tests rclone stays busy for good
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """An endpoint, and the folder whose folders are its buckets."""
    folder = tmp_path_factory.mktemp("s3") / "buckets"
    (folder / "shop-exports").mkdir(parents=True)
    with servers.rclone("s3", folder, "--auth-key", f"{servers.ACCESS},{servers.SECRET}") as port:
        yield f"http://localhost:{port}", folder


@pytest.fixture(scope="session")
def mail_server(certificates_here: Certificates) -> Iterator[tuple[int, Box]]:
    box = Box()
    with servers.smtp(certificates_here, box) as port:
        yield port, box


Add = Callable[..., int]
Run = Callable[[int], Job]


@pytest.fixture
def outward_settings(settings: Settings) -> Settings:
    """Settings that let this machine be reached."""
    return replace(settings, outward=HERE, secret_key=SECRET_KEY)


@pytest.fixture
def add(engine: Engine) -> Add:
    """`add("sftp://…", secrets={…}, fit=True)`: a schedule; its number."""

    def made(
        address: str, secrets: Mapping[str, str] | None = None, tell: Mapping[str, Any] | None = None, **more: Any
    ) -> int:
        beside = {name: more.pop(name) for name in ("user", "endpoint", "region", "host_key") if name in more}
        arguments = {"source": {"address": address, **beside}, **more}
        sealed = seal(SECRET_KEY, json.dumps(secrets), PASSWORDS) if secrets else None
        with engine.begin() as connection:
            return schedules.add(connection, "Shop", "fetch", arguments, tell=tell, sealed=sealed)

    return made


@pytest.fixture
def run(engine: Engine, outward_settings: Settings) -> Run:
    """Do a schedule's job and all that comes after it; the first one as it ended."""

    def work(schedule_id: int, settings: Settings = outward_settings) -> Job:
        with engine.begin() as connection:
            one = schedules.get(connection, schedule_id)
            assert one is not None
            first = schedules.ask_now(connection, one, None)
        assert first is not None
        while True:
            with engine.begin() as connection:
                job = queue.claim(connection, ME, tuple(KINDS))
            if job is None:
                break
            execute(engine, settings, job, ME)
        with engine.connect() as connection:
            ended = jobs.get(connection, first)
        assert ended is not None
        return ended

    return work
