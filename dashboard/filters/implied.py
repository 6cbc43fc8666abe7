"""What the address of a page filters by without a filter of its own: /countries/DE is about Germany."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote

from dashboard.filters.published import Published
from dashboard.filters.selection import Filters

COUNTRIES = "countries"


def country_of(pathname: str | None, published: Published) -> str | None:
    """The country that a page is of, as it is stored, in whatever letters the address writes it; None of others."""
    parts = [unquote(part) for part in (pathname or "").split("/") if part]
    if len(parts) != 2 or parts[0] != COUNTRIES:
        return None
    return find_country(published, parts[1])


def find_country(published: Published, argument: str) -> str | None:
    """The country an address means: as it is stored, or the same in other letters; None where there is none."""
    if argument in published.country_names:
        return argument
    same = (one for one in published.country_names if one.casefold() == argument.casefold())
    return next(same, None)


@dataclass(frozen=True)
class Shown:
    """The filters that controls and panels have, those that the address says, and the page to go to, if any."""

    filters: Filters
    said: Filters
    pathname: str | None = None


def on_page(filters: Filters, country: str | None, chosen: bool) -> Shown:
    """Filters on a page that is of a country, or of none. Where other countries were just `chosen`, their page."""
    if country is None:
        return Shown(filters, filters)
    if not chosen or filters.countries == (country,):
        return Shown(filters.only(countries=(country,)), filters.only(countries=()))
    others = tuple(one for one in filters.countries if one != country)
    if len(others) == 1 and country not in filters.countries:
        return Shown(filters, filters.only(countries=()), f"/{COUNTRIES}/{quote(others[0], safe='')}")
    return Shown(filters, filters, f"/{COUNTRIES}")
