"""The names of segments, as people read them. Data, links and files have them in English.

Runs that are stored name their segments in English; what they can be called stands here, so that catalogues have it.
"""

from __future__ import annotations

import re
from typing import Final

from wording.languages import ENGLISH, language_now, marked, marks, say, say_again, to_say

# The groups of RFM, best first: the run publishes those that somebody is in today.
RFM_GROUPS: Final = (
    to_say("Champions", sense="segment"),
    to_say("Loyal", sense="segment"),
    to_say("Potential loyalists", sense="segment"),
    to_say("New", sense="segment"),
    to_say("Promising", sense="segment"),
    to_say("Need attention", sense="segment"),
    to_say("About to sleep", sense="segment"),
    to_say("At risk", sense="segment"),
    to_say("Can't lose", sense="segment"),
    to_say("Hibernating", sense="segment"),
    to_say("Lost", sense="segment"),
)
OTHERS: Final = (
    to_say("Guests", sense="segment"),
    to_say("Prospect", sense="segment"),
    to_say("Returned only", sense="segment"),
    to_say("Free only", sense="segment"),
    to_say("Unclustered", sense="segment"),
)
SEGMENTATIONS: Final = (to_say("RFM groups", sense="segmentation"),)
# What stored runs say of their segments, and what to do about them.
WHO: Final = (
    to_say("Top value, active now", sense="segment"),
    to_say("Steady, high value", sense="segment"),
    to_say("Recent, value building", sense="segment"),
    to_say("Very recent, light", sense="segment"),
    to_say("Recent, light", sense="segment"),
    to_say("Average, cooling", sense="segment"),
    to_say("Low value, fading", sense="segment"),
    to_say("Good history, absent", sense="segment"),
    to_say("Formerly top value, absent", sense="segment"),
    to_say("Old, low value", sense="segment"),
    to_say("Old, little value", sense="segment"),
    to_say("Oldest, lowest value", sense="segment"),
    to_say("Known, but no order yet", sense="segment"),
    to_say("Gave goods back, and bought them before the data begins", sense="segment"),
    to_say("Ordered, but only what was free of charge", sense="segment"),
    to_say("Like no dense group of customers", sense="segment"),
)
ADVICE: Final = (
    to_say("Early access, referrals and named service; no discounts.", sense="segment"),
    to_say("A reward tier and cross-selling; ask for reviews.", sense="segment"),
    to_say("A membership offer and the next-best product.", sense="segment"),
    to_say("Onboarding, and an incentive for the second order.", sense="segment"),
    to_say("Show the range of a category; a low-cost nudge.", sense="segment"),
    to_say("A personal offer with a time limit.", sense="segment"),
    to_say("A reminder with the best sellers.", sense="segment"),
    to_say("A win-back offer, and a survey of the reasons.", sense="segment"),
    to_say("A personal call with the strongest offer.", sense="segment"),
    to_say("Seasonal mail only.", sense="segment"),
    to_say("Leave out of paid media.", sense="segment"),
    to_say("A welcome, and a reason for the first order.", sense="segment"),
    to_say("Ask why the goods came back; no welcome, they are no new customers.", sense="segment"),
    to_say("Look at them one by one, or treat them by their RFM group.", sense="segment"),
)
# A description as a run stores it: "Steady, high value: last order 14 days ago on average, 13 orders and £8,100 each."
_DESCRIBED: Final = re.compile(
    r"(?P<who>.+): last order (?P<days>[\d,]+) days? ago on average, (?P<orders>[\d,.]+) orders? and"
    r" (?P<minus>\u2212?)(?P<before>[^\d\s]?)(?P<money>[\d,.]+)(?: (?P<after>[A-Z]{3}))?"
    r" (?P<net>net of returns )?each\."
)


def segment_name(name: str) -> str:
    """What a segment is called; a name of the shop's own as it is."""
    return say(name, sense="segment")


def segmentation_name(name: str) -> str:
    """What a segmentation is called: `RFM groups`, `k-means, 5 segments`."""
    said = say(name, sense="segmentation")
    return say_again(name) if said == name else said


def segment_words(text: str) -> str:
    """What a run says of a segment, or advises: the sentence as it is stored, or as its parts are said."""
    found = _DESCRIBED.fullmatch(text)
    if found is None or language_now() == ENGLISH:
        who = say(text, sense="segment")
        return f"{say(text[:-1], sense='segment')}." if who == text and text.endswith(".") else who
    parts = {name: marked(found[name]) for name in ("days", "orders", "money")}
    parts["money"] = found["minus"] + marks().money.format(
        number=parts["money"], sign=found["before"] or found["after"]
    )
    who = say(found["who"], sense="segment")
    if found["net"]:
        return say(
            "{who}: last order {days} days ago on average, {orders} orders and {money} net of returns each.",
            who=who,
            **parts,
        )
    return say("{who}: last order {days} days ago on average, {orders} orders and {money} each.", who=who, **parts)
