"""How lines of log are written: text for people, or JSON for programs."""

import logging
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.contextvars import merge_contextvars


def formatter(kind: str) -> logging.Formatter:
    """A line a record: `json` or `text`."""
    shared: list[Any] = [
        merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    drawn = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()] if kind == "json" else [_text]
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[remove, *drawn])


def _text(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> str:
    """`2026-11-28T14:00:00Z WARNING name what happened (request=…)`, and a traceback below."""
    structlog.processors.format_exc_info(_logger, _method, event)
    head = [event.pop("timestamp"), event.pop("level").upper(), event.pop("logger"), event.pop("event")]
    trace = event.pop("exception", "")
    more = " ".join(f"{name}={value}" for name, value in event.items())
    return " ".join(str(part) for part in head) + (f" ({more})" if more else "") + (f"\n{trace}" if trace else "")
