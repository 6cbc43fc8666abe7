"""Which audiences are suggested: who is in each by what the shop's own rhythm is, and how many are taken to follow."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from audiences.conditions import Definition
from audiences.conditions.definition import Both, Compared, Offered
from warehouse.orders import is_name
from wording.languages import say, say_n, to_say, to_say_n, whole

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
    """An audience that may be worth it; of so many customers `who` says what they did, with `values`."""

    key: str
    name: str
    who: tuple[str, str]
    definition: Definition
    act: str  # what one in so many does, said with the money that is at stake
    one_in: int
    values: Mapping[str, str] = field(default_factory=dict)


ONCE_MORE = to_say(
    "Assumed, not measured: one in ten orders once more, at their average order of {order} net of returns, {anyway}: "
    "{stake}."
)
SECOND_TIME = to_say(
    "Assumed, not measured: one in ten orders a second time, at their average order of {order} net of returns, "
    "{anyway}: {stake}."
)
RARELY_A_SECOND = to_say(
    "Assumed, not measured: one in fifty orders a second time, at their average order of {order} net of returns, "
    "{anyway}: {stake}."
)


def ideas(rhythm: Rhythm | None, offers: tuple[Offer, ...]) -> Iterator[Idea]:
    """All that can be said; without anybody who came back there is no rhythm to be late by."""
    yield Idea(
        "lapsing",
        say("Lapsing regulars"),
        to_say_n(
            "{n} customer ordered {times} times or more and has been silent for over twice their usual time between "
            "orders.",
            "{n} customers ordered {times} times or more and have been silent for over twice their usual time between "
            "orders.",
        ),
        Both((_from("frequency", REGULAR), _from("overdue", SILENT))),
        ONCE_MORE,
        10,
        {"times": str(REGULAR)},
    )
    if rhythm is not None:
        yield from _second_orders(rhythm)
    for offer in offers:
        yield Idea(
            f"offer-{offer.code}",
            say("Next product: {product}", product=offer.name),
            to_say_n(
                "{n} customer bought what goes with {product}, and never it.",
                "{n} customers bought what goes with {product}, and never it.",
            ),
            Offered(offer.code),
            ONCE_MORE,
            10,
            {"product": offer.called},
        )


def _second_orders(rhythm: Rhythm) -> Iterator[Idea]:
    span = {"half": whole(rhythm.half), "most": whole(rhythm.most)}
    yield Idea(
        "second-order",
        say("Second order due"),
        to_say_n(
            "{n} customer ordered once, {half} to {most} days ago; {rhythm}.",
            "{n} customers ordered once, {half} to {most} days ago; {rhythm}.",
        ),
        Both((_exactly("frequency", 1), Compared("recency_days", Decimal(rhythm.half), Decimal(rhythm.most)))),
        SECOND_TIME,
        10,
        {**span, "rhythm": _come_back(rhythm)},
    )
    yield Idea(
        "never-returned",
        say("Never returned"),
        to_say_n(
            "{n} customer ordered once, over {most} days ago; {rhythm}.",
            "{n} customers ordered once, over {most} days ago; {rhythm}.",
        ),
        Both((_exactly("frequency", 1), _from("recency_days", rhythm.most + 1))),
        RARELY_A_SECOND,
        50,
        {"most": span["most"], "rhythm": _come_back(rhythm)},
    )


def _come_back(rhythm: Rhythm) -> str:
    return say_n(
        rhythm.half,
        "of those who come back half do within {n} day, nine in ten within {most}",
        "of those who come back half do within {n} days, nine in ten within {most}",
        most=whole(rhythm.most),
    )


def _from(field: str, least: int) -> Compared:
    return Compared(field, Decimal(least))


def _exactly(field: str, number: int) -> Compared:
    return Compared(field, Decimal(number), Decimal(number))
