"""The settings of serving over a network: names, proxies, logs, measures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from warehouse.errors import SettingsError

NAMES = frozenset(
    {
        *("REGULARS_HOSTS", "REGULARS_PROXIES", "REGULARS_LOG_FORMAT", "REGULARS_METRICS", "REGULARS_METRICS_TOKEN"),
        *("REGULARS_BASE_PATH", "REGULARS_AHEAD"),
    }
)
HOST = re.compile(r"\.?[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:]+\]", re.ASCII)
BASE_PATH = re.compile(r"(/[A-Za-z0-9][A-Za-z0-9._-]*)+", re.ASCII)
MOST_PROXIES = 5
LOG_FORMATS = ("text", "json")


@dataclass(frozen=True)
class WebSettings:
    """What the environment says of serving."""

    hosts: tuple[str, ...] = ()  # names that the dashboard answers to, `.shop.example` with all below it; (): its own
    proxies: int = 0  # how many in front of it are ours, so that what they say of a request is true
    log_format: Literal["text", "json"] = "text"
    has_metrics: bool = False
    metrics_token: str | None = field(default=None, repr=False)  # who asks for the measures has to know it
    base_path: str = ""  # below which all of it is served, `/regulars`; "": at the root
    works_ahead: bool = True  # at views that somebody is likely to open next

    @classmethod
    def of(cls, given: Mapping[str, str]) -> WebSettings:
        """Read and check them; raises SettingsError in a sentence."""
        token = given.get("REGULARS_METRICS_TOKEN")
        return cls(
            hosts=_hosts(given.get("REGULARS_HOSTS", "")),
            proxies=_proxies(given.get("REGULARS_PROXIES", "0")),
            log_format=_log_format(given.get("REGULARS_LOG_FORMAT", "text")),
            has_metrics=_switch("REGULARS_METRICS", given.get("REGULARS_METRICS", "1" if token else "0")),
            metrics_token=token,
            base_path=_base_path(given.get("REGULARS_BASE_PATH", "")),
            works_ahead=_switch("REGULARS_AHEAD", given.get("REGULARS_AHEAD", "1")),
        )


def _hosts(value: str) -> tuple[str, ...]:
    found = tuple(part.strip().lower() for part in value.split(",") if part.strip())
    for one in found:
        if not HOST.fullmatch(one):
            raise SettingsError(
                f"REGULARS_HOSTS names {one!r}, which is no name of a host: write names without scheme and port, with "
                "commas between them, such as regulars.shop.example or .shop.example for all below it."
            )
    return found


def _proxies(value: str) -> int:
    if not (value.isascii() and value.isdecimal() and int(value) <= MOST_PROXIES):
        raise SettingsError(
            f"REGULARS_PROXIES is {value!r}; it may be the number of proxies in front of Regulars, 0 to {MOST_PROXIES}."
        )
    return int(value)


def _log_format(value: str) -> Literal["text", "json"]:
    match value.lower():
        case "text":
            return "text"
        case "json":
            return "json"
    raise SettingsError(f"REGULARS_LOG_FORMAT is {value!r}; it may be {' or '.join(LOG_FORMATS)}.")


def _base_path(value: str) -> str:
    path = value.rstrip("/")
    if path and not BASE_PATH.fullmatch(path):
        raise SettingsError(
            f"REGULARS_BASE_PATH is {value!r}; it may be the path below which a proxy serves Regulars, "
            "such as /regulars."
        )
    return path


def _switch(name: str, value: str) -> bool:
    if value not in ("0", "1"):
        raise SettingsError(f"{name} is {value!r}; it may be 1 (on) or 0 (off).")
    return value == "1"
