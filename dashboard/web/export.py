"""/exports/customers.csv: the filtered list as a file, streamed in constant memory; what such files are called.

`consent=` says who is in it, `for=` what it is made for: people, which is the default, spreadsheets or programs. An
address that asks for what is not there, or that cannot be understood, is refused: no file holds more or less than it.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass

from flask import Flask, Response, g, request

from audiences.campaigns import ledger, plain_lists
from dashboard.components.downloads import MACHINES, SPREADSHEET
from dashboard.components.panels import failure, status_of
from dashboard.filters import link_doubts
from dashboard.filters.link_doubts import RefusedError
from dashboard.filters.published import Published
from dashboard.filters.selection import (
    FILE_FIELDS,
    MARKS,
    MOST_FIELDS,
    MOST_VALUES,
    NAMES,
    ONE_OF,
    PAGE_FIELDS,
    Filters,
    Scope,
    period_in_words,
    query_fields,
)
from dashboard.filters.unread import unknown
from dashboard.queries.customers.customer_filter import CustomerFilter
from dashboard.queries.customers.export import export_statement, is_anybody, left_out
from dashboard.queries.customers.lists import only_guests
from dashboard.shop import Shop, asker, mailing
from dashboard.words import consent
from wording.languages import say

REFUSED = 400
FIELDS = (*NAMES, *PAGE_FIELDS["customers"], *FILE_FIELDS)  # what an address of a list may say
ONE_VALUE = (*ONE_OF, "sort", "dir", "q", "orders", "sales", "silent", "for", "consent")
PEOPLE = "people"
MADE_FOR = ("", PEOPLE, SPREADSHEET, MACHINES)


@dataclass(frozen=True)
class ListAsked:
    """A list as its address asks for it."""

    scope: Scope
    wanted: CustomerFilter
    rule: str  # of consent; `all` leaves out nobody
    is_campaign: bool = False  # whoever gets nothing is not in it
    is_raw: bool = False  # for programs: texts as they are
    has_mark: bool = False  # for spreadsheets: with a byte order mark
    says_rule: bool = True  # whether the file's name says the rule
    segmentation: str = ""  # its algorithm, for the file's name, where it is not the shop's first


def register(server: Flask, shop: Shop) -> None:
    """Add the route; the query string is that of the views, so that a list is the view's own."""

    def customers_csv() -> Response:
        try:
            wanted = read_list(shop, request.query_string.decode("utf-8", "replace"))
            refuse_nobody(shop, wanted)
            kept = _on_record(shop, wanted, request.query_string.decode("utf-8", "replace"))
            g.rows = None if kept is None else kept.leaving.rows
            chunks = _Begun(_unrecorded(shop, wanted) if kept is None else _stream(shop, kept))
        except RefusedError as error:
            return refused(error)
        except Exception as error:
            title, text = failure(error)
            return Response(f"{title}. {text}\n", status=status_of(error), mimetype="text/plain")
        headers = {"Content-Disposition": f'attachment; filename="{list_name(wanted)}"'}
        return Response(chunks, mimetype="text/csv", headers=headers)

    server.add_url_rule("/exports/customers.csv", view_func=customers_csv)


def _on_record(shop: Shop, asked: ListAsked, search: str) -> ledger.Delivery | None:
    """Put the list into the ledger, with everybody in it: the file is made of that, now and whenever again. None where
    the dashboard's role only reads: whoever runs it so keeps no record of anything."""
    statement = export_statement(asked.scope, asked.wanted, asked.rule, asked.is_raw, asked.is_campaign)
    name, who = list_name(asked).removesuffix(".csv"), asker.asker().name
    said = {"asked": search, "consent": asked.rule}
    with shop.change() as connection:
        if not ledger.can_record(connection):
            return None
        out = left_out(connection, asked.scope, asked.wanted, asked.rule) if asked.is_campaign else {}
        number = plain_lists.keep(connection, statement, name, said, asked.has_mark, who, out)
        return ledger.delivery(connection, number)


def refused(error: RefusedError) -> Response:
    """The answer to an address that asks for what is not there."""
    return Response(say("Nothing was exported. {error}", error=error) + "\n", status=REFUSED, mimetype="text/plain")


def read_list(shop: Shop, search: str) -> ListAsked:
    """What an address asks for. Raises RefusedError where that cannot be had as it says."""
    check_fields(search, FIELDS)
    fields = dict(query_fields(search))
    filters, wanted = Filters.from_query(search), CustomerFilter.from_query(search)
    if wanted.unread:
        raise RefusedError(" ".join(wanted.complaints))
    made_for, said = fields.get("for", ""), fields.get("consent", "")
    if made_for not in MADE_FOR:
        raise RefusedError(
            say(
                "“for={made_for}” is not known: a list is for {people}, {spreadsheet} or {machines}.",
                made_for=made_for,
                people=PEOPLE,
                spreadsheet=SPREADSHEET,
                machines=MACHINES,
            )
        )
    if said and said not in consent.RULES:
        raise RefusedError(
            say("“consent={said}” is not known: it may be {rules}.", said=said, rules=", ".join(consent.RULES))
        )
    link_doubts.refuse(filters, shop.published())
    rule = mailing.rule_of(shop)
    held = said or (consent.ALL if made_for == SPREADSHEET or rule.is_idle else rule.name)
    if rule.source == "setting" and made_for != SPREADSHEET and (held, rule.name) in WIDER:
        raise RefusedError(
            say(
                "This shop is set to {rule}: its lists hold {whom}.",
                rule=rule.name,
                whom=say(consent.MEANINGS[rule.name]),
            )
        )
    return ListAsked(
        shop.scope(filters),
        wanted,
        held,
        is_campaign=made_for != SPREADSHEET,
        is_raw=made_for == MACHINES,
        has_mark=made_for == SPREADSHEET,
        says_rule=bool(said) or made_for == SPREADSHEET or not rule.is_idle,
        segmentation=_segmentation(shop.published(), shop.scope(filters)),
    )


def _segmentation(published: Published, scope: Scope) -> str:
    algorithm = published.of(scope).algorithm
    return "" if algorithm == published.segmentations[0].algorithm else algorithm


def refuse_nobody(shop: Shop, asked: ListAsked) -> None:
    """Raises RefusedError for a list without anybody in it: a file of a header alone looks like a failure."""
    if only_guests(asked.scope):
        raise RefusedError(say("Guests name nobody, so there is no list of them."))
    with shop.connect() as connection:
        if is_anybody(connection, asked.scope, asked.wanted, asked.rule, asked.is_campaign):
            return
        if asked.is_campaign and is_anybody(connection, asked.scope, asked.wanted, asked.rule):
            raise RefusedError(say("Nobody would be in this list: whoever is left is suppressed or in a campaign."))
        if asked.rule != consent.ALL and is_anybody(connection, asked.scope, asked.wanted):
            held = say(consent.MEANINGS[asked.rule])
            raise RefusedError(
                say("Nobody would be in this list: by the rule {rule} it holds {held}.", rule=asked.rule, held=held)
            )
    raise RefusedError(say("No customer matches what the address asks for."))


# (asked for, set): more people than the operator lets any list hold.
WIDER = {(consent.OPT_OUT, consent.OPT_IN), (consent.ALL, consent.OPT_IN), (consent.ALL, consent.OPT_OUT)}


def check_fields(search: str, known: tuple[str, ...]) -> None:
    """Raises RefusedError for a field that is none of these, for two values of one, and for more than is read."""
    fields = query_fields(search)
    if search.count("&") >= MOST_FIELDS:
        raise RefusedError(say("The address has more than {most} fields.", most=MOST_FIELDS))
    for name, _ in fields:
        if name not in known and not name.startswith(MARKS):
            raise RefusedError(unknown(name, known))
    for name in ONE_VALUE:
        values = {value for key, value in fields if key == name}
        if len(values) > 1:
            raise RefusedError(say("The address says {name} more than once.", name=name))
    for name in ("country", "segment"):
        if sum(value.count(",") + 1 for key, value in fields if key == name) > MOST_VALUES:
            raise RefusedError(say("The address names more than {most} values of {name}.", most=MOST_VALUES, name=name))


def _unrecorded(shop: Shop, asked: ListAsked) -> Iterator[bytes]:
    statement = export_statement(asked.scope, asked.wanted, asked.rule, asked.is_raw)
    with shop.connect() as connection, closing(plain_lists.marked(connection, statement, asked.has_mark)) as pieces:
        yield from pieces


def _stream(shop: Shop, kept: ledger.Delivery) -> Iterator[bytes]:
    with shop.connect() as connection, closing(plain_lists.stream(connection, kept)) as pieces:
        yield from plain_lists.noting(shop.change, kept, pieces)


class _Begun:
    """A stream that has begun before the answer's status goes out: a failing query is an error and not half a file."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._head = next(chunks, b"")
        self._chunks = chunks

    def __iter__(self) -> Iterator[bytes]:
        yield self._head
        yield from self._chunks

    def close(self) -> None:
        """Let go of the database, however much was sent."""
        if isinstance(self._chunks, Generator):
            self._chunks.close()


def list_name(wanted: ListAsked) -> str:
    """`customers_kmeans_champions_Mar-2011_opt-in_raw-for-machines.csv`: who is in it, and whether it may be opened."""
    rule = {consent.ALL: "everyone"}.get(wanted.rule, wanted.rule) if wanted.says_rule else ""
    what = "_".join(part for part in ("customers", wanted.segmentation) if part)
    return file_name(what, wanted.scope, "csv", rule, "raw-for-machines" if wanted.is_raw else "")


def file_name(what: str, scope: Scope, ending: str, *more: str) -> str:
    """`customers_champions_DE-FR_Mar-Aug-2011.csv`, in letters that every system takes."""
    period = period_in_words(scope.start, scope.end).replace(" – ", " to ")
    end = "".join(f"_{part}" for part in more if part)
    parts = [
        what,
        "" if scope.audience is None else "+".join((scope.audience.name, *scope.audience.words)).strip("+"),
        "+".join(scope.segments),
        "-".join(scope.countries),
        period,
    ]
    name = "_".join(part for part in parts if part)[: 120 - len(end)]
    return f"{re.sub('[^A-Za-z0-9_+-]+', '-', name).strip('-')}{end}.{ending}"
