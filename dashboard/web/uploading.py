"""/data/uploads: files in pieces, resumable. POST announces one, PUT brings a piece, GET tells where it goes on.

A piece is in memory, the file never is. What is asked from another site is refused.
"""

from __future__ import annotations

import json
import logging
import re
import uuid
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, g, jsonify, request
from sqlalchemy import Engine
from werkzeug.exceptions import HTTPException

from dashboard.shop.asker import asker
from dashboard.web.access.origin import fault
from warehouse.errors import InputError, RegularsError
from warehouse.settings import Settings
from warehouse.uploads import ManyError, OffsetError, Upload
from warehouse.uploads import files as uploads
from wording.languages import say, to_say

log = logging.getLogger(__name__)
PATH = "/data/uploads"
MOST_WORDS = 8 << 10  # bytes of an announcement
FOREIGN = to_say("Files are taken from Regulars' own pages only.")
UNREAD = to_say("The upload cannot be understood: it needs a name and a size.")
NO_UPLOAD = to_say("There is no such upload.")
Answer = tuple[Response, int]


class ForeignError(InputError):
    """Another site asks, in the name of somebody who is signed in here."""


def register(server: Flask, engine: Engine, settings: Settings) -> None:
    """Add the routes."""

    def begin() -> Answer:
        name, size = _announced()
        return _told(uploads.begin(engine, settings, name, size, asker().name, request.remote_addr), 201)

    def append(upload_id: str) -> Answer:
        own = _own(engine, upload_id)
        offset = request.args.get("offset", "")
        if not (offset.isascii() and offset.isdigit() and len(offset) <= 15):
            raise InputError(say("A piece needs its offset."))
        if request.content_length is None or request.content_length > uploads.MOST_AT_ONCE:
            return jsonify(error=say("A piece of {file} has a size that does not fit.", file=own.file_name)), 413
        found = uploads.append(engine, settings, upload_id, int(offset), request.get_data(cache=False))
        if found.state == "complete":
            # For the record: dashboard.web.access.recording. Not its name, which may be somebody's who is erased later.
            g.brought = {"kind": _ending(found.file_name), "bytes": found.bytes}
        return _told(found, 200)

    def where(upload_id: str) -> Answer:
        return _told(_own(engine, upload_id), 200)

    def remove(upload_id: str) -> Answer:
        _own(engine, upload_id)
        uploads.remove(engine, settings, upload_id)
        return jsonify(removed=True), 200

    routes: tuple[tuple[str, str, Callable[..., Answer]], ...] = (
        ("", "POST", begin),
        ("/<upload_id>", "PUT", append),
        ("/<upload_id>", "GET", where),
        ("/<upload_id>", "DELETE", remove),
    )
    for path, method, view in routes:
        name = f"uploads_{view.__name__}"
        server.add_url_rule(PATH + path, name, _guarded(view), methods=[method])


def refuse_foreign() -> None:
    """Raises ForeignError for what changes something and comes from another site's page."""
    if fault(request, is_callback=False):
        raise ForeignError(say(FOREIGN))


def _guarded(view: Callable[..., Answer]) -> Callable[..., Answer]:
    """Errors as sentences: 403 who may not, 404 what is not there, 409 with the byte that is next, 400 the rest."""

    def answer(**arguments: str) -> Answer:
        try:
            refuse_foreign()
            if not asker().may("upload"):
                raise ForeignError(say("You may not bring files in. Ask an administrator for the right to it."))
            return view(**arguments)
        except OffsetError as error:
            return jsonify(error=str(error), offset=error.expected), 409
        except ManyError as error:
            return jsonify(error=str(error)), 429
        except ForeignError as error:
            return jsonify(error=str(error)), 403
        except RegularsError as error:
            return jsonify(error=str(error)), 404 if str(error) == NO_UPLOAD else 400
        except HTTPException:
            raise
        except Exception:
            reference = uuid.uuid4().hex[:8]
            log.exception("upload failed, reference %s", reference)
            return jsonify(
                error=say("Something went wrong. Tell your operator the reference {reference}.", reference=reference)
            ), 500

    return answer


def _announced() -> tuple[str, int]:
    """Name and size of a file to come; InputError for anything else."""
    if request.mimetype != "application/json" or (request.content_length or 0) > MOST_WORDS:
        raise InputError(say(UNREAD))
    try:
        said: Any = json.loads(request.get_data(cache=False))
    except (ValueError, RecursionError):
        raise InputError(say(UNREAD)) from None
    name, size = (said.get("name"), said.get("size")) if isinstance(said, dict) else (None, None)
    if not isinstance(name, str) or not isinstance(size, int) or isinstance(size, bool) or size < 0:
        raise InputError(say(UNREAD))
    return name, size


def _ending(name: str) -> str:
    found = re.search(r"\.([A-Za-z]\w{0,9})$", name)
    return found[1].lower() if found else ""


def _own(engine: Engine, upload_id: str) -> Upload:
    """An upload of whoever asks; those of others are none."""
    with engine.connect() as connection:
        found = uploads.get(connection, upload_id) if "\x00" not in upload_id else None
    if found is None or (asker().name is not None and found.uploaded_by != asker().name):
        raise InputError(say(NO_UPLOAD))
    return found


def _told(upload: Upload, status: int) -> Answer:
    """How far an upload is."""
    answer = jsonify(
        upload_id=upload.upload_id, name=upload.file_name, size=upload.bytes, offset=upload.received_bytes,
        state=upload.state,
    )  # fmt: skip
    answer.headers["Upload-Offset"] = str(upload.received_bytes)
    return answer, status
