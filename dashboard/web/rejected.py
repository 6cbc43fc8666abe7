"""/exports/rejected/<load_id>.csv: what a load could not use, to read; with `for=repair`, in the shape of its own file.

To read, each row has its line and its reason, and nothing that a spreadsheet would run. To repair, rows are as they
came, under their file's header.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from flask import Flask, Response, request

from dashboard.components.panels import failure, status_of
from dashboard.queries.customers import rejections
from dashboard.shop import Shop
from dashboard.shop.asker import asker
from wording.languages import say

REPAIR = "repair"


def register(server: Flask, shop: Shop) -> None:
    """Add the route."""

    def rejected_csv(load_id: int) -> Response:
        if not asker().may("export"):
            return Response(say("You may not take data away as files.") + "\n", 403, mimetype="text/plain")
        to_repair = request.args.get("for") == REPAIR
        if to_repair and not asker().may("see_personal_data"):
            return Response(say("You may not see rows of people as they came.") + "\n", 403, mimetype="text/plain")
        try:
            with shop.connect() as connection:
                shape = rejections.shape(connection, load_id)
        except Exception as error:
            title, text = failure(error)
            return Response(f"{title}. {text}\n", status_of(error), mimetype="text/plain")
        if shape is None:
            return Response(say("There is no such load, or it rejected nothing.") + "\n", 404, mimetype="text/plain")
        rows = _to_repair(shop, load_id, shape) if to_repair else _to_read(shop, load_id)
        name = f"rejected-{load_id}{'-to-repair' if to_repair else ''}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(rows, mimetype="text/csv", headers=headers)

    server.add_url_rule("/exports/rejected/<int:load_id>.csv", view_func=rejected_csv)


def _to_read(shop: Shop, load_id: int) -> Iterator[str]:
    yield _line(("line", "reason", "row"))
    with shop.connect() as connection:
        for row in rejections.harmless_rows(connection, load_id):
            yield _line(tuple(row))


def _to_repair(shop: Shop, load_id: int, shape: rejections.Shape) -> Iterator[str]:
    if shape.header:
        yield _line(shape.header, shape.delimiter)
    with shop.connect() as connection:
        for raw in rejections.raw_rows(connection, load_id):
            yield raw + "\n"


def _line(cells: tuple[object, ...], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow(cells)
    return out.getvalue()
