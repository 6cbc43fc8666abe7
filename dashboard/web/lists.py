"""/exports/lists/<delivery>/<file>: a file of a list that left, made again from the ledger."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from flask import Flask, Response, g

from audiences.campaigns import again
from dashboard.components.panels import failure
from dashboard.shop import Shop
from warehouse.errors import InputError

_BLOCK = 1 << 16
KINDS = {".csv": "text/csv", ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def register(server: Flask, shop: Shop) -> None:
    """Add the route."""

    def list_file(delivery_id: int, name: str) -> Response:
        if delivery_id >= 2**63:
            return Response("There is no such list.\n", 404, mimetype="text/plain")
        try:
            with TemporaryDirectory() as folder:
                with shop.connect() as connection:
                    made = again(connection, delivery_id, Path(folder))
                path = next((one for one in made.paths if one.name == name), None)
                if path is None:
                    return Response("This list has no such file.\n", 404, mimetype="text/plain")
                stream = path.open("rb")  # which outlives its name
        except InputError as error:
            return Response(f"{error}\n", 404, mimetype="text/plain")
        except Exception as error:
            title, text = failure(error)
            return Response(f"{title}. {text}\n", 503, mimetype="text/plain")
        g.rows = made.rows
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Length": str(_size(stream))}
        return Response(_blocks(stream), mimetype=KINDS.get(path.suffix), headers=headers)

    server.add_url_rule("/exports/lists/<int:delivery_id>/<name>", view_func=list_file)


def _size(stream: BinaryIO) -> int:
    return os.fstat(stream.fileno()).st_size


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while block := stream.read(_BLOCK):
            yield block
