"""/campaigns: all campaigns, the quiet time between them, and the lists that left."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import Dash, Input, Output, State, html

from audiences.campaigns import choose_quiet_days, ledger, quiet_days
from audiences.destinations import connections
from audiences.lists import keeping as audiences
from dashboard.components.basics import Children, link, notice, woven
from dashboard.components.cards import content_card
from dashboard.components.panels import Panel, bind_content, failure
from dashboard.components.shell import page, page_head
from dashboard.filters.selection import Scope
from dashboard.pages.campaigns import new, one, tables
from dashboard.pages.campaigns.reading import everything
from dashboard.shop import Place, Shop
from dashboard.shop.asker import asker
from dashboard.web.routing import Page
from dashboard.words import formats
from warehouse.errors import InputError
from wording.languages import say, say_n, to_say

SUBTITLE = to_say(
    "What was sent to whom, and whether it brought more than would have come anyway. The filters do not apply here."
)
NONE = to_say(
    "A campaign takes an audience, holds a share of it out, makes the file for your mailing tool, and measures later "
    "what those who were written to ordered more."
)
MOST_LISTS = 50


def layout(shop: Shop) -> Children:
    """The page's skeleton."""
    return page(
        page_head(say("Campaigns"), say(SUBTITLE), [link(say("New campaign"), "/campaigns/new", "button primary")]),
        content_card("campaigns-list", say("Campaigns"), height=240),
        content_card("campaigns-lists", say("Lists that left"), height=160),
        _quiet_card(shop),
        filtered=False,
    )


def _quiet_card(shop: Shop) -> html.Section:
    with shop.connect() as connection:
        days = quiet_days(connection)
    card = content_card("campaigns-quiet", say("Quiet time"), height=40)
    field = dbc.Input(id="campaigns-quiet-days", type="number", min=0, max=365, step=1, value=days)
    row = html.Div(
        [
            html.Div(
                [html.Label(say("Days"), htmlFor="campaigns-quiet-days"), field], className="form-field field-days"
            ),
            html.Button(say("Keep"), id="campaigns-quiet-keep", className="button", type="button"),
            html.Span(id="campaigns-quiet-said", role="status", className="muted"),
        ],
        className="form-row",
        id="campaigns-quiet-form",
    )
    card.children.append(row)
    return card


def listing(shop: Shop, where: Place, scope: Scope) -> Panel:
    """All campaigns."""
    del where, scope
    found = everything(shop)
    if not found:
        with shop.connect() as connection:
            some = audiences.everything(connection)
        wanted = [link(say("Make the first one"), "/campaigns/new", "button primary")]
        words = [html.P(say(NONE)), html.P(wanted if some else _no_audience(), className="notice-actions")]
        return Panel(
            say("Campaigns"), say("Nothing was sent yet"), notice(say("No campaigns yet"), html.Div(words), "send")
        )
    note = say("Against people of the same audience who were held out; intervals hold in 95 of 100 campaigns")
    return Panel(
        formats.plural(len(found), "campaign"),
        note,
        tables.campaigns(found, lambda value: formats.money(value, shop.currency)),
    )


def _no_audience() -> list[Children]:
    return woven(say("It begins with an audience: {make_one}."), make_one=link(say("make one"), "/audiences"))


def lists(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The ledger."""
    del where, scope
    with shop.connect() as connection:
        found = ledger.newest(connection, MOST_LISTS)
        places = connections.names(connection)
    note = say("Each is on record for good, with who was in it, so that the same file can be made again byte by byte")
    if not found:
        return Panel(say("Lists that left"), note, html.P(say("No list has left yet."), className="muted"))
    return Panel(
        say("Lists that left"),
        say("{note}; the last {count}", note=note, count=MOST_LISTS),
        tables.lists(found, {}, places),
    )


def quiet(shop: Shop, where: Place, scope: Scope) -> Panel:
    """How long nobody of a campaign is in another one."""
    del where, scope
    with shop.connect() as connection:
        days = quiet_days(connection)
    if not days:
        return Panel(say("Quiet time: off"), say("The same people may be in several campaigns at once"), "")
    title = say_n(days, "Nobody is in two campaigns within {n} day", "Nobody is in two campaigns within {n} days")
    note = say(
        "Whoever was written to or held out by one is left out of the others' lists, which says how many; mailed by "
        "another one, those held out would be nobody to compare with. 0 switches it off."
    )
    return Panel(title, note, "")


def keep_quiet(shop: Shop, days: object) -> str:
    """Choose the quiet time; what is said then. Raises InputError where it cannot be."""
    asker().need("settings")
    if not isinstance(days, int) or isinstance(days, bool):
        raise InputError(say("The quiet time is a whole number of days."))
    with shop.change() as connection:
        choose_quiet_days(connection, days)
    return say_n(days, "Kept: {n} day, from the next list on.", "Kept: {n} days, from the next list on.")


def register(app: Dash, shop: Shop) -> None:
    """Bind the panels of the list, the form and the page of one campaign."""
    bind_content(app, shop, "campaigns-list", listing)
    bind_content(app, shop, "campaigns-lists", lists)
    bind_content(app, shop, "campaigns-quiet", quiet)

    def keep(clicks: int | None, days: Any) -> str:
        if not clicks:
            return ""
        try:
            return keep_quiet(shop, days)
        except Exception as error:
            return failure(error)[1]

    app.callback(
        Output("campaigns-quiet-said", "children"),
        Input("campaigns-quiet-keep", "n_clicks"),
        State("campaigns-quiet-days", "value"),
    )(keep)
    new.register(app, shop)
    one.register(app, shop)


def detail(shop: Shop, argument: str) -> Children:
    """`/campaigns/new`, or a campaign by its number."""
    return new.layout(shop) if argument == "new" else one.layout(shop, argument)


PAGE = Page("campaigns", to_say("Campaigns", sense="page"), layout, detail)
