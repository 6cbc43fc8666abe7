"""What is known of whoever signs in, and what can come of it."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from accounts.users import User


@dataclass(frozen=True)
class Visit:
    """Where somebody comes from, and what their browser holds already: the token of a session, which is replaced, and
    what it was given as a known one (`devices`)."""

    address: str | None = None
    agent: str | None = None
    previous: str | None = None
    device: str | None = None


@dataclass(frozen=True)
class SignedIn:
    """Let in: put `token` into the session cookie in place of the one before, keep `device` in another one for long."""

    token: str
    user: User
    device: str | None = None


@dataclass(frozen=True)
class NeedsCode:
    """The password was right: ask for a code and give it with `token` to `verify_code`, within five minutes."""

    token: str


@dataclass(frozen=True)
class Refused:
    """Not let in; `sentence` can be shown. After `wait`, which is zero as a rule, it may be tried again."""

    sentence: str
    wait: timedelta = timedelta()


Outcome = SignedIn | NeedsCode | Refused


def too_many(wait: timedelta) -> Refused:
    """Not now."""
    seconds = ceil(wait.total_seconds())
    said = f"{seconds} second{'' if seconds == 1 else 's'}" if seconds < 90 else f"{round(seconds / 60)} minutes"
    return Refused(f"There were too many attempts; try again in {said}.", wait)
