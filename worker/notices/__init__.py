"""What people hear of a schedule's run: what came (`facts`), what looks wrong (`loads`, `shrinking`), kept once in
`alerts`, made into a `letter` and sent by `mail` and `webhook`."""

from worker.notices import accounts, mail
from worker.notices.letter import Letter
from worker.notices.mail import Attached, TryAgainError
from worker.notices.telling import compose, noticed, patiently, tell
from worker.notices.webhook import HEADER, LATER, signature

__all__ = [
    "HEADER",
    "LATER",
    "Attached",
    "Letter",
    "TryAgainError",
    "accounts",
    "compose",
    "mail",
    "noticed",
    "patiently",
    "signature",
    "tell",
]
