"""What a link asks for that is not there: said in words, with the likely thing offered. Pure.

A view tells it and shows what it can; a file is refused, so that none holds more or less than its address says.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from dashboard.filters.published import DEFAULT_ALGORITHM, Published, Segmentation
from dashboard.filters.selection import BLANK, GUESTS, MOST_VALUES, NUL, REST, Filters, period_in_words
from dashboard.filters.unread import Doubt, unread_fields
from dashboard.words import formats
from dashboard.words.segments import segment_name
from warehouse.errors import InputError
from warehouse.schema import RFM_GROUPS
from wording.languages import listed, say

LIKENESS = 0.6  # of difflib: below it a name is another one
OTHER_CODES = {"uk": "GB", "el": "GR"}  # in use beside ISO 3166
SIDES = {"from": "start", "to": "end"}  # the months' names in an address -> their fields


class RefusedError(InputError):
    """An address of a file asks for something that is not there."""


def doubts(filters: Filters, published: Published) -> list[Doubt]:
    """Everything in a link that is not in what is published, in the order of the filter bar."""
    return [
        *_months(filters, published),
        *_countries(filters, published),
        *_segments(filters, published),
        *_segmentation(filters, published),
        *_audience(filters, published),
        *unread_fields(filters),
    ]


def refusals(filters: Filters, published: Published) -> list[Doubt]:
    """The doubts for which there is no file."""
    return [one for one in doubts(filters, published) if not one.is_harmless]


def refuse(filters: Filters, published: Published) -> None:
    """Raises RefusedError where a file would not be what its address says."""
    if found := refusals(filters, published):
        raise RefusedError(" ".join(map(in_words, found)))


def in_words(doubt: Doubt) -> str:
    """`There is no segmentation “k-means”. Did you mean K-means, 4 segments: ?segmentation=kmeans`"""
    if doubt.offer is None or not doubt.label:
        return doubt.text
    return say(
        "{text} Did you mean {label} ({value})?",
        text=doubt.text,
        label=doubt.label,
        value=doubt.offer.to_query() or say("no such filter"),
    )


def nearest(wanted: str, known: Mapping[str, str]) -> str | None:
    """What is known under the spelling most like the one wanted; None where nothing is like it."""
    folded = {_folded(spelling): found for spelling, found in reversed(list(known.items()))}
    like = difflib.get_close_matches(_folded(wanted), list(folded), n=1, cutoff=LIKENESS)
    return folded[like[0]] if like else None


def likely_segmentation(wanted: str, published: Published) -> Segmentation | None:
    """The published segmentation that a name, an algorithm or the number of an older run may mean."""
    spellings: dict[str, str] = {}
    for one in published.segmentations:
        spellings |= dict.fromkeys((one.algorithm, one.name, one.name.partition(",")[0]), one.algorithm)
    kind = wanted.partition(",")[0]  # the number of segments changes from run to run
    found = published.retired.get(wanted) or nearest(wanted, spellings) or nearest(kind, spellings)
    return next((one for one in published.segmentations if one.algorithm == found), None)


def likely_segment(wanted: str, segmentation: Segmentation) -> str | None:
    """The segment of a segmentation that a link may mean."""
    spellings = {one.segment_id: one.segment_id for one in segmentation.segments}
    return nearest(wanted, spellings | {one.name: one.segment_id for one in segmentation.segments})


def likely_country(wanted: str, published: Published) -> str | None:
    """The country of the data that a name or a code of another kind may mean."""
    code = _code(wanted)
    if code in published.country_names:
        return code
    if len(wanted) <= 3:  # one code is like every other
        return None
    return nearest(wanted, {name: code for code, name in published.country_names.items()})


def _code(wanted: str) -> str | None:
    from pycountry import countries  # reads its database on first use only

    with_code = OTHER_CODES.get(wanted.casefold())
    if with_code is None:
        try:
            with_code = countries.lookup(wanted).alpha_2
        except LookupError:
            return None
    return with_code


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _months(filters: Filters, published: Published) -> Iterator[Doubt]:
    for name, value in filters.unread:
        if name not in SIDES:
            continue
        rest = tuple(pair for pair in filters.unread if pair[0] != name)
        shown = (
            say("Shown from the first month of the data.")
            if name == "from"
            else say("Shown to the last month of the data.")
        )
        yield Doubt(
            say("“{name}={value}” names no month; 2011-03 is one.", name=name, value=value),
            shown,
            say("all months"),
            filters.only(unread=rest),
        )
    if filters.start and filters.end and filters.start > filters.end:
        yield _backwards(filters, filters.start, filters.end)
        filters = filters.ordered()
    start, end, first, last = filters.start, filters.end, published.first_month, published.last_month
    if not published.has_orders or not (start or end):
        return
    reach = say("the data reach from {first} to {last}.", first=formats.month(first), last=formats.month(last))
    whole = filters.only(start=None, end=None)
    if (start and start > last) or (end and end < first):
        asked = period_in_words(start or first, end or last) if start and end else _open_ended(filters)
        yield Doubt(
            say("The link asks for {asked}; {reach}", asked=asked, reach=reach),
            say("So there is nothing to show."),
            say("all months"),
            whole,
        )
    elif (start and start < first) or (end and end > last):
        asked = period_in_words(start or first, end or last)
        shown = say("Shown is what lies inside.")
        yield Doubt(say("The link asks for {asked}; {reach}", asked=asked, reach=reach), shown, is_harmless=True)


def _backwards(filters: Filters, start: date, end: date) -> Doubt:
    meant = period_in_words(end, start)
    text = say(
        "The link asks for {start} to {end}, the later month first.", start=formats.month(start), end=formats.month(end)
    )
    return Doubt(text, say("Shown is {meant}.", meant=meant), meant, filters.ordered())


def _no_name(wanted: str, what: str) -> str:
    """Why a value can be no name; nothing where it can."""
    if wanted == REST:
        return say("The link names more than {most_values} values of {what}.", most_values=MOST_VALUES, what=what)
    if wanted == BLANK:
        return say("One value of {what} in the link is blank.", what=what)
    return say("“{value}” holds a sign that no {what} has.", value=wanted[:60], what=what) if NUL in wanted else ""


def _open_ended(filters: Filters) -> str:
    if filters.start:
        return say("{start} and later", start=formats.month(filters.start))
    return say("{end} and before", end=formats.month(filters.end)) if filters.end else ""


def _countries(filters: Filters, published: Published) -> Iterator[Doubt]:
    for wanted in filters.countries:
        if wanted in published.country_names:
            continue
        found = likely_country(wanted, published)
        shown = say("It is left out.") if len(filters.countries) > 1 else say("So there is nothing to show.")
        text = _no_name(wanted, say("country")) or say("Nobody of “{value}” is in the data.", value=wanted[:60])
        if published.limits is not None and wanted not in published.limits:  # whether there is anybody or not
            text = say(
                "You see {in_words}, and not “{value}”.",
                in_words=published.in_words(published.limits),
                value=wanted[:60],
            )
        if found is None:
            yield Doubt(text, shown)
            continue
        meant = {one: likely_country(one, published) for one in filters.countries if one not in published.country_names}
        offer = filters.only(countries=_replaced(filters.countries, meant))
        yield Doubt(text, shown, _listed([published.country_name(one) for one in meant.values() if one]), offer)


def _segments(filters: Filters, published: Published) -> Iterator[Doubt]:
    if not published.has(filters.segmentation):  # which has its own doubt
        yield from _segments_of_none(filters, published)
        return
    segmentation = published.segmentation(filters.segmentation)
    for wanted in filters.segments:
        if wanted == GUESTS or segmentation.segment(wanted) is not None:
            continue
        if segmentation.algorithm == DEFAULT_ALGORITHM and wanted in RFM_GROUPS:  # a group that is there, though empty
            name = segment_name(wanted.replace("-", " ").capitalize())
            yield Doubt(
                say("Nobody is in “{segment}” of {segmentation} now.", segment=name, segmentation=segmentation.name),
                is_harmless=True,
            )
            continue
        shown = say("It is left out.") if len(filters.segments) > 1 else say("So there is nothing to show.")
        text = _no_name(wanted, say("segment")) or say(
            "“{name}” has no segment “{value}”.", name=segmentation.name, value=wanted[:60]
        )
        other = next((one for one in published.segmentations if one.segment(wanted) is not None), None)
        found = likely_segment(wanted, segmentation)
        if other is not None:
            offer = filters.only(segmentation=_named(other, published))
            yield Doubt(text, shown, say("the one of {name}", name=other.name), offer)
        elif found is not None:
            unknown = [one for one in filters.segments if one != GUESTS and segmentation.segment(one) is None]
            meant = {one: likely_segment(one, segmentation) for one in unknown}
            named = [named for one in meant.values() if one and (named := segmentation.segment(one))]
            offer = filters.only(segments=_replaced(filters.segments, meant))
            yield Doubt(text, shown, _listed([one.name for one in named]), offer)
        else:
            yield Doubt(text, shown)


def _segments_of_none(filters: Filters, published: Published) -> Iterator[Doubt]:
    for wanted in filters.segments:
        if all(one.segment(wanted) is None for one in published.segmentations):
            yield Doubt(
                _no_name(wanted, say("segment")) or say("No segmentation has a segment “{value}”.", value=wanted[:60])
            )


def _segmentation(filters: Filters, published: Published) -> Iterator[Doubt]:
    wanted = filters.segmentation
    if wanted is None or published.has(wanted):
        return
    found = likely_segmentation(wanted, published)
    text = say("There is no segmentation “{value}”.", value=wanted[:60])
    if wanted in published.retired:
        text = say("Segmentation {wanted} is not published any more.", wanted=wanted)
    shown = say("Shown are the {name} instead.", name=published.segmentations[0].name)
    if found is None:
        yield Doubt(text, shown)
    else:
        yield Doubt(text, shown, found.name, filters.only(segmentation=_named(found, published)))


def _audience(filters: Filters, published: Published) -> Iterator[Doubt]:
    wanted, found = filters.audience, published.audience(filters.audience)
    if wanted is None or (found is not None and not found.refusal):
        return
    shown, without = say("So there is nothing to show."), filters.only(audience=None)
    if published.audiences is None:
        text = say("Audiences are not part of your role.")
    elif found is not None:
        text = say("“{name}” cannot be shown: {refusal}", name=found.name, refusal=found.refusal)
    else:
        text = say("There is no audience “{value}”: it was removed, or never was.", value=wanted[:60])
        spellings = {one.name: str(one.audience_id) for one in published.audiences}
        if (meant := published.audience(nearest(wanted, spellings))) is not None:
            yield Doubt(text, shown, f"“{meant.name}”", filters.only(audience=str(meant.audience_id)))
            return
    yield Doubt(text, shown, say("everybody"), without)


def _named(segmentation: Segmentation, published: Published) -> str | None:
    """As a link names it: not at all where it is the first."""
    return None if segmentation is published.segmentations[0] else segmentation.algorithm


def _replaced(values: tuple[str, ...], meant: Mapping[str, str | None]) -> tuple[str, ...]:
    """Every one that is unknown by what it may mean, so that one offer mends them all."""
    return tuple(dict.fromkeys(meant.get(one) or one for one in values))


def _listed(names: Sequence[str]) -> str:
    """`Loyal and Champions`."""
    return listed(list(dict.fromkeys(names)))
