"""What is measured of a campaign, in plain words. Pure."""

from collections.abc import Callable
from datetime import date
from math import isfinite

from audiences.measurement.answered import BeforeAfter
from audiences.measurement.grounds import BUYERS, NET
from audiences.measurement.result import LEAST_ANSWERS, Outcome, Result, Verdict

Money = Callable[[float], str]
SHORT = {  # for a table
    Verdict.NOTHING_LOADED: "Nothing loaded yet",
    Verdict.NO_HOLDOUT: "Nobody held out",
    Verdict.TOO_FEW: "Too few held out",
    Verdict.TOO_EARLY: "Too early to tell",
    Verdict.MORE: "It worked",
    Verdict.FEWER: "It did harm",
    Verdict.NOT_TOLD: "No effect to be told from chance",
}
PROVES_NOTHING = (
    "Nobody was held out, so nothing shows what would have come anyway. Before and after proves nothing: people are "
    "written to because of when they ordered last, seasons change, and many would have come back by themselves."
)


def headline(found: Result) -> str:
    """What can be said, in a few words."""
    buyers = found.outcomes[BUYERS]
    if buyers.verdict is Verdict.TOO_EARLY:
        return f"Too early to tell: {passed(found)}"
    if buyers.verdict is Verdict.MORE and buyers.last is not None:
        return f"It worked: about {buyers.last.total()[0]:,.0f} buyers more than without it"
    return SHORT[buyers.verdict]


def passed(found: Result) -> str:
    """How much of the days after sending is over."""
    if found.is_over:
        return f"the {found.window_days} days after sending are over"
    return f"{found.passed * found.window_days:.0f} of {found.window_days} days after sending are loaded"


def story(found: Result, money: Money, loaded: date | None) -> list[str]:
    """What it brought, a sentence each thing."""
    buyers, net = found.outcomes[BUYERS], found.outcomes[NET]
    if buyers.verdict is Verdict.NOTHING_LOADED:
        until = f" The last order that is loaded is of {_day(loaded)}." if loaded else ""
        return [f"No day after sending is loaded yet.{until} Load the orders that came since; it is measured then."]
    if buyers.verdict is Verdict.TOO_FEW:
        who = "1 person was" if found.held == 1 else f"{found.held:,} people were"
        return [f"{who} held out of {found.sent + found.held:,}: too few to tell anything.", *later(found)]
    if buyers.last is None:
        return [PROVES_NOTHING]
    shares = (
        f"{100 * buyers.last.sent_mean:.1f} % of the {buyers.last.sent:,} who were written to ordered, and "
        f"{100 * buyers.last.held_mean:.1f} % of the {buyers.last.held:,} who were held out."
    )
    return [
        shares,
        _about("buyers", buyers, _buyers) + _told_on(buyers, found),
        _about("sales net of returns", net, money) + _told_on(net, found),
        *later(found),
    ]


def _told_on(outcome: Outcome, found: Result) -> str:
    """Where an earlier look told it, of fewer people than count by now."""
    if outcome.told_on is None or outcome.last is None:
        return ""
    return (
        f" Told on {_day(outcome.told_on)}, of the {outcome.last.sent:,} written to until then; it stands, though of "
        f"all {found.sent:,} by now nothing can be told from chance."
    )


def later(found: Result) -> list[str]:
    """Who is in newer lists and does not count yet."""
    if found.waiting is None:
        return []
    more = found.waiting
    were = "1 more was" if more.sent == 1 else f"{more.sent:,} more were"
    held = f" and {more.held:,} held out" if more.held else ""
    return [
        f"{were} written to{held} by newer lists: they count here once their {found.window_days} days are over, on "
        f"{_day(more.until)}, and loaded."
    ]


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _buyers(number: float) -> str:
    return f"{number:,.0f} buyers"


def _about(what: str, outcome: Outcome, said: Money) -> str:
    assert outcome.last is not None
    each, low, high = outcome.last.total()
    if not isfinite(low):
        return f"Fewer than {LEAST_ANSWERS} people ordered so far, which says nothing of {what} yet."
    between = f"between {_signed(low, said)} and {_signed(high, said)}"
    match outcome.verdict:
        case Verdict.MORE:
            return f"It brought about {said(each)} more{_in(what)}, {_likely(said(low), said(high))}."
        case Verdict.FEWER:
            return f"It lost about {said(-each)}{_in(what)}, {_likely(said(-high), said(-low))}."
        case Verdict.TOO_EARLY:
            return f"Too early to tell for {what}: so far {_signed(each, said)}, and it may be anything {between}."
        case _:
            return f"Of {what}, no effect can be told from chance: {_signed(each, said)}, {between}."


def _likely(low: str, high: str) -> str:
    """An interval is no certainty: audiences.measurement.looks says in how many campaigns it holds what was true."""
    return f"most likely between {low} and {high} (right in 95 of 100 campaigns)"


def _in(what: str) -> str:
    return "" if what == "buyers" else f" in {what}"


def _signed(value: float, said: Money) -> str:
    text = said(abs(value))
    if not any(digit in text for digit in "123456789"):
        return text
    return f"{text} more" if value > 0 else f"{text} less"


def returns(found: Result, cost: float | None, money: Money) -> str:
    """What came back for the cost; nothing to say without a cost or a measurement."""
    net = found.outcomes[NET]
    if not cost or net.last is None:
        return ""
    each, low, high = net.last.total()
    if not isfinite(low):
        return ""
    span = f"between {_times(low / cost)} and {_times(high / cost)}"
    worth = "Sales, not profit: goods and shipping are not taken off."
    if net.verdict is Verdict.MORE:
        return f"For each {money(1)} of its cost it brought {_times(each / cost, money)} of sales more, {span}. {worth}"
    return f"Whether it brought more than its cost of {money(cost)} cannot be told: {span} the cost. {worth}"


def _times(ratio: float, money: Money | None = None) -> str:
    if money is not None:
        return money(ratio)
    return f"{'−' if ratio < 0 else ''}{abs(ratio):,.1f} times"


def before_and_after(found: BeforeAfter, money: Money) -> list[str]:
    """The same people in as many days before; with what it is worth."""
    days = "day" if found.days == 1 else f"{found.days} days"
    net = f"{money(float(found.net_before))} before and {money(float(found.net_after))} after"
    return [
        PROVES_NOTHING,
        f"Of {found.people:,} people {found.buyers_before:,} ordered in the {days} before sending and "
        f"{found.buyers_after:,} in the {days} after; net sales were {net}.",
    ]
