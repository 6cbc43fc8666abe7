"""What to do with whom: the rules as data. The groups are those of every segmentation, see reference/rfm-groups.md."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Play:
    """What to do with a kind of customers; sentences are ended by the reader of this table."""

    id: str
    headline: str  # what to do, in a few words
    action: str
    channels: tuple[str, ...]  # of CHANNELS, the best first
    offers: tuple[str, ...]  # of `next`, `favourite`, `best`: which product, the best first
    offer: str  # with {product}
    timing: str  # rhythm | now | second | season | welcome
    one_in: int  # customers of whom one is taken to follow
    act: str  # what that one does, in the estimate


CHANNELS = {"email": "e-mail", "phone": "phone", "mail": "seasonal e-mail", "site": "a card in the next parcel"}

PLAYS = {
    play.id: play
    for play in (
        Play(
            "champions",
            "Reward them, and ask them to refer others",
            "Give early access, named service and a referral link; no discounts, they buy without",
            ("email", "site"),
            ("next", "favourite"),
            "Early access, starting with {product}",
            "rhythm",
            10,
            "orders once more",
        ),
        Play(
            "loyal",
            "Bring them up a tier, and cross-sell",
            "Offer a reward tier within their reach, show what goes with what they buy, and ask for reviews",
            ("email", "site"),
            ("next", "favourite"),
            "Cross-sell {product}",
            "rhythm",
            10,
            "orders once more",
        ),
        Play(
            "potential-loyalists",
            "Make a habit of it",
            "Offer a membership, and the product that goes with what they have bought",
            ("email", "site"),
            ("next", "favourite"),
            "Membership, with {product} as the first benefit",
            "rhythm",
            10,
            "orders once more",
        ),
        Play(
            "new",
            "Win the second order",
            "Welcome them, show how to use what they bought, and give a reason for the second order",
            ("email", "site"),
            ("next", "favourite", "best"),
            "A small thank-you on the second order, showing {product}",
            "second",
            10,
            "orders a second time",
        ),
        Play(
            "promising",
            "Show them more of the range",
            "Show the range around what they bought, with a low-cost nudge such as free delivery",
            ("email", "site"),
            ("next", "favourite", "best"),
            "Free delivery, showing {product}",
            "second",
            10,
            "orders once more",
        ),
        Play(
            "need-attention",
            "Remind them before they cool",
            "Send a personal offer with a time limit",
            ("email",),
            ("next", "favourite", "best"),
            "A personal offer for two weeks on {product}",
            "now",
            10,
            "orders once more",
        ),
        Play(
            "about-to-sleep",
            "Wake them with best sellers",
            "Send one reminder with best sellers, and stop if it goes unread",
            ("email",),
            ("best", "next"),
            "No discount yet: best sellers such as {product}",
            "now",
            20,
            "orders once more",
        ),
        Play(
            "at-risk",
            "Win them back",
            "Send a win-back offer, and ask in one question why they stopped",
            ("email", "phone"),
            ("next", "favourite", "best"),
            "Win-back offer on {product}",
            "now",
            10,
            "orders once more",
        ),
        Play(
            "cant-lose",
            "Call them",
            "Have someone they know call with your strongest offer, and listen",
            ("phone", "email"),
            ("next", "favourite", "best"),
            "The strongest offer you have, starting with {product}",
            "now",
            5,
            "orders once more",
        ),
        Play(
            "hibernating",
            "Write to them once a season",
            "Send seasonal mail only, and spend nothing beyond it",
            ("mail",),
            ("best", "next"),
            "Season's best sellers such as {product}",
            "season",
            50,
            "orders once more",
        ),
        Play(
            "lost",
            "Stop paying to reach them",
            "Leave them out of paid media; one last mail before the strongest season, then none",
            ("mail",),
            ("best", "next"),
            "Best sellers such as {product}, without a discount",
            "season",
            100,
            "orders once more",
        ),
        Play(
            "prospect",
            "Win the first order",
            "Welcome them, and give a reason for the first order",
            ("email",),
            ("best",),
            "A welcome offer on {product}, the shop's best seller",
            "welcome",
            50,
            "places a first order",
        ),
    )
}
PROSPECT = PLAYS["prospect"]

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
