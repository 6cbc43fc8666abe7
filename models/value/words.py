"""What each model says about how far to trust it: sentences for people, from its figures."""

from datetime import date, timedelta
from typing import Any

from models.value import chance
from models.value.dropout import Verdict
from models.value.gamma_gamma import GammaGamma

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


def order_chance(metrics: dict[str, Any], start: date, knows_season: bool) -> str:
    """How right the chance was on the days held back."""
    expected, observed = metrics["expected"], metrics["observed"]
    end = start + timedelta(days=chance.DAYS - 1)
    text = (
        f"Checked on {chance.DAYS} days it had not seen ({start.day} {start:%b %Y} to {end.day} {end:%b %Y}): "
        f"of {metrics['customers']:,} customers it expected {expected:,.0f} to order, and {observed:,} did"
    )
    if observed and abs(expected / observed - 1) >= MANY_OFF:
        text += f", so that its level was {abs(expected / observed - 1) * 100:.0f} % too "
        text += "high" if expected > observed else "low"
    text += "."
    if metrics["auc"] is not None:
        text += (
            f" Of a customer who ordered and one who did not, it put the right one first {metrics['auc'] * 100:.0f} "
            f"times in 100; the date of the last order alone manages {metrics['auc_recency'] * 100:.0f}."
        )
    if not knows_season:
        text += " The orders go back too short for seasons: it learns from the latest "
        text += f"{chance.DAYS} days, whatever their season."
    return text


def purchases(verdict: Verdict) -> str:
    """Whether the model of buying and stopping is used, and why or why not."""
    held = verdict.metrics["held_back"]
    assert isinstance(held, dict)
    if verdict.reasons:
        return (
            "When customers stop for good cannot be told from these orders, so nothing is said about the next 12 "
            f"months or about who is still active: {'; '.join(verdict.reasons)}."
        )
    off = held["expected"] / held["observed"] - 1
    return (
        f"Checked on the last {held['days']} days: fitted on the orders before them, it expected "
        f"{held['expected']:,.0f} orders of the customers known then, and {held['observed']:,} came "
        f"({abs(off) * 100:.0f} % too {'many' if off > 0 else 'few'}). It knows no season and no new customers."
    )


def spending(model: GammaGamma, tie: float) -> str:
    """What stands behind the expected value of an order."""
    if not model.has_mean:
        return "A few giant orders leave no mean to speak of, so no value is expected of an order."
    text = "The usual value of a repeat order day, drawn towards the mean of all where a customer has few."
    if abs(tie) >= STRONG_TIE:
        more = "more" if tie > 0 else "less"
        text += (
            f" The model takes value and frequency as unrelated; here frequent buyers spend {more} an order "
            f"(correlation of the logarithms {tie:.2f})."
        )
    return text
