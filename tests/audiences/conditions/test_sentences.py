"""Definitions in plain words."""

from datetime import date
from decimal import Decimal

import pytest

from audiences.conditions import Definition, in_words, read
from audiences.conditions.definition import (
    LAST,
    Attribute,
    Begins,
    Both,
    Bought,
    Chosen,
    Compared,
    Either,
    Everyone,
    InAudience,
    InCampaign,
    InList,
    InSegment,
    Known,
    Not,
    Offered,
    Part,
    Said,
    Then,
    WasInSegment,
)
from audiences.conditions.sentences import Names
from tests.audiences.conditions.test_reading import LAPSED
from wording.languages import speaking

NAMES = Names(
    "£",
    {"GB": "United Kingdom"},
    {"lost": "Lost"},
    {"Income": "Yearly income"},
    {4: "Autumn"},
    {5: "Fair"},
    {6: "Spring"},
)


@pytest.mark.parametrize(
    ("definition", "words"),
    [
        (Everyone, "everyone"),
        (Either(()), "nobody"),
        (Compared("net", Decimal(1000)), "sales net of returns at least £1,000"),
        (Compared("net", Decimal("0.5"), Decimal(2)), "sales net of returns £0.5 to £2"),
        (Compared("frequency", Decimal(3)), "ordered 3 times or more"),
        (Compared("frequency", Decimal(1), Decimal(1)), "ordered 1 time"),
        (Compared("recency_days", Decimal(64), Decimal(434)), "last order 64 to 434 days ago"),
        (Compared("recency_days", most=Decimal(1)), "last order at most 1 day ago"),
        (Compared("overdue", Decimal("1.5")), "silent for 1.5× their usual time between orders or longer"),
        (Compared("order_chance_90d", most=Decimal("0.25")), "chance of an order in 90 days at most 25 %"),
        (Compared("birth_year", Decimal(1974), Decimal(1974)), "year of birth 1974"),
        (Compared("last_order_at", date(2026, 1, 2)), "last order from 2 Jan 2026"),
        (Chosen("country", ("GB", "FR")), "country United Kingdom or FR"),
        (Chosen("city", tuple("ABCDE")), "city A, B, C or one of 2 more"),
        (Begins("postcode", "53"), "postcode begins with “53”"),
        (Not(Known("email")), "e-mail address not known"),
        (Said(("yes", "unknown")), "said yes to mailings or was never asked about mailings"),
        (InSegment("rfm", ("lost",)), "in Lost"),
        (Not(InSegment("rfm", ("lost",))), "not in Lost"),
        (Bought(code="85123A"), "bought product 85123A"),
        (
            Bought(words="LUNCH BAG", times=2, within_days=90),
            "bought “LUNCH BAG” on 2 days or more in the last 90 days",
        ),
        (Attribute("Income", Decimal(5)), "Yearly income at least 5"),
        (WasInSegment("rfm", ("lost",), Then.AT, date(2026, 3, 1)), "in Lost at the end of Mar 2026"),
        (WasInSegment("rfm", ("lost",), Then.AT, 1), "in Lost a month ago"),
        (WasInSegment("rfm", ("lost",), Then.ENTERED, 3), "came into Lost in the last 3 months"),
        (WasInSegment("rfm", ("lost",), Then.LEFT, date(2026, 3, 1)), "left Lost since the end of Mar 2026"),
        (InCampaign(Part.MAILED, within_days=30), "was mailed in a campaign in the last 30 days"),
        (InCampaign(Part.HELD_OUT, 6), "was held out of the campaign “Spring”"),
        (InCampaign(Part.ANSWERED, LAST), "answered the last campaign that mailed them"),
        (Not(WasInSegment("rfm", ("lost",), Then.LEFT, 3)), "did not leave Lost in the last 3 months"),
        (Not(WasInSegment("rfm", ("lost",), Then.AT, 1)), "not in Lost a month ago"),
        (Not(InCampaign(Part.MAILED, within_days=30)), "was not mailed in any campaign in the last 30 days"),
        (Not(InCampaign(Part.ANSWERED, LAST)), "did not answer the last campaign that mailed them"),
        (Not(Offered("20725")), "did not buy what goes with product 20725, or bought it"),
        (Offered("85123A"), "bought what goes with product 85123A, and never it"),
        (InList(5), "in the list “Fair”"),
        (Not(InAudience(4)), "not in the audience “Autumn”"),
        (Not(Bought(words="LUNCH BAG", within_days=90)), "did not buy “LUNCH BAG” in the last 90 days"),
        (Not(Bought(code="1", times=2)), "did not buy product 1 on 2 days or more"),
        (Not(Chosen("city", ("Bath", "York"))), "city not Bath or York"),
        (
            Both((Bought(words="BAG", times=2), Not(Bought(words="BAG", within_days=90)), Not(Known("city")))),
            "bought “BAG” on 2 days or more, but did not buy “BAG” in the last 90 days, and city not known",
        ),
        (Not(Both((Known("city"), Known("phone")))), "not (city known, and phone number known)"),
        (
            Both((Known("city"), Either((Known("email"), Known("phone"))))),
            "city known, and (e-mail address known, or phone number known)",
        ),
    ],
)
def test_in_words(definition: Definition, words: str) -> None:
    assert in_words(definition, NAMES) == words


def test_conditions_are_said_in_german() -> None:
    silent = (Bought(words="BAG", times=2), Not(Bought(words="BAG", within_days=90)))
    lost = Either((InSegment("rfm", ("lost",)), WasInSegment("rfm", ("lost",), Then.LEFT, 3)))
    with speaking("de"):
        words = in_words(Both((*silent, Compared("net", Decimal("1000.5")), lost)), NAMES)
    assert words.replace("\u00a0", " ") == (
        "„BAG“ an mindestens 2 Tagen gekauft, aber in den letzten 90 Tagen „BAG“ nicht gekauft, und Umsatz abzüglich "
        "Retouren mindestens 1.000,5 £, und (im Segment Verloren, oder in den letzten 3 Monaten das Segment Verloren "
        "verlassen)"
    )


def test_a_whole_definition_is_one_sentence() -> None:
    assert in_words(read(LAPSED), NAMES) == (
        "in at-risk or cant-lose, and (country United Kingdom, or sales net of returns at least £100.5), "
        "and bought “LUNCH BAG” on 2 days or more, but did not buy product 85123A in the last 90 days, "
        "and said yes to mailings or was never asked about mailings, and last order 1 Jan 2026 to 31 Mar 2026, "
        "and Yearly income at most 50,000, and phone number not known"
    )
