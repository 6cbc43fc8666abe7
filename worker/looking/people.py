"""A table of people as it would be loaded; its beginning is what is counted of a large one."""

import json
from typing import Any

from sqlalchemy import Connection

from etl.people.matching import refuse_mixture
from etl.people.planning import Plan, plan_customers
from etl.people.rows import clean_rows
from etl.recognition.planning import first_rows
from etl.storing import clearing
from worker.looking.shown import FIRST, Rejections, columns_shown, cut, judged, written
from worker.tables import Table

_MOST = 200_000  # rows that are looked at
_SHOWN_OF = 1_000  # of the first rows, those that may be shown: some before them are left out


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
    taken = {roles.where[name] for name in names if name in roles.where}  # some contacts are attributes as well
    others = [name for name in kinds if name not in names and roles.attributes[name] not in taken]
    words = _Words(plan)
    return {
        **written(plan.source),
        **judged(plan.source, looked_at, is_whole, rejections, table.said.tolerance, plan.contacts),
        "rows": plan.reading.rows,
        "columns": columns_shown(roles.where, header, options.mapping, {}, roles.guessed),
        "attributes": [{"name": name, "column": header[roles.attributes[name]], "kind": kinds[name]} for name in kinds],
        "ignored": [],
        "first_rows": {"columns": [*names, *others], "rows": [_row(row, names, others, words) for row in first]},
        "notes": list(plan.notes),
        "replaces": clearing.MADE_WAY if clearing.is_sample_alone(connection) else None,
        "loaded_before": None,
    }


class _Words:
    """A yes or a no as it is shown: as the file writes it, and what that was taken for where it says it otherwise."""

    def __init__(self, plan: Plan) -> None:
        roles, kinds = plan.reading.roles, plan.reading.kinds
        consent = roles.where.get("consent", roles.where.get("opt_out"))
        self._where = {name: roles.attributes[name] for name, kind in kinds.items() if kind == "yes_no"}
        self._where |= {"consent": consent} if consent is not None else {}
        batch = first_rows(plan.source)
        lines = [] if batch is None else batch.lines[:_SHOWN_OF].tolist()
        self._raw = {
            (line, name): batch.columns[at][row].as_py()
            for name, at in self._where.items()
            for row, line in enumerate(lines)
            if batch is not None
        }

    def of(self, line: int, name: str, value: Any) -> Any:
        if value is None or name not in self._where:
            return value
        taken = "yes" if str(value).lower() in ("true", "1") else "no"
        raw = str(self._raw.get((line, name)) or "").strip()
        return taken if raw.lower() in ("", taken) else f"{raw} → {taken}"


def _row(row: dict[str, Any], names: list[str], others: list[str], words: _Words) -> list[str | None]:
    attributes = json.loads(row["attributes"] or "{}")
    found = {**{name: attributes.get(name) for name in others}, **{name: row[name] for name in names}}
    values = [words.of(row["line_number"], name, found[name]) for name in (*names, *others)]
    return [None if value is None else cut(str(value)) for value in values]
