"""The definition of an audience: conditions on a customer, nested with and, or and not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

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


Leaf = Compared | Chosen | Begins | Known | Said | InSegment | Bought | Attribute | InList | InAudience
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
