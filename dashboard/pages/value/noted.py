"""What the fit noted on each model, in the language of whoever reads it: it stores its sentences in English."""

from __future__ import annotations

from typing import Final

from wording.languages import ENGLISH, language_now, say, to_say
from wording.languages.stored import said_again

CHECKED: Final = (
    to_say(
        "Checked on {days} days it had not seen ({from} to {to}): of {customers} customers it expected {expected} to "
        "order, between {low} and {high}, and {observed} did."
    ),
    to_say(
        "Checked on {days} days it had not seen ({from} to {to}): of {customers} customers it expected {expected} to "
        "order, between {low} and {high}, and {observed} did, {off} % fewer than expected."
    ),
    to_say(
        "Checked on {days} days it had not seen ({from} to {to}): of {customers} customers it expected {expected} to "
        "order, between {low} and {high}, and {observed} did, {off} % more than expected."
    ),
    to_say(
        "Checked on {days} days it had not seen ({from} to {to}): of {customers} customers it expected {expected} to "
        "order, between {low} and {high}, and {observed} did, outside that range."
    ),
    to_say(
        "Checked on {days} days it had not seen ({from} to {to}): of {customers} customers it expected {expected} to "
        "order, between {low} and {high}, and {observed} did, outside that range, {off} % fewer than expected."
    ),
    to_say(
        "Checked on {days} days it had not seen ({from} to {to}): of {customers} customers it expected {expected} to "
        "order, between {low} and {high}, and {observed} did, outside that range, {off} % more than expected."
    ),
    to_say(
        "Of a customer who ordered and one who did not, it put the right one first {right} times in 100; the date of "
        "the last order alone manages {recency}."
    ),
)
SEASON: Final = (
    to_say("Its level follows the same {days} days of the year before."),
    to_say(
        "In the same {days} days a year before ({from} to {to}), {buyers} customers ordered, newcomers included: by "
        "that, {expected} of today's would; by what was learnt since, {learnt}."
    ),
    to_say("The level lies between, and the range holds both."),
    to_say(
        "Too few customers ordered at the same time of the year before to tell its season: what it learnt holds "
        "whatever the time of the year."
    ),
    to_say("The orders go back too short for seasons: what it learnt holds whatever the time of the year."),
)
NO_CHANCE: Final = (
    to_say(
        "The orders span {span} days; the chance of an order needs {needed}: {days} each to look back on, to learn "
        "from and to check on."
    ),
    to_say(
        "Too few customers: the chance of an order needs {customers} known half a year ago, and at least {each} each "
        "who ordered again within {days} days and who did not."
    ),
)
STOPS: Final = (
    to_say(
        "Checked on the last {days} days: fitted on the orders before them, it expected {expected} orders of the "
        "customers known then, and {observed} came ({off} % below that)."
    ),
    to_say(
        "Checked on the last {days} days: fitted on the orders before them, it expected {expected} orders of the "
        "customers known then, and {observed} came ({off} % above that)."
    ),
    to_say("What it expects now is taken {factor} times for that."),
    to_say("Their sales came out {off} % below what was expected."),
    to_say("Their sales came out {off} % above what was expected."),
    to_say("Expected sales are taken {factor} times for that."),
    to_say(
        "Between {low} and {high} orders of today's customers are expected in the next 12 months, most likely "
        "{expected}; the range is no narrower than the miss of the orders held back."
    ),
    to_say(
        "Between {low} and {high} orders of today's customers are expected in the next 12 months, most likely "
        "{expected}; such a range holds {times} times in 10; the range is no narrower than the miss of the orders "
        "held back."
    ),
    to_say("It knows no season and no new customers."),
    to_say("Too short a history or too few customers: {days} days and {customers} are needed."),
)
CANNOT: Final = to_say(
    "When customers stop for good cannot be told from these orders, so nothing is said about the next 12 months or "
    "about who is still active: {reasons}."
)
REASONS: Final = (
    to_say("a parameter of the dropout runs off to the end of the search"),
    to_say("dropout explains the orders no better than none (gain {gain}, needs {needed})"),
    to_say("it takes nearly everyone for active"),
    to_say("of {observed} orders in {days} days held back it expected {expected}"),
)
WORTH: Final = (
    to_say("Fewer than {customers} customers have come back."),
    to_say("A few giant orders leave no mean to speak of, so no value is expected of an order."),
    to_say("The usual value of a repeat order day, drawn towards the mean of all where a customer has few."),
    to_say("Of it counts the share that the customer has kept so far: what was given back is expected of nobody."),
    to_say(
        "The model takes value and frequency as unrelated; here frequent buyers spend more an order (correlation of "
        "the logarithms {tie})."
    ),
    to_say(
        "The model takes value and frequency as unrelated; here frequent buyers spend less an order (correlation of "
        "the logarithms {tie})."
    ),
)
SENTENCES: Final = (*CHECKED, *SEASON, *NO_CHANCE, *STOPS, *WORTH)


def noted(note: str) -> str:
    """A note of the fit, as it is said."""
    if language_now() == ENGLISH:
        return note
    begins, ends = CANNOT.split("{reasons}")
    if note.startswith(begins) and note.endswith(ends):
        reasons = note.removeprefix(begins).removesuffix(ends).split("; ")
        return say(CANNOT, reasons="; ".join(said_again(one, REASONS) for one in reasons))
    return said_again(note, SENTENCES)
