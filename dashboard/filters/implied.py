"""What the address of a page filters by without a filter: /countries/DE is of Germany, /segments/lost of Lost."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote

from dashboard.filters.published import Published
from dashboard.filters.selection import Filters

COUNTRIES, SEGMENTS = "countries", "segments"  # the fields of filters, and how the addresses of their pages begin


@dataclass(frozen=True)
class Own:
    """What a page is of: one value of a field of the filters."""

    field: str
    value: str

    @property
    def page(self) -> str:
        """Its address."""
        return f"/{self.field}/{quote(self.value, safe='')}"

    def without(self, filters: Filters) -> Filters:
        """The filters beside it."""
        return filters.only(**{self.field: ()})

    def name(self, published: Published, segmentation: str | None) -> str:
        """What it is called, a segment by its segmentation; the value itself where none is known."""
        if self.field == COUNTRIES:
            return published.country_name(self.value)
        found = published.segmentation(segmentation).segment(self.value)
        return self.value if found is None else found.name


def own_of(pathname: str | None, published: Published, segmentation: str | None = None) -> Own | None:
    """What a page is of, as it is stored; None of others, and of a segment that the segmentation does not have."""
    parts = [unquote(part) for part in (pathname or "").split("/") if part]
    if len(parts) != 2 or parts[0] not in (COUNTRIES, SEGMENTS):
        return None
    if parts[0] == COUNTRIES:
        found = find_country(published, parts[1])
    else:
        found = parts[1] if published.segmentation(segmentation).segment(parts[1]) is not None else None
    return Own(parts[0], found) if found else None


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


def on_page(filters: Filters, own: Own | None, chosen: bool) -> Shown:
    """Filters on a page that is of a country or a segment, or of none. Where other values of its field were just
    `chosen`, their page."""
    if own is None:
        return Shown(filters, filters)
    values: tuple[str, ...] = getattr(filters, own.field)
    if not chosen or values == (own.value,):
        return Shown(filters.only(**{own.field: (own.value,)}), own.without(filters))
    others = tuple(one for one in values if one != own.value)
    if len(others) == 1 and own.value not in values:
        return Shown(filters, own.without(filters), Own(own.field, others[0]).page)
    return Shown(filters, filters, f"/{own.field}")
