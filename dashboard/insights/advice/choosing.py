"""Which play a segment gets: its group's, or the one that its profile calls for. Rules as data."""

from __future__ import annotations

from dashboard.insights.advice.material import Material, Row
from dashboard.insights.advice.playbook import PLAYS, Play
from dashboard.words import formats
from warehouse.schema import WITHOUT_ORDER

# Where a group's rule makes sense for a segment that only bears its name: least and most of the mean days since the
# last order, least and most of the sales per customer, as multiples of those of all customers of the same view.
ANY = float("inf")
FITS: dict[str, tuple[float, float, float, float]] = {
    "champions": (0, 1, 1, ANY),
    "loyal": (0, 1.2, 0.6, ANY),
    "potential-loyalists": (0, 1.2, 0.15, 2),
    "new": (0, 1, 0, 1),
    "promising": (0, 1.2, 0, 1),
    "need-attention": (0.3, 2, 0.2, 3),
    "about-to-sleep": (0.3, 2, 0, 1),
    "at-risk": (0.8, ANY, 0.3, ANY),
    "cant-lose": (0.8, ANY, 1, ANY),
    "hibernating": (0.8, ANY, 0, 1),
    "lost": (1, ANY, 0, 0.6),
}
# The rule of all others: the most days since the last order and the least sales per customer, as such multiples; the
# first row that fits counts.
PROFILES: tuple[tuple[float, float, str], ...] = (
    (0.6, 1.5, "champions"),
    (1.2, 1.0, "loyal"),
    (0.6, 0.2, "potential-loyalists"),
    (0.6, 0.0, "promising"),
    (1.2, 0.3, "need-attention"),
    (1.2, 0.0, "about-to-sleep"),
    (ANY, 1.5, "cant-lose"),
    (ANY, 0.5, "at-risk"),
    (2.0, 0.0, "hibernating"),
    (ANY, 0.0, "lost"),
)


def play_of(segment_id: str, is_by_group: bool, recency: float | None, monetary: float | None) -> Play:
    """The play of a segment with orders.

    `is_by_group`: its segmentation is the RFM groups, whose rules the table holds. Segments of others have only names:
    they are played so where their `recency` and `monetary`, as multiples of all customers', FIT; else by PROFILES.
    """
    named = PLAYS.get(segment_id)
    if named is not None and (is_by_group or recency is None or monetary is None):
        return named
    if recency is None or monetary is None:
        return PLAYS["need-attention"]
    if named is not None and segment_id in FITS:
        least_recency, most_recency, least_monetary, most_monetary = FITS[segment_id]
        if least_recency <= recency <= most_recency and least_monetary <= monetary <= most_monetary:
            return named
    return PLAYS[next(name for most, least, name in PROFILES if recency <= most and monetary >= least)]


def chosen_play(material: Material, segment_id: str) -> Play:
    """The play of a segment by its customers' whole lives, so that filters do not change it."""
    if segment_id in WITHOUT_ORDER:
        return PLAYS[segment_id]
    row, everyone = material.row("profiles", segment_id), material.all_rows("profiles")
    recency, monetary = (formats.ratio(row.get(name), _mean(everyone, name)) for name in ("recency_days", "monetary"))
    return play_of(segment_id, material.is_by_group, recency, monetary)


def _mean(rows: list[Row], name: str) -> float | None:
    """Of all customers with an order."""
    known = [row for row in rows if name in row]
    return formats.ratio(sum(row[name] * row["customers"] for row in known), sum(row["customers"] for row in known))
