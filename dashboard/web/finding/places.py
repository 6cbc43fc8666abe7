"""Which views, segments, countries and audiences a text means. Pure: values in, values out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from dashboard.components.basics import place
from dashboard.components.shell import Entry
from dashboard.filters.published import Published
from dashboard.filters.selection import Filters
from dashboard.words import formats
from wording.languages import say, to_say

MOST = 6  # of one kind that are offered
VIEWS, SEGMENTS, COUNTRIES = to_say("Views"), to_say("Segments"), to_say("Countries")
AUDIENCES, SAVED, BOARDS = to_say("Audiences"), to_say("Saved views"), to_say("Boards")
SEGMENT_ICON, COUNTRY_ICON, AUDIENCE_ICON, SAVED_ICON = "layers", "globe2", "bullseye", "bookmark"
BOARD_ICON = "columns-gap"


@dataclass(frozen=True)
class Found:
    """A place to go to: what it is called, what to tell it by, its address within the dashboard."""

    kind: str
    name: str
    note: str
    href: str
    icon: str


def places(published: Published | None, views: Iterable[Entry], filters: Filters, words: str) -> list[Found]:
    """Those that a text means, the closest first within each kind; of nothing published, views alone.

    Without a text: the views. Each keeps the filters, but for what it is about itself.
    """
    found = _views(views, filters)
    if words and published is not None:
        found += [*_segments(published, filters), *_countries(published, filters), *_audiences(published)]
    return best(found, words)


def best(found: Iterable[Found], words: str) -> list[Found]:
    """At most MOST of each kind that a text means, in their order, which counts where it fits equally well."""
    kinds: dict[str, list[tuple[int, Found]]] = {}
    for one in found:
        distance = far(one.name, words)
        if distance is not None:
            kinds.setdefault(one.kind, []).append((distance, one))
    return [
        one for kind in kinds.values() for _, one in sorted(kind, key=lambda rated: rated[0])[: MOST if words else None]
    ]


def far(name: str, words: str) -> int | None:
    """How far a name is from a text: 0 the same, 1 begins with it, 2 each word of the text begins one of its own;
    None: not meant."""
    is_called, wanted = plain(name), plain(words)
    if is_called == wanted:
        return 0
    if is_called.startswith(wanted):
        return 1
    begun, words_wanted = re.findall(r"\w+", is_called), re.findall(r"\w+", wanted)
    is_meant = words_wanted and all(any(part.startswith(word) for part in begun) for word in words_wanted)
    return 2 if is_meant else None


def plain(text: str) -> str:
    """A text without accents and capitals: `Österreich` -> `osterreich`."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold().strip()


def _views(views: Iterable[Entry], filters: Filters) -> list[Found]:
    known = [(path, say(name, sense="page"), icon) for path, name, icon in filter(None, views)]
    return [Found(VIEWS, name, "", path + filters.to_query(), icon) for path, name, icon in known]


def _segments(published: Published, filters: Filters) -> list[Found]:
    """Of every segmentation, those of the one in view first; each opens in its own."""
    now = published.segmentation(filters.segmentation)
    found = []
    for one in sorted(published.segmentations, key=lambda one: one is not now):
        within = _within(filters, None if one is published.segmentations[0] else one.algorithm)
        for segment in one.segments:
            note = f"{one.name} · {formats.plural(segment.customers, 'customer')}"
            found.append(
                Found(SEGMENTS, segment.name, note, place(within, "segments", segment.segment_id), SEGMENT_ICON)
            )
    return found


def _within(filters: Filters, segmentation: str | None) -> Filters:
    """The filters in another segmentation; segments are of one, so they are left behind."""
    return replace(filters, segmentation=segmentation, segments=())


def _countries(published: Published, filters: Filters) -> list[Found]:
    seen = published.country_names if published.limits is None else published.limits
    kept = replace(filters, countries=())
    return [
        Found(COUNTRIES, published.country_name(code), code, place(kept, "countries", code), COUNTRY_ICON)
        for code in seen
    ]


def _audiences(published: Published) -> list[Found]:
    return [
        Found(AUDIENCES, one.name, one.refusal, f"/audiences/{one.audience_id}", AUDIENCE_ICON)
        for one in published.audiences or ()
    ]
