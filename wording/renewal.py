"""What to say and do once data has changed since segments were worked out (`segmentations.is_stale`)."""

from collections.abc import Collection

STALE = "Data has changed since these segments were worked out. Renew them with:"
FIT = "python -m models fit"
BY_ATTRIBUTES = "attributes"  # the algorithm of segments by attributes alone, which a fit by orders leaves as they are


def renewals(stale: Collection[str]) -> list[str]:
    """The commands that renew the published segmentations of these algorithms."""
    by_orders = [FIT] if set(stale) - {BY_ATTRIBUTES} else []
    return by_orders + ([f"{FIT} --source customers"] if BY_ATTRIBUTES in stale else [])
