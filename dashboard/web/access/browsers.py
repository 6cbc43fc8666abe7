"""A session in a line for people: which browser, from where, since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from accounts.sign_in import Session
from wording.languages import days, say

# What stands in a browser's name for itself -> what people call it; the first that is in it counts.
BROWSERS = (
    *(("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("SamsungBrowser", "Samsung Internet")),
    *(("Chrome/", "Chrome"), ("Safari/", "Safari")),
)
SYSTEMS = (
    *(("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows")),
    *(("Mac OS", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux")),
)


@dataclass(frozen=True)
class Shown:
    """A row of the list of sessions."""

    session_id: int
    browser: str
    address: str | None
    created: str
    last_seen: str


def shown(session: Session) -> Shown:
    """A session as its row."""
    where = session.session_id, browser_of(session.agent), session.address
    return Shown(*where, time(session.created_at), time(session.last_seen_at))


def browser_of(agent: str | None) -> str:
    """`Firefox on Windows`, as the browser says of itself."""
    found = [next((name for mark, name in marks if mark in (agent or "")), "") for marks in (BROWSERS, SYSTEMS)]
    browser, system = found
    if browser and system:
        return say("{browser} on {system}", browser=browser, system=system)
    return browser or system or say("Unknown browser")


def time(at: datetime) -> str:
    """`28 Nov 2026, 14:05`, in UTC."""
    return f"{day(at)}, {at.astimezone(UTC):%H:%M}"


def day(at: datetime) -> str:
    """`28 Nov 2026`, in UTC."""
    return days.day(at.astimezone(UTC))


def details(said: dict[str, Any]) -> str:
    """What the record says beside who and when: `user anna@shop.example, role viewer`."""
    return ", ".join(f"{name.replace('_', ' ')} {_value(value)}" for name, value in said.items())


def _value(value: Any) -> str:
    if value is None:
        return "all"
    if isinstance(value, dict):
        return "(" + details(value) + ")"
    return " ".join(str(one) for one in value) if isinstance(value, list) else str(value)
