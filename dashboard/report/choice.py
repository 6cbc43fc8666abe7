"""The command line's filters, checked: a person who types a name that does not exist is told so."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from datetime import date

from dashboard.components.thresholds.threshold import FIGURES, Threshold
from dashboard.filters.link_doubts import likely_segmentation, nearest, refuse
from dashboard.filters.published import Published
from dashboard.filters.selection import GUESTS, Filters, add_months
from warehouse.errors import InputError

MOST_NAMED = 12
MOST_MONTHS = 1200
SHORT = 3  # one code is like every other


def filters_of(arguments: argparse.Namespace, published: Published) -> Filters:
    """The filters; raises InputError for a segmentation, segment or country that does not exist, or no months."""
    if arguments.view is not None:
        return _of_view(arguments.view, arguments.last, published)
    start, end = arguments.start, arguments.end
    if arguments.last is not None:
        start, end = latest(arguments.last, published)
    if start and end and start > end:
        raise InputError(f"--from {start:%Y-%m} is after --to {end:%Y-%m}.")
    for name, month in (("--from", start), ("--to", end)):
        if month and not published.first_month <= month <= published.last_month:
            raise InputError(
                f"{name} {month:%Y-%m} is outside the data, which reach from {published.first_month:%Y-%m} to "
                f"{published.last_month:%Y-%m}."
            )
    wanted = arguments.segmentation
    known = {one.algorithm: one.algorithm for one in published.segmentations}
    known |= {str(one.segmentation_id): str(one.segmentation_id) for one in published.segmentations}
    if wanted and wanted not in known:
        names = ", ".join(one.algorithm for one in published.segmentations)
        like = likely_segmentation(wanted, published)
        hint = f" Did you mean {like.algorithm}?" if like else ""
        raise InputError(f"There is no published segmentation {wanted!r}; there are {names}.{hint}")
    segments = {GUESTS: GUESTS}
    for one in published.segmentation(wanted).segments:
        segments |= {one.segment_id.lower(): one.segment_id, one.name.lower(): one.segment_id}
    countries = {name.lower(): code for code, name in published.country_names.items()}
    countries |= {code.lower(): code for code in published.country_names}
    return Filters(
        start,
        end,
        _resolve("country", arguments.country, countries, list(published.country_names)),
        _resolve("segment", arguments.segment, segments, [*dict.fromkeys(segments.values())]),
        wanted,
        arguments.compare,
    )


def _of_view(query: str, last: int | None, published: Published) -> Filters:
    """The filters of an address. Raises InputError for what is not there or cannot be understood."""
    found = Filters.from_query(query)
    if last is not None:
        start, end = latest(last, published)
        found = found.only(start=start, end=end)
    refuse(found, published)
    return found


def latest(months: int, published: Published) -> tuple[date, date]:
    """The first and the last of so many months before the end of the data."""
    return max(add_months(published.last_month, 1 - months), published.first_month), published.last_month


def _resolve(kind: str, given: Iterable[str], known: Mapping[str, str], names: list[str]) -> tuple[str, ...]:
    """Each name's code, without repetition."""
    found: dict[str, None] = {}
    for name in given:
        if name.lower() not in known:
            more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
            like = nearest(name, known) if len(name) > SHORT else None
            hint = f" Did you mean {like}?" if like else ""
            raise InputError(f"There is no {kind} {name!r}; there are {', '.join(names[:MOST_NAMED])}{more}.{hint}")
        found[known[name.lower()]] = None
    return tuple(found)


def month(value: str) -> date:
    """`2011-03` as the first day of that month, for argparse."""
    try:
        return date.fromisoformat(f"{value}-01")
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is not a month like 2011-03") from None


def count(value: str) -> int:
    """A number of months, for argparse."""
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= MOST_MONTHS):
        raise argparse.ArgumentTypeError(f"{value!r} is not a number of months from 1 to {MOST_MONTHS}")
    return int(value)


def threshold(value: str) -> Threshold:
    """`net-sales:below:10000` as a threshold, for argparse."""
    figure, _, rest = value.partition(":")
    when, _, limit = rest.partition(":")
    try:
        return Threshold.read({"figure": figure, "when": when, "value": limit})
    except InputError:
        names = ", ".join(FIGURES)
        raise argparse.ArgumentTypeError(
            f"{value!r} is no threshold like net-sales:below:10000, with one of {names}; below, above or moved"
        ) from None
