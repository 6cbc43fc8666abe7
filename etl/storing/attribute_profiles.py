"""What the attributes of all customers are like: their kinds, most frequent values and distributions."""

import json

from sqlalchemy import Connection, delete, select

from etl.names.labels import label_of
from etl.storing.statements import run_file
from warehouse.schema import attributes

MOST_FREQUENT = 12  # values that a profile keeps
MOST_BARS = 20  # distinct numbers that are each a bar of a histogram


def refresh_profiles(connection: Connection, names: list[str]) -> None:
    """Profile all attributes anew; `names` are those of the file, in its order, and come after the known ones."""
    known = connection.execute(
        select(attributes.c.name, attributes.c.label, attributes.c.position).order_by(attributes.c.position)
    )
    labels = [row._asdict() for row in known]
    held = {row["name"] for row in labels}
    new = [name for name in names if name not in held]
    start = max((row["position"] for row in labels), default=0)
    labels += [{"name": name, "label": label_of(name), "position": start + i} for i, name in enumerate(new, 1)]
    connection.execute(delete(attributes))
    run_file(
        connection,
        "customers/attribute_profiles",
        labels=json.dumps(labels),
        most_frequent=MOST_FREQUENT,
        most_bars=MOST_BARS,
    )
