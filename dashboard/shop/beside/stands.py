"""How things stand that change at any time, whatever is published: asked anew each time an answer stands on them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Final

from sqlalchemy import Connection

from accounts.kept import date_notes
from dashboard.queries.customers.consent import rule_and_bars
from dashboard.queries.store.loads import stand

FILES, NOTES, RULE = "files", "notes", "rule"
# As far as the viewer sees it. Whole rows, so that nothing can change without being another state: notes are few.
STANDS: Final[Mapping[str, Callable[[Connection], Hashable]]] = {
    FILES: stand,  # which have come
    NOTES: lambda connection: tuple(date_notes.visible(connection)),
    RULE: rule_and_bars,  # of lists for campaigns
}


def mark(state: Hashable) -> str:
    """A state in 32 letters."""
    return hashlib.blake2b(repr(state).encode(), digest_size=16).hexdigest()


def marks(connection: Connection, names: Collection[str]) -> dict[str, str]:
    """How these stand now."""
    return {name: mark(STANDS[name](connection)) for name in names}
