"""Files that leave: how many one may take, and what is on record of each, as of files that came. No record, no file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from flask import Flask, Response, g, request
from sqlalchemy import Engine

from accounts import audit
from accounts.users import User
from dashboard.filters.selection import query_fields
from dashboard.web.access import visitors
from warehouse.access import PRIVATE_FIELDS
from wording.languages import say, to_say

# Route -> what the record calls it, and how many of them somebody may take in a window: a person's, and all behind one
# address of the net.
WINDOW: Final = timedelta(minutes=10)
TAKEN: Final = {
    "customers_csv": ("export", 60, 240),
    "access.audit_csv": ("export", 60, 240),
    "chart_file": ("export", 60, 240),  # of customers: others tell nothing of anybody
    "rejected_csv": ("export", 60, 240),
    "list_file": ("export", 60, 240),
    "report_html": ("report", 20, 80),
    "report_pdf": ("report", 20, 80),
}
WAIT_SECONDS = 60
TOO_MANY = to_say("That was many files in a short time ({most} in 10 minutes). Please try again in a while.")


def register(server: Flask, engine: Engine) -> None:
    """Put every file that leaves on record."""

    def put(action: str, details: Mapping[str, Any], rows: int | None) -> None:
        with engine.begin() as connection:
            audit.record(connection, action, visitors.actor(), details, rows, now=visitors.now())

    def record(response: Response) -> Response:
        if response.status_code != 200 or not visitors.session():
            return response
        taken = TAKEN.get(request.endpoint or "")
        try:
            if taken is not None and request.method == "GET" and not g.get("is_harmless"):
                put(taken[0], _details(), g.get("rows"))
            elif brought := g.get("brought"):
                put("upload", brought, None)
        except Exception:
            response.close()  # the file ends before it began
            raise
        return response

    server.after_request(record)


def refuse_too_many(engine: Engine, user: User) -> Response | None:
    """An answer to whoever takes files faster than a person does."""
    if (taken := TAKEN.get(request.endpoint or "")) is None:
        return None
    action, of_user, of_address = taken
    since = visitors.now() - WINDOW
    asked = ((of_user, {"user_email": user.email}), (of_address, {"address": request.remote_addr}))
    with engine.connect() as connection:
        for most, whose in asked:
            wanted = audit.Filters(action=action, since=since, **whose)
            if len(audit.entries(connection, wanted, most=most)) >= most:
                words = say(TOO_MANY, most=most)
                return Response(f"{words}\n", 429, {"Retry-After": str(WAIT_SECONDS)}, mimetype="text/plain")
    return None


def _details() -> dict[str, Any]:
    """What was taken, and by which filters: of private ones is told that they were given, not what."""
    asked = request.query_string.decode("utf-8", "replace")
    fields = [(name.replace("\x00", "␀"), value.replace("\x00", "␀")) for name, value in query_fields(asked)]
    said: dict[str, Any] = {name[:40]: "…" if name in PRIVATE_FIELDS else value[:200] for name, value in fields[:40]}
    what = (request.view_args or {}).get("card") or request.path.rpartition("/")[2]  # not whose: a number of somebody
    return {"what": what, **({"filters": said} if said else {})}
