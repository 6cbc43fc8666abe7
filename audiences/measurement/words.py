"""The longer sentences of what is measured of a campaign, with places for their values."""

from dataclasses import dataclass

from audiences.measurement.grounds import BUYERS, NET
from wording.languages import to_say, to_say_n

PROVES_NOTHING = to_say(
    "Nobody was held out, so nothing shows what would have come anyway. Before and after proves nothing: people are "
    "written to because of when they ordered last, seasons change, and many would have come back by themselves."
)

TOO_FEW = to_say_n(
    "{n} person was held out of {everybody}: too few to tell anything.",
    "{n} people were held out of {everybody}: too few to tell anything.",
)
LATER = to_say_n(
    "{n} more was written to by newer lists: they count here once their {days} days are over, on {day}, and loaded.",
    "{n} more were written to by newer lists: they count here once their {days} days are over, on {day}, and loaded.",
)
LATER_HELD = to_say_n(
    "{n} more was written to and {held} held out by newer lists: they count here once their {days} days are over, on "
    "{day}, and loaded.",
    "{n} more were written to and {held} held out by newer lists: they count here once their {days} days are over, on "
    "{day}, and loaded.",
)
WORTH = to_say(
    "For each {unit} of its cost it brought {each} of sales more, between {low} and {high}. "
    "Sales, not profit: goods and shipping are not taken off."
)
WORTH_UNKNOWN = to_say(
    "Whether it brought more than its cost of {cost} cannot be told: between {low} and {high} the cost. "
    "Sales, not profit: goods and shipping are not taken off."
)
BEFORE_AND_AFTER = to_say_n(
    "Of {people} people {before} ordered in the day before sending and {after} in the day after; net sales were "
    "{net_before} before and {net_after} after.",
    "Of {people} people {before} ordered in the {n} days before sending and {after} in the {n} days after; net sales "
    "were {net_before} before and {net_after} after.",
)


@dataclass(frozen=True)
class Words:
    """What is said of buyers, or of sales; each with its values in it."""

    few: tuple[str, str]
    more: str
    fewer: str
    early: str
    not_told: str


WORDS = {
    BUYERS: Words(
        to_say_n(
            "Fewer than {n} person ordered so far, which says nothing of buyers yet.",
            "Fewer than {n} people ordered so far, which says nothing of buyers yet.",
        ),
        to_say("It brought about {each} more, most likely between {low} and {high} (right in 95 of 100 campaigns)."),
        to_say("It lost about {each}, most likely between {low} and {high} (right in 95 of 100 campaigns)."),
        to_say("Too early to tell for buyers: so far {each}, and it may be anything between {low} and {high}."),
        to_say("Of buyers, no effect can be told from chance: {each}, between {low} and {high}."),
    ),
    NET: Words(
        to_say_n(
            "Fewer than {n} person ordered so far, which says nothing of sales net of returns yet.",
            "Fewer than {n} people ordered so far, which says nothing of sales net of returns yet.",
        ),
        to_say(
            "It brought about {each} more in sales net of returns, most likely between {low} and {high} "
            "(right in 95 of 100 campaigns)."
        ),
        to_say(
            "It lost about {each} in sales net of returns, most likely between {low} and {high} "
            "(right in 95 of 100 campaigns)."
        ),
        to_say(
            "Too early to tell for sales net of returns: so far {each}, and it may be anything between {low} and "
            "{high}."
        ),
        to_say("Of sales net of returns, no effect can be told from chance: {each}, between {low} and {high}."),
    ),
}
