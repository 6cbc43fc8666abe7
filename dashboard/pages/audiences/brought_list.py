"""/audiences/list-N: who is in a list that was brought, with what adds to it and takes out of it."""

from __future__ import annotations

from dash import html

from audiences.conditions.definition import InList
from audiences.lists import brought, counting
from audiences.lists.brought import Brought
from dashboard.components.asking import card, data
from dashboard.components.basics import Children, aria, icon, link, woven
from dashboard.components.tables import Column, data_table, link_cell
from dashboard.pages.audiences.known import address_of, known, patient
from dashboard.pages.audiences.listing import bring_form, made_in_words
from dashboard.pages.audiences.numbers import consent_bar
from dashboard.queries.audiences.profile import first_customers
from dashboard.shop import Shop
from dashboard.shop.asker import asker
from dashboard.words import formats
from wording.languages import say, to_say

PREFIX = "list-"  # of the address of a list, to tell it from an audience
SHOWN = 50
SUPPRESSED = to_say(
    "On: nobody of it, nor anybody who shares an e-mail address or a phone number with one of them, is in any list "
    "that goes out."
)
FREE = to_say(
    "Off: they may be in lists that go out. On, nobody of it is, nor anybody who shares an e-mail address or a phone "
    "number with one of them."
)


def list_number(argument: str | None) -> int | None:
    """The number of the list that an address names; None where it names none."""
    text = (argument or "").removeprefix(PREFIX)
    is_list = (argument or "").startswith(PREFIX) and text.isascii() and text.isdecimal() and len(text) < 10
    return int(text) if is_list else None


def list_name(shop: Shop, number: int) -> str:
    """What it is called; of one that is gone, that there is none."""
    with shop.connect() as connection:
        found = [one.name for one in brought.listed(connection) if one.list_id == number]
    return found[0] if found else say("There is no such list")


def list_content(shop: Shop, number: int) -> list[Children]:
    """Its size and consent, the form, and the customers with most sales."""
    with patient(shop) as connection:
        one = brought.by_number(connection, number)
        store = known(shop, connection).store
        definition = InList(number)
        size, reach, _ = counting.look(connection, definition, store)
        may_see = asker().may("lists")
        frame = first_customers(connection, definition, store, SHOWN) if may_see else None
    title = formats.plural(size.customers, "customer")
    made, sales = made_in_words(one.made_at, one.made_by), formats.money(size.net, shop.currency)
    note = woven(say("Brought {made} · {sales} net sales"), made=made, sales=sales)
    build = link(say("Build an audience on it"), address_of(definition), "button")
    parts: list[Children] = [
        card(title, note, consent_bar(reach), html.P(build, className="list-build"), bring_form(number)),
        card(say("Who gets nothing"), say(SUPPRESSED if one.is_suppression else FREE), _switch(one)),
    ]
    if frame is not None and not frame.empty:
        rows = [
            [link_cell(row.customer_id, f"/customers/{row.customer_id}"), formats.count(row.frequency),
             formats.day(row.last_order_at), formats.money(row.net, shop.currency)]
            for row in frame.itertuples()
        ]  # fmt: skip
        columns = [
            Column(say("Customer"), False),
            Column(say("Orders")),
            Column(say("Last order")),
            Column(say("Net sales")),
        ]
        told = (
            say("The {count} with most sales, net of returns", count=len(rows))
            if len(rows) < size.customers
            else say("By net sales")
        )
        parts.append(
            card(say("Customers"), told, data_table(columns, rows, caption=say("Customers of the list"), stacks=True))
        )
    return parts


def _switch(one: Brought) -> html.Button:
    said = data(act="unsuppress" if one.is_suppression else "suppress", list=one.list_id)
    checked = aria(checked="true" if one.is_suppression else "false")
    words = say("Nobody on this list gets anything")
    return html.Button([icon("check2"), words], type="button", className="toggle", role="switch", **said, **checked)
