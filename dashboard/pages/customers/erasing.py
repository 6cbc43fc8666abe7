"""Erasing a customer from their page: what it does is said before; the worker does it."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import Dash, Input, Output, State, html
from sqlalchemy import Connection

from dashboard.components.basics import Children
from dashboard.components.panels import failure
from dashboard.queries.customers.customer import customer_profile
from dashboard.shop import Shop
from dashboard.shop.asker import asker
from dashboard.shop.once import once
from warehouse import jobs
from warehouse.errors import InputError
from wording.languages import say, to_say

WHAT = to_say(
    "Their name, contacts, number and everything known about them leave the store, uploaded files that name them are "
    "removed, and files that are loaded later bring nothing of it back. Their orders become guests' orders, so that "
    "every total stays as it is. It is on record without their name, and cannot be taken back."
)
ASKED = to_say(
    "They are being erased: in a minute this page is gone. The next fit takes them out of the segments' sizes."
)
ALONE = to_say(
    "It is asked for, and no worker runs that would do it: ask who runs this server to start python -m worker."
)
DIFFERENT = to_say("This is not the number of this customer, so nothing was erased.")


def card(customer_id: str) -> html.Section:
    """A folded card; opened, it wants the customer's number typed once more."""
    typed = dbc.Input(id="customer-erase-typed", type="text", autoComplete="off", className="erase-typed")
    body = [
        html.P(say(WHAT)),
        html.Label(
            say("Type {customer_id} to erase this customer", customer_id=customer_id), htmlFor="customer-erase-typed"
        ),
        html.Div(
            [typed, html.Button(say("Erase for good"), id="customer-erase-go", className="button", type="button")],
            className="page-actions",
        ),
        html.P(id="customer-erase-said", role="status"),
    ]
    summary = html.Summary(say("Erase this customer"), className="card-title")
    return html.Section(html.Details([summary, *body]), id="customer-erase", className="card-panel span-12")


def erase(shop: Shop, customer_id: str | None, typed: str | None) -> str:
    """Ask the worker to erase; what is said then. Raises InputError where it was not meant, or may not be."""
    asker().need("erase")
    if not customer_id or (typed or "").strip() != customer_id:
        raise InputError(say(DIFFERENT))
    if shop.ask(customer_profile, shop.published().version, customer_id, shop.people()) is None:
        raise InputError(say("There is no customer {customer_id}.", customer_id=customer_id))

    def ask(connection: Connection) -> str:
        jobs.enqueue(connection, "forget", {"customer": customer_id}, asker().name)
        return say(ASKED) if jobs.is_attended(connection) else say(ALONE)

    return once(shop, "erasing", customer_id, ask)


def register(app: Dash, shop: Shop) -> None:
    """Bind the button."""

    def go(clicks: int | None, typed: str | None, customer_id: str | None) -> tuple[Children, Any]:
        if not clicks:
            return "", False
        try:
            return erase(shop, customer_id, typed), True
        except Exception as error:
            return failure(error)[1], False

    app.callback(
        Output("customer-erase-said", "children"),
        Output("customer-erase-go", "disabled"),
        Input("customer-erase-go", "n_clicks"),
        State("customer-erase-typed", "value"),
        State("argument", "data"),
    )(go)
