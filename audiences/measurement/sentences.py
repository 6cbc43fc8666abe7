"""What is measured of a campaign, in plain words. Pure."""

from collections.abc import Callable
from datetime import date
from math import isfinite

from audiences.measurement.answered import BeforeAfter
from audiences.measurement.grounds import BUYERS, NET
from audiences.measurement.result import LEAST_ANSWERS, Outcome, Result, Verdict
from audiences.measurement.words import (
    BEFORE_AND_AFTER,
    LATER,
    LATER_HELD,
    PROVES_NOTHING,
    TOO_FEW,
    WORDS,
    WORTH,
    WORTH_UNKNOWN,
)
from wording.languages import days, marked, say, say_n, to_say, whole

Money = Callable[[float], str]
SHORT = {  # for a table
    Verdict.NOTHING_LOADED: to_say("Nothing loaded yet"),
    Verdict.NO_HOLDOUT: to_say("Nobody held out"),
    Verdict.TOO_FEW: to_say("Too few held out"),
    Verdict.TOO_EARLY: to_say("Too early to tell"),
    Verdict.MORE: to_say("It worked"),
    Verdict.FEWER: to_say("It did harm"),
    Verdict.NOT_TOLD: to_say("No effect to be told from chance"),
}


def headline(found: Result) -> str:
    """What can be said, in a few words."""
    buyers = found.outcomes[BUYERS]
    if buyers.verdict is Verdict.TOO_EARLY:
        if found.is_over:
            return say("Too early to tell: the {days} days after sending are over", days=found.window_days)
        done = whole(round(found.passed * found.window_days))
        return say(
            "Too early to tell: {passed} of {days} days after sending are loaded", passed=done, days=found.window_days
        )
    if buyers.verdict is Verdict.MORE and buyers.last is not None:
        return say_n(
            round(buyers.last.total()[0]),
            "It worked: about {n} buyer more than without it",
            "It worked: about {n} buyers more than without it",
        )
    return say(SHORT[buyers.verdict])


def passed(found: Result) -> str:
    """How much of the days after sending is over."""
    if found.is_over:
        return say("the {days} days after sending are over", days=found.window_days)
    done = whole(round(found.passed * found.window_days))
    return say("{passed} of {days} days after sending are loaded", passed=done, days=found.window_days)


def story(found: Result, money: Money, loaded: date | None) -> list[str]:
    """What it brought, a sentence each thing."""
    buyers, net = found.outcomes[BUYERS], found.outcomes[NET]
    if buyers.verdict is Verdict.NOTHING_LOADED:
        parts = [say("No day after sending is loaded yet.")]
        parts += [say("The last order that is loaded is of {day}.", day=_day(loaded))] if loaded else []
        return [" ".join([*parts, say("Load the orders that came since; it is measured then.")])]
    if buyers.verdict is Verdict.TOO_FEW:
        everybody = whole(found.sent + found.held)
        return [say_n(found.held, *TOO_FEW, everybody=everybody), *later(found)]
    if buyers.last is None:
        return [say(PROVES_NOTHING)]
    shares = say(
        "{share} % of the {sent} who were written to ordered, and {share_held} % of the {held} who were held out.",
        share=marked(f"{100 * buyers.last.sent_mean:.1f}"),
        sent=whole(buyers.last.sent),
        share_held=marked(f"{100 * buyers.last.held_mean:.1f}"),
        held=whole(buyers.last.held),
    )
    return [
        shares,
        " ".join([_about(BUYERS, buyers, _buyers), *_told_on(buyers, found)]),
        " ".join([_about(NET, net, money), *_told_on(net, found)]),
        *later(found),
    ]


def _told_on(outcome: Outcome, found: Result) -> list[str]:
    """Where an earlier look told it, of fewer people than count by now."""
    if outcome.told_on is None or outcome.last is None:
        return []
    told = say(
        "Told on {day}, of the {sent} written to until then; it stands, though of all {now} by now nothing can be told "
        "from chance.",
        day=_day(outcome.told_on),
        sent=whole(outcome.last.sent),
        now=whole(found.sent),
    )
    return [told]


def later(found: Result) -> list[str]:
    """Who is in newer lists and does not count yet."""
    if found.waiting is None:
        return []
    more = found.waiting
    values = {"days": str(found.window_days), "day": _day(more.until)}
    if more.held:
        return [say_n(more.sent, *LATER_HELD, held=whole(more.held), **values)]
    return [say_n(more.sent, *LATER, **values)]


def _day(day: date) -> str:
    return days.day_in_full(day)


def _buyers(number: float) -> str:
    return say_n(round(number), "{n} buyers", "{n} buyers")


def _about(what: str, outcome: Outcome, said: Money) -> str:
    """An interval is no certainty: audiences.measurement.looks says in how many campaigns it holds what was true."""
    assert outcome.last is not None
    words = WORDS[what]
    each, low, high = outcome.last.total()
    if not isfinite(low):
        return say_n(LEAST_ANSWERS, *words.few)
    if outcome.verdict is Verdict.MORE:
        return say(words.more, each=said(each), low=said(low), high=said(high))
    if outcome.verdict is Verdict.FEWER:
        return say(words.fewer, each=said(-each), low=said(-high), high=said(-low))
    text = words.early if outcome.verdict is Verdict.TOO_EARLY else words.not_told
    return say(text, each=_signed(each, said), low=_signed(low, said), high=_signed(high, said))


def _signed(value: float, said: Money) -> str:
    text = said(abs(value))
    if not any(digit in text for digit in "123456789"):
        return text
    return say("{amount} more", amount=text) if value > 0 else say("{amount} less", amount=text)


def returns(found: Result, cost: float | None, money: Money) -> str:
    """What came back for the cost; nothing to say without a cost or a measurement."""
    net = found.outcomes[NET]
    if not cost or net.last is None:
        return ""
    each, low, high = net.last.total()
    if not isfinite(low):
        return ""
    values = {"low": _times(low / cost), "high": _times(high / cost)}
    if net.verdict is Verdict.MORE:
        return say(WORTH, unit=money(1), each=money(each / cost), **values)
    return say(WORTH_UNKNOWN, cost=money(cost), **values)


def _times(ratio: float) -> str:
    number = marked(f"{abs(ratio):,.1f}")
    return say("{number} times", sense="of its cost", number=f"−{number}" if ratio < 0 else number)


def before_and_after(found: BeforeAfter, money: Money) -> list[str]:
    """The same people in as many days before; with what it is worth."""
    told = say_n(
        found.days,
        *BEFORE_AND_AFTER,
        people=whole(found.people),
        before=whole(found.buyers_before),
        after=whole(found.buyers_after),
        net_before=money(float(found.net_before)),
        net_after=money(float(found.net_after)),
    )
    return [say(PROVES_NOTHING), told]
