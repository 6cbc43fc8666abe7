"""/audit: who did what, page by page and as a file. For administrators."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import chain
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request, url_for
from sqlalchemy import Engine

from accounts import audit
from dashboard.web.access import visitors
from dashboard.web.access.rendering import show
from warehouse.errors import InputError
from wording.languages import say

COLUMNS = ("at", "who", "action", "details", "rows", "address")
FIELDS = ("action", "user", "since", "until")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with what a cell begins that a spreadsheet runs
BIGGEST = 2**63 - 1


def register(routes: Blueprint, engine: Engine) -> None:
    """Add the page, its file, and how long the record is kept."""
    routes.add_url_rule("/audit", "audit", partial(_page, engine))
    routes.add_url_rule("/audit.csv", "audit_csv", partial(_file, engine))
    routes.add_url_rule("/audit/keep", "keep", partial(_keep, engine), methods=["POST"])


def _page(engine: Engine, sentence: str = "") -> str:
    asked = _asked()
    before = _before()
    with engine.connect() as connection:
        found = audit.entries(connection, filters_of(asked), before=before, most=audit.PAGE + 1)
        days = audit.kept_days(connection)
    return show(
        "audit",
        say("Audit"),
        entries=found[: audit.PAGE],
        older=found[audit.PAGE - 1].audit_id if len(found) > audit.PAGE else None,
        is_later=before is not None,
        asked=asked,
        query=urlencode(asked),
        actions=audit.ACTIONS,
        days=days,
        sentence=sentence or (say("Saved.") if request.args.get("done") else ""),
        tone="worse" if sentence else "better",
    )


def _keep(engine: Engine) -> Any:
    text = request.form.get("days", "")
    try:
        with engine.begin() as connection:
            days = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
            audit.keep_days(connection, days, visitors.actor(), now=visitors.now())
    except InputError as error:
        return _page(engine, str(error)), 400
    return redirect(url_for("access.audit", done="kept"), 303)


def _file(engine: Engine) -> Response:
    pieces = _csv(engine, filters_of(_asked()))
    head = [next(pieces)]  # an error is told before anything is promised
    headers = {"Content-Disposition": 'attachment; filename="audit.csv"'}
    return Response(chain(head, pieces), mimetype="text/csv", headers=headers)


def _csv(engine: Engine, filters: audit.Filters) -> Iterator[str]:
    before: int | None = None
    heads: list[tuple[str, ...]] = [COLUMNS]
    while True:
        with engine.connect() as connection:
            found = audit.entries(connection, filters, before=before)
        yield lines([*heads, *map(_row, found)])
        if len(found) < audit.PAGE:
            return
        before, heads = found[-1].audit_id, []


def _row(entry: audit.Entry) -> tuple[str, ...]:
    details = json.dumps(dict(entry.details), ensure_ascii=False)
    rows = "" if entry.rows is None else str(entry.rows)
    at = entry.at.astimezone(UTC).isoformat(timespec="seconds")
    return at, entry.user_email or "", entry.action, details, rows, entry.address or ""


def lines(rows: list[tuple[str, ...]]) -> str:
    """Rows as CSV; a text that a spreadsheet would run gets a ' before it."""
    text = io.StringIO()
    csv.writer(text).writerows([f"'{one}" if one.startswith(FORMULA) else one for one in row] for row in rows)
    return text.getvalue()


def filters_of(asked: dict[str, str]) -> audit.Filters:
    """What the form asks for; days are whole ones, the last included."""
    until = _day(asked.get("until"))
    return audit.Filters(
        action=asked.get("action"),
        user_email=asked.get("user"),
        since=_day(asked.get("since")),
        until=None if until is None else until + timedelta(days=1),
    )


def _asked() -> dict[str, str]:
    return {name: value for name in FIELDS if (value := request.args.get(name, "").strip())}


def _day(text: str | None) -> datetime | None:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if date.min < day < date(9999, 1, 1) else None


def _before() -> int | None:
    text = request.args.get("before", "")
    return min(int(text), BIGGEST) if text.isascii() and text.isdigit() and len(text) < 20 else None
