"""What people hear of a schedule's run: what came (`facts`), what looks wrong (`loads`, `shrinking`), kept once in
`alerts`, made into a `letter` and sent by `mail` and `webhook`."""

from worker.notices import accounts, mail
from worker.notices.letter import Letter
from worker.notices.mail import Attached, TryAgainError
from worker.notices.readers import Edition, readers
from worker.notices.telling import compose, mail_in, noticed, patiently, tell
from worker.notices.webhook import HEADER, LATER, signature

__all__ = [
    "HEADER",
    "LATER",
    "Attached",
    "Edition",
    "Letter",
    "TryAgainError",
    "accounts",
    "compose",
    "mail",
    "mail_in",
    "noticed",
    "patiently",
    "readers",
    "signature",
    "tell",
]
