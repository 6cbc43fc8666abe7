"""/audiences/ID: one audience, who is in it, what it shares with others, and every version that it had."""

from __future__ import annotations

import pandas as pd
from dash import Dash, html

from audiences.conditions import as_sql, condition, members
from audiences.lists import counting, keeping
from audiences.lists.keeping import Audience
from dashboard.components.basics import Children, link, notice, place, woven
from dashboard.components.cards import bare, content_card, key_figures
from dashboard.components.panels import Panel, bind_bare, bind_content
from dashboard.components.shell import page, page_head
from dashboard.components.tables import Bar, Column, Words, data_table, link_cell
from dashboard.filters.selection import Filters, Scope
from dashboard.pages.audiences import makeup
from dashboard.pages.audiences.exporting import export_button
from dashboard.pages.audiences.known import SQL_RIGHT
from dashboard.pages.audiences.listing import lost, made_in_words
from dashboard.pages.audiences.numbers import figures, overlap_table
from dashboard.pages.audiences.opening import Opened, opened
from dashboard.queries.audiences import profile
from dashboard.shop import Place, Shop
from dashboard.shop.asker import asker
from dashboard.shop.own import veiled
from dashboard.words import formats
from warehouse.errors import InputError
from wording.languages import say, to_say

BASIS = to_say("Of all that is loaded, as of the last fit")


def layout(shop: Shop, argument: str) -> Children:
    """The page, or a notice for a number that no audience has."""
    try:
        with opened(shop, argument) as found:
            return skeleton(argument, can_be_asked=_can_be_asked(found))
    except InputError:
        back = link(say("See all audiences"), "/audiences")
        return notice(
            say("There is no audience {number}", number=argument[:60]),
            woven(say("It was removed, or never was. {see_all}"), see_all=back),
            "exclamation-circle",
        )


def _can_be_asked(found: Opened) -> bool:
    try:
        condition(found.one.definition, found.here.store)
    except InputError:
        return False
    return True


def skeleton(argument: str, *, can_be_asked: bool = True) -> Children:
    """The page of one that there is; without numbers where it names what the shop has lost."""
    numbers = [
        bare("audience-one-figures", height=92),
        content_card("audience-segments", say("Segments"), columns=6, height=320),
        content_card("audience-countries", say("Countries"), columns=6, height=320),
        content_card("audience-others", say("Overlap with other audiences"), height=120),
        content_card("audience-customers", say("Customers with most sales"), height=320),
    ]
    parts = [bare("audience-one-head", height=72), *(numbers if can_be_asked else ())]
    parts.append(content_card("audience-versions", say("Versions"), height=120))
    return page(html.Div(parts, className="span-12 grid", id="audience-page"), argument=argument, filtered=False)


def head(shop: Shop, where: Place, scope: Scope) -> Children:
    """Who is in it, and what can be done with it; of one that cannot be asked, why."""
    with opened(shop, where.argument) as found:
        one = found.one
        words = found.here.words(veiled(one.definition, one.made_by))
        try:
            reach = counting.reach(found.connection, one.definition, found.here.store)
        except InputError as error:
            return _head(one, [f"{words}.", lost(error)], [])
    number = one.audience_id
    more = [
        link(say("Compare"), f"/audiences/compare?a={number}", "button"),
        link(say("See it on every view"), f"/?audience={number}", "button"),
        export_button(shop, one, reach),
        link(say("Start a campaign"), f"/campaigns/new?of={number}", "button primary"),
    ]
    return _head(one, [f"{words}."], more)


def _head(one: Audience, words: list[Children], more: list[Children]) -> html.Div:
    made = made_in_words(one.made_at, one.made_by)
    told = html.P(woven(say("Version {version}, {made}"), version=f"{one.version}", made=made), className="muted")
    actions = [link(say("Change", sense="verb"), f"/audiences/edit?of={one.audience_id}", "button"), *more]
    return html.Div([page_head(one.name, [*words, told], actions)], className="audience-head")


def strip(shop: Shop, where: Place, scope: Scope) -> Children:
    """Its size, sales and consent."""
    with opened(shop, where.argument) as found:
        size, reach, whole = counting.look(found.connection, found.one.definition, found.here.store)
    return key_figures(figures(size, reach, whole, shop.currency))


def others(shop: Shop, where: Place, scope: Scope) -> Panel:
    """How many are in other audiences, too."""
    with opened(shop, where.argument) as found:
        one, store = found.one, found.here.store
        rest = {number: each for number, each in store.audiences.items() if number != one.audience_id}
        mine, shared = counting.beside(found.connection, one.definition, rest, store)
        names = found.here.there.audiences
    listed = [(number, names.get(number, ""), each.customers) for number, each in shared.items()]
    address = f"/audiences/compare?a={one.audience_id}"
    table = overlap_table(mine, listed, {number: each.both for number, each in shared.items()}, address)
    return Panel(
        say("Overlap with other audiences"), say("Customers in both, as they are now; a name opens the two"), table
    )


def customers(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Those with most sales, net of returns."""
    published = shop.published()
    with opened(shop, where.argument) as found:
        frame = profile.first_customers(found.connection, found.one.definition, found.here.store)
    if frame.empty:
        return Panel(
            say("Customers with most sales"), say(BASIS), html.P(say("Nobody is in it now."), className="muted")
        )
    top = max(float(frame["net"].max()), 1e-9)
    rows = [
        [
            link_cell(row.customer_id, place(Filters(), "customers", row.customer_id)),
            " ".join(part for part in (row.first_name, row.last_name) if part) or formats.NOTHING,
            published.country_name(row.country),
            formats.day(None if pd.isna(row.last_order_at) else row.last_order_at),
            formats.count(row.frequency),
            Bar(formats.money(row.net, shop.currency), max(row.net, 0) / top),
        ]
        for row in frame.itertuples()
    ]
    columns = [
        Column(say("Customer"), False),
        Column(say("Name"), False),
        Column(say("Country"), False),
        Column(say("Last order")),
    ]
    columns += [Column(say("Orders")), Column(say("Net sales"), sort="descending")]
    title = say(
        "Customer {customer} leads with {sales}",
        customer=frame.at[0, "customer_id"],
        sales=formats.money(frame.at[0, "net"], shop.currency),
    )
    everyone = link(say("See all of its customers"), f"/customers?audience={where.argument}")
    note = html.Span(woven(say("By sales net of returns, ever. {see_all}"), see_all=everyone))
    return Panel(title, note, data_table(columns, rows, caption=say("Customers with most sales"), stacks=True))


def versions(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Every version, newest first; with the SQL of this one for who may see it."""
    with opened(shop, where.argument) as found:
        one, here = found.one, found.here
        past = keeping.versions(found.connection, one.audience_id)
        statement = _sql(found) if asker().may(SQL_RIGHT) else ""
    rows = []
    for version in sorted(past.values(), key=lambda each: -each.version):
        target = f"/audiences/edit?of={one.audience_id}&version={version.version}"
        shown = (
            Words(say("now", sense="version"), tag="strong")
            if version.version == one.version
            else link_cell(say("Open", sense="verb"), target)
        )
        rows.append(
            [
                f"{version.version}",
                f"{here.words(veiled(version.definition, version.made_by))}.",
                made_in_words(version.made_at, version.made_by),
                shown,
            ]
        )
    columns = [
        Column(say("Version"), False),
        Column(say("Who is in it"), False),
        Column(say("Made"), False),
        Column("", False),
    ]
    body = [data_table(columns, rows, caption=say("Versions"), stacks=True), statement]
    note = say("Nothing is overwritten: an older one can be opened, and saved again as the newest")
    return Panel(formats.plural(len(rows), "version"), note, body)


def _sql(found: Opened) -> Children:
    try:
        text = as_sql(members(found.one.definition, found.here.store))
    except InputError:
        return ""
    code = html.Pre(html.Code(text), className="sql", tabIndex=0)
    return html.Details([html.Summary(say("SQL of its members")), code], className="audience-sql")


def register(app: Dash, shop: Shop) -> None:
    """Bind the parts of the page."""
    bind_bare(app, shop, "audience-one-head", head)
    bind_bare(app, shop, "audience-one-figures", strip)
    bind_content(app, shop, "audience-segments", makeup.segments)
    bind_content(app, shop, "audience-countries", makeup.countries)
    bind_content(app, shop, "audience-others", others)
    bind_content(app, shop, "audience-customers", customers)
    bind_content(app, shop, "audience-versions", versions)
