"""Who may be written to: the rule of the shop, and what it keeps of a list, in words. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dashboard.words import formats
from warehouse.settings import CONSENT_RULES
from wording.languages import listed, say, say_n, to_say

OPT_IN, OPT_OUT = CONSENT_RULES
ALL = "all"  # whatever anybody said: no list for campaigns, unless nobody's word is known
RULES = (OPT_IN, OPT_OUT, ALL)  # as an address of a list says it
MEANINGS = {
    OPT_IN: to_say("only people who said yes"),
    OPT_OUT: to_say("everybody but people who said no"),
    ALL: to_say("everybody"),
}
Source = Literal["setting", "choice", "default"]


@dataclass(frozen=True)
class Rule:
    """The rule that holds for lists for campaigns, and where it comes from."""

    name: str = OPT_IN
    source: Source = "default"
    knows_consent: bool = True  # whether the store knows what anybody said
    knows_contacts: bool = True  # whether it knows an address or a number of anybody

    @property
    def is_idle(self) -> bool:
        """Whether it leaves out nobody: nothing was chosen, and a list holds nothing by which to write to people."""
        return self.source == "default" and not self.knows_consent and not self.knows_contacts


@dataclass(frozen=True)
class Said:
    """How many customers of a list said yes to being written to, no, or nothing that is known.

    Those on a list of people who get nothing, or in a campaign just now, are counted apart, whatever they said.
    """

    yes: int = 0
    unknown: int = 0
    no: int = 0
    barred: int = 0

    def __add__(self, other: Said) -> Said:
        return Said(self.yes + other.yes, self.unknown + other.unknown, self.no + other.no, self.barred + other.barred)

    @property
    def everyone(self) -> int:
        """How many there are."""
        return self.yes + self.unknown + self.no + self.barred

    def without(self, barred: Said) -> Said:
        """The same with these counted apart."""
        yes, unknown, no = (
            max(one, 0) for one in (self.yes - barred.yes, self.unknown - barred.unknown, self.no - barred.no)
        )
        return Said(yes, unknown, no, self.barred + barred.everyone)

    def kept(self, rule: Rule) -> int:
        """How many a list for campaigns holds."""
        if rule.is_idle:
            return self.everyone - self.barred
        return self.yes if rule.name == OPT_IN else self.yes + self.unknown


NOBODY = to_say("No customer is in this selection, so there is no list")


def on_the_button(said: Said, rule: Rule) -> str:
    """`812 with consent`: what the list holds."""
    kept = said.kept(rule)
    if not said.everyone or rule.is_idle or rule.name == OPT_OUT:
        return formats.plural(kept, "customer")
    return say("{kept} with consent", kept=formats.count(kept))


def beside_the_button(said: Said, rule: Rule) -> str:
    """`304 unknown and 41 who said no left out`: what it does not hold, or what is not known of those it holds."""
    if not said.everyone:
        return say(NOBODY)
    if rule.is_idle:
        told = say("The store knows no consent and no addresses: match them where you send")
        return say("{told}; {barred} left out", told=told, barred=_barred(said)) if said.barred else told
    unknown = say("{unknown} unknown", unknown=formats.count(said.unknown)) if said.unknown else ""
    no = say("{no} who said no", no=formats.count(said.no)) if said.no else ""
    left_out = listed([part for part in (unknown, no) if part]) if rule.name == OPT_IN else no
    parts = [say("{left_out} left out", left_out=left_out) if left_out else say("nobody left out")]
    if rule.name == OPT_OUT:
        parts.insert(
            0,
            say(
                "{yes} with consent, {unknown} unknown",
                yes=formats.count(said.yes),
                unknown=formats.count(said.unknown),
            ),
        )
    if said.barred:
        parts.append(say("{barred} left out", barred=_barred(said)))
    if not rule.knows_consent:
        parts.append(say("the store knows nobody’s consent"))
    return "; ".join(parts)


def _barred(said: Said) -> str:
    return say("{barred} suppressed or in a campaign", barred=formats.count(said.barred))


def in_words(said: Said) -> str:
    """`812 said yes, 41 no; of 304 it is not known. 12 suppressed or in a campaign are in no list for campaigns.`"""
    told = _said(said)
    if not said.barred:
        return told
    return say_n(
        said.barred,
        "{told} {n} suppressed or in a campaign is in no list for campaigns.",
        "{told} {n} suppressed or in a campaign are in no list for campaigns.",
        told=told,
    )


def _said(said: Said) -> str:
    of = say("it is not known") if said.yes or said.no else say("the store knows no consent")
    if not said.everyone:
        return f"{say(NOBODY)}."
    if not said.yes and not said.no:
        return say_n(said.unknown, "Of {n} customer {of}.", "Of {n} customers {of}.", of=of)
    return say(
        "{yes} said yes, {no} no; of {unknown} {of}.",
        yes=formats.count(said.yes),
        no=formats.count(said.no),
        unknown=formats.count(said.unknown),
        of=of,
    )
