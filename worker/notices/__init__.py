"""What people hear of a schedule's run: what came (`facts`), what looks wrong (`loads`, `shrinking`), kept once in
`alerts`, made into a `letter` and sent by `mail` and `webhook`."""

from worker.notices.mail import TryAgainError
from worker.notices.telling import compose, noticed, tell
from worker.notices.webhook import HEADER, LATER, signature

__all__ = ["HEADER", "LATER", "TryAgainError", "compose", "noticed", "signature", "tell"]
