"""What people hear of a schedule's run: what came (`facts`), what looks wrong (`loads`, `shrinking`), kept once in
`alerts`, made into a `letter` and sent by `mail` and `webhook`."""

from worker.notices.telling import compose, noticed, tell

__all__ = ["compose", "noticed", "tell"]
