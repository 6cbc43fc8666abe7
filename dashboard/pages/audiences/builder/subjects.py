"""What a condition can be about, and what can be said of it: the builder's choices, as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from audiences.conditions.definition import Part, Then
from audiences.conditions.fields import MEASURED, TEXTS, Unit
from dashboard.queries.audiences.catalogue import Catalogue, Segments
from dashboard.words.segments import segment_name, segmentation_name
from warehouse.schema import RFM_GROUPS, WITHOUT_ORDER
from wording.languages import country, say, to_say

SEGMENT, PAST, ATTRIBUTE = "segment:", "past:", "attribute:"  # how subjects begin that there are several of
CONSENT, BOUGHT, LIST, AUDIENCE, COUNTRY = "consent", "bought", "list", "audience", "country"
CAMPAIGN, OFFER = "campaign", "offer"


class Kind(StrEnum):
    """How a condition is asked for."""

    NUMBER = "number"
    DAY = "day"
    TEXT = "text"
    SET = "set"  # some of what there is, by a click each
    BOUGHT = "bought"
    ONE = "one"  # a list or an audience
    FACT = "fact"  # a number of an attribute, known or not
    WORDS = "words"  # a text of an attribute
    PAST = "past"  # some segments, and a month
    CAMPAIGN = "campaign"  # any or one, and since when
    OFFER = "offer"  # a product to offer next


Choices = Sequence[tuple[str, str]]  # value and words
_BOUNDS = (
    ("least", to_say("is at least")),
    ("most", to_say("is at most")),
    ("between", to_say("is between")),
    ("exactly", to_say("is exactly")),
)
_KNOWN = (("known", to_say("is known")), ("unknown", to_say("is not known")))
_SOME = (("in", to_say("is")), ("not in", to_say("is not")))
OPERATORS: Mapping[Kind, Choices] = {
    Kind.NUMBER: (*_BOUNDS, *_KNOWN),
    Kind.DAY: (
        ("least", to_say("is on or after")),
        ("most", to_say("is on or before")),
        ("between", to_say("is between")),
        *_KNOWN,
    ),
    Kind.TEXT: (*_SOME, ("begins", to_say("begins with")), ("not begins", to_say("does not begin with")), *_KNOWN),
    Kind.SET: _SOME,
    Kind.BOUGHT: (("in", to_say("was bought")), ("not in", to_say("was not bought"))),
    Kind.ONE: (("in", to_say("they are in")), ("not in", to_say("they are not in"))),
    Kind.FACT: (*_BOUNDS, ("in", to_say("is one of")), ("not in", to_say("is none of"))),
    Kind.WORDS: _SOME,
    Kind.PAST: (
        (Then.AT, to_say("was")),
        (f"not {Then.AT}", to_say("was not")),
        (Then.ENTERED, to_say("came into")),
        (f"not {Then.ENTERED}", to_say("did not come into")),
        (Then.LEFT, to_say("left")),
        (f"not {Then.LEFT}", to_say("did not leave")),
    ),
    Kind.CAMPAIGN: (
        (Part.MAILED, to_say("they were mailed in")),
        (f"not {Part.MAILED}", to_say("they were not mailed in")),
        (Part.ANSWERED, to_say("they answered")),
        (f"not {Part.ANSWERED}", to_say("they did not answer")),
        (Part.HELD_OUT, to_say("they were held out of")),
        (f"not {Part.HELD_OUT}", to_say("they were not held out of")),
    ),
    Kind.OFFER: (("in", to_say("is the product")), ("not in", to_say("is not the product"))),
}
MODES: Choices = (
    ("all", to_say("all of these hold")),
    ("any", to_say("at least one of these holds")),
    ("none", to_say("none of these holds")),
    ("not all", to_say("not all of these hold")),
)
JOINS = {"all": to_say("and"), "any": to_say("or"), "none": to_say("or"), "not all": to_say("and")}
ANSWERS = {"yes": to_say("Yes"), "unknown": to_say("Unknown"), "no": to_say("No")}
WITH_PAST = {*RFM_GROUPS} - {*WITHOUT_ORDER}  # segments of which past months are kept
UNITS = {Unit.DAYS: to_say("days", sense="unit"), Unit.SHARE: "%"}
# The order in which they are offered; what is not in a group here is offered last.
GROUPS: Sequence[tuple[str, Sequence[str]]] = (
    (to_say("Orders and sales"), ("recency_days", "frequency", "net", "monetary", "average_order_value", "units")),
    (to_say("Days"), ("last_order_at", "first_order_at", "tenure_days", "overdue")),
    (to_say("Behaviour"), ("distinct_products", "return_rate", "discount_share")),
    (to_say("Expected"), ("expected_orders_12m", "expected_spend_12m", "order_chance_90d")),
    (to_say("Person"), (COUNTRY, "city", "postcode", "email", "phone", "birth_year", "customer_id")),
)
KEPT_TWICE = {"city", "postcode", "birthyear"}  # columns of files that are fields, and attributes besides
_SPECIAL = {
    CONSENT: to_say("Consent to mailings"),
    BOUGHT: to_say("A product"),
    OFFER: to_say("What to offer next"),
    CAMPAIGN: to_say("A campaign"),
}
_KINDS = {LIST: Kind.ONE, AUDIENCE: Kind.ONE, CONSENT: Kind.SET, COUNTRY: Kind.SET, BOUGHT: Kind.BOUGHT,
          CAMPAIGN: Kind.CAMPAIGN, OFFER: Kind.OFFER}  # fmt: skip


def kind_of(subject: str, there: Catalogue) -> Kind | None:
    """How it is asked for; None of what is no subject."""
    if subject in MEASURED:
        return Kind.DAY if MEASURED[subject].unit is Unit.DAY else Kind.NUMBER
    if subject.startswith((SEGMENT, PAST)):
        return Kind.SET if subject.startswith(SEGMENT) else Kind.PAST
    if subject.startswith(ATTRIBUTE):
        return _of_attribute(subject.removeprefix(ATTRIBUTE), there)
    return _KINDS.get(subject, Kind.TEXT if subject in TEXTS else None)


def _of_attribute(name: str, there: Catalogue) -> Kind:
    found = there.attributes.get(name)
    if found is not None and found.is_number:
        return Kind.FACT
    return Kind.SET if found is not None and found.values else Kind.WORDS


def unit_of(subject: str) -> Unit | None:
    """The unit of a number or day of the customer."""
    return MEASURED[subject].unit if subject in MEASURED else None


@dataclass(frozen=True)
class Offered:
    """Subjects under a heading."""

    heading: str
    subjects: Mapping[str, str]


def offered(there: Catalogue, *, sees_people: bool = True) -> list[Offered]:
    """All that can be asked, in words. Who may not see who people are cannot ask for it either."""
    segments = {
        f"{SEGMENT}{algorithm}": say("Segment ({name})", name=_run_name(one))
        for algorithm, one in there.segments.items()
    }
    past = {
        f"{PAST}{algorithm}": say("Past segment ({name})", name=_run_name(one))
        for algorithm, one in there.segments.items()
        if one.months
    }
    named = {one: say(_SPECIAL[one]) for one in (CONSENT, CAMPAIGN, OFFER)}
    found = [Offered(say("Bought, groups, mailings"), {BOUGHT: say(_SPECIAL[BOUGHT]), **segments, **past, **named})]
    hidden = set() if sees_people else {name for name, one in TEXTS.items() if one.personal} | {"birth_year"}
    for heading, names in GROUPS:
        found.append(Offered(say(heading), {name: label_of(name) for name in names if name not in hidden}))
    if there.attributes and sees_people:
        found.append(Offered(say("From your files"), attribute_labels(there)))
    kept = {LIST: say("A list"), AUDIENCE: say("Another audience")}
    has = {LIST: bool(there.lists), AUDIENCE: bool(there.audiences)}
    found.append(Offered(say("Lists and audiences"), {name: label for name, label in kept.items() if has[name]}))
    return [one for one in found if one.subjects]


def _run_name(run: Segments) -> str:
    return segmentation_name(run.name)


def attribute_labels(there: Catalogue) -> dict[str, str]:
    """What files say of customers beyond what is a field of everybody."""
    named = {name: one.label for name, one in there.attributes.items() if _plain(name) not in KEPT_TWICE}
    return {f"{ATTRIBUTE}{name}": label for name, label in named.items()}


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def label_of(subject: str) -> str:
    """What a field is called at the beginning of a sentence."""
    words = say(MEASURED[subject].words if subject in MEASURED else TEXTS[subject].words)
    return words[0].upper() + words[1:]


def choices_of(subject: str, there: Catalogue) -> dict[str, str]:
    """What there is to choose from: values and their words."""
    if subject == CONSENT:
        return {one: say(words) for one, words in ANSWERS.items()}
    if subject == COUNTRY:
        return _countries(there)
    if subject.startswith(SEGMENT):
        run = there.segments.get(subject.removeprefix(SEGMENT))
        return {one: segment_name(name) for one, name in run.segments.items()} if run else {}
    if subject.startswith(PAST):
        run = there.segments.get(subject.removeprefix(PAST))
        return {one: segment_name(name) for one, name in run.segments.items() if one in WITH_PAST} if run else {}
    if subject.startswith(ATTRIBUTE):
        found = there.attributes.get(subject.removeprefix(ATTRIBUTE))
        return {one: one for one in found.values} if found else {}
    kept = {LIST: there.lists, CAMPAIGN: there.campaigns}.get(subject, there.audiences)
    return {str(number): name for number, name in kept.items()}


def _countries(there: Catalogue) -> dict[str, str]:
    """By name, as the reader has it."""
    named = {code: country(code, name) for code, name in there.countries.items()}
    return dict(sorted(named.items(), key=lambda one: one[1]))
