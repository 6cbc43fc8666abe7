"""What a link asks of its own page that is not there: told, with the likely choice offered. Pure.

These choose what a page shows and no file, so they are told and hinder no list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from dashboard.filters.link_doubts import nearest
from dashboard.filters.selection import CURSORS, MOST_LETTERS, Filters, join_queries, page_query, query_fields
from dashboard.filters.unread import Doubt
from wording.languages import say, say_n

MOST_NAMED = 6  # choices that a sentence lists


def choice_doubts(search: str, field: str, what: str, known: Mapping[str, str], shown: str) -> Iterator[Doubt]:
    """The doubts about a field of an address whose choices are known: each value with its label.

    `what` is the kind of thing in words, `shown` the label of what the page shows instead.
    """
    values = list(dict.fromkeys(value for name, value in query_fields(search) if name == field))
    if len(values) > 1:
        yield Doubt(say("The link says “{field}” more than once.", field=field), _instead(shown), is_harmless=True)
    for value in values:
        if value in known:
            continue
        text = say("There is no {what} “{value}”", what=what, value=value[:MOST_LETTERS])
        if 0 < len(known) <= MOST_NAMED:
            text += say_n(
                len(known), "; there is {choices}", "; there are {choices}", choices=", ".join(known.values())
            )
        found = nearest(value, dict(zip(known, known, strict=True)) | {label: key for key, label in known.items()})
        offer, extras = offered(search, field, found) if found is not None else (None, None)
        label = known[found] if found is not None else ""
        yield Doubt(f"{text}.", _instead(shown), label, offer, is_harmless=True, extras=extras)


def _instead(shown: str) -> str:
    return say("Shown is {shown} instead.", shown=shown) if shown else ""


def offered(search: str, field: str, value: str) -> tuple[Filters, str]:
    """The filters, and what the page keeps in its address, of a link with this value of the field."""
    rest = page_query(search, without=(field, *CURSORS))
    return Filters.from_query(search), join_queries(rest, urlencode({field: value})).lstrip("?")
