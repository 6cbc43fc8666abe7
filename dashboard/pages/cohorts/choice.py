"""What the selects of /cohorts say, as its address carries it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import dash_bootstrap_components as dbc
from dash import Dash, Input, Output, State, html, no_update

from dashboard.components.panels import read_place
from dashboard.filters.page_fields import choice_doubts
from dashboard.filters.selection import Scope, join_queries, page_query, query_fields
from dashboard.filters.unread import Doubt
from dashboard.queries.products.products import top_products
from dashboard.shop import Place, Shop
from dashboard.words import formats
from wording.languages import say, to_say

MEASURES = {"customers": to_say("Customers"), "money": to_say("Money")}
UNITS = {"share": to_say("Share of the first month"), "amount": to_say("Amount")}
LABELS = {"measure": to_say("Measure"), "unit": to_say("Shown as"), "first": to_say("First product")}
NAMES = tuple(LABELS)
ANY, ANY_VALUE = to_say("Any product"), "*"  # a select shows no choice whose value is empty
OFFERED = 50  # best sellers of the selection


@dataclass(frozen=True)
class Choice:
    """The fields are their names in the address."""

    measure: str = "customers"
    unit: str = "share"
    first: str = ""  # the code of a product; '' is any

    @classmethod
    def of(cls, search: str | None) -> Choice:
        """What an address asks for; what there is not is left out."""
        fields = {name: value for name, value in query_fields(search) if name in NAMES}
        measure, unit = fields.get("measure"), fields.get("unit")
        return cls(
            measure if measure in MEASURES else cls.measure,
            unit if unit in UNITS else cls.unit,
            fields.get("first", "").replace("\x00", ""),
        )

    def to_query(self) -> str:
        """The fields that are not as usual."""
        usual = Choice()
        fields = {name: getattr(self, name) for name in NAMES}
        return urlencode({name: value for name, value in fields.items() if value != getattr(usual, name)})

    @property
    def is_share(self) -> bool:
        """Whether numbers are parts of the first month."""
        return self.unit == "share"

    @property
    def is_money(self) -> bool:
        """Whether it is about sales, not about people."""
        return self.measure == "money"

    @property
    def column(self) -> str:
        """Of the frames of `queries.sales.cohorts`."""
        return "net" if self.is_money else "customers"


def products(shop: Shop, scope: Scope, chosen: str) -> dict[str, str]:
    """The products that may be picked, by code: the best sellers of the selection, and the one that is chosen."""
    frame = shop.ask(top_products, scope, OFFERED)
    found = {
        code: formats.product_name(name, code) + (f" ({code})" if formats.product_code(name, code) else "")
        for code, name in zip(frame["stock_code"], frame["description"], strict=True)
    }
    return found if not chosen or chosen in found else {chosen: chosen} | found


def selects() -> html.Div:
    """The selects with their labels; the products come with the filters."""
    choices: dict[str, dict[str, str]] = {
        "measure": _said(MEASURES),
        "unit": _said(UNITS),
        "first": _said({ANY_VALUE: ANY}),
    }
    return html.Div(
        [_select(name, known) for name, known in choices.items()], className="table-tools span-12", id="cohorts-tools"
    )


def _select(name: str, known: dict[str, str]) -> html.Div:
    control_id = f"cohorts-{name}"
    control = dbc.Select(id=control_id, options=_options(known), value=getattr(Choice(), name) or ANY_VALUE, size="sm")
    return html.Div([html.Label(say(LABELS[name]), htmlFor=control_id), control])


def _said(known: dict[str, str]) -> dict[str, str]:
    return {value: say(label) for value, label in known.items()}


def _options(known: dict[str, str]) -> list[dict[str, str]]:
    return [{"value": value, "label": label} for value, label in known.items()]


def doubts(shop: Shop, where: Place, scope: Scope) -> Iterator[Doubt]:
    """What the address asks of the selects that is not there."""
    for name, what, known in (("measure", say("measure"), _said(MEASURES)), ("unit", say("unit"), _said(UNITS))):
        yield from choice_doubts(where.search, name, what, known, known[getattr(Choice.of(where.search), name)])


def register(app: Dash, shop: Shop) -> None:
    """Bind the selects to the address."""

    def show(filters: dict[str, str] | None) -> list[Any]:
        where = read_place(filters, None)
        now = Choice.of(where.search)
        try:
            known = products(shop, shop.scope(where.filters), now.first)
        except Exception:  # the panels say what is wrong
            known = {now.first: now.first} if now.first else {}
        return [now.measure, now.unit, _options(_said({ANY_VALUE: ANY}) | known), now.first or ANY_VALUE]

    def choose(measure: str | None, unit: str | None, first: str | None, filters: dict[str, str] | None) -> Any:
        where = read_place(filters, None)
        before = Choice.of(where.search)
        product = before.first if first is None else "" if first == ANY_VALUE else first
        after = Choice(measure or before.measure, unit or before.unit, product)
        if after == before:
            return no_update
        extras = page_query(where.search, without=NAMES)
        return join_queries(where.filters.to_query(), extras, after.to_query()) or "?"

    app.callback(
        Output("cohorts-measure", "value"),
        Output("cohorts-unit", "value"),
        Output("cohorts-first", "options"),
        Output("cohorts-first", "value"),
        Input("filters", "data"),
    )(show)
    app.callback(
        Output("url", "search", allow_duplicate=True),
        *(Input(f"cohorts-{name}", "value") for name in NAMES),
        State("filters", "data"),
        prevent_initial_call=True,
    )(choose)
