"""Where a list goes: files as destinations take them, what is looked at before anything leaves, and connections."""

from audiences.destinations import connections, pushed
from audiences.destinations.connections import Outlet
from audiences.destinations.consent import rule_now
from audiences.destinations.formats import (
    BREAKS,
    FORMATS,
    RUNS,
    SEPARATORS,
    SHIELD,
    Format,
    Member,
    harmless,
    would_run,
)
from audiences.destinations.kinds import KINDS, Field, Kind
from audiences.destinations.naming import is_delicate, neutral_name
from audiences.destinations.preflight import RULES, Gate, Preflight, preflight
from audiences.destinations.selecting import (
    QUIET,
    QUIET_DAYS,
    gets_nothing,
    in_campaigns,
    is_suppressed,
    members_of,
    stream,
)
from audiences.destinations.writing import cells_of, write

__all__ = [
    "BREAKS",
    "FORMATS",
    "KINDS",
    "QUIET",
    "QUIET_DAYS",
    "RULES",
    "RUNS",
    "SEPARATORS",
    "SHIELD",
    "Field",
    "Format",
    "Gate",
    "Kind",
    "Member",
    "Outlet",
    "Preflight",
    "cells_of",
    "connections",
    "gets_nothing",
    "harmless",
    "in_campaigns",
    "is_delicate",
    "is_suppressed",
    "members_of",
    "neutral_name",
    "preflight",
    "pushed",
    "rule_now",
    "stream",
    "would_run",
    "write",
]
