"""The attributes of customers as files bring them: profiled anew, with labels for the new ones."""

from sqlalchemy import Connection

from etl.names.labels import label_of
from warehouse.profiles import known_labels, profile


def refresh_profiles(connection: Connection, names: list[str]) -> None:
    """Profile all attributes anew; `names` are those of the file, in its order, and come after the known ones."""
    labels = known_labels(connection)
    held = {row["name"] for row in labels}
    new = [name for name in names if name not in held]
    start = max((row["position"] for row in labels), default=0)
    labels += [{"name": name, "label": label_of(name), "position": start + i} for i, name in enumerate(new, 1)]
    profile(connection, labels)
