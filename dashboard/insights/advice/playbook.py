"""What to do with whom: the rules as data. The groups are those of every segmentation, see reference/rfm-groups.md."""

from __future__ import annotations

from dataclasses import dataclass

from wording.languages import to_say


@dataclass(frozen=True)
class Play:
    """What to do with a kind of customers; sentences are said and ended by the reader of this table."""

    id: str
    headline: str  # what to do, in a few words
    action: str
    channels: tuple[str, ...]  # of CHANNELS, the best first
    offers: tuple[str, ...]  # of `next`, `favourite`, `best`: which product, the best first
    offer: str  # with {product}
    timing: str  # rhythm | now | second | season | welcome
    one_in: int  # customers of whom one is taken to follow
    act: str  # what that one does, in the estimate


CHANNELS = {
    "email": to_say("e-mail"),
    "phone": to_say("phone"),
    "mail": to_say("seasonal e-mail"),
    "site": to_say("a card in the next parcel"),
}

PLAYS = {
    play.id: play
    for play in (
        Play(
            "champions",
            to_say("Reward them, and ask them to refer others"),
            to_say("Give early access, named service and a referral link; no discounts, they buy without"),
            ("email", "site"),
            ("next", "favourite"),
            to_say("Early access, starting with {product}"),
            "rhythm",
            10,
            to_say("orders once more"),
        ),
        Play(
            "loyal",
            to_say("Bring them up a tier, and cross-sell"),
            to_say("Offer a reward tier within their reach, show what goes with what they buy, and ask for reviews"),
            ("email", "site"),
            ("next", "favourite"),
            to_say("Cross-sell {product}"),
            "rhythm",
            10,
            to_say("orders once more"),
        ),
        Play(
            "potential-loyalists",
            to_say("Make a habit of it"),
            to_say("Offer a membership, and the product that goes with what they have bought"),
            ("email", "site"),
            ("next", "favourite"),
            to_say("Membership, with {product} as the first benefit"),
            "rhythm",
            10,
            to_say("orders once more"),
        ),
        Play(
            "new",
            to_say("Win the second order"),
            to_say("Welcome them, show how to use what they bought, and give a reason for the second order"),
            ("email", "site"),
            ("next", "favourite", "best"),
            to_say("A small thank-you on the second order, showing {product}"),
            "second",
            10,
            to_say("orders a second time"),
        ),
        Play(
            "promising",
            to_say("Show them more of the range"),
            to_say("Show the range around what they bought, with a low-cost nudge such as free delivery"),
            ("email", "site"),
            ("next", "favourite", "best"),
            to_say("Free delivery, showing {product}"),
            "second",
            10,
            to_say("orders once more"),
        ),
        Play(
            "need-attention",
            to_say("Remind them before they cool"),
            to_say("Send a personal offer with a time limit"),
            ("email",),
            ("next", "favourite", "best"),
            to_say("A personal offer for two weeks on {product}"),
            "now",
            10,
            to_say("orders once more"),
        ),
        Play(
            "about-to-sleep",
            to_say("Wake them with best sellers"),
            to_say("Send one reminder with best sellers, and stop if it goes unread"),
            ("email",),
            ("best", "next"),
            to_say("No discount yet: best sellers such as {product}"),
            "now",
            20,
            to_say("orders once more"),
        ),
        Play(
            "at-risk",
            to_say("Win them back"),
            to_say("Send a win-back offer, and ask in one question why they stopped"),
            ("email", "phone"),
            ("next", "favourite", "best"),
            to_say("Win-back offer on {product}"),
            "now",
            10,
            to_say("orders once more"),
        ),
        Play(
            "cant-lose",
            to_say("Call them"),
            to_say("Have someone they know call with your strongest offer, and listen"),
            ("phone", "email"),
            ("next", "favourite", "best"),
            to_say("The strongest offer you have, starting with {product}"),
            "now",
            5,
            to_say("orders once more"),
        ),
        Play(
            "hibernating",
            to_say("Write to them once a season"),
            to_say("Send seasonal mail only, and spend nothing beyond it"),
            ("mail",),
            ("best", "next"),
            to_say("Season's best sellers such as {product}"),
            "season",
            50,
            to_say("orders once more"),
        ),
        Play(
            "lost",
            to_say("Stop paying to reach them"),
            to_say("Leave them out of paid media; one last mail before the strongest season, then none"),
            ("mail",),
            ("best", "next"),
            to_say("Best sellers such as {product}, without a discount"),
            "season",
            100,
            to_say("orders once more"),
        ),
        Play(
            "prospect",
            to_say("Win the first order"),
            to_say("Welcome them, and give a reason for the first order"),
            ("email",),
            ("best",),
            to_say("A welcome offer on {product}, the shop's best seller"),
            "welcome",
            50,
            to_say("places a first order"),
        ),
        Play(
            "returns-only",
            to_say("Ask why they sent it back"),
            to_say("They ordered before these data begin: ask what was wrong, and put it right before any offer"),
            ("email",),
            (),
            to_say("No offer before you know why"),
            "now",
            50,
            to_say("orders again"),
        ),
        Play(
            "free-only",
            to_say("Win the first paid order"),
            to_say("They have had goods for nothing: ask how they liked them, and offer more for money"),
            ("email",),
            ("best",),
            to_say("An offer on {product}, the shop's best seller"),
            "now",
            50,
            to_say("places a first paid order"),
        ),
    )
}
PROSPECT, RETURNED, FREE = PLAYS["prospect"], PLAYS["returns-only"], PLAYS["free-only"]
UNPAID = (PROSPECT, FREE)  # who have never paid for an order: what one would be worth is that of others' first
