"""/customers: all customers, paged, sorted and searched in the database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import dash_bootstrap_components as dbc
import pandas as pd
from dash import Dash, Input, Output, State, html, no_update

from dashboard.components.basics import Children, aria, link, place, woven
from dashboard.components.cards import content_card
from dashboard.components.downloads import campaign_list
from dashboard.components.panels import Panel, bind_bare, bind_content, read_place
from dashboard.components.shell import page, page_head
from dashboard.components.tables import Bar, Cell, Column, Table, Words, badge_cell, data_table, link_cell
from dashboard.figures.style.theme import segment_colour
from dashboard.filters import scope_words
from dashboard.filters.link_doubts import nearest
from dashboard.filters.page_fields import offered
from dashboard.filters.selection import Filters, Scope, join_queries, query_fields
from dashboard.filters.unread import Doubt
from dashboard.pages.customers import customer
from dashboard.queries.customers.customer_filter import DEFAULT_SORT, DIRECTIONS, CustomerFilter
from dashboard.queries.customers.lists import PAGE_ROWS, customer_count, customer_page, only_guests
from dashboard.shop import Place, Shop, mailing
from dashboard.web.routing import Page
from dashboard.words import formats
from wording.languages import say, to_say

Typed = str | float | None  # what somebody put into a field
FOUND_BY = to_say("Number, name, email, city or postcode")  # each from its beginning
# Control -> its field of CustomerFilter, label, kind: the list's own filters.
TOOLS = (
    ("customers-search", "q", to_say("Find a customer"), "search"),
    ("customers-orders", "orders", to_say("At least this many orders"), "number"),
    ("customers-sales", "sales", to_say("At least these net sales"), "number"),
    ("customers-silent", "silent", to_say("No order for (days)"), "number"),
)
EMAIL = (None, to_say("E-mail"), False, "")  # where one is known of anybody on the page, to who may see who people are
HEADS = (
    ("customer_id", to_say("Customer"), False, ""),
    (None, to_say("Segment"), False, ""),
    (None, to_say("Country"), False, ""),
    EMAIL,
    ("last_order_at", to_say("Last order"), True, to_say("Date of the last order")),
    ("frequency", to_say("Orders"), True, to_say("Orders with a sale, ever")),
    ("average_order_value", to_say("Average order"), True, to_say("Gross sales per order")),
    ("monetary", to_say("Gross sales"), True, to_say("Before returns, ever")),
    ("net", to_say("Net sales"), True, to_say("Less what was returned, ever")),
)


def layout(shop: Shop) -> Children:
    """The page's skeleton."""
    return page(
        page_head(
            say("Customers", sense="page"),
            say("Customers with their whole history. Months keep those with an order in them."),
            html.Div(id="customers-list-export"),
        ),
        html.Div([_tool(*tool) for tool in TOOLS], className="table-tools span-12", role="search"),
        content_card("customers-list", say("Customers"), height=640),
    )


def _tool(control_id: str, field: str, label: str, kind: str) -> html.Div:
    more: dict[str, Any] = {"min": 0} if kind == "number" else {"placeholder": say(FOUND_BY)}
    return html.Div(
        [
            html.Label(say(label), htmlFor=control_id),
            dbc.Input(id=control_id, type=kind, debounce=True, autoComplete="off", className=f"tool-{field}", **more),
        ]
    )


def doubts(shop: Shop, where: Place, scope: Scope) -> Iterator[Doubt]:
    """What the address asks of the list that it cannot do; no list is exported of such an address."""
    sorts = {sort: say(label) for sort, label, *_ in HEADS if sort}
    known = {"sort": sorts, "dir": {one: one for one in DIRECTIONS}}
    values = dict(query_fields(where.search))
    for name, text in CustomerFilter.from_query(where.search).unread:
        choices = known.get(name, {})
        spellings = dict(zip(choices, choices, strict=True)) | {label: key for key, label in choices.items()}
        found = nearest(values[name], spellings)
        if found is None:
            yield Doubt(text, say("It is left out."))
        else:
            yield Doubt(text, say("It is left out."), choices[found], *offered(where.search, name, found))


def listing(shop: Shop, where: Place, scope: Scope) -> Panel:
    """One page of the list."""
    wanted = CustomerFilter.from_query(where.search)
    if only_guests(scope):
        return Panel(say("Guests are not customers"), say("Their orders name nobody, so there is no one to list."), "")
    people = shop.people()
    total = shop.ask(customer_count, scope, wanted.first_page(sort=DEFAULT_SORT, descending=True), people)
    frame, more = shop.ask(customer_page, scope, wanted, people)
    published = shop.published()
    note = scope_words.basis(
        published, scope, say("Values as of {as_of}, ever", as_of=formats.day(published.of(scope).as_of)), guests=False
    )
    if frame.empty:
        clear = link(say("Clear the search"), place(where.filters, "customers"))
        less = woven(say("Ask for less, or {clear}."), clear=clear)
        return Panel(say("No customer matches"), note, html.Div(less, className="muted"))
    return Panel(
        formats.plural(total, "customer"),
        note,
        [_table(shop, where, scope, wanted, frame), _pager(where, wanted, frame, more)],
    )


def export(shop: Shop, where: Place, scope: Scope) -> Children:
    """The list as a file, and who of it is not in there."""
    if only_guests(scope):
        return None
    wanted, rule = CustomerFilter.from_query(where.search), mailing.rule_of(shop)
    said = mailing.said_of(shop, scope, wanted)
    more: dict[str, Any] = {"wanted": wanted, "button_id": "customers-export"}
    return campaign_list(shop.published(), where.filters, said, rule, say("Export for campaigns"), **more)


def _mailed(email: object) -> Words:
    return Words(email, "address", title=email) if isinstance(email, str) else Words("", "address")


def _table(shop: Shop, where: Place, scope: Scope, wanted: CustomerFilter, frame: pd.DataFrame) -> Table:
    published = shop.published()
    segmentation = published.of(scope)
    top = max(float(frame["net"].max()), 1e-9)
    has_emails, rows = bool(frame["email"].notna().any()), []
    for row in frame.itertuples():
        segment = segmentation.segment(row.segment_id)
        rows.append(
            [
                _beside(
                    link_cell(row.customer_id, place(where.filters, "customers", row.customer_id)),
                    *(row.first_name, row.last_name),
                ),
                badge_cell(segment) if segment else row.segment_id,
                _beside(published.country_name(row.country), row.city),
                *([_mailed(row.email)] if has_emails else []),
                formats.day(None if pd.isna(row.last_order_at) else row.last_order_at),
                formats.count(row.frequency),
                formats.money_exact(row.average_order_value, shop.currency),
                formats.money_exact(row.monetary, shop.currency),
                Bar(
                    formats.money_exact(row.net, shop.currency),
                    max(row.net, 0) / top,
                    segment_colour(segment.position if segment else 0),
                ),
            ]
        )
    heads = [head for head in HEADS if has_emails or head is not EMAIL]
    return data_table([_head(where, wanted, *head) for head in heads], rows, caption=say("Customers"))


def _beside(head: Cell, *known: str | None) -> Cell:
    """What the cell is about, and under it, quietly, what else is known."""
    rest = " ".join(part for part in known if part)
    return [head, Words(rest, "cell-beside", tag="div")] if rest else head


def _head(where: Place, wanted: CustomerFilter, sort: str | None, label: str, number: bool, hint: str) -> Column:
    label, hint = say(label), say(hint) if hint else ""
    if sort is None:
        return Column(label, number, hint)
    current = wanted.sort == sort
    descending = not wanted.descending if current else sort != "customer_id"
    mark = (" ↓" if wanted.descending else " ↑") if current else ""
    target = _address(where.filters, wanted.first_page(sort=sort, descending=descending))
    direction = ("descending" if wanted.descending else "ascending") if current else None
    return Column(link_cell(label + mark, target, ""), number, hint, direction)


def _pager(where: Place, wanted: CustomerFilter, frame: pd.DataFrame, more: bool) -> Children:
    first, last = frame.iloc[0], frame.iloc[-1]
    backwards = wanted.before is not None
    has_previous = more if backwards else wanted.after is not None
    has_next = True if backwards else more
    back, onward = wanted.first_page(before=edge(first)), wanted.first_page(after=edge(last))
    return html.Nav(
        [
            html.Span(say("{n} a page", n=formats.count(PAGE_ROWS))),
            html.Div(
                [
                    _step(say("First", sense="page of a list"), where, wanted.first_page(), has_previous),
                    _step(say("Previous", sense="page of a list"), where, back, has_previous),
                    _step(say("Next", sense="page of a list"), where, onward, has_next),
                ],
                className="page-actions",
            ),
        ],
        className="table-foot",
        **aria(label=say("Pages")),
    )


def edge(row: pd.Series) -> tuple[str, str]:
    """Where a page ends; who never ordered has no last order to sort by."""
    return "" if pd.isna(row["sort_value"]) else row["sort_value"], row["customer_id"]


def _step(label: str, where: Place, wanted: CustomerFilter, there_is: bool) -> Children:
    if not there_is:
        return html.Span(label, className="button", **aria(disabled="true"))
    return link(label, _address(where.filters, wanted), "button")


def _address(filters: Filters, wanted: CustomerFilter) -> str:
    return "/customers" + join_queries(filters.to_query(), wanted.to_query())


def register(app: Dash, shop: Shop) -> None:
    """Bind the list, its own filters and its file."""
    bind_content(app, shop, "customers-list", listing)
    bind_bare(app, shop, "customers-list-export", export)
    customer.register(app, shop)

    def show_tools(filters: dict[str, str] | None, argument: str | None, *shown: Typed) -> list[Any]:
        where = read_place(filters, argument)
        wanted = CustomerFilter.from_query(where.search)
        values = (wanted.search, wanted.least_orders, wanted.least_sales, wanted.silent_days)
        return [_unless_shown(value, there) for value, there in zip(values, shown, strict=True)]

    def use_tools(text: Typed, orders: Typed, sales: Typed, silent: Typed, filters: dict[str, str] | None) -> Any:
        where = read_place(filters, None)
        before = CustomerFilter.from_query(where.search)
        asked = join_queries(*(f"{key}={_typed(value)}" for key, value in _pairs(text, orders, sales, silent)))
        wanted = CustomerFilter.from_query(asked).first_page(sort=before.sort, descending=before.descending)
        if wanted == before.first_page():
            return no_update
        return join_queries(where.filters.to_query(), wanted.to_query())

    app.callback(
        *(Output(control_id, "value") for control_id, *_ in TOOLS),
        Input("filters", "data"),
        State("argument", "data"),
        *(State(control_id, "value") for control_id, *_ in TOOLS),
    )(show_tools)
    app.callback(
        Output("url", "search", allow_duplicate=True),
        *(Input(control_id, "value") for control_id, *_ in TOOLS),
        State("filters", "data"),
        prevent_initial_call=True,
    )(use_tools)


def _unless_shown(value: Any, shown: Any) -> Any:
    """Leave a field alone that shows its value: someone may be typing in it."""
    return no_update if ("" if value is None else value) == ("" if shown is None else shown) else value


def _pairs(*values: Any) -> list[tuple[str, Any]]:
    return [(field, value) for (_, field, _, _), value in zip(TOOLS, values, strict=True) if value not in (None, "")]


def _typed(value: Any) -> str:
    return quote(str(value).removesuffix(".0") if isinstance(value, float) else str(value), safe="")


PAGE = Page("customers", to_say("Customers", sense="page"), layout, customer.layout, needs_orders=False, doubts=doubts)
