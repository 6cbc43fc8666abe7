"""What operators watch of the store: loads by outcome, how fresh the data and the segments are, jobs by state."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from warehouse.schema import jobs, loads, segmentations

Measures = dict[str, list[tuple[dict[str, str], float]]]  # name -> (labels, value)


def measures(connection: Connection) -> Measures:
    """Values of now, by name; times are seconds since 1970."""
    by_status = select(loads.c.status, func.count()).group_by(loads.c.status)
    last = select(func.extract("epoch", func.max(loads.c.finished_at))).where(loads.c.status == "done")
    s = segmentations.c
    shown = select(func.extract("epoch", func.max(s.created_at)), func.count().filter(s.is_stale)).where(s.published)
    by_state = select(jobs.c.kind, jobs.c.state, func.count()).group_by(jobs.c.kind, jobs.c.state)
    finished, (made, stale) = connection.execute(last).scalar(), connection.execute(shown).one()
    return {
        "loads": [({"status": status}, float(count)) for status, count in connection.execute(by_status)],
        "last_load_timestamp_seconds": [({}, float(finished))] if finished else [],
        "segments_timestamp_seconds": [({}, float(made))] if made else [],
        "stale_segmentations": [({}, float(stale))],
        "jobs": [({"kind": kind, "state": state}, float(n)) for kind, state, n in connection.execute(by_state)],
    }
