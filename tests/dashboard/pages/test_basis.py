"""One basis a card: what a card of sales says it counts, net or gross, is what it draws and writes, on every page."""

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from flask.testing import FlaskClient

from dashboard.filters.selection import Filters
from dashboard.queries.sales import activity
from dashboard.shop import Shop
from dashboard.words import formats
from tests.dashboard.calls import call, callbacks, outputs
from tests.dashboard.conftest import MakeApp

BASIS = re.compile(r"\b(net|gross|before returns|order value|price|expect\w*|could bring)\b", re.IGNORECASE)
GROSS = re.compile(r"gross|before returns", re.IGNORECASE)
OF_CHANGES = {"overview-where": {"£62"}}  # what the United Kingdom sold less in March than in February, by chance
LEAST = 31.0  # of an amount that stands for nothing else by chance
ARGUMENTS = {"country": "DE", "segment": "new", "customer": "11", "product": "MUG"}  # by how the ids of a page begin


def strings(part: Any) -> Iterator[str]:
    """Every text of an answer and every number: what is drawn and what stands beside it."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key not in ("layout", "href", "id", "className", "style"):
                yield from strings(value)
    elif isinstance(part, list):
        for value in part:
            yield from strings(value)
    elif isinstance(part, str | float):
        yield part if isinstance(part, str) else f"{part:.2f}"


def amounts(shop: Shop) -> tuple[set[str], set[str]]:
    """The money of months, segments and countries that have returns: before them, and after, as written and drawn."""
    scope = shop.scope(Filters())
    frames = [shop.ask(one, scope) for one in (activity.by_month, activity.by_segment, activity.by_country)]
    rows = pd.concat(frames)[["gross", "net"]].astype(float)
    rows = pd.concat([rows, rows.iloc[: len(frames[0])].sum().to_frame().T])
    rows = rows[rows["gross"] >= LEAST]
    gross, net = (
        {text for value in rows[name] for text in (formats.money(value, "GBP"), f"{value:.2f}")}
        for name in ("gross", "net")
    )
    return gross - net, net - gross


@pytest.fixture(scope="module")
def cards(make_app: MakeApp, small: Shop) -> dict[str, tuple[str, str, list[str]]]:
    """Of each card its title, its note and all the texts of its body."""
    client: FlaskClient = make_app(small.engine).server.test_client()
    found = {}
    for callback in callbacks(client):
        (card, part), *_ = outputs(callback)
        if part != "children" or not card.endswith("-title"):
            continue
        name = card.removesuffix("-title")
        if name.startswith("board-"):  # a place on a board, for one of these cards
            continue
        argument = ARGUMENTS.get(name.partition("-")[0])
        answer = call(client, f"{card}.children", {"filters.data": {"search": ""}, "argument.data": argument})
        title, note, *body = (list(strings(value)) for value in answer.values())
        found[name] = (" ".join(title), " ".join(note), [text for part in body for text in part])
    return found


def test_what_is_drawn_is_what_is_named(cards: dict[str, tuple[str, str, list[str]]], small: Shop) -> None:
    before, after = amounts(small)
    assert before
    assert after
    wrong = {}
    for name, (title, note, body) in cards.items():
        said = f"{title} {note}"
        inside = " ".join(body)
        drawn = {text for text in before if re.search(rf"(?<![\d.,]){re.escape(text)}(?![\d.,])", inside)}
        drawn -= OF_CHANGES.get(name, set())
        if drawn and not GROSS.search(f"{said} {inside}"):
            wrong[name] = (title, note, drawn)
        if "gross" in title.casefold() and "net" in note.casefold().split():
            wrong[name] = (title, note)
    assert wrong == {}


def test_money_has_a_basis_on_every_card(cards: dict[str, tuple[str, str, list[str]]]) -> None:
    bare = {
        name: title
        for name, (title, note, body) in cards.items()
        if "£" in " ".join((title, *body)) and not BASIS.search(" ".join((title, note, *body)))
    }
    assert bare == {}
