"""Before anything is written: who would go, who is left out and why, and what is missing. Pure.

Members come as `selecting` orders them: those with one address side by side, those who must not get anything first.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from audiences.destinations.formats import Format, Member
from warehouse.settings import CONSENT_RULES
from wording.languages import marked, say, say_n, to_say, to_say_n

OPT_IN, OPT_OUT = CONSENT_RULES
EVERYBODY = "all"  # whatever anybody said
RULES = (OPT_IN, OPT_OUT, EVERYBODY)

# Why somebody is left out -> what is said of one, and of so many.
REASONS: Mapping[str, tuple[str, str]] = {
    "suppressed": to_say_n(
        "{n} is left out: on a list of people who get nothing, "
        "or share an e-mail address or a phone number with somebody who is.",
        "{n} are left out: on a list of people who get nothing, "
        "or share an e-mail address or a phone number with somebody who is.",
    ),
    "in another audience": to_say_n(
        "{n} is left out: in an audience that comes first.", "{n} are left out: in an audience that comes first."
    ),
    "in another campaign": to_say_n(
        "{n} is left out: in another campaign within the quiet time, "
        "or share an e-mail address or a phone number with somebody who is.",
        "{n} are left out: in another campaign within the quiet time, "
        "or share an e-mail address or a phone number with somebody who is.",
    ),
    "quiet time": to_say_n(
        "{n} is left out: written to a short while ago.", "{n} are left out: written to a short while ago."
    ),
    "no consent": to_say_n(
        "{n} is left out: said no to mailings, or share an e-mail address or a phone number with somebody who did.",
        "{n} are left out: said no to mailings, or share an e-mail address or a phone number with somebody who did.",
    ),
    "unknown consent": to_say_n(
        "{n} is left out: never said whether they may be written to.",
        "{n} are left out: never said whether they may be written to.",
    ),
    "no address": to_say_n(
        "{n} is left out: without an address that this destination can use.",
        "{n} are left out: without an address that this destination can use.",
    ),
    "malformed address": to_say_n(
        "{n} is left out: with an address that cannot be right.",
        "{n} are left out: with an address that cannot be right.",
    ),
    "duplicate address": to_say_n(
        "{n} is left out: with the same address as another customer who goes.",
        "{n} are left out: with the same address as another customer who goes.",
    ),
}
NAMES = (  # the reasons as they stand in a list, after a number
    to_say("suppressed"),
    to_say("in another audience"),
    to_say("in another campaign"),
    to_say("quiet time"),
    to_say("no consent"),
    to_say("unknown consent"),
    to_say("no address"),
    to_say("malformed address"),
    to_say("duplicate address"),
)
OTHERWISE = to_say_n("{n} is left out: {reason}.", "{n} are left out: {reason}.")


def why_left_out(reason: str, count: int) -> str:
    """How many are left out for a reason, and for which."""
    return say_n(count, *REASONS.get(reason, OTHERWISE), reason=reason)


class Gate:
    """Says of one member after the other whether they go; remembers the address before."""

    def __init__(self, format: Format, rule: str) -> None:
        if rule not in RULES:
            raise ValueError(f"no rule of consent: {rule}")
        self._format, self._rule = format, rule
        self._address, self._verdict = "", ""  # the one before, and what became of it

    def why_not(self, member: Member) -> str:
        """The reason, one of REASONS; '' where they go."""
        refused = member.barred or self._refused(member.consent)
        if self._format.key_of is None:
            return refused
        address = self._format.key_of(member)
        if not address:
            return refused or self._without(member)
        is_again, before = address == self._address, self._verdict
        if not is_again:
            self._address, self._verdict = address, refused
            return refused
        if refused or before:  # who shares the address of somebody who must not be written to is not either
            self._verdict = before or refused
            return refused or before
        return "duplicate address"

    def _refused(self, consent: bool | None) -> str:
        if self._rule == EVERYBODY or consent:
            return ""
        if consent is None:
            return "unknown consent" if self._rule == OPT_IN else ""
        return "no consent"

    def _without(self, member: Member) -> str:
        is_there = any(getattr(member, name) for name in self._format.contacts)
        return "malformed address" if is_there else "no address"


@dataclass(frozen=True)
class Preflight:
    """What would leave."""

    format: Format
    goes: int
    left_out: Mapping[str, int]  # reason -> people, most first
    missing_columns: tuple[str, ...]  # headers of which nobody who goes has anything

    @property
    def considered(self) -> int:
        """Everybody who was looked at."""
        return self.goes + sum(self.left_out.values())

    @property
    def too_small(self) -> bool:
        """Whether the platform would refuse it; it matches fewer than it is sent."""
        return 0 < self.goes < self.format.least

    @property
    def can_go(self) -> bool:
        """Whether there is anything to write."""
        return self.goes > 0

    def sentences(self) -> list[str]:
        """The same in words, the most important first."""
        to = say(self.format.name)
        found = [
            say_n(
                self.goes,
                "{n} of {considered} customers go to {destination}.",
                "{n} of {considered} customers go to {destination}.",
                considered=marked(f"{self.considered:,}"),
                destination=to,
            )
        ]
        if self.too_small:
            found.append(
                say(
                    "{destination} refuses lists of fewer than about {least} people that it finds.",
                    destination=to,
                    least=self.format.least,
                )
            )
        for reason, count in self.left_out.items():
            found.append(why_left_out(reason, count))
        if not self.goes and {*self.left_out} == {"no address"}:
            found.append(say("The store knows no address of any of them: load people with their contacts first."))
        if self.missing_columns and self.goes:
            columns = ", ".join(self.missing_columns)
            found.append(say("Nothing is known for the columns {columns}: they stay empty.", columns=columns))
        return found


def preflight(members: Iterable[Member], format: Format, rule: str) -> Preflight:
    """Look at all members once."""
    gate, left_out, goes = Gate(format, rule), Counter[str](), 0
    wanting = [name for column in format.columns for name in column.of]
    missing = {name: Member._fields.index(name) for name in wanting}
    for member in members:
        if reason := gate.why_not(member):
            left_out[reason] += 1
            continue
        goes += 1
        if missing:
            missing = {name: place for name, place in missing.items() if member[place] in (None, "")}
    return Preflight(format, goes, dict(left_out.most_common()), empty_columns(format, missing))


def empty_columns(format: Format, missing: Iterable[str]) -> tuple[str, ...]:
    """The headers that only stand on fields nobody has."""
    unknown = set(missing)
    return tuple(one.header for one in format.columns if one.of and unknown.issuperset(one.of))
