"""What each model says about how far to trust it: sentences for people, from its figures."""

from datetime import date, timedelta
from typing import Any

from models.features import money
from models.value import chance
from models.value.dropout import Verdict
from models.value.gamma_gamma import GammaGamma
from models.value.trials import FEWEST_PROMISING
from wording.languages import say, to_say

MANY_OFF = 0.1  # from this on the direction of an error is told
STRONG_TIE = 0.1  # a correlation worth a word


def no_chance(days: int, needed: int) -> str:
    """Why there is no chance of an order."""
    if days < needed:
        return say(
            "The orders span {span} days; the chance of an order needs {needed}: {part} each to look back on, to learn "
            "from and to check on.",
            span=days,
            needed=needed,
            part=chance.DAYS,
        )
    return say(
        "Too few customers: the chance of an order needs {customers} known half a year ago, and at least {part} each "
        "who ordered again within {number} days and who did not.",
        customers=chance.FEWEST_CUSTOMERS,
        part=chance.FEWEST_OF_EACH,
        number=chance.DAYS,
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
        "In the same {number} days a year before ({first_day} to {last_day}), {customers} customers ordered, newcomers "
        "included: by that, {expected} of today's would; by what was learnt since, {amount}.",
        number=chance.DAYS,
        first_day=_day(start),
        last_day=_day(end),
        customers=f"{seen['buyers']:,}",
        expected=f"{seen['expected']:,.0f}",
        amount=f"{seen['learnt']:,.0f}",
    )
    return f"{told} {say('The level lies between, and the range holds both.')}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


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


# Whether as many came as the range told, and whether many more (1) or fewer (-1) than expected.
CHECKED = {
    (True, 0): to_say(
        "Checked on {number} days it had not seen ({first_day} to {last_day}): of {customers} customers it expected "
        "{expected} to order, between {low} and {high}, and {observed} did."
    ),
    (True, -1): to_say(
        "Checked on {number} days it had not seen ({first_day} to {last_day}): of {customers} customers it expected "
        "{expected} to order, between {low} and {high}, and {observed} did, {amount} % fewer than expected."
    ),
    (True, 1): to_say(
        "Checked on {number} days it had not seen ({first_day} to {last_day}): of {customers} customers it expected "
        "{expected} to order, between {low} and {high}, and {observed} did, {amount} % more than expected."
    ),
    (False, 0): to_say(
        "Checked on {number} days it had not seen ({first_day} to {last_day}): of {customers} customers it expected "
        "{expected} to order, between {low} and {high}, and {observed} did, outside that range."
    ),
    (False, -1): to_say(
        "Checked on {number} days it had not seen ({first_day} to {last_day}): of {customers} customers it expected "
        "{expected} to order, between {low} and {high}, and {observed} did, outside that range, {amount} % fewer than "
        "expected."
    ),
    (False, 1): to_say(
        "Checked on {number} days it had not seen ({first_day} to {last_day}): of {customers} customers it expected "
        "{expected} to order, between {low} and {high}, and {observed} did, outside that range, {amount} % more than "
        "expected."
    ),
}


def order_chance(metrics: dict[str, Any]) -> str:
    """How right the chance was on the days held back, and what range is told by now."""
    expected, observed = metrics["expected"], metrics["observed"]
    start = date.fromisoformat(metrics["from"])
    end = start + timedelta(days=chance.DAYS - 1)
    off = observed / max(expected, 1e-9) - 1  # of what was told, as in every sentence of the kind
    is_inside, side = metrics["low"] <= observed <= metrics["high"], 0 if abs(off) < MANY_OFF else 1 if off > 0 else -1
    values = {"number": f"{chance.DAYS}", "first_day": _day(start), "last_day": _day(end)}
    values |= {"customers": f"{metrics['customers']:,}", "expected": f"{expected:,.0f}", "observed": f"{observed:,}"}
    values |= {end: f"{metrics[end]:,.0f}" for end in ("low", "high")}
    text = say(CHECKED[is_inside, side], **values, **({"amount": f"{abs(off) * 100:.0f}"} if side else {}))
    if metrics["auc"] is not None:
        right = say(
            "Of a customer who ordered and one who did not, it put the right one first {part} times in 100; the date "
            "of the last order alone manages {amount}.",
            part=f"{metrics['auc'] * 100:.0f}",
            amount=f"{metrics['auc_recency'] * 100:.0f}",
        )
        text = f"{text} {right}"
    return f"{text} {_season(metrics)}"


def _season(metrics: dict[str, Any]) -> str:
    if metrics["knows_season"]:
        return say("Its level follows the same {number} days of the year before.", number=chance.DAYS)
    if metrics["year_ago"]:
        return year_ago(metrics)
    if metrics["knows_year"]:
        return say(
            "Too few customers ordered at the same time of the year before to tell its season: what it learnt holds "
            "whatever the time of the year."
        )
    return say("The orders go back too short for seasons: what it learnt holds whatever the time of the year.")


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
    parts = [_held_back(held)]
    if verdict.factor != 1:
        parts.append(say("What it expects now is taken {amount} times for that.", amount=f"{verdict.factor:.2f}"))
    if metrics.get("spend"):
        parts += _sales(metrics["spend"])
    parts += [_next_year(metrics["next"], verdict.spread.as_json()), say("It knows no season and no new customers.")]
    return " ".join(parts)


BELOW = to_say(
    "Checked on the last {number} days: fitted on the orders before them, it expected {expected} orders of the "
    "customers known then, and {observed} came ({amount} % below that)."
)
ABOVE = to_say(
    "Checked on the last {number} days: fitted on the orders before them, it expected {expected} orders of the "
    "customers known then, and {observed} came ({amount} % above that)."
)


def _held_back(held: dict[str, Any]) -> str:
    off = held["observed"] / max(held["expected"], 1e-9) - 1
    values = {"number": f"{held['days']}", "expected": f"{held['expected']:,.0f}", "observed": f"{held['observed']:,}"}
    return say(BELOW if off < 0 else ABOVE, **values, amount=f"{abs(off) * 100:.0f}")


def _sales(spend: dict[str, Any]) -> list[str]:
    held = spend["held_back"]
    off = held["observed"] / max(held["expected"], 1e-9) - 1
    told = say(
        "Their sales came out {amount} % below what was expected."
        if off < 0
        else "Their sales came out {amount} % above what was expected.",
        amount=f"{abs(off) * 100:.0f}",
    )
    if spend["factor"] == 1:
        return [told]
    return [told, say("Expected sales are taken {amount} times for that.", amount=f"{spend['factor']:.2f}")]


def _next_year(told: dict[str, Any], spread: dict[str, Any]) -> str:
    values = {end: f"{told[end]:,.0f}" for end in ("low", "high", "expected")}
    if not spread["promised"]:
        return say(
            "Between {low} and {high} orders of today's customers are expected in the next 12 months, most likely "
            "{expected}; the range is no narrower than the miss of the orders held back.",
            **values,
        )
    return say(
        "Between {low} and {high} orders of today's customers are expected in the next 12 months, most likely "
        "{expected}; such a range holds {part} times in 10; the range is no narrower than the miss of the orders held "
        "back.",
        **values,
        part=f"{spread['promised'] * 10:.0f}",
    )


def spending(model: GammaGamma, tie: float, measure: str) -> str:
    """What stands behind the expected value of an order."""
    if not model.has_mean:
        return say("A few giant orders leave no mean to speak of, so no value is expected of an order.")
    parts = [say("The usual value of a repeat order day, drawn towards the mean of all where a customer has few.")]
    if measure == money.NET:
        parts.append(
            say("Of it counts the share that the customer has kept so far: what was given back is expected of nobody.")
        )
    if abs(tie) >= STRONG_TIE:
        parts.append(
            say(
                "The model takes value and frequency as unrelated; here frequent buyers spend more an order "
                "(correlation of the logarithms {amount})."
                if tie > 0
                else "The model takes value and frequency as unrelated; here frequent buyers spend less an order "
                "(correlation of the logarithms {amount}).",
                amount=f"{tie:.2f}",
            )
        )
    return " ".join(parts)
