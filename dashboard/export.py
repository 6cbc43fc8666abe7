"""/exports/customers.csv: the filtered list as a file, streamed in constant memory; what such files are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing

from flask import Flask, Response, request

from dashboard.filters import Filters, Scope, period_in_words
from dashboard.panels import failure
from dashboard.queries.customer_export import export_statement
from dashboard.queries.customer_filter import CustomerFilter
from dashboard.shop import Shop
from warehouse.bulk import copy_out

BYTE_ORDER_MARK = "\ufeff".encode()


def register(server: Flask, shop: Shop) -> None:
    """Add the route; the query string is that of the views, so that a list is the view's own."""

    def customers_csv() -> Response:
        search = request.query_string.decode("utf-8", "replace")
        for_spreadsheet = request.args.get("for") == "spreadsheet"
        try:
            scope = shop.scope(Filters.from_query(search))
            chunks = _first_chunk_now(_stream(shop, scope, CustomerFilter.from_query(search), for_spreadsheet))
        except Exception as error:
            title, text = failure(error)
            return Response(f"{title}. {text}\n", status=503, mimetype="text/plain")
        headers = {"Content-Disposition": f'attachment; filename="{file_name("customers", scope, "csv")}"'}
        return Response(chunks, mimetype="text/csv", headers=headers)

    server.add_url_rule("/exports/customers.csv", view_func=customers_csv)


def _stream(shop: Shop, scope: Scope, wanted: CustomerFilter, for_spreadsheet: bool) -> Iterator[bytes]:
    statement = export_statement(scope, wanted, for_spreadsheet)
    with shop.connect() as connection, closing(copy_out(connection, statement)) as pieces:
        head = next(pieces, b"")  # before anything is promised, the mark included
        yield BYTE_ORDER_MARK + head if for_spreadsheet else head
        yield from pieces


def _first_chunk_now(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Start the stream before the answer's status goes out, so that a failing query is an error and not half a file."""
    head = next(chunks, b"")

    def rest() -> Iterator[bytes]:
        yield head
        yield from chunks

    return rest()


def file_name(what: str, scope: Scope, ending: str) -> str:
    """`customers_champions_DE-FR_Mar-Aug-2011.csv`, in letters that every system takes."""
    period = period_in_words(scope.start, scope.end).replace(" – ", " to ")
    parts = [what, "+".join(scope.segments), "-".join(scope.countries), period]
    name = "_".join(part for part in parts if part)[:120]
    return f"{re.sub('[^A-Za-z0-9_+-]+', '-', name).strip('-')}.{ending}"
