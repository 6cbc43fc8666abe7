"""What earlier loads tell about a file with the same header: the columns somebody mapped, the order of its dates."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, cast, select
from sqlalchemy.dialects.postgresql import JSONB

from warehouse.schema import loads


@dataclass(frozen=True)
class Memory:
    """Looks up the latest finished load of files of a kind (None: transactions) with the same header."""

    connection: Connection | None = None
    kind: str | None = None

    def of(self, header: Sequence[str]) -> dict[str, Any]:
        """`map`, `date_order`, `decimal`, `months`, `encoding`, `amounts` and `anew` (where stands what tells orders of
        one number apart) as far as known, and the load they are known from: its `load_id` and `file_name`.
        """
        if self.connection is None or not any(header):
            return {}
        found = self.connection.execute(
            select(loads.c.load_id, loads.c.file_name, loads.c.details)
            .where(loads.c.status == "done", loads.c.details["header"] == cast(list(header), JSONB))
            .where(loads.c.details["kind"].as_string().is_not_distinct_from(self.kind))
            .order_by(loads.c.load_id.desc())
            .limit(1)
        ).first()
        if found is None:
            return {}
        options, told = found.details.get("options", {}), found.details.get("told", {})
        known = {
            "map": options.get("map") or {},
            "date_order": options.get("date_order") or told.get("date_order"),
            "decimal": options.get("decimal") or told.get("decimal"),
            "months": options.get("months") or told.get("months"),
            "encoding": options.get("encoding"),
            "amounts": options.get("amounts"),
        }
        known = {name: value for name, value in known.items() if value}
        known |= {"anew": found.details["reading"]["anew"]} if "anew" in found.details.get("reading", {}) else {}
        return known | {"load_id": found.load_id, "file_name": found.file_name} if known else {}

    def encodings(self) -> list[str]:
        """Those that somebody said of any file of the kind."""
        if self.connection is None:
            return []
        told = loads.c.details["options"]["encoding"].as_string()
        kind = loads.c.details["kind"].as_string().is_not_distinct_from(self.kind)
        found = select(told).where(loads.c.status == "done", kind, told.is_not(None)).distinct().order_by(told)
        return list(self.connection.scalars(found))


def with_remembered(given: Mapping[str, str], before: Mapping[str, Any], header: Sequence[str]) -> dict[str, str]:
    """What is mapped now, and what was mapped before unless that column is now said to be something else."""
    used = set(given.values())
    known = {name: column for name, column in before.get("map", {}).items() if column in header and column not in used}
    return known | dict(given)


def remembered(labels: Mapping[str, str], before: Mapping[str, Any]) -> Iterator[str]:
    """A sentence that says which of the columns are what they were in an earlier load, where any is."""
    earlier = before.get("map", {})
    if mapped := [f"{name}={column}" for name, column in labels.items() if earlier.get(name) == column]:
        yield f"As for load {before['load_id']} ({before['file_name']}): {', '.join(mapped)}."


NOTHING = Memory()
