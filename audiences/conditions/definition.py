"""The definition of an audience: conditions on a customer, nested with and, or and not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

Value = Decimal | date | str


@dataclass(frozen=True)
class Both:
    """Customers of whom all parts hold; everyone, without parts."""

    parts: tuple["Definition", ...]


@dataclass(frozen=True)
class Either:
    """Customers of whom one part holds at least; nobody, without parts."""

    parts: tuple["Definition", ...]


@dataclass(frozen=True)
class Not:
    """All other customers, those of whom it is not known included."""

    part: "Definition"


@dataclass(frozen=True)
class Compared:
    """A number or a day of the customer lies within bounds, both included; where it is not known, it does not."""

    field: str  # of `fields.MEASURED`
    least: Value | None = None
    most: Value | None = None


@dataclass(frozen=True)
class Chosen:
    """A text of the customer is one of these, letter by letter."""

    field: str  # of `fields.TEXTS`
    values: tuple[str, ...]


@dataclass(frozen=True)
class Begins:
    """A text of the customer begins so, small and large letters alike."""

    field: str
    letters: str


@dataclass(frozen=True)
class Known:
    """The store knows it of the customer."""

    field: str  # of `fields.MEASURED` or `fields.TEXTS`


@dataclass(frozen=True)
class Said:
    """What the customer said of being written to is one of these: yes, no, unknown."""

    answers: tuple[str, ...]


@dataclass(frozen=True)
class InSegment:
    """The customer is in one of these segments of the published segmentation of that algorithm."""

    algorithm: str
    segments: tuple[str, ...]


class Then(StrEnum):
    """How a past month is asked for; since: against the segmentation's own last month."""

    AT = "at"  # in a segment at its end
    ENTERED = "entered_since"  # in it now, and not at its end
    LEFT = "left_since"  # in it at its end, and not now


@dataclass(frozen=True)
class WasInSegment:
    """The customer was in one of these segments at the end of a past month, came in since, or left since.

    The month is its first day, or how many months it is before the segmentation's last one.
    """

    algorithm: str
    segments: tuple[str, ...]
    then: Then
    month: date | int


class Part(StrEnum):
    """What a customer was in a campaign."""

    MAILED = "mailed"
    HELD_OUT = "held_out"
    ANSWERED = "answered"  # mailed, and ordered within the campaign's days after


LAST = "last"  # of the campaigns that mailed the customer


@dataclass(frozen=True)
class InCampaign:
    """The customer was a part of a campaign: of one, of any, or of the last that mailed them.

    `within_days` counts back from now to when the list was made.
    """

    part: Part
    campaign: int | str | None = None  # its number, LAST, or any
    within_days: int | None = None


@dataclass(frozen=True)
class Offered:
    """The product is one to offer the customer next: they bought what goes with it, and never it."""

    code: str


@dataclass(frozen=True)
class Bought:
    """The customer bought a product on so many days at least, within the last so many days or ever.

    A product is a code as it stands, or all whose description contains the words, small and large letters alike.
    """

    code: str | None = None
    words: str | None = None
    times: int = 1
    within_days: int | None = None


@dataclass(frozen=True)
class Attribute:
    """What a file says of the customer: a number within bounds, or one of some texts."""

    name: str
    least: Decimal | None = None
    most: Decimal | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class InList:
    """The customer is in a list of customers that was uploaded."""

    list_id: int


@dataclass(frozen=True)
class InAudience:
    """The customer is in another audience, as it is defined now."""

    audience_id: int


Plain = Compared | Chosen | Begins | Known | Said | Attribute
Leaf = Plain | InSegment | WasInSegment | Bought | Offered | InCampaign | InList | InAudience
Definition = Both | Either | Not | Leaf
Everyone = Both(())


def leaves(node: Definition) -> Iterator[Leaf]:
    """The conditions that a definition is made of, each as often as it stands there."""
    match node:
        case Both(parts) | Either(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case _:
            yield node
