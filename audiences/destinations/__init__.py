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
from audiences.destinations.preflight import EVERYBODY, RULES, Gate, Preflight, preflight, why_left_out
from audiences.destinations.refusing import (
    QUIET,
    QUIET_DAYS,
    consent_of_address,
    gets_nothing,
    in_campaigns,
    refused,
    shares_a_no,
)
from audiences.destinations.refusing import REASONS as REFUSALS
from audiences.destinations.selecting import members_of, stream
from audiences.destinations.writing import cells_of, write

__all__ = [
    "BREAKS",
    "EVERYBODY",
    "FORMATS",
    "KINDS",
    "QUIET",
    "QUIET_DAYS",
    "REFUSALS",
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
    "consent_of_address",
    "gets_nothing",
    "harmless",
    "in_campaigns",
    "is_delicate",
    "members_of",
    "neutral_name",
    "preflight",
    "pushed",
    "refused",
    "rule_now",
    "shares_a_no",
    "stream",
    "why_left_out",
    "would_run",
    "write",
]
