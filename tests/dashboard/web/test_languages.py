"""What a browser is answered in: whose language that is, and that nobody gets an answer in another one's."""

import re
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.shop import EVERYTHING, Shop
from dashboard.web.ahead.asked import Screen, questions
from dashboard.web.languages import asked
from tests.dashboard.calls import call
from warehouse.settings import Settings
from wording.languages import PSEUDO, language_now, speaking

TITLE = "overview-trend-title.children"
FIGURES, SHOWN = "overview-figures.children", {"filters.data": {"search": ""}}
ID = re.compile(r"[a-z0-9_#/.?=-]+|[A-Z]{2}")
SAID = re.compile("⟦[^⟦⟧]*⟧")
TABLE = ("in", "rows", "foot", "caption", "columns", "cells", "name")
CHART = ("text", "customdata", "x", "y", "ticktext", "ticksuffix")
WORDS = ("children", "title", "placeholder", "alt", "aria-label", "label", "hint", "words", *CHART, *TABLE)


def spoken(client: FlaskClient, language: str) -> None:
    client.set_cookie("regulars-language", language)


def test_each_reader_gets_answers_in_their_own_language_however_they_are_kept(client: FlaskClient) -> None:
    said = []
    for language in ("en", "de", "en", "de"):
        spoken(client, language)
        said.append((call(client, TITLE, SHOWN)[TITLE], "Nettoumsatz" in str(call(client, FIGURES, SHOWN))))
    assert said[:2] == said[2:]
    assert [german for _, german in said[:2]] == [False, True]
    assert said[0][0].startswith("Net sales peaked in ")
    assert said[1][0].startswith("Höchster Nettoumsatz im ")


def test_the_page_and_its_scripts_are_in_it(client: FlaskClient) -> None:
    english = client.get("/").text
    assert ('<html lang="en"' in english, 'id="words"' in english) == (True, False)
    spoken(client, "de")
    german = client.get("/").text
    assert '<html lang="de"' in german
    assert '"thousands": ".", "months": ["Januar", "Februar", "März"' in german
    assert "Zum Inhalt springen" in client.get("/_dash-layout").text


def test_a_browser_keeps_its_choice_and_goes_back(client: FlaskClient) -> None:
    before = {"Referer": "http://localhost/countries?from=2011-01"}
    answer = client.get("/language/de", headers=before)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/countries?from=2011-01")
    assert "regulars-language=de; Expires=" in answer.headers["Set-Cookie"]
    for elsewhere in ("http://elsewhere.example/x", "http://["):
        assert client.get("/language/de", headers={"Referer": elsewhere}).headers["Location"] == "/"
    assert client.get("/language/tlh").status_code == 404


@pytest.mark.parametrize(
    ("offered", "cookie", "header", "expected"),
    [
        (("en",), "", "de", "en"),  # what is not offered yet comes by choice alone
        (("en",), "de", "", "de"),
        (("en", "de"), "", "de-AT, en;q=0.8", "de"),
        (("en", "de"), "en", "de", "en"),
        (("en", "de"), "tlh", "fr", "en"),
    ],
)
def test_the_browser_s_choice_comes_first_then_what_it_prefers_then_the_shop_s(
    app: Dash, monkeypatch: pytest.MonkeyPatch, offered: tuple[str, ...], cookie: str, header: str, expected: str
) -> None:
    monkeypatch.setattr(asked, "OFFERED", offered)
    headers = {"Accept-Language": header, "Cookie": f"regulars-language={cookie}"}
    with app.server.test_request_context("/", headers=headers):
        assert asked.of_browser({"en", "de"}, Settings().language) == expected


def texts_of(value: Any, name: str = "") -> list[str]:
    """The words of an answer: those of components, tables and charts, not their ids, classes and colours."""
    if isinstance(value, dict):
        return [text for key, one in value.items() for text in texts_of(one, key)]
    if isinstance(value, list):
        return [text for one in value for text in texts_of(one, name)]
    return [value] if isinstance(value, str) and name in WORDS else []


@pytest.mark.parametrize("page", [""])  # those whose rooms are complete
def test_nothing_is_left_in_english_on_a_page_that_is_done(app: Dash, shop: Shop, page: str) -> None:
    client, name = app.server.test_client(), page or "overview"
    spoken(client, PSEUDO)
    outputs = [one for one in app.callback_map if name in one]
    screen = Screen(EVERYTHING, None, False, "light", False, False)
    with shop.connect() as connection:
        known = {"PDF"} | {row[0] for row in connection.exec_driver_sql("select distinct description from products")}
    left: list[str] = []
    for body in questions(app.callback_map, outputs, "?compare=year", screen):
        said = client.post("/_dash-update-component", json=body).get_json()["response"]
        for text in texts_of(said):
            bare = text
            while SAID.search(bare):
                bare = SAID.sub("", bare)
            if re.search("[A-Za-z]{2}", re.sub("<[^>]*>|[0-9:T-]{10,}", "", bare)) and not ID.fullmatch(bare):
                left.append(text)
    assert [one for one in left if one not in known] == []
    with speaking(PSEUDO):
        assert language_now() == PSEUDO
