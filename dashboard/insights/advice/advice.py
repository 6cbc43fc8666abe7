"""What is said of one segment: plain values and sentences, for pages and reports alike."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.words import formats
from wording.languages import say


@dataclass(frozen=True)
class Trend:
    """How it goes: in words, and the numbers behind them; None where there is nothing to compare."""

    text: str
    change: float | None = None  # of sales: 0.08 is 8 % more
    late: float | None = None  # sales of the latest full months
    early: float | None = None
    joined: int | None = None  # customers, since the month end before
    left: int | None = None


@dataclass(frozen=True)
class Risk:
    """What may be lost: in words with its measure, and in money where it can be said."""

    text: str
    money: float | None = None
    share: float | None = None  # of the customers, who may stay away


@dataclass(frozen=True)
class Estimate:
    """What acting could bring, and under which assumption; no money where orders are not known."""

    money: float | None
    assumption: str


@dataclass(frozen=True)
class Advice:
    """One segment: what it is, what stands out, and what to do. Sentences carry their own numbers."""

    segment_id: str
    name: str
    position: int  # gives its colour, see figures.style.theme.segment_colour
    description: str
    customers: int  # with an order in the window; of prospects and of attributes alone: all there are
    customer_share: float | None  # of all with an order under the same months and countries; by attributes of everyone
    orders: int
    net: float | None  # sales less returns; None where no transactions are known
    net_share: float | None  # of all identified customers' net sales
    trend: Trend
    special: tuple[str, ...]  # sentences, the one that stands out most first
    risk: Risk
    headline: str  # what to do, in a few words
    action: str
    channel: str
    offer: str
    timing: str
    estimate: Estimate
    target: str  # the address of its page, filters kept
    export: str  # the address of its list as a file, filters kept


def number_in_words(one: Advice) -> str:
    """How many they are, and their share with its base: of everyone where orders are not known."""
    number = formats.plural(one.customers, "customer")
    if one.customer_share is None:
        return number
    share = formats.percent(one.customer_share, 0)
    if one.net is None:
        return f"{number} ({share})"
    return say("{customers} ({share} of those with an order)", customers=number, share=share)
