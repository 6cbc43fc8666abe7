"""What earlier loads tell about a file with the same header: the columns somebody mapped, the order of its dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, cast, select
from sqlalchemy.dialects.postgresql import JSONB

from warehouse.schema import loads


@dataclass(frozen=True)
class Memory:
    """Looks up the latest finished load of files with the same header."""

    connection: Connection | None = None

    def of(self, header: Sequence[str]) -> dict[str, Any]:
        """`map`, `date_order`, `decimal` as far as known, and the `load_id` and `file_name` they are known from."""
        if self.connection is None or not any(header):
            return {}
        found = self.connection.execute(
            select(loads.c.load_id, loads.c.file_name, loads.c.details)
            .where(loads.c.status == "done", loads.c.details["header"] == cast(list(header), JSONB))
            .where(~loads.c.details.has_key("kind"))
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
        }
        known = {name: value for name, value in known.items() if value}
        return known | {"load_id": found.load_id, "file_name": found.file_name} if known else {}


NOTHING = Memory()
