"""The settings of what Regulars asks and tells the world outside: networks of one's own, the shop's clock, mail."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Literal
from zoneinfo import ZoneInfo

from warehouse.errors import SettingsError

NAMES = frozenset(
    {
        *("REGULARS_NETWORKS", "REGULARS_TIMEZONE", "REGULARS_SMTP_HOST", "REGULARS_SMTP_PORT", "REGULARS_SMTP_TLS"),
        *("REGULARS_SMTP_USER", "REGULARS_SMTP_PASSWORD", "REGULARS_SMTP_FROM"),
    }
)
Tls = Literal["starttls", "tls", "none"]
PORTS: Mapping[Tls, int] = {"starttls": 587, "tls": 465, "none": 25}
_ADDRESS = re.compile(r"[^@\s<>\"(),:;\\\[\]]+@[^@\s<>\"(),:;\\\[\]]+")
Network = IPv4Network | IPv6Network


@dataclass(frozen=True)
class Smtp:
    """The server that takes mail."""

    host: str
    port: int
    tls: Tls
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class OutwardSettings:
    """What the environment says of the world outside."""

    networks: tuple[Network, ...] = ()  # private ones that schedules may reach
    zone: str = "UTC"  # in which people of the shop say a time of day
    smtp: Smtp | None = None  # None: no mail is sent

    @classmethod
    def of(cls, given: Mapping[str, str]) -> OutwardSettings:
        """Read and check them; raises SettingsError in a sentence."""
        return cls(_networks(given.get("REGULARS_NETWORKS", "")), _zone(given.get("REGULARS_TIMEZONE")), _smtp(given))


def _networks(value: str) -> tuple[Network, ...]:
    found = []
    for part in filter(None, (one.strip() for one in value.split(","))):
        try:
            found.append(ip_network(part))
        except ValueError:
            raise SettingsError(
                f"REGULARS_NETWORKS names {part!r}, which is no network: write 10.0.0.0/8 or one address, with commas "
                "between them."
            ) from None
    return tuple(found)


def _zone(value: str | None) -> str:
    try:
        return ZoneInfo(value or "UTC").key
    except (KeyError, ValueError, OSError):
        raise SettingsError(
            f"REGULARS_TIMEZONE is {value!r}, which is no time zone; give an IANA name such as Europe/Berlin."
        ) from None


def _smtp(given: Mapping[str, str]) -> Smtp | None:
    host, sender = given.get("REGULARS_SMTP_HOST"), given.get("REGULARS_SMTP_FROM")
    if host is None:
        if other := next((name for name in sorted(NAMES) if "_SMTP_" in name and name in given), None):
            raise SettingsError(f"{other} is set and REGULARS_SMTP_HOST is not: name the server that takes mail.")
        return None
    if sender is None or not _ADDRESS.fullmatch(sender):
        raise SettingsError(f"REGULARS_SMTP_FROM is {sender!r}; it must be the address that mails come from.")
    tls = _tls(given.get("REGULARS_SMTP_TLS", "starttls"))
    user, password = given.get("REGULARS_SMTP_USER"), given.get("REGULARS_SMTP_PASSWORD")
    if (user is None) != (password is None):
        raise SettingsError("REGULARS_SMTP_USER and REGULARS_SMTP_PASSWORD belong together; set both or none.")
    if user is not None and tls == "none":
        raise SettingsError("REGULARS_SMTP_TLS is none, and a password must not go unencrypted: use starttls or tls.")
    return Smtp(host, _port(given.get("REGULARS_SMTP_PORT"), PORTS[tls]), tls, sender, user, password)


def _tls(value: str) -> Tls:
    match value.lower():
        case "starttls":
            return "starttls"
        case "tls":
            return "tls"
        case "none":
            return "none"
    raise SettingsError(f"REGULARS_SMTP_TLS is {value!r}; it may be starttls, tls or none.")


def _port(value: str | None, usual: int) -> int:
    if value is None:
        return usual
    if not (value.isascii() and value.isdecimal() and 0 < int(value) < 65_536):
        raise SettingsError(f"REGULARS_SMTP_PORT is {value!r}; it may be a port from 1 to 65535.")
    return int(value)
