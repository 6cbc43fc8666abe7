"""What a provider says of somebody, as accounts take it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.sign_in.provider import Person

MOST_LETTERS, MOST_GROUPS = 255, 1_000


def person_of(claims: Mapping[str, Any], issuer: str, groups_claim: str) -> Person:
    """The claims as a person; what is no text is nothing."""
    email = _text(claims.get("email"))
    return Person(
        issuer=issuer,
        subject=_text(claims.get("sub")),
        email=email or None,
        email_verified=bool(email) and _is_true(claims.get("email_verified")),
        name=_text(claims.get("name")),
        groups=_groups(_at(claims, groups_claim)),
    )


def _at(claims: Mapping[str, Any], name: str) -> Any:
    """A claim of this name, or inside others: `realm_access.roles`."""
    if name in claims:
        return claims[name]
    found: Any = claims
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _groups(said: Any) -> tuple[str, ...]:
    listed = [said] if isinstance(said, str) else said if isinstance(said, list) else []
    return tuple(one for one in listed[:MOST_GROUPS] if isinstance(one, str))


def _is_true(said: Any) -> bool:
    """Some say it as a text."""
    return said is True or (isinstance(said, str) and said.lower() == "true")


def _text(said: Any) -> str:
    """On one line, and not without end."""
    return "".join(filter(str.isprintable, said))[:MOST_LETTERS] if isinstance(said, str) else ""
