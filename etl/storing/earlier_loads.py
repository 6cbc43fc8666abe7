"""What loads before this one have stored: the same file, and the times of all lines."""

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, cast, exists, func, select
from sqlalchemy.dialects.postgresql import JSONB

from warehouse.schema import guest_transactions, loads, rejected_rows, transactions

_LINES = (transactions, guest_transactions)
_DAY = 86_400  # seconds, by which another export may tell times otherwise: rounded, or of another zone


def earlier(connection: Connection, sha256: str, options: Mapping[str, Any]) -> dict[str, Any] | None:
    """The first finished load of the same bytes read in the same way: its columns and `rejected`; None without one."""
    found = (
        connection.execute(
            select(loads)
            .where(
                loads.c.sha256 == sha256, loads.c.status == "done", loads.c.details["options"] == cast(options, JSONB)
            )
            .where(~loads.c.details.has_key("same_as"))
            .order_by(loads.c.load_id)
            .limit(1),
        )
        .mappings()
        .first()
    )
    return {**found, "rejected": rejected_counts(connection, found["load_id"])} if found else None


def with_earlier(details: Mapping[str, Any], before: Mapping[str, Any] | None) -> dict[str, Any]:
    """The details of a load, which say so where an earlier one was of the same file."""
    return {**details, **({"same_as": before["load_id"]} if before else {})}


def known_again(before: Mapping[str, Any], kept: Sequence[str]) -> dict[str, Any]:
    """What loading a file again finds: all that was stored is known, and what is `kept` of the counts is as it was."""
    known = before["rows_loaded"] + before["rows_known"]
    return {name: before[name] for name in kept} | {"rows_loaded": 0, "rows_known": known}


def stored_period(connection: Connection) -> tuple[float, float] | None:
    """When stored lines are, as any export tells it, in seconds since 1970: from and to; None in an empty store."""
    if not any(connection.scalar(select(exists(select(1).select_from(table)))) for table in _LINES):
        return None
    ends = select(func.min(loads.c.first_invoiced_at), func.max(loads.c.last_invoiced_at))
    first, last = connection.execute(ends.where(loads.c.status == "done")).one()
    return (_seconds(first) - _DAY, _seconds(last) + _DAY) if first else (-math.inf, math.inf)


def _seconds(moment: datetime) -> float:
    return moment.replace(tzinfo=UTC).timestamp()


def rejected_counts(connection: Connection, load_id: int) -> dict[str, int]:
    """Rejected rows of a load by reason, the commonest first."""
    counted = (
        select(rejected_rows.c.reason, func.count().label("rows"))
        .where(rejected_rows.c.load_id == load_id)
        .group_by(rejected_rows.c.reason)
        .order_by(func.count().desc(), rejected_rows.c.reason)
    )
    return {row.reason: row.rows for row in connection.execute(counted)}
