"""/exports/lists/<delivery>/<file>: a file of a list that left, as it still lies there or made again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from flask import Flask, Response, g

from audiences.campaigns import again, ledger
from dashboard.components.panels import failure, status_of
from dashboard.shop import Shop
from warehouse.errors import InputError
from warehouse.results import folder_of, path_by_content
from warehouse.settings import Settings
from wording.languages import say

_BLOCK = 1 << 16
KINDS = {".csv": "text/csv", ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def register(server: Flask, shop: Shop, settings: Settings) -> None:
    """Add the route. Files of large lists are written where the worker keeps what it wrote: they may be larger than
    what a machine holds for passing things."""

    def list_file(delivery_id: int, name: str) -> Response:
        if delivery_id >= 2**63:
            return Response(say("There is no such list.") + "\n", 404, mimetype="text/plain")
        try:
            with TemporaryDirectory(dir=folder_of(settings)) as folder:
                path, g.rows = _kept(shop, settings, delivery_id, name) or _made(shop, Path(folder), delivery_id, name)
                stream = path.open("rb")  # which outlives its name
        except InputError as error:
            return Response(f"{error}\n", 404, mimetype="text/plain")
        except Exception as error:
            title, text = failure(error)
            return Response(f"{title}. {text}\n", status_of(error), mimetype="text/plain")
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Length": str(_size(stream)),
        }
        return Response(_blocks(stream), mimetype=KINDS.get(Path(name).suffix), headers=headers)

    server.add_url_rule("/exports/lists/<int:delivery_id>/<name>", view_func=list_file)


def _kept(shop: Shop, settings: Settings, delivery_id: int, name: str) -> tuple[Path, int] | None:
    """The file as it was written, where it still lies, and its rows; for who may see all that is in it."""
    if shop.viewer.is_limited or not shop.viewer.personal:
        return None
    with shop.connect() as connection:
        files = ledger.delivery(connection, delivery_id).files
    one = next((file for file in files if file.name == name), None)
    path = path_by_content(settings, one.sha256) if one is not None else None
    return (path, one.rows) if one is not None and path is not None and path.is_file() else None


def _made(shop: Shop, folder: Path, delivery_id: int, name: str) -> tuple[Path, int]:
    """The file made again, and its rows."""
    with shop.connect() as connection:
        made = again(connection, delivery_id, folder)
    path = next((one for one in made.paths if one.name == name), None)
    if path is None:
        raise InputError(say("This list has no such file."))
    return path, made.rows


def _size(stream: BinaryIO) -> int:
    return os.fstat(stream.fileno()).st_size


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while block := stream.read(_BLOCK):
            yield block
