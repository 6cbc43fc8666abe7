"""What is said of months to come: how much, how likely, by which method."""

from __future__ import annotations

from datetime import date

from dashboard.filters.selection import period_in_words
from dashboard.insights.forecast.days import holidays_of
from dashboard.insights.forecast.trial import SURE
from dashboard.pages.forecast import tables
from dashboard.pages.forecast.known import MEASURES, Known
from dashboard.words import formats
from wording.languages import days, say, to_say

FROM_TO = {
    "net": to_say("Sales of {period}: {low} to {high}, {percent} likely"),
    "orders": to_say("Orders of {period}: {low} to {high}, {percent} likely"),
}


def sure() -> str:
    """How sure the range is: `80 %`."""
    return formats.percent(SURE, 0)


def title(found: Known, measure: str, months: int) -> str:
    """`Sales of Jul–Dec 2026: £2.1M to £2.6M, 80 % likely`."""
    ahead = found.ahead(measure)
    assert ahead is not None
    low, _, high = (found.written(measure, value) for value in ahead.together(months))
    return say(
        FROM_TO[measure],
        period=period_in_words(found.coming[0], found.coming[months - 1]),
        low=low,
        high=high,
        percent=sure(),
    )


def note(found: Known, measure: str, odd: set[date], pace: tuple[float, float] | None) -> str:
    """What the curve stands on: the method, unusual months, and what the month so far leads to."""
    ahead = found.ahead(measure)
    assert ahead is not None
    parts = [found.basis(MEASURES[measure])]
    parts.append(
        say("by {method}", method=say(ahead.rules.model_words))
        if ahead.is_model
        else say("as {method}: nothing was better", method=say(ahead.rules.plain_words))
    )
    if len(found.months) < 30:
        parts.append(say("no season told apart: that takes two full years, and half a year to try it on"))
    if odd:
        parts.append(
            say(
                "◆ far from what was expected a month before: {months}",
                months=", ".join(map(formats.month, sorted(odd))),
            )
        )
    if pace is not None:
        so_far, share = pace
        whole = found.written(measure, so_far / share)
        parts.append(
            say(
                "○ {month} so far {amount}; its days bring {share} of a month by their weekdays, which leads to "
                "{whole}",
                month=formats.month(found.coming[0]),
                amount=found.written(measure, so_far),
                share=formats.percent(share, 0),
                whole=whole,
            )
        )
    return " · ".join(parts)


def of_each(found: Known, measure: str, history: dict[date, float], odd: set[date]) -> dict[date, str]:
    """What the hover says of each month."""
    ahead, country = found.ahead(measure), tables.country_of(found.shop, found.scope)
    assert ahead is not None
    told = {
        month: f"{days.month_in_full(month)}: <b>{found.written(measure, value)}</b>"
        + (f"<br>{say('far from what was expected a month before')}" if month in odd else "")
        for month, value in history.items()
    }
    for number, month in enumerate(found.coming):
        low, likely, high = (found.written(measure, float(one[number])) for one in (ahead.low, ahead.point, ahead.high))
        told[month] = say(
            "{month}: most likely <b>{likely}</b>,<br>{percent} likely between {low} and {high}",
            month=days.month_in_full(month),
            likely=likely,
            percent=sure(),
            low=low,
            high=high,
        )
        told[month] += "".join(f"<br>{days.day_of_month(day)}: {name}" for day, name in holidays_of(country, month))
    return told
