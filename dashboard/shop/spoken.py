"""What is published, with its names in the language that is spoken. Numbers, ids and links stay as they are."""

from __future__ import annotations

from dataclasses import replace

from dashboard.filters.published import Published, Segment, Segmentation
from dashboard.words.segments import segment_name, segment_words, segmentation_name
from wording.languages import ENGLISH, country, language_now


def spoken(published: Published) -> Published:
    """The same for whoever reads; what no catalogue has (the shop's own names) stays as it is."""
    if language_now() == ENGLISH:
        return published
    return replace(
        published,
        segmentations=tuple(_segmentation(one) for one in published.segmentations),
        country_names={code: country(code, name) for code, name in published.country_names.items()},
    )


def _segmentation(one: Segmentation) -> Segmentation:
    return replace(one, name=segmentation_name(one.name), segments=tuple(_segment(each) for each in one.segments))


def _segment(one: Segment) -> Segment:
    return replace(
        one,
        name=segment_name(one.name),
        description=segment_words(one.description),
        advice=segment_words(one.advice),
    )
