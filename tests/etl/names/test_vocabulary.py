"""The tables of synonyms: each language has its own, none says what the ranks do not, and what it lacks is known."""

import tomllib
from pathlib import Path

import pytest

from etl.names.vocabulary import HEADERS, LANGUAGES, lacking, synonyms

FOLDER = Path(__file__).parents[3] / "etl" / "names" / "synonyms" / "headers"
# What a file of sales or of customers can hardly do without.
NEEDED = {
    *(("transactions", name) for name in ("invoice_no", "invoiced_at", "quantity", "unit_price", "customer_id")),
    *(("transactions", name) for name in ("stock_code", "description", "country")),
    *(("customers", name) for name in ("customer_id", "country", "email", "first_name", "last_name", "name", "phone")),
    *(("customers", name) for name in ("city", "postcode")),
}
# What no language but the first seven has; and what else single ones lack. A gap that is closed goes from here.
RARE = {
    *(("transactions", name) for name in ("is_return", "returned", "currency")),
    *(("customers", name) for name in ("opt_out", "last_name_prefix", "place")),
}
DISCOUNT, TYPE = (("transactions", name) for name in ("discount", "type"))
CONSENT, BIRTH = ("customers", "consent"), ("customers", "birth_year")
GAPS = {
    "en": {("customers", "place")},
    "de": set(),
    "fr": {("customers", "last_name_prefix")},
    "es": {("customers", "last_name_prefix")},
    "it": {("customers", "last_name_prefix")},
    "pt": {("customers", "last_name_prefix"), ("customers", "place")},
    "nl": set(),
    "tr": RARE,
    "pl": RARE,
    "cs": RARE,
    "hu": RARE,
    "ro": {*RARE, CONSENT},
    "hr": {*RARE, CONSENT},
    "ru": RARE,
    "uk": {*RARE, CONSENT},
    "bg": {*RARE, CONSENT},
    "el": {*RARE, CONSENT},
    "sv": RARE,
    "da": RARE,
    "fi": RARE,
    "lt": {*RARE, TYPE, CONSENT, BIRTH},
    "lv": {*RARE, TYPE, CONSENT, BIRTH},
    "et": {*RARE, TYPE, CONSENT, BIRTH},
    "ja": RARE,
    "zh": RARE,
    "ko": {*RARE, TYPE, DISCOUNT},
    "th": {*RARE, TYPE, CONSENT},
    "id": {*RARE, TYPE, CONSENT},
    "he": RARE,
    "ar": {*RARE, CONSENT},
    "fa": {*RARE, CONSENT},
    "vi": {*RARE, CONSENT},
    "hi": {*RARE, CONSENT},
}


def test_each_table_is_a_languages() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == {*LANGUAGES, "ranks"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_language_lacks(language: str) -> None:
    gaps = set(lacking(language))
    assert gaps == GAPS[language]
    assert gaps & NEEDED == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_no_other_names_and_ranks(language: str) -> None:
    table = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    known = tomllib.loads((FOLDER / "ranks.toml").read_text(encoding="utf-8"))
    assert set(table) <= set(HEADERS)
    too_deep = [
        (kind, name)
        for kind, names in table.items()
        for name, ranks in names.items()
        if len(ranks) > len(known[kind].get(name, []))
    ]
    assert too_deep == []


def test_all_languages_make_one_table() -> None:
    assert synonyms("transactions")["time"][0][:2] == ["Time", "Order Time"]
    assert {"Bestellnummer", "Numéro de commande", "注文番号"} <= set(synonyms("transactions")["invoice_no"][1])
    assert set(synonyms("customers")["name"][-1]) == {"Customer", "Client", "Kunde", "Cliente", "Klant"}
