"""What a condition can be about, and what can be said of it: the builder's choices, as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from audiences.conditions.definition import Part, Then
from audiences.conditions.fields import MEASURED, TEXTS, Unit
from dashboard.queries.audiences.catalogue import Catalogue
from warehouse.schema import RFM_GROUPS, WITHOUT_ORDER

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
_BOUNDS = (("least", "is at least"), ("most", "is at most"), ("between", "is between"), ("exactly", "is exactly"))
_KNOWN = (("known", "is known"), ("unknown", "is not known"))
_SOME = (("in", "is"), ("not in", "is not"))
OPERATORS: Mapping[Kind, Choices] = {
    Kind.NUMBER: (*_BOUNDS, *_KNOWN),
    Kind.DAY: (("least", "is on or after"), ("most", "is on or before"), ("between", "is between"), *_KNOWN),
    Kind.TEXT: (*_SOME, ("begins", "begins with"), ("not begins", "does not begin with"), *_KNOWN),
    Kind.SET: _SOME,
    Kind.BOUGHT: (("in", "was bought"), ("not in", "was not bought")),
    Kind.ONE: (("in", "they are in"), ("not in", "they are not in")),
    Kind.FACT: (*_BOUNDS, ("in", "is one of"), ("not in", "is none of")),
    Kind.WORDS: _SOME,
    Kind.PAST: (
        (Then.AT, "was"),
        (f"not {Then.AT}", "was not"),
        (Then.ENTERED, "came into"),
        (f"not {Then.ENTERED}", "did not come into"),
        (Then.LEFT, "left"),
        (f"not {Then.LEFT}", "did not leave"),
    ),
    Kind.CAMPAIGN: (
        (Part.MAILED, "they were mailed in"),
        (f"not {Part.MAILED}", "they were not mailed in"),
        (Part.ANSWERED, "they answered"),
        (f"not {Part.ANSWERED}", "they did not answer"),
        (Part.HELD_OUT, "they were held out of"),
        (f"not {Part.HELD_OUT}", "they were not held out of"),
    ),
    Kind.OFFER: (("in", "is the product"), ("not in", "is not the product")),
}
MODES: Choices = (
    ("all", "all of these hold"),
    ("any", "at least one of these holds"),
    ("none", "none of these holds"),
    ("not all", "not all of these hold"),
)
JOINS = {"all": "and", "any": "or", "none": "or", "not all": "and"}
ANSWERS = {"yes": "Yes", "unknown": "Unknown", "no": "No"}
WITH_PAST = {*RFM_GROUPS} - {*WITHOUT_ORDER}  # segments of which past months are kept
UNITS = {Unit.DAYS: "days", Unit.SHARE: "%"}
# The order in which they are offered; what is not in a group here is offered last.
GROUPS: Sequence[tuple[str, Sequence[str]]] = (
    ("Orders and sales", ("recency_days", "frequency", "net", "monetary", "average_order_value", "units")),
    ("Days", ("last_order_at", "first_order_at", "tenure_days", "overdue")),
    ("Behaviour", ("distinct_products", "return_rate", "discount_share")),
    ("Expected", ("expected_orders_12m", "expected_spend_12m", "order_chance_90d")),
    ("Person", (COUNTRY, "city", "postcode", "email", "phone", "birth_year", "customer_id")),
)
KEPT_TWICE = {"city", "postcode", "birthyear"}  # columns of files that are fields, and attributes besides
_SPECIAL = {CONSENT: "Consent to mailings", BOUGHT: "A product", OFFER: "What to offer next", CAMPAIGN: "A campaign"}
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
    segments = {f"{SEGMENT}{algorithm}": f"Segment ({one.name})" for algorithm, one in there.segments.items()}
    past = {f"{PAST}{algorithm}": f"Past segment ({one.name})" for algorithm, one in there.segments.items()
            if one.months}  # fmt: skip
    named = {one: _SPECIAL[one] for one in (CONSENT, CAMPAIGN, OFFER)}
    found = [Offered("Bought, groups, mailings", {BOUGHT: _SPECIAL[BOUGHT], **segments, **past, **named})]
    hidden = set() if sees_people else {name for name, one in TEXTS.items() if one.personal} | {"birth_year"}
    for heading, names in GROUPS:
        found.append(Offered(heading, {name: label_of(name) for name in names if name not in hidden}))
    if there.attributes and sees_people:
        found.append(Offered("From your files", attribute_labels(there)))
    kept = {LIST: "A list", AUDIENCE: "Another audience"}
    has = {LIST: bool(there.lists), AUDIENCE: bool(there.audiences)}
    found.append(Offered("Lists and audiences", {name: label for name, label in kept.items() if has[name]}))
    return [one for one in found if one.subjects]


def attribute_labels(there: Catalogue) -> dict[str, str]:
    """What files say of customers beyond what is a field of everybody."""
    named = {name: one.label for name, one in there.attributes.items() if _plain(name) not in KEPT_TWICE}
    return {f"{ATTRIBUTE}{name}": label for name, label in named.items()}


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def label_of(subject: str) -> str:
    """What a field is called at the beginning of a sentence."""
    words = MEASURED[subject].words if subject in MEASURED else TEXTS[subject].words
    return words[0].upper() + words[1:]


def choices_of(subject: str, there: Catalogue) -> dict[str, str]:
    """What there is to choose from: values and their words."""
    if subject == CONSENT:
        return ANSWERS
    if subject == COUNTRY:
        return dict(there.countries)
    if subject.startswith(SEGMENT):
        run = there.segments.get(subject.removeprefix(SEGMENT))
        return dict(run.segments) if run else {}
    if subject.startswith(PAST):
        run = there.segments.get(subject.removeprefix(PAST))
        return {one: name for one, name in run.segments.items() if one in WITH_PAST} if run else {}
    if subject.startswith(ATTRIBUTE):
        found = there.attributes.get(subject.removeprefix(ATTRIBUTE))
        return {one: one for one in found.values} if found else {}
    kept = {LIST: there.lists, CAMPAIGN: there.campaigns}.get(subject, there.audiences)
    return {str(number): name for number, name in kept.items()}
