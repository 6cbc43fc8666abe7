"""What formats there are, and what of an audience would leave in one: for the command line of audiences."""

import json

from sqlalchemy import Connection

from audiences.conditions import condition
from audiences.destinations import FORMATS, members_of, preflight, rule_now, stream
from audiences.lists import keeping, standing
from warehouse.settings import Settings
from wording.console import table


def print_formats() -> None:
    """The formats, as a table."""
    table(("Format", "Name", "What it is"), [(one.key, one.name, one.about) for one in FORMATS.values()])


def print_preflight(connection: Connection, number: int, key: str, rule: str | None) -> None:
    """Who would go and who not, as JSON. Raises InputError for an audience that there is not."""
    store, format = standing.stands(connection), FORMATS[key]
    inside = condition(keeping.by_number(connection, number).definition, store)
    rule = rule or rule_now(connection, Settings.from_environment().consent)
    found = preflight(stream(connection, members_of(inside, format, store.runs.get("rfm"))), format, rule)
    plain = {
        "audience": number,
        "format": key,
        "consent": rule,
        "goes": found.goes,
        "left_out": dict(found.left_out),
        "missing_columns": list(found.missing_columns),
        "too_small": found.too_small,
        "words": found.sentences(),
    }
    print(json.dumps(plain, ensure_ascii=False))  # noqa: T201
