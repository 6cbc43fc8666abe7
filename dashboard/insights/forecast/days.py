"""The days of a month: how much of one has passed, and which are public holidays. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from dashboard.filters.selection import add_months
from wording.languages import ENGLISH, language_now, say, to_say

AMERICAN = "en_US"
# What is common of the names of holidays in English: countries of which the library knows no other names have these.
COMMON: Final = (
    to_say("New Year's Day", sense="holiday"),
    to_say("Epiphany", sense="holiday"),
    to_say("Good Friday", sense="holiday"),
    to_say("Easter Sunday", sense="holiday"),
    to_say("Easter Monday", sense="holiday"),
    to_say("Labor Day", sense="holiday"),
    to_say("May Day", sense="holiday"),
    to_say("Early May Bank Holiday", sense="holiday"),
    to_say("Spring Bank Holiday", sense="holiday"),
    to_say("Late Summer Bank Holiday", sense="holiday"),
    to_say("Ascension Day", sense="holiday"),
    to_say("Whit Sunday", sense="holiday"),
    to_say("Whit Monday", sense="holiday"),
    to_say("Corpus Christi", sense="holiday"),
    to_say("Assumption Day", sense="holiday"),
    to_say("All Saints' Day", sense="holiday"),
    to_say("Immaculate Conception", sense="holiday"),
    to_say("Christmas Eve", sense="holiday"),
    to_say("Christmas Day", sense="holiday"),
    to_say("Second Day of Christmas", sense="holiday"),
    to_say("Saint Stephen's Day", sense="holiday"),
    to_say("Boxing Day", sense="holiday"),
    to_say("New Year's Eve", sense="holiday"),
    to_say("Independence Day", sense="holiday"),
    to_say("National Day", sense="holiday"),
    to_say("Thanksgiving Day", sense="holiday"),
)


def passed(weekdays: Mapping[int, float], month: date, last_day: date) -> float:
    """The share of a month that its days up to the last one known usually bring, by what each weekday (ISO) brings."""
    days = [month + timedelta(days=number) for number in range((add_months(month, 1) - month).days)]
    amounts = [(one, weekdays.get(one.isoweekday(), 0.0)) for one in days]
    whole = sum(amount for _, amount in amounts)
    return sum(amount for one, amount in amounts if one <= last_day) / whole if whole > 0 else 0.0


def holidays_of(country: str, month: date) -> list[tuple[date, str]]:
    """The public holidays of a country (ISO 3166 alpha-2) in a month, by the names that the language has for them, else
    in English; none of an unknown country."""
    from holidays import country_holidays  # takes a moment, and only this asks for it

    try:
        language = AMERICAN if language_now() == ENGLISH else language_now()
        found = country_holidays(country, years=month.year, language=language)
        if language not in found.supported_languages:
            found = country_holidays(country, years=month.year, language=AMERICAN)
    except NotImplementedError:
        return []
    return sorted((day, say(name, sense="holiday")) for day, name in found.items() if day.replace(day=1) == month)
