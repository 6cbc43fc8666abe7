"""What to say and do once data has changed since segments were worked out (`segmentations.is_stale`)."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, select

from warehouse.schema import segmentations
from wording.languages import to_say

STALE = to_say("Data has changed since these segments were worked out. Renew them with:")
OLDER = to_say(
    "These segments come from an earlier version: money counts gross there, and what is expected has no ranges. Net of "
    "returns, and with ranges:"
)
FIT = "python -m models fit"
BY_ATTRIBUTES = "attributes"  # the algorithm of segments by attributes alone, which a fit by orders leaves as they are


def renewals(stale: Collection[str]) -> list[str]:
    """The commands that renew the published segmentations of these algorithms."""
    by_orders = [FIT] if set(stale) - {BY_ATTRIBUTES} else []
    return by_orders + ([f"{FIT} --source customers"] if BY_ATTRIBUTES in stale else [])


def is_older(parameters: Mapping[str, Any]) -> bool:
    """Whether a run does not know which money it counted: it is from before it could be net of returns."""
    return "monetary" not in parameters


def older(connection: Connection) -> list[str]:
    """The algorithms of the published segmentations that are from before."""
    s = segmentations.c
    rows = connection.execute(select(s.algorithm, s.parameters).where(s.published).order_by(s.segmentation_id))
    return [row.algorithm for row in rows if is_older(row.parameters)]


def advice(stale: Collection[str], older: Collection[str]) -> list[tuple[str, list[str]]]:
    """What to say of published segmentations of these algorithms, each with the commands to run."""
    said = ((STALE, renewals(stale)), (OLDER, renewals(older)))
    return [(sentence, commands) for sentence, commands in said if commands]
