"""What formats there are, and what of an audience would leave in one: for the command line of audiences."""

import json

from sqlalchemy import Connection

from audiences.campaigns import look, quiet_days
from audiences.campaigns.keeping import WINDOW_DAYS
from audiences.destinations import FORMATS, rule_now
from warehouse.settings import Settings
from wording.console import table


def print_formats() -> None:
    """The formats, as a table."""
    table(("Format", "Name", "What it is"), [(one.key, one.name, one.about) for one in FORMATS.values()])


def print_preflight(connection: Connection, number: int, key: str, rule: str | None) -> None:
    """Who would go in a campaign and who not, as JSON: as the dashboard says it before sending, the order of audiences
    and the quiet time included. Raises InputError for an audience that there is not."""
    rule = rule or rule_now(connection, Settings.from_environment().consent)
    found = look(connection, number, key, rule, WINDOW_DAYS, quiet_days(connection)).preflight
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
