"""The contracts of the marts: what `models/<room>/sql/<table>.toml` says of a table that the models write."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT
from warehouse.schema import OF_USERS, metadata

# What files say, not what is worked out of it: `etl`'s, a person's choice, `accounts`', `audiences`', or what is asked
# of the worker.
TOLD = {
    *("loads", "rejected_rows", "transactions", "guest_transactions", "countries", "customers", "customer_changes"),
    *("replaced_lines", "kept_lines", "kept_loads"),
    *("attributes", "shop_settings", "jobs", "workers", "uploads", "schedules", "fetched_files", "alerts"),
    *(
        "saved_views",
        "boards",
        "board_cards",
        "view_comments",
        "date_notes",
        "kept_answers",
        "kept_sums",
        "asked_forms",
    ),
    *("audiences", "audience_versions", "static_lists", "static_list_members"),
    *("campaigns", "deliveries", "delivery_members", "delivery_files", "connections", "pushes"),
    *("forgotten", "erasure_keys"),
    *(table.name for table in OF_USERS),
}
WORKED_OUT = sorted(set(metadata.tables) - TOLD)


@dataclass(frozen=True)
class Contract:
    """`adds_up`: says, mart and source, two queries of one equal row; `holds`: says, broken_by, a query of no rows."""

    table: str
    grain: str
    unique: list[str]
    not_null: list[str]
    adds_up: list[dict[str, str]]
    holds: list[dict[str, str]]


def paths() -> dict[str, Path]:
    """The file of each contract, by its table."""
    return {path.stem: path for path in sorted(ROOT.glob("models/*/sql/*.toml"))}


def read(path: Path) -> Contract:
    """Raises TypeError for a key that a contract does not have, or lacks."""
    return Contract(table=path.stem, **{"adds_up": [], "holds": [], **tomllib.loads(path.read_text(encoding="utf-8"))})


CONTRACTS = [read(path) for path in paths().values()]
