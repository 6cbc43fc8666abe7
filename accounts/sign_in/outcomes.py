"""What is known of whoever signs in, and what can come of it."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Final

from accounts.users import User
from wording.languages import say, say_n, to_say_n

IN_SECONDS: Final = to_say_n(
    "There were too many attempts; try again in {n} second.", "There were too many attempts; try again in {n} seconds."
)


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
    if seconds < 90:
        sentence = say_n(seconds, *IN_SECONDS)
    else:
        sentence = say("There were too many attempts; try again in {minutes} minutes.", minutes=round(seconds / 60))
    return Refused(sentence, wait)
