"""What the attributes of all customers are like: their kinds, most frequent values and distributions."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select, text

from warehouse.bulk import read_sql_file
from warehouse.schema import attributes

MOST_FREQUENT = 12  # values that a profile keeps
MOST_BARS = 20  # distinct numbers that are each a bar of a histogram


def known_labels(connection: Connection) -> list[dict[str, Any]]:
    """The name, label and position of each attribute, in order."""
    a = attributes.c
    return [row._asdict() for row in connection.execute(select(a.name, a.label, a.position).order_by(a.position))]


def profile(connection: Connection, labels: Sequence[Mapping[str, Any]]) -> None:
    """Profile all attributes anew; each that a customer has is among the labels."""
    connection.execute(delete(attributes))
    statement = read_sql_file("warehouse.profiles", "attribute_profiles.sql")
    bars = {"most_frequent": MOST_FREQUENT, "most_bars": MOST_BARS}
    connection.execute(text(statement), {"labels": json.dumps([dict(one) for one in labels]), **bars})
