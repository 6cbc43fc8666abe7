"""The cards of a board: what the page's own card shows, for whoever looks."""

from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.components.panels import strips_of
from dashboard.shop import Shop, Viewer, viewing
from dashboard.web.charting.boards import called, place_of
from tests.dashboard.calls import call, texts

VIEW = "?from=2024-03&to=2024-08"


def slot(client: FlaskClient, card: str, address: str, name: str = "") -> tuple[str, str, Any]:
    """Title, note and figure of the first slot of a board."""
    told = {"card": card, "address": address, "name": name}
    found = call(client, "board-1-graph.figure", {"board-1-card.data": told, "theme.data": "light"})
    return texts(found["board-1-title.children"]), texts(found["board-1-note.children"]), found["board-1-graph.figure"]


def strip(client: FlaskClient, card: str, address: str) -> tuple[str, str, str]:
    told = {"card": card, "address": address, "name": ""}
    found = call(client, "board-1-figures.children", {"board-1-strip.data": told})
    titles = [texts(found[f"board-1-figures-{part}.children"]) for part in ("title", "note")]
    return titles[0], titles[1], texts(found["board-1-figures.children"])


@pytest.mark.parametrize(
    ("card", "address", "search", "argument"),
    [
        ("overview-trend", f"/{VIEW}&country=FR,DE", f"{VIEW}&country=FR,DE", None),
        ("country-trend", f"/countries/DE{VIEW}", f"{VIEW}&country=DE", "DE"),
        ("cohorts-map", "/cohorts?country=FR&measure=net", "?country=FR&measure=net", None),
    ],
)
def test_a_chart_is_that_of_its_page(
    client: FlaskClient, card: str, address: str, search: str, argument: str | None
) -> None:
    given = {"filters.data": {"search": search}, "theme.data": "light", "argument.data": argument}
    own = call(client, f"{card}-graph.figure", given)
    title, note, drawn = slot(client, card, address)
    assert drawn == own[f"{card}-graph.figure"]
    assert drawn["layout"]["meta"] == {"search": search, "argument": argument}  # of which its table and files are
    assert (title, note) == (texts(own[f"{card}-title.children"]), texts(own[f"{card}-note.children"]))
    assert slot(client, card, address, "Mine")[:2] == ("Mine", f"{title}  ·  {note}")


def test_key_figures_are_those_of_their_page(client: FlaskClient) -> None:
    given = {"filters.data": {"search": f"{VIEW}&country=DE"}, "argument.data": "DE"}
    own = texts(call(client, "country-figures.children", given)["country-figures.children"])
    assert strip(client, "country-figures", f"/countries/DE{VIEW}") == (
        "Countries: key figures",
        "Germany · Mar–Aug 2024",
        own,
    )


def test_each_page_s_key_figures_can_be_there(app: Dash) -> None:
    pages = {name.removesuffix("-figures") for name in strips_of(app.server)}
    assert pages >= {"overview", "segment", "country", "product", "customer", "value", "forecast", "cohorts"}


@pytest.mark.parametrize(
    ("card", "address", "words"),
    [
        ("no-such", "/", "There is no such chart any more"),
        ("overview-trend", "//evil.example/", "There is no such chart any more"),
        ("overview-trend", "/?from=2050-01", "So there is nothing to show."),
        ("overview-trend", "/?segment=vip", "vip"),
        ("campaign-course", "/campaigns/7", "There is no campaign 7"),
    ],
)
def test_what_cannot_be_shown_says_so(client: FlaskClient, card: str, address: str, words: str) -> None:
    title, note, _ = slot(client, card, address)
    assert words in f"{title} {note}"


def test_who_sees_some_countries_sees_these_alone(client: FlaskClient) -> None:
    with viewing(Viewer(("DE",))):
        assert slot(client, "products-favourites", "/products")[0] == "Only for all countries"
        assert "FR" in slot(client, "overview-trend", "/?country=FR")[1]  # which is not there for them


def test_where_a_card_is_from(small: Shop) -> None:
    found = place_of(small, {"address": "/countries/DE?sort=x&after=3&to=2024-02"})
    assert (found.argument, found.search) == ("DE", "?to=2024-02&country=DE&sort=x")
    assert called("country-trend", "/countries/DE?to=2024-02") == "Countries: Sales by month"
