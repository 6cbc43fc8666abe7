"""Addresses that open something for whoever has them (a pre-signed file, a webhook): sealed, and shown in part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

VEIL = "…"
ADDRESS, WEBHOOK = "address", "webhook_address"  # what they are called where they are sealed


def veiled(address: str) -> str:
    """An https address without what stands behind its ?, which may be a key; any other as it is."""
    plain, query, _ = address.partition("?")
    return f"{plain}?{VEIL}" if query and address.startswith("https:") else address


def veiled_webhook(address: str) -> str:
    """Whose address it is: all behind the host may be a key."""
    return f"https://{urlsplit(address).netloc}/{VEIL}"


def is_veiled(address: str) -> bool:
    """Whether the whole address is sealed."""
    return address.endswith(VEIL)


def apart(
    arguments: Mapping[str, Any], tell: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any], dict[str, str]]:
    """What a schedule does and whom it tells, as everybody may read it; and the addresses that are to be sealed."""
    done, told, secrets = dict(arguments), dict(tell), {}
    whole = str(arguments.get("source", {}).get("address", ""))
    if veiled(whole) != whole:
        done["source"], secrets[ADDRESS] = {**arguments["source"], "address": veiled(whole)}, whole
    if "webhook" in tell:
        told["webhook"], secrets[WEBHOOK] = veiled_webhook(tell["webhook"]), str(tell["webhook"])
    return done, told, secrets
