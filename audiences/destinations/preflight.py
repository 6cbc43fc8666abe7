"""Before anything is written: who would go, who is left out and why, and what is missing. Pure.

Members come as `selecting` orders them: those with one address side by side, those who must not get anything first.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from audiences.destinations.formats import Format, Member
from warehouse.settings import CONSENT_RULES

OPT_IN, OPT_OUT = CONSENT_RULES
EVERYBODY = "all"  # whatever anybody said
RULES = (OPT_IN, OPT_OUT, EVERYBODY)

# Why somebody is left out -> what is said of them, after their number.
_SHARES = "or share an e-mail address or a phone number with somebody who"
REASONS: Mapping[str, str] = {
    "suppressed": f"on a list of people who get nothing, {_SHARES} is",
    "in another audience": "in an audience that comes first",
    "in another campaign": f"in another campaign within the quiet time, {_SHARES} is",
    "quiet time": "written to a short while ago",
    "no consent": f"said no to mailings, {_SHARES} did",
    "unknown consent": "never said whether they may be written to",
    "no address": "without an address that this destination can use",
    "malformed address": "with an address that cannot be right",
    "duplicate address": "with the same address as another customer who goes",
}


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
        found = [f"{self.goes:,} of {self.considered:,} customers go to {self.format.name}."]
        if self.too_small:
            found.append(
                f"{self.format.name} refuses lists of fewer than about {self.format.least} people that it finds."
            )
        found += [f"{count:,} {'is' if count == 1 else 'are'} left out: {REASONS.get(reason, reason)}."
                  for reason, count in self.left_out.items()]  # fmt: skip
        if not self.goes and {*self.left_out} == {"no address"}:
            found.append("The store knows no address of any of them: load people with their contacts first.")
        if self.missing_columns and self.goes:
            found.append(f"Nothing is known for the columns {', '.join(self.missing_columns)}: they stay empty.")
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
