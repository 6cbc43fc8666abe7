"""Whether a user has been shown around: once, on whichever machine."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from accounts.details import fold
from warehouse.schema import users


def is_over(connection: Connection, email: str) -> bool:
    """Whether they have seen it, or did not want to."""
    own = users.c.email == fold(email)
    return connection.scalar(select(users.c.visited_at).where(own)) is not None


def end(connection: Connection, email: str, *, now: datetime) -> None:
    """They have, from now on."""
    new = users.c.email == fold(email), users.c.visited_at.is_(None)
    connection.execute(update(users).where(*new).values(visited_at=now))
