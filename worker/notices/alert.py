"""Something that looked wrong; kept in the table `alerts`, where nothing stands twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func
from sqlalchemy.dialects.postgresql import insert

from warehouse.schema import alerts

FAILURE = "failure"


@dataclass(frozen=True)
class Alert:
    """`key` names what it is about: it is told once. `said` makes its sentence, in the language that is spoken then."""

    key: str
    kind: str  # rows | columns | gap | segment | failure
    said: Callable[[], str]

    @property
    def words(self) -> str:
        """Its sentence."""
        return self.said()


def keep(connection: Connection, schedule_id: int, job_id: int, found: Iterable[Alert]) -> list[Alert]:
    """Those that are new, or were when the same run was looked at before. They are kept in the language of the worker,
    which is English."""
    new = []
    for one in found:
        values = {"key": one.key, "kind": one.kind, "words": one.words, "schedule_id": schedule_id, "job_id": job_id}
        row = insert(alerts).values(**values, raised_at=func.clock_timestamp())
        row = row.on_conflict_do_update(
            index_elements=["key"], set_={"words": one.words}, where=alerts.c.job_id == job_id
        )
        if connection.execute(row).rowcount:
            new.append(one)
    return new


def failures_are_over(connection: Connection, schedule_id: int) -> None:
    """After a run that went well, the same failure is news again."""
    own = alerts.c.schedule_id == schedule_id, alerts.c.kind == FAILURE
    connection.execute(delete(alerts).where(*own))
