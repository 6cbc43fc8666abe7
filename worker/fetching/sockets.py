"""Connections to the world outside: what a name stands for is looked up once, checked, and only that is connected to.

So a name that stands for something else a moment later, or a redirect, leads into no private network either.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from warehouse.errors import InputError
from warehouse.outward import Network
from worker.fetching.lifeline import Lifeline

PATIENCE = 15.0  # seconds to connect
SILENCE = 60.0  # seconds without a byte
MOST_ADDRESSES = 8  # of a name, that are tried one after the other
_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")  # ::127.0.0.1, an old way to write it
_TRANSLATED = IPv6Network("::ffff:0:0:0/96")  # ::ffff:0:127.0.0.1, as SIIT has it
# Beside what Python takes for private, which depends on its version: IANA's registries of special purposes, 2025.
SPECIAL: tuple[Network, ...] = tuple(
    ip_network(one)
    for one in (
        "192.0.0.0/24",  # protocols; 192.0.0.192 tells the keys of a cloud's machines
        "192.88.99.0/24",  # relays of 6to4
        "64:ff9b:1::/48",  # NAT64 of one's own
        "2001::/23",  # Teredo, ORCHID and other ways into other networks
        "2002::/16",  # 6to4, where the address behind is not looked at
        "3fff::/20",  # for documents
        "5f00::/16",  # segment routing
        "fec0::/10",  # a site's own, as it was
    )
)


class ForbiddenError(InputError):
    """A place that may not be reached, now or later."""


@dataclass(frozen=True)
class Outside:
    """What may be reached, and how much may come from there."""

    networks: Sequence[Network] = ()  # private ones that may be reached all the same
    limit: int = 4 << 30  # bytes of a file
    lifeline: Lifeline = field(default_factory=Lifeline, compare=False)


def connect(host: str, port: int, outside: Outside, is_plain: bool = False) -> socket.socket:
    """A connected socket. InputError with a sentence; `is_plain`: unencrypted, which only own networks may hear."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise InputError(f"There is no host {host}, or its name cannot be looked up just now.") from None
    allowed = [one for one in found if _may_reach(str(one[4][0]), outside, is_plain)]
    if not allowed:
        raise ForbiddenError(
            f"{host} is reached by http:// without encryption, which is for networks in REGULARS_NETWORKS alone."
            if is_plain
            else f"{host} is in a private network, and schedules may reach those in REGULARS_NETWORKS alone."
        )
    error: OSError | None = None
    for family, kind, protocol, _, place in allowed[:MOST_ADDRESSES]:
        if outside.lifeline.is_over:
            break
        made = socket.socket(family, kind, protocol)
        made.settimeout(PATIENCE)
        try:
            made.connect(place)
        except OSError as problem:
            error = problem
            made.close()
            continue
        made.settimeout(SILENCE)
        with suppress(OSError):
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        outside.lifeline.hold(made)
        return made
    raise InputError(unreachable(f"{host}:{port}", error))


def unreachable(place: str, error: BaseException | None) -> str:
    """Why a place cannot be reached, in words."""
    if isinstance(error, TimeoutError):
        return f"{place} does not answer."
    if isinstance(error, ConnectionRefusedError):
        return f"{place} refuses the connection: nothing listens there."
    if isinstance(error, ConnectionError):
        return f"{place} broke the connection off."
    return f"{place} cannot be reached."


def _may_reach(text: str, outside: Outside, is_plain: bool) -> bool:
    address = _meant(ip_address(text.partition("%")[0]))
    if any(address in network for network in outside.networks if network.version == address.version):
        return True
    is_special = any(address in network for network in SPECIAL if network.version == address.version)
    return address.is_global and not (is_special or address.is_multicast or is_plain)


def _meant(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The address behind one that only carries another."""
    if isinstance(address, IPv6Address):
        if address in _NAT64 or address in _TRANSLATED:
            return IPv4Address(int(address) & 0xFFFF_FFFF)
        if address in _COMPATIBLE and int(address) > 1:  # beside :: and ::1
            return IPv4Address(int(address))
        return address.ipv4_mapped or address.sixtofour or address
    return address
