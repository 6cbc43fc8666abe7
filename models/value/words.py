"""What each model says about how far to trust it: sentences for people, from its figures."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from models.features import money
from models.value import chance
from models.value.dropout import Verdict
from models.value.gamma_gamma import GammaGamma
from models.value.trials import FEWEST_PROMISING
from wording.languages import say, to_say

# Said and kept in English, sentence by sentence; pages say them again.
CHECKED = {  # by whether it came out within the range, and how far off: fewer, more, or as told
    (True, 0): to_say(
        "Checked on {span} days it had not seen ({start} to {end}): of {customers} customers it expected {expected} to "
        "order, between {low} and {high}, and {observed} did."
    ),
    (True, -1): to_say(
        "Checked on {span} days it had not seen ({start} to {end}): of {customers} customers it expected {expected} to "
        "order, between {low} and {high}, and {observed} did, {share} % fewer than expected."
    ),
    (True, 1): to_say(
        "Checked on {span} days it had not seen ({start} to {end}): of {customers} customers it expected {expected} to "
        "order, between {low} and {high}, and {observed} did, {share} % more than expected."
    ),
    (False, 0): to_say(
        "Checked on {span} days it had not seen ({start} to {end}): of {customers} customers it expected {expected} to "
        "order, between {low} and {high}, and {observed} did, outside that range."
    ),
    (False, -1): to_say(
        "Checked on {span} days it had not seen ({start} to {end}): of {customers} customers it expected {expected} to "
        "order, between {low} and {high}, and {observed} did, outside that range, {share} % fewer than expected."
    ),
    (False, 1): to_say(
        "Checked on {span} days it had not seen ({start} to {end}): of {customers} customers it expected {expected} to "
        "order, between {low} and {high}, and {observed} did, outside that range, {share} % more than expected."
    ),
}
CAME_BELOW = to_say(
    "Checked on the last {span} days: fitted on the orders before them, it expected {expected} orders of the customers "
    "known then, and {observed} came ({share} % below that)."
)
CAME_ABOVE = to_say(
    "Checked on the last {span} days: fitted on the orders before them, it expected {expected} orders of the customers "
    "known then, and {observed} came ({share} % above that)."
)
BETWEEN = to_say(
    "Between {low} and {high} orders of today's customers are expected in the next 12 months, most likely {expected}; "
    "the range is no narrower than the miss of the orders held back."
)
BETWEEN_OFTEN = to_say(
    "Between {low} and {high} orders of today's customers are expected in the next 12 months, most likely {expected}; "
    "such a range holds {times} times in 10; the range is no narrower than the miss of the orders held back."
)
KEEPS_A_SHARE = to_say(
    "Of it counts the share that the customer has kept so far: what was given back is expected of nobody."
)
SPEND_MORE = to_say(
    "The model takes value and frequency as unrelated; here frequent buyers spend more an order (correlation of the "
    "logarithms {tie})."
)
SPEND_LESS = to_say(
    "The model takes value and frequency as unrelated; here frequent buyers spend less an order (correlation of the "
    "logarithms {tie})."
)

MANY_OFF = 0.1  # from this on the direction of an error is told
STRONG_TIE = 0.1  # a correlation worth a word


def no_chance(days: int, needed: int) -> str:
    """Why there is no chance of an order."""
    if days < needed:
        return say(
            "The orders span {span} days; the chance of an order needs {needed}: {each} each to look back on, to learn "
            "from and to check on.",
            span=days,
            needed=needed,
            each=chance.DAYS,
        )
    return say(
        "Too few customers: the chance of an order needs {fewest} known half a year ago, and at least {least} each who "
        "ordered again within {span} days and who did not.",
        fewest=chance.FEWEST_CUSTOMERS,
        least=chance.FEWEST_OF_EACH,
        span=chance.DAYS,
    )


def expected_buyers(metrics: dict[str, Any]) -> str:
    """How many are expected to order, with the range and how earlier days came out."""
    told, spread = metrics["next"], metrics["spread"]
    text = (
        f"Between {told['low']:,.0f} and {told['high']:,.0f} of {told['customers']:,} customers are expected to order "
        f"within {chance.DAYS} days, most likely {told['expected']:,.0f}{_tenths(spread)}."
    )
    return " ".join(part for part in (text, year_ago(metrics), trial_words(metrics)) if part)


def year_ago(metrics: dict[str, Any]) -> str:
    """How many ordered in the same days a year before, where the level leans on it."""
    seen = metrics["year_ago"]
    if not seen:
        return ""
    start, end = (date.fromisoformat(seen[one]) for one in ("from", "to"))
    told = say(
        "In the same {span} days a year before ({start} to {end}), {customers} customers ordered, newcomers included: "
        "by that, {expected} of today's would; by what was learnt since, {learnt}.",
        span=chance.DAYS,
        start=f"{start.day} {start:%b %Y}",
        end=f"{end.day} {end:%b %Y}",
        customers=f"{seen['buyers']:,}",
        expected=f"{seen['expected']:,.0f}",
        learnt=f"{seen['learnt']:,.0f}",
    )
    return f"{told} {say('The level lies between, and the range holds both.')}"


def trial_words(metrics: dict[str, Any]) -> str:
    """How far the count was off on earlier days, what was made of it, and whether they were enough."""
    own, others = (
        [one for one in metrics["trials"] if (one["knows_season"] == metrics["knows_season"]) is is_own]
        for is_own in (True, False)
    )
    without = "without" if metrics["knows_season"] else "with"
    parts = (
        _came_out(own, "the count came out"),
        _came_out(others, f"the count came out, {without} the season of a year before,"),
        _taken(metrics["factor"]),
        _widened(metrics["spread"]["trials"], bool(others)),
    )
    return " ".join(part for part in parts if part)


def _came_out(trials: list[dict[str, Any]], verb: str) -> str:
    """ "On 4 earlier dates the count came out 6 % below to 9 % above what was expected." """
    offs = sorted(one["observed"] / one["expected"] - 1 for one in trials if one["expected"] > 0)
    if not offs:
        return ""
    dates = "one earlier date" if len(offs) == 1 else f"{len(offs)} earlier dates"
    ends = _side(offs[0]) if len(offs) == 1 else f"{_side(offs[0])} to {_side(offs[-1])}"
    return f"On {dates} {verb} {ends} what was expected."


def _taken(factor: float) -> str:
    """What these misses take off, or add."""
    if f"{factor:.2f}" == "1.00":
        return ""
    return f"What is expected now is taken {factor:.2f} times for that."


def _widened(tried: int, has_others: bool) -> str:
    """Why the range is wide, where it is for want of trials."""
    if tried >= FEWEST_PROMISING:
        return ""
    if tried:
        dates = "one such date" if tried == 1 else f"{tried} such dates"
        return f"The range is widened because only {dates} could be tried."
    if has_others:
        return "The range is as wide as these misses, because no earlier date could be tried as it is told now."
    return "The range is widened because no earlier date could be tried."


def _side(off: float) -> str:
    return f"{abs(off) * 100:.0f} % {'below' if off < 0 else 'above'}"


def _tenths(spread: dict[str, Any]) -> str:
    """How often such a range holds, where enough trials say so."""
    return f"; such a range holds {spread['promised'] * 10:.0f} times in 10" if spread["promised"] else ""


def order_chance(metrics: dict[str, Any]) -> str:
    """How right the chance was on the days held back, and what range is told by now."""
    expected, observed = metrics["expected"], metrics["observed"]
    start = date.fromisoformat(metrics["from"])
    end = start + timedelta(days=chance.DAYS - 1)
    off = observed / max(expected, 1e-9) - 1  # of what was told, as in every sentence of the kind
    side = 0 if abs(off) < MANY_OFF else -1 if off < 0 else 1
    text = say(
        CHECKED[metrics["low"] <= observed <= metrics["high"], side],
        span=chance.DAYS,
        start=f"{start.day} {start:%b %Y}",
        end=f"{end.day} {end:%b %Y}",
        customers=f"{metrics['customers']:,}",
        expected=f"{expected:,.0f}",
        low=f"{metrics['low']:,.0f}",
        high=f"{metrics['high']:,.0f}",
        observed=f"{observed:,}",
        share=f"{abs(off) * 100:.0f}",
    )
    return " ".join([text, *_further(metrics)])


def _further(metrics: dict[str, Any]) -> Iterator[str]:
    """How well it ranks, and what it knows of seasons."""
    if metrics["auc"] is not None:
        yield say(
            "Of a customer who ordered and one who did not, it put the right one first {times} times in 100; the date "
            "of the last order alone manages {alone}.",
            times=f"{metrics['auc'] * 100:.0f}",
            alone=f"{metrics['auc_recency'] * 100:.0f}",
        )
    if metrics["knows_season"]:
        yield say("Its level follows the same {span} days of the year before.", span=chance.DAYS)
    elif metrics["year_ago"]:
        yield year_ago(metrics)
    elif metrics["knows_year"]:
        yield say(
            "Too few customers ordered at the same time of the year before to tell its season: what it learnt holds "
            "whatever the time of the year."
        )
    else:
        yield say("The orders go back too short for seasons: what it learnt holds whatever the time of the year.")


def purchases(verdict: Verdict, metrics: dict[str, Any]) -> str:
    """Whether the model of buying and stopping is used, and why or why not; `next` in the metrics where it is."""
    held = verdict.metrics["held_back"]
    assert isinstance(held, dict)
    if verdict.reasons:
        return say(
            "When customers stop for good cannot be told from these orders, so nothing is said about the next 12 "
            "months or about who is still active: {reasons}.",
            reasons="; ".join(verdict.reasons),
        )
    off, told = held["observed"] / max(held["expected"], 1e-9) - 1, metrics["next"]
    parts = [
        say(
            CAME_BELOW if off < 0 else CAME_ABOVE,
            span=held["days"],
            expected=f"{held['expected']:,.0f}",
            observed=f"{held['observed']:,}",
            share=f"{abs(off) * 100:.0f}",
        )
    ]
    if verdict.factor != 1:
        parts.append(say("What it expects now is taken {factor} times for that.", factor=f"{verdict.factor:.2f}"))
    parts += _of_sales(metrics["spend"]) if metrics.get("spend") else []
    often = verdict.spread.as_json()["promised"]
    between = say(
        BETWEEN_OFTEN if often else BETWEEN,
        low=f"{told['low']:,.0f}",
        high=f"{told['high']:,.0f}",
        expected=f"{told['expected']:,.0f}",
        times=f"{(often or 0) * 10:.0f}",
    )
    return " ".join([*parts, between, say("It knows no season and no new customers.")])


def _of_sales(spend: dict[str, Any]) -> list[str]:
    more = spend["held_back"]["observed"] / max(spend["held_back"]["expected"], 1e-9) - 1
    share = f"{abs(more) * 100:.0f}"
    came = (
        say("Their sales came out {share} % below what was expected.", share=share)
        if more < 0
        else say("Their sales came out {share} % above what was expected.", share=share)
    )
    factor = say("Expected sales are taken {factor} times for that.", factor=f"{spend['factor']:.2f}")
    return [came, *([factor] if spend["factor"] != 1 else [])]


def spending(model: GammaGamma, tie: float, measure: str) -> str:
    """What stands behind the expected value of an order."""
    if not model.has_mean:
        return say("A few giant orders leave no mean to speak of, so no value is expected of an order.")
    parts = [say("The usual value of a repeat order day, drawn towards the mean of all where a customer has few.")]
    if measure == money.NET:
        parts.append(say(KEEPS_A_SHARE))
    if abs(tie) >= STRONG_TIE:
        parts.append(say(SPEND_MORE if tie > 0 else SPEND_LESS, tie=f"{tie:.2f}"))
    return " ".join(parts)
