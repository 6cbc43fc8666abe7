"""A table of people as it would be loaded; its beginning is what is counted of a large one."""

import json
from typing import Any

from sqlalchemy import Connection

from etl.people.matching import refuse_mixture
from etl.people.planning import plan_customers
from etl.people.rows import clean_rows
from worker.looking.shown import FIRST, Rejections, columns_shown, cut, judged, written
from worker.tables import Table

_MOST = 200_000  # rows that are looked at


def describe(connection: Connection, table: Table) -> dict[str, Any]:
    """Plain values; InputError, with questions, when the table cannot be read as it is."""
    options = table.said.options("customers")
    plan = plan_customers(connection, table.source, options)
    refuse_mixture(connection, plan.source, plan.reading.roles, options.rows)
    rejections, looked_at, first = Rejections(), 0, list[dict[str, Any]]()
    for rows, rejected in clean_rows(plan.source, plan.reading):
        rejections.add(rejected)
        looked_at += len(rows) + len(rejected)
        first += rows.slice(0, FIRST - len(first)).to_pylist() if len(first) < FIRST else []
        if looked_at >= _MOST:
            break
    is_whole = looked_at >= plan.reading.rows
    roles, header = plan.reading.roles, plan.source.columns
    names = [name for name in plan.contacts if name in (first[0] if first else {})]
    kinds = plan.reading.kinds
    others = [name for name in kinds if name not in names]  # some contacts are attributes as well
    return {
        **written(plan.source),
        **judged(plan.source, looked_at, is_whole, rejections, table.said.tolerance, plan.contacts),
        "rows": plan.reading.rows,
        "columns": columns_shown(roles.where, header, options.mapping, {}, roles.guessed),
        "attributes": [{"name": name, "column": header[roles.attributes[name]], "kind": kinds[name]} for name in kinds],
        "ignored": [],
        "first_rows": {"columns": [*names, *others], "rows": [_row(row, names, others) for row in first]},
        "notes": list(plan.notes),
        "loaded_before": None,
    }


def _row(row: dict[str, Any], names: list[str], others: list[str]) -> list[str | None]:
    attributes = json.loads(row["attributes"] or "{}")
    values = [*(row[name] for name in names), *(attributes.get(name) for name in others)]
    return [None if value is None else cut(str(value)) for value in values]
