"""`python -m dashboard`: serve the dashboard on this machine."""

from __future__ import annotations

import argparse
import ipaddress
import os
import sys
from contextlib import nullcontext
from typing import Any

from dashboard.web.access import starting
from dashboard.web.access.provider import groups
from dashboard.web.beside import worker_beside
from dashboard.web.serving import Server, free_port
from warehouse.engine import open_warehouse
from warehouse.settings import Settings
from wording import console


def parser() -> argparse.ArgumentParser:
    """The command line."""
    found = argparse.ArgumentParser(
        prog="python -m dashboard",
        description="Serve the dashboard. Hosted, use: gunicorn dashboard.wsgi:server",
    )
    found.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    found.add_argument("--port", type=int, help="port to listen on (default: 8050, or the next free one)")
    found.add_argument("--no-worker", action="store_true", help="start no worker beside: somebody else runs one")
    return found


def _app() -> Any:
    """The WSGI application: made in each worker, after its fork."""
    from dashboard.wsgi import server

    return server


def serve(arguments: argparse.Namespace) -> None:
    """Serve until interrupted."""
    if not _is_loopback(arguments.host):
        os.environ["REGULARS_SIGN_IN"] = "always"  # for the workers too: each reads its own settings
    settings = Settings.from_environment()
    port = free_port(arguments.host, arguments.port)
    with open_warehouse(settings, for_web=True) as engine:  # errors are told here, once, and not by each worker
        host = "127.0.0.1" if arguments.host in ("0.0.0.0", "::") else arguments.host
        print(f"Regulars is at http://{host}:{port}{settings.web.base_path}  (Ctrl-C stops it)", flush=True)
        if groups.mapping(settings):
            print(f"People sign in with {settings.provider and settings.provider.name}.", flush=True)
        elif settings.environment == "production" or settings.sign_in == "always":
            starting.tell_once(engine, settings.secret_key)  # once, and not by each worker
        engine.dispose()  # workers would inherit its connections
        with nullcontext() if arguments.no_worker else worker_beside():
            Server(arguments.host, port, settings, _app).run()


def _is_loopback(host: str) -> bool:
    """Whether nobody but this machine reaches an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


if __name__ == "__main__":
    sys.exit(console.run(serve, parser()))
