"""The settings of an OpenID provider: who it is, what its groups make of people here, whether passwords stay."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from warehouse.errors import SettingsError

PREFIX = "REGULARS_OIDC_"
NAMES = frozenset(
    {
        *("REGULARS_OIDC_ISSUER", "REGULARS_OIDC_CLIENT_ID", "REGULARS_OIDC_CLIENT_SECRET", "REGULARS_OIDC_GROUPS"),
        *("REGULARS_OIDC_GROUPS_CLAIM", "REGULARS_OIDC_NAME", "REGULARS_OIDC_SCOPES", "REGULARS_OIDC_PASSWORDS"),
    }
)
NEEDED = ("REGULARS_OIDC_CLIENT_ID", "REGULARS_OIDC_GROUPS", "SECRET_KEY")  # where there is an issuer
MOST_LETTERS = 40  # of a name, which stands on a button


@dataclass(frozen=True)
class ProviderSettings:
    """What the environment says of an OpenID provider."""

    issuer: str
    client_id: str
    client_secret: str | None = field(default=None, repr=False)
    groups: str = ""  # what they make of people, as text: accounts reads it
    groups_claim: str = "groups"
    name: str = "your organisation’s account"
    scopes: str = "openid email profile"
    has_passwords: bool = True  # whether people may sign in by a password of Regulars, too

    @classmethod
    def of(cls, given: Mapping[str, str]) -> ProviderSettings | None:
        """Read and check them; None where no provider is named. Raises SettingsError in a sentence."""
        issuer = given.get("REGULARS_OIDC_ISSUER")
        if issuer is None:
            if lost := sorted(name for name in given if name.startswith(PREFIX)):
                raise SettingsError(f"{lost[0]} is set without REGULARS_OIDC_ISSUER, the address of the provider.")
            return None
        for name in NEEDED:
            if not given.get(name):
                raise SettingsError(f"{name} is not set, and REGULARS_OIDC_ISSUER needs it.")
        return cls(
            issuer=_issuer(issuer),
            client_id=given["REGULARS_OIDC_CLIENT_ID"],
            client_secret=given.get("REGULARS_OIDC_CLIENT_SECRET"),
            groups=given["REGULARS_OIDC_GROUPS"],
            groups_claim=given.get("REGULARS_OIDC_GROUPS_CLAIM", cls.groups_claim),
            name=_name(given.get("REGULARS_OIDC_NAME", cls.name)),
            scopes=_scopes(given.get("REGULARS_OIDC_SCOPES", cls.scopes)),
            has_passwords=_has_passwords(given.get("REGULARS_OIDC_PASSWORDS", "1")),
        )


def _issuer(value: str) -> str:
    parts = urlsplit(value)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and _is_here(parts.hostname or ""))
    if "@" in parts.netloc:  # it would be shown wherever the provider is named
        raise SettingsError("REGULARS_OIDC_ISSUER has a name or password in it: give the address without them.")
    if not parts.hostname or not is_safe or parts.query or parts.fragment:
        raise SettingsError(
            f"REGULARS_OIDC_ISSUER is {value!r}; it may be the https address of an OpenID provider, below which its "
            ".well-known/openid-configuration stands."
        )
    return value


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _name(value: str) -> str:
    if len(value) > MOST_LETTERS or not value.isprintable():
        raise SettingsError(f"REGULARS_OIDC_NAME is {value!r}; it may be a name of up to {MOST_LETTERS} letters.")
    return value


def _scopes(value: str) -> str:
    found = value.split()
    if "openid" not in found:
        raise SettingsError(f"REGULARS_OIDC_SCOPES is {value!r}; openid has to be one of them.")
    return " ".join(found)


def _has_passwords(value: str) -> bool:
    if value not in ("0", "1"):
        raise SettingsError(
            f"REGULARS_OIDC_PASSWORDS is {value!r}; it may be 1 (people may also sign in by a password of Regulars) or "
            "0 (by the provider alone)."
        )
    return value == "1"
