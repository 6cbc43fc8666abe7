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
        Play(
            "returns-only",
            "Ask why they sent it back",
            "They ordered before these data begin: ask what was wrong, and put it right before any offer",
            ("email",),
            (),
            "No offer before you know why",
            "now",
            50,
            "orders again",
        ),
    )
}
PROSPECT, RETURNED = PLAYS["prospect"], PLAYS["returns-only"]
