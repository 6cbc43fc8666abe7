"""A database that does not answer is a line of log, however often it is asked; what nobody expected a traceback."""

from __future__ import annotations

import logging

from warehouse.errors import RegularsError
from warehouse.explain import explain


def tell(log: logging.Logger, what: str, error: Exception) -> None:
    """Log what could not be done, and why."""
    known = error if isinstance(error, RegularsError) else explain(error)
    if known is None:
        log.error(what, exc_info=error)
    else:
        log.warning("%s: %s", what, known)
