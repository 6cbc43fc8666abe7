"""What each model says about how far to trust it: sentences for people, from its figures."""

from datetime import date, timedelta
from typing import Any

from models.features import money
from models.value import chance
from models.value.dropout import Verdict
from models.value.gamma_gamma import GammaGamma
from models.value.trials import FEWEST_PROMISING

MANY_OFF = 0.1  # from this on the direction of an error is told
STRONG_TIE = 0.1  # a correlation worth a word


def no_chance(days: int, needed: int) -> str:
    """Why there is no chance of an order."""
    if days < needed:
        return (
            f"The orders span {days} days; the chance of an order needs {needed}: {chance.DAYS} each to look back on, "
            "to learn from and to check on."
        )
    return (
        f"Too few customers: the chance of an order needs {chance.FEWEST_CUSTOMERS} known half a year ago, and at "
        f"least {chance.FEWEST_OF_EACH} each who ordered again within {chance.DAYS} days and who did not."
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
    return (
        f"In the same {chance.DAYS} days a year before ({start.day} {start:%b %Y} to {end.day} {end:%b %Y}), "
        f"{seen['buyers']:,} customers ordered, newcomers included: by that, {seen['expected']:,.0f} of today's "
        f"would; by what was learnt since, {seen['learnt']:,.0f}. The level lies between, and the range holds both."
    )


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
    text = (
        f"Checked on {chance.DAYS} days it had not seen ({start.day} {start:%b %Y} to {end.day} {end:%b %Y}): "
        f"of {metrics['customers']:,} customers it expected {expected:,.0f} to order, between {metrics['low']:,.0f} "
        f"and {metrics['high']:,.0f}, and {observed:,} did"
    )
    if not metrics["low"] <= observed <= metrics["high"]:
        text += ", outside that range"
    off = observed / max(expected, 1e-9) - 1  # of what was told, as in every sentence of the kind
    if abs(off) >= MANY_OFF:
        text += f", {abs(off) * 100:.0f} % {'fewer' if off < 0 else 'more'} than expected"
    text += "."
    if metrics["auc"] is not None:
        text += (
            f" Of a customer who ordered and one who did not, it put the right one first {metrics['auc'] * 100:.0f} "
            f"times in 100; the date of the last order alone manages {metrics['auc_recency'] * 100:.0f}."
        )
    if metrics["knows_season"]:
        return f"{text} Its level follows the same {chance.DAYS} days of the year before."
    if metrics["year_ago"]:
        return f"{text} {year_ago(metrics)}"
    if metrics["knows_year"]:
        return (
            f"{text} Too few customers ordered at the same time of the year before to tell its season: what it learnt "
            "holds whatever the time of the year."
        )
    return f"{text} The orders go back too short for seasons: what it learnt holds whatever the time of the year."


def purchases(verdict: Verdict, metrics: dict[str, Any]) -> str:
    """Whether the model of buying and stopping is used, and why or why not; `next` in the metrics where it is."""
    held = verdict.metrics["held_back"]
    assert isinstance(held, dict)
    if verdict.reasons:
        return (
            "When customers stop for good cannot be told from these orders, so nothing is said about the next 12 "
            f"months or about who is still active: {'; '.join(verdict.reasons)}."
        )
    off, told = held["observed"] / max(held["expected"], 1e-9) - 1, metrics["next"]
    text = (
        f"Checked on the last {held['days']} days: fitted on the orders before them, it expected "
        f"{held['expected']:,.0f} orders of the customers known then, and {held['observed']:,} came "
        f"({_side(off)} that)."
    )
    if verdict.factor != 1:
        text += f" What it expects now is taken {verdict.factor:.2f} times for that."
    if metrics.get("spend"):
        money_ = metrics["spend"]["held_back"]
        more = money_["observed"] / max(money_["expected"], 1e-9) - 1
        text += f" Their sales came out {_side(more)} what was expected."
        if metrics["spend"]["factor"] != 1:
            text += f" Expected sales are taken {metrics['spend']['factor']:.2f} times for that."
    return (
        f"{text} Between {told['low']:,.0f} and {told['high']:,.0f} orders of today's customers are expected in the "
        f"next 12 months, most likely {told['expected']:,.0f}"
        f"{_tenths(verdict.spread.as_json())}; the range is no narrower than the miss of the orders held back. "
        "It knows no season and no new customers."
    )


def spending(model: GammaGamma, tie: float, measure: str) -> str:
    """What stands behind the expected value of an order."""
    if not model.has_mean:
        return "A few giant orders leave no mean to speak of, so no value is expected of an order."
    text = "The usual value of a repeat order day, drawn towards the mean of all where a customer has few."
    if measure == money.NET:
        text += " Of it counts the share that the customer has kept so far: what was given back is expected of nobody."
    if abs(tie) >= STRONG_TIE:
        more = "more" if tie > 0 else "less"
        text += (
            f" The model takes value and frequency as unrelated; here frequent buyers spend {more} an order "
            f"(correlation of the logarithms {tie:.2f})."
        )
    return text
