"""Serving from this process: gunicorn with the app in it, on a port that is free."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import multiprocessing
import os
import secrets
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from typing import Any

from gunicorn.app.base import BaseApplication

from warehouse.errors import InputError, SettingsError
from warehouse.settings import Settings

# What every start has, `gunicorn dashboard.wsgi:server` by the file gunicorn.conf.py.
OPTIONS: dict[str, Any] = {
    "workers": 2,
    "threads": 8,  # of which lists and reports may hold a part: `dashboard.web.guard.turns`
    "worker_class": "dashboard.web.buffered.BufferedWorker",
    "timeout": 60,
    "graceful_timeout": 5,
    "keepalive": 15,
    "control_socket_disable": True,  # concurrent instances would share it
}
NOT_NEEDED = ("pyarrow", "IPython")  # pandas imports the one where it finds it (34 MB), Dash the other (11 MB)
MALLOC = {  # of glibc's mallopt: by number, since it has no names for Python
    -8: 2,  # M_ARENA_MAX: each thread's own would keep what its busiest moment took
    -1: 16 << 20,  # M_TRIM_THRESHOLD: free memory at the end that is given back
}
APP = "dashboard.app"
_LAST_WORDS: list[Any] = []  # of this run: whoever has them ends the server, alone
_SECRETS: list[bytes] = []  # of this run of the server: made by the master, so that its workers have the same
PORTS_TO_TRY = 20
PORTS = range(1, 65_536)


class _Without:
    """Lets nobody import what is not needed; what is imported already stays."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None, target: object = None) -> None:
        if name in NOT_NEEDED:
            raise ModuleNotFoundError(f"The dashboard does without {name}.", name=name)


def slim() -> None:
    """Of the whole process, before the app is imported; may be called twice."""
    if _Without not in sys.meta_path:
        sys.meta_path.insert(0, _Without)
    with contextlib.suppress(AttributeError, OSError):  # not glibc
        for parameter, value in MALLOC.items():
            ctypes.CDLL(None).mallopt(parameter, value)


def import_for_all(app: str) -> None:
    """Import the app's module before there are workers: their memory holds it once, as long as nobody writes to it."""
    slim()
    importlib.import_module(app)
    from plotly.graph_objs import Bar, Box, Heatmap, Sankey, Scatter  # noqa: F401  # each is imported when it is named

    gc.collect()
    gc.freeze()  # the collector would write to all of it


def renew_secret() -> None:
    """Another secret for the workers to come, which then share no answers with those of other code or settings."""
    _SECRETS[:] = [secrets.token_bytes(32)]
    _LAST_WORDS[:] = [multiprocessing.get_context("fork").Semaphore(1)]


def secret() -> bytes:
    """What the workers of one server know; of one without a master's its own."""
    if not _SECRETS:
        renew_secret()
    return _SECRETS[0]


def has_last_word() -> bool:
    """Whether no other worker ends the server: of several, gunicorn would say so with a traceback."""
    return not _LAST_WORDS or bool(_LAST_WORDS[0].acquire(block=False))


class Server(BaseApplication):
    """gunicorn, configured here instead of by a command line; each worker imports the app after its fork."""

    def __init__(self, host: str, port: int, settings: Settings, load_app: Callable[[], Any]) -> None:
        self._load_app = load_app
        self.settings = {
            "bind": f"{f'[{host}]' if ':' in host else host}:{port}",
            **OPTIONS,
            "loglevel": "warning" if settings.log_level != "DEBUG" else "debug",
            "worker_exit": _end_quietly,
        }
        super().__init__()

    def load_config(self) -> None:
        """Take the settings above, and nothing from the environment."""
        renew_secret()
        import_for_all(APP)
        for name, value in self.settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The WSGI application, in the worker."""
        return self._load_app()


def check_settings() -> None:
    """End this process with a sentence where the environment's settings cannot be used."""
    try:
        Settings.from_environment()
    except SettingsError as error:
        sys.exit(str(error))


def _end_quietly(_arbiter: Any, worker: Any) -> None:
    """Let a worker that ends close its connections undisturbed: Ctrl-C reaches it twice, the second time in between."""
    if worker.pid == os.getpid():
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)


def free_port(host: str, port: int | None, default: int = 8050) -> int:
    """The port asked for when it is free; with none asked for, the first free one from the default on.

    Raises InputError with a sentence when the one asked for is taken, or the address is not this machine's.
    """
    if port is not None:
        reason = _unusable(host, port)
        if reason:
            raise InputError(f"Cannot listen on {host}:{port}: {reason}. Choose another with --port.")
        return port
    for candidate in range(default, default + PORTS_TO_TRY):
        if _unusable(host, candidate) is None:
            return candidate
    raise InputError(f"No free port between {default} and {default + PORTS_TO_TRY - 1}. Choose one with --port.")


def _unusable(host: str, port: int) -> str | None:
    if port not in PORTS:
        return f"a port is a number from {PORTS.start} to {PORTS.stop - 1}"
    try:
        address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with contextlib.closing(socket.socket(address[0], address[1])) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address[4])
    except OSError as error:
        return (getattr(error, "strerror", None) or str(error)).lower()
    return None
