"""The notes on dates that a chart shows: those of the countries in view, and those of the whole shop."""

from __future__ import annotations

from accounts.kept.date_notes import DateNote
from dashboard.shop.beside.stands import NOTES
from dashboard.shop.shop import Shop
from dashboard.words.notes import Note


def notes_of(shop: Shop, countries: tuple[str, ...]) -> list[Note]:
    """Those of these countries, of all that the viewer sees without any; asked each time, for they come at any time."""
    found: tuple[DateNote, ...] = shop.look(NOTES)
    if not found:
        return []
    name = shop.published().country_name
    return [
        Note(one.day, f"{one.words} ({name(one.country)})" if one.country else one.words)
        for one in found
        if one.country is None or not countries or one.country in countries
    ]
