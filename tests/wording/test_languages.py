"""What is said in which language: by the code, by the catalogues, and numbers and days."""

from datetime import date

import pytest

from dashboard.shop.few import GATHERED, LEFT_OUT
from dashboard.shop.viewer import TOO_FEW
from dashboard.words import formats
from dashboard.words.segments import segment_name, segment_words
from scripts import languages
from scripts.languages import faults
from scripts.texts import FaultError, Text, of_python, of_template
from warehouse.access import FEWEST
from warehouse.settings import LANGUAGES
from wording.languages import (
    ENGLISH,
    KNOWN,
    OFFERED,
    as_python_writes,
    country,
    days,
    language_now,
    listed,
    say,
    say_again,
    say_n,
    speaking,
)
from wording.languages.catalogues import rooms

GERMAN = "de"


@pytest.mark.parametrize("language", [one for one in KNOWN if one != ENGLISH])
def test_catalogues_say_all_that_complete_rooms_say_each_text_in_one_way_with_its_values(language: str) -> None:
    assert list(faults(language)) == []


def test_what_a_complete_room_lacks_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    new = Text("A text that nobody has translated", "", "", "dashboard/figures/reading/reading.py")
    monkeypatch.setattr(languages, "by_room", lambda: {new.room: [new]})
    assert list(faults(GERMAN)) == [f"{new.room}: not translated: {new.text!r}"]


def test_every_text_is_extracted_with_its_forms_and_its_sense() -> None:
    source = (
        'say("Day" if short else "A day"); x.say_n(3, "{n} row", "{n} rows"); formats.plural(n, "order")\n'
        'A = {1: to_say("New", sense="segment")}; say(A[1], sense="segment"); say("in " "two parts")'
    )
    found = [(one.text, one.many, one.sense) for one in of_python(source, "dashboard/pages/overview/page.py")]
    assert found == [
        *[("Day", "", ""), ("A day", "", ""), ("{n} row", "{n} rows", ""), ("order", "orders", "")],
        *[("in two parts", "", ""), ("New", "", "segment")],
    ]
    html = '<p>{{ say("Sign out") }} {{ say_n(left, "{n} code", "{n} codes") }}</p>'
    assert [(one.text, one.many) for one in of_template(html, "x.html")] == [
        ("Sign out", ""),
        ("{n} code", "{n} codes"),
    ]


@pytest.mark.parametrize(
    "source", ['say(f"{n} rows")', 'say("a" + b)', 'to_say(f"{n}")', 'say_n(n, f"{x} row", "rows")']
)
def test_what_is_put_together_before_it_is_said_is_refused(source: str) -> None:
    with pytest.raises(FaultError, match=r"^page\.py:1 puts a text together before it is said"):
        list(of_python(source, "page.py"))


def test_rooms_are_folders_and_pages() -> None:
    rooms = {
        "dashboard/pages/overview/page.py": "dashboard.pages.overview",
        "dashboard/pages/glossary.py": "dashboard.pages.glossary",
        "dashboard/pages/audiences/builder/rows.py": "dashboard.pages.audiences",
        "dashboard/web/access/templates/access/base.html": "dashboard.web.access",
        "dashboard/words/definitions.json": "dashboard.words.definitions",
        "assets/views.js": "assets",
    }
    assert {path: next(iter(of_python('say("x")', path))).room for path in rooms} == rooms


def test_english_is_as_it_is_written_and_other_languages_as_their_catalogue_has_it() -> None:
    assert (language_now(), say("Net sales"), say("no such text"), say("{a} of {b}", a=1, b=2)) == (
        *("en", "Net sales", "no such text"),
        "1 of 2",
    )
    with speaking(GERMAN):
        assert (
            say("Net sales"),
            say("no such text"),
            formats.plural(1, "customer"),
            formats.plural(2, "customer"),
        ) == (
            *("Nettoumsatz", "no such text"),
            *("1 Kunde", "2 Kunden"),
        )
        assert (segment_name("At risk"), segment_name("Our own")) == ("Gefährdet", "Our own")
        assert country("DE", "Germany") == "Deutschland"
    assert language_now() == ENGLISH


def test_values_are_put_in_and_counts_are_grouped() -> None:
    assert say_n(1, "{n} row of {file}", "{n} rows of {file}", file="a.csv") == "1 row of a.csv"
    assert say_n(1_204, "{n} row of {file}", "{n} rows of {file}", file="a.csv") == "1,204 rows of a.csv"
    assert (listed([]), listed(["a"]), listed(["a", "b", "c"])) == ("", "a", "a, b and c")
    with speaking("xx"):
        assert say("{part} of all", part=3) == "⟦3 of all⟧"


def test_numbers_money_and_days_are_written_as_the_language_does() -> None:
    day = date(2011, 12, 9)
    with speaking(GERMAN):
        numbers = (
            *(formats.count(4338), formats.count(-1234.2), formats.short(8_887_208), formats.short(541_000)),
            *(formats.short(37.25), formats.percent(0.502), formats.points(-0.023), formats.times(2.4)),
            *(formats.percent_or_less(0.0001), formats.arrow(0.0834), formats.signed(0.314, 2)),
        )
        money = (
            *(formats.money(8_887_208, "GBP"), formats.money(37.7, "EUR"), formats.money(-1_200, "CHF")),
            *(
                formats.money_exact(8887208.89, "EUR"),
                formats.amount_tick(1_200_000, "GBP"),
                formats.amount_tick(0, "USD"),
            ),
        )
        spelled = (
            *(
                formats.month(day),
                formats.day(day),
                days.month_in_full(day),
                days.month_name(3),
                days.day_of_month(day),
            ),
            *(days.weekday(0), days.weekday(6, short=True), days.month_name(12, short=True)),
        )
    assert [one.replace("\u202f", " ").replace("\u00a0", " ") for one in numbers] == [
        *("4.338", "−1.234", "8,89 Mio.", "541 Tsd.", "37,2", "50,2 %", "−2,3 Pp.", "2,40×"),
        *("< 0,1 %", "▲ 8,3 %", "+0,31"),
    ]
    assert [one.replace("\u00a0", " ") for one in money] == [
        *("8,89 Mio. £", "37,70 €", "−1,20 Tsd. CHF", "8.887.208,89 €", "1,2 Mio. £", "0 $"),
    ]
    with speaking(GERMAN):
        assert [formats.without_noughts(one) for one in ("30,0 Tsd. £", "1.000 £")] == ["30 Tsd. £", "1.000 £"]
    assert spelled == ("Dez. 2011", "9. Dez. 2011", "Dezember 2011", "März", "9. Dez.", "Montag", "So", "Dez")


@pytest.mark.parametrize(
    ("language", "written", "read"),
    [
        ("en", " 1,234.50 ", "1234.50"),
        ("en", "99,50", "99,50"),
        ("de", "1.234,50", "1234.50"),
        ("de", "99,50", "99.50"),
        ("de", "99.50", "99.50"),
        ("de", "1.500", "1500"),
    ],
)
def test_numbers_are_read_as_the_language_writes_them(language: str, written: str, read: str) -> None:
    with speaking(language):
        assert as_python_writes(written) == read


def test_no_stored_sentence_is_half_in_another_language() -> None:
    unknown = "The 2 of them are in it, and nobody came to us from 2011."
    with speaking(GERMAN):
        assert say_again(unknown) == unknown


def test_a_description_that_a_run_has_stored_is_said_in_the_language() -> None:
    stored = "Steady, high value: last order 14 days ago on average, 13 orders and £8,100 each."
    assert segment_words(stored) == stored
    with speaking(GERMAN):
        assert segment_words(stored) == (
            "Beständig, hoher Wert: letzte Bestellung im Schnitt vor 14 Tagen, je 13 Bestellungen und 8.100\u00a0£."
        )


def test_sentences_that_name_the_fewest_people_name_as_many() -> None:
    assert [str(FEWEST) in one for one in (TOO_FEW, LEFT_OUT, GATHERED)] == [True, True, True]


def test_settings_name_the_languages_that_there_are() -> None:
    assert set(LANGUAGES) == set(KNOWN)
    assert set(OFFERED) <= set(KNOWN)


@pytest.mark.parametrize("language", [one for one in OFFERED if one != ENGLISH])
def test_a_language_is_offered_where_all_that_is_not_of_files_is_said_in_it(language: str) -> None:
    """What loads say of unusual files may stay English: docs/languages.md."""
    known = [room for room, _ in rooms(language) if not room.startswith(("etl", "warehouse"))]
    assert [room for room in known if not languages.is_complete(language, room)] == []
    assert set(known) >= {room for room in languages.by_room() if not room.startswith(("etl", "warehouse"))}


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        (
            "1,204 of 5,000 rows cannot be used. Load the others?",
            "1.204 von 5.000 Zeilen sind unbrauchbar. Die anderen einlesen?",
        ),
        ("quantity is not a number (Qty)", "Menge ist keine Zahl (Qty)"),  # a reason, and the file's own column
        ("What is 1,234 in Price?", "Was ist 1,234 in Price?"),  # what a file holds stays as it is
        ("The day: 3 April 2024", "Der Tag: 3. April 2024"),
        (
            "No price: it is Total divided by Qty. No product: nothing can be said about products.",
            "Kein Preis: Er ist Total geteilt durch Qty. Kein Produkt: Über Produkte lässt sich nichts sagen.",
        ),
        (
            "more than 6 orders and sales over £1,204 and up to £8,100, or one order only",
            "mehr als 6 Bestellungen und Umsatz über 1.204\u00a0£ und bis 8.100\u00a0£, oder nur eine Bestellung",
        ),
        ("spends 40 times the median of Loyal", "gibt das 40-Fache des Medians von „Stammkunden“ aus"),
        ("No country: it is Unspecified. Something that no catalogue has.", ""),  # no two languages in one
    ],
)
def test_what_was_stored_in_english_is_said_when_it_is_shown(stored: str, said: str) -> None:
    assert say_again(stored) == stored
    with speaking(GERMAN):
        assert say_again(stored) == (said or stored)
