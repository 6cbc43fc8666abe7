"""The days of a month: how much of one has passed, and which are public holidays. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from dashboard.filters.selection import add_months


def passed(weekdays: Mapping[int, float], month: date, last_day: date) -> float:
    """The share of a month that its days up to the last one known usually bring, by what each weekday (ISO) brings."""
    days = [month + timedelta(days=number) for number in range((add_months(month, 1) - month).days)]
    amounts = [(one, weekdays.get(one.isoweekday(), 0.0)) for one in days]
    whole = sum(amount for _, amount in amounts)
    return sum(amount for one, amount in amounts if one <= last_day) / whole if whole > 0 else 0.0


def holidays_of(country: str, month: date) -> list[tuple[date, str]]:
    """The public holidays of a country (ISO 3166 alpha-2) in a month, in English; none of an unknown country."""
    from holidays import country_holidays  # takes a moment, and only this asks for it

    try:
        found = country_holidays(country, years=month.year, language="en_US")
    except NotImplementedError:
        return []
    return sorted((day, name) for day, name in found.items() if day.replace(day=1) == month)
