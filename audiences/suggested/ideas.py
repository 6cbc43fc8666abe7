"""Which audiences are suggested: who is in each by what the shop's own rhythm is, and how many are taken to follow."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from audiences.conditions import Definition
from audiences.conditions.definition import Both, Compared, Offered
from warehouse.orders import is_name

REGULAR = 3  # orders at least
SILENT = 2  # times the usual days between orders


@dataclass(frozen=True)
class Rhythm:
    """Days from a first order to the second, of those who came back: half of them, and nine in ten, had by then."""

    half: int
    most: int


@dataclass(frozen=True)
class Offer:
    """A product to offer, and how it is called."""

    code: str
    name: str

    @property
    def called(self) -> str:
        """With its code, where that is not the name."""
        return self.name if is_name(self.code, self.name) else f"{self.name} ({self.code})"


@dataclass(frozen=True)
class Idea:
    """An audience that may be worth it; `who` completes "1,204 customers …"."""

    key: str
    name: str
    who: str
    definition: Definition
    act: str  # what one in so many does
    one_in: int


def ideas(rhythm: Rhythm | None, offers: tuple[Offer, ...]) -> Iterator[Idea]:
    """All that can be said; without anybody who came back there is no rhythm to be late by."""
    yield Idea(
        "lapsing",
        "Lapsing regulars",
        f"ordered {REGULAR} times or more and have been silent for over twice their usual time between orders",
        Both((_from("frequency", REGULAR), _from("overdue", SILENT))),
        "orders once more",
        10,
    )
    if rhythm is not None:
        yield Idea(
            "second-order",
            "Second order due",
            f"ordered once, {rhythm.half} to {rhythm.most} days ago; {_come_back(rhythm)}",
            Both((_exactly("frequency", 1), Compared("recency_days", Decimal(rhythm.half), Decimal(rhythm.most)))),
            "orders a second time",
            10,
        )
        yield Idea(
            "never-returned",
            "Never returned",
            f"ordered once, over {rhythm.most} days ago; {_come_back(rhythm)}",
            Both((_exactly("frequency", 1), _from("recency_days", rhythm.most + 1))),
            "orders a second time",
            50,
        )
    for offer in offers:
        yield Idea(
            f"offer-{offer.code}",
            f"Next product: {offer.name}",
            f"bought what goes with {offer.called}, and never it",
            Offered(offer.code),
            "orders once more",
            10,
        )


def _come_back(rhythm: Rhythm) -> str:
    return f"of those who come back half do within {rhythm.half} days, nine in ten within {rhythm.most}"


def _from(field: str, least: int) -> Compared:
    return Compared(field, Decimal(least))


def _exactly(field: str, number: int) -> Compared:
    return Compared(field, Decimal(number), Decimal(number))
