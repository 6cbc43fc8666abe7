"""Audiences that are suggested: worked out after the page stands, and nothing where nothing is worth it."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from audiences.conditions import read
from audiences.lists import keeping
from audiences.suggested import Suggestion, suggestions
from dashboard.components.asking import card
from dashboard.components.basics import Children, link
from dashboard.components.tables import Column, data_table
from dashboard.pages.audiences.known import address_of, known, patient
from dashboard.shop import Shop
from dashboard.words import formats
from dashboard.words.formats import currency_sign
from wording.languages import say, to_say

NOTE = to_say("Found in your orders, the most money at stake first; those that are kept already are left out")


def suggested(shop: Shop) -> Children:
    """The card; nothing where nothing is suggested. Raises NoDataError before the first fit."""
    with patient(shop) as connection:
        store = known(shop, connection).store
        kept = [one.definition for one in keeping.everything(connection)]
        found = suggestions(connection, store, currency_sign(shop.currency))
    news = [one for one in found if read(one.conditions) not in kept]
    return _card(news, shop.currency) if news else ""


def _card(found: Sequence[Suggestion], currency: str) -> html.Section:
    rows = [_row(one, currency) for one in found]
    hint = say("What acting could bring beyond what would come anyway: assumed until campaigns measured it")
    columns = [Column(say("Audience"), False), Column(say("Customers"))]
    columns += [Column(say("At stake"), hint=hint), Column("", False)]
    table = data_table(columns, rows, caption=say("Suggested audiences"), stacks=True)
    return card(say("Suggested"), say(NOTE), table)


def _row(one: Suggestion, currency: str) -> list[Children]:
    name = html.Div([html.Strong(one.name), html.P(one.reason, className="audience-said")])
    stake = html.Div(
        [
            formats.money(one.stake, currency),
            html.P(say("measured") if one.is_measured else say("assumed"), className="stake-basis"),
        ]
    )
    opens = link(say("Open in the builder"), address_of(read(one.conditions)), "button small quiet")
    return [name, formats.count(one.customers), stake, html.Div(opens, className="audience-tools")]
