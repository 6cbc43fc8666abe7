"""Whom a request is meant for: names that are not ours are refused, and proxies that are ours are believed.

A page of somebody else whose name suddenly leads to this machine (DNS rebinding) could read everything otherwise, and a
link that is made from the name asked for (an invitation) would lead to them.
"""

from __future__ import annotations

import ipaddress
import logging
import socket
from collections.abc import Collection

from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix

from warehouse.web_settings import WebSettings

LOCAL = ("localhost", ".localhost")
HSTS = "max-age=31536000"  # a year of https only
log = logging.getLogger(__name__)


def register(server: Flask, settings: WebSettings) -> None:
    """Check the name of each request before anything else, and let https stay https."""
    if count := settings.proxies:
        fixed = ProxyFix(server.wsgi_app, x_for=count, x_proto=count, x_host=count)
        server.wsgi_app = fixed  # type: ignore[method-assign]
    own = settings.hosts or own_names()

    def check() -> Response | None:
        name = host_name(request.host)
        if name is not None and answers_to(name, own, takes_addresses=not settings.hosts):
            return None
        log.warning("request refused: it asks for a name that is not ours")
        text = (
            "This dashboard does not answer to the name in this address. Its operator can add it to REGULARS_HOSTS.\n"
        )
        return Response(text, 400, mimetype="text/plain")

    def stay_secure(answer: Response) -> Response:
        if request.is_secure and not is_local(host_name(request.host) or "localhost"):
            answer.headers.setdefault("Strict-Transport-Security", HSTS)
        return answer

    server.before_request(check)
    server.after_request(stay_secure)


def host_name(host: str) -> str | None:
    """`Shop.example:8050` → `shop.example`, `[::1]:80` → `[::1]`; None for what is no name."""
    name, bracket, port = host.strip().lower().rpartition("]") if host.startswith("[") else ("", "", host.lower())
    if bracket:
        return f"{name}]" if not port or port.startswith(":") else None
    name, _, port = port.partition(":")
    return name.removesuffix(".") or None if not port or port.isdecimal() else None


def answers_to(name: str, hosts: Collection[str], takes_addresses: bool) -> bool:
    """Whether a name is one of these, below one of them, or of this machine; with `takes_addresses` any address too."""
    if is_local(name) or (takes_addresses and _address(name)):
        return True
    return any(name == one or (one.startswith(".") and name.endswith(one)) for one in hosts)


def is_local(name: str) -> bool:
    """Whether a name always leads to the machine that asks."""
    address = _address(name)
    return address.is_loopback if address else name == LOCAL[0] or name.endswith(LOCAL[1])


def own_names() -> tuple[str, ...]:
    """What this machine calls itself."""
    return tuple({name.lower() for name in (socket.gethostname(), socket.getfqdn()) if name})


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return None
