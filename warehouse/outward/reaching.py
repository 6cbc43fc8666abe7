"""Which addresses of the net may be reached: public ones, and those of networks that the settings name.

What a name stands for is looked up when it is connected to, and only then: by then it may be another. What is inner as
it is written is refused when it is written already.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

from warehouse.errors import InputError
from warehouse.outward.settings import Network
from warehouse.told import to_say

INNER: Final = to_say("{host} is in a private network, and schedules may reach those in REGULARS_NETWORKS alone.")
# Names of a machine or a house, never of the net: RFC 6761, 6762, 8375, and what ICANN keeps for it.
_OWN_NAMES: Final = (".localhost", ".local", ".internal", ".home.arpa", ".lan", ".intranet", ".corp")
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


def may_reach(text: str, networks: Iterable[Network], is_plain: bool = False) -> bool:
    """Whether this address may be; `is_plain`: unencrypted, which only own networks may hear."""
    address = _meant(ip_address(text.partition("%")[0]))
    if any(address in network for network in networks if network.version == address.version):
        return True
    is_special = any(address in network for network in SPECIAL if network.version == address.version)
    return address.is_global and not (is_special or address.is_multicast or is_plain)


def refuse_inner(networks: Iterable[Network], *addresses: str | None) -> None:
    """InputError where one of these addresses, as somebody writes them, names an inner place; '' and None name none.

    With networks of one's own a name may be of one: that is seen when it is looked up.
    """
    own = tuple(networks)
    for address in addresses:
        try:
            parts = urlsplit((address or "").strip())
        except ValueError:  # whoever reads it says so
            continue
        host = "" if parts.scheme == "s3" else (parts.hostname or "").rstrip(".")  # a bucket is no host
        numbers = _numbers(host)
        is_named = not (numbers or own) and ("." not in host or host.endswith(_OWN_NAMES))
        if host and (is_named or any(not may_reach(one, own) for one in numbers)):
            raise InputError(INNER.format(host=host))


def _numbers(host: str) -> list[str]:
    """The address that a host is written as, in any of the ways there are (127.1, 0x7f000001); none of a name."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST) if host else []
    except (OSError, UnicodeError):
        return []
    return [str(one[4][0]) for one in found]


def _meant(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The address behind one that only carries another."""
    if isinstance(address, IPv6Address):
        if address in _NAT64 or address in _TRANSLATED:
            return IPv4Address(int(address) & 0xFFFF_FFFF)
        if address in _COMPATIBLE and int(address) > 1:  # beside :: and ::1
            return IPv4Address(int(address))
        return address.ipv4_mapped or address.sixtofour or address
    return address
