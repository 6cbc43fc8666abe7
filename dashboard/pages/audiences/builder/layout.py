"""/audiences/new and /audiences/edit: conditions put together, counted as one edits, kept as a version."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from audiences.conditions import Definition, read
from audiences.lists import keeping
from audiences.lists.keeping import Audience
from dashboard.components.asking import card, data
from dashboard.components.basics import Children, aria, link
from dashboard.components.shell import page, page_head
from dashboard.filters.selection import query_fields
from dashboard.pages.audiences.builder.opened import tree_of
from dashboard.pages.audiences.builder.rows import Drawing
from dashboard.pages.audiences.builder.subjects import offered
from dashboard.pages.audiences.builder.tree import NEW, Group
from dashboard.pages.audiences.known import Known
from dashboard.shop import Shop
from dashboard.shop.asker import asker
from dashboard.shop.own import refuse_veiled
from dashboard.shop.said import UNREAD
from dashboard.words.formats import currency_sign
from warehouse.errors import InputError
from wording.languages import say, to_say

FIELDS = ("conditions", "customers", "of", "version")  # of the address
SUBTITLE = to_say(
    "Say who is in it. Numbers follow as you change it; who is in it follows the data. The filters do not apply."
)
KEYS = to_say("Alt with ↑ and ↓ moves a condition, also into and out of groups.")


@dataclass(frozen=True)
class Begun:
    """What the builder begins with: a definition, and the audience that it is a version of."""

    definition: Definition | None
    audience: Audience | None = None
    version: int | None = None  # an old one


def layout(argument: str) -> Children:
    """The skeleton; the address fills it."""
    parts = [
        dcc.Store(id="audience-asked"),
        dcc.Store(id="audience-draft"),
        dcc.Store(id="audience-opened"),
        dcc.Store(id="audience-focus"),
        dcc.Store(id="audience-problems"),
        dcc.Store(id="audience-found"),
        dcc.Store(id="audience-heard"),
        html.Div(
            [
                card(html.Span(say("Conditions"), id="audience-title"), say(KEYS), html.Div(id="audience-tree")),
                html.P(id="audience-error", className="data-error", role="alert"),
                html.Div(id="audience-save"),
            ],
            className="span-8 stacked builder-left",
        ),
        html.Div([_live(), *_more()], className="span-4 builder-right"),
    ]
    own = data(asks="audience-asked")
    return page(
        html.Div(page_head(say("Build an audience"), say(SUBTITLE)), id="audience-head", className="span-12"),
        html.Div(parts, className="span-12 grid builder", id="audience-builder", **own),
        argument=argument,
        filtered=False,
    )


def _live() -> html.Section:
    body = [
        html.P("…", id="audience-words", className="audience-words", **aria(live="polite")),
        html.Div(id="audience-numbers", className="card-content", **aria(live="polite")),
    ]
    return card(say("Who is in it"), say("Of all that is loaded, as of the last fit"), *body)


def _more() -> list[Children]:
    overlap = card(say("In other audiences, too"), say("Customers of this draft"), html.Div(id="audience-overlap"))
    return [overlap, html.Div(id="audience-sql")]


def drawing(shop: Shop, known: Known) -> Drawing:
    """What the rows are drawn from, for whoever asks."""
    subjects = offered(known.there, sees_people=asker().may("see_personal_data"))
    return Drawing(known.there, subjects, currency_sign(shop.currency).strip())


def begin(connection: Any, search: str, argument: str) -> Begun:
    """What an address asks for. Raises InputError with a sentence for what cannot be opened."""
    fields = dict(query_fields(search))
    if argument == "edit":
        number, version = _number(fields.get("of", "")), fields.get("version", "")
        one = keeping.by_number(connection, number)
        refuse_veiled(one.definition, one.made_by)
        if not version:
            return Begun(one.definition, one)
        past = keeping.versions(connection, number).get(_number(version))
        if past is None:
            raise InputError(say("“{name}” has no version {version}.", name=one.name, version=version[:20]))
        refuse_veiled(past.definition, past.made_by)
        return Begun(past.definition, one, past.version if past.version != one.version else None)
    if text := fields.get("conditions"):
        return Begun(_conditions(text))
    if numbers := fields.get("customers"):
        return Begun(read({"field": "customer_id", "in": [one for one in numbers.split(",") if one]}))
    return Begun(None)


def _conditions(text: str) -> Definition:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise InputError(
            say("The conditions of this address are no JSON, perhaps because a part is missing.")
        ) from None
    return read(data)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise InputError(UNREAD)
    return int(text)


def first_tree(begun: Begun, known: Known) -> Group:
    """What is drawn first: a condition to begin with, where there is none."""
    return Group("all", (NEW,)) if begun.definition is None else tree_of(begun.definition, known.there)


def head(begun: Begun) -> Children:
    """The heading: what is being changed."""
    back = link(say("All audiences"), "/audiences", "button")
    if begun.audience is None:
        return page_head(say("Build an audience"), say(SUBTITLE), back)
    one = begun.audience
    words = say(SUBTITLE)
    if begun.version:
        numbers = {"version": f"{begun.version}", "next": f"{one.version + 1}"}
        words = f"{say('This is version {version}; saving makes it version {next}.', **numbers)} {words}"
    actions = [link(say("Its page"), f"/audiences/{one.audience_id}", "button"), back]
    return page_head(say("Change “{name}”", name=one.name), words, actions)


def saving(begun: Begun) -> html.Div:
    """The name, and what to do with it all."""
    one = begun.audience
    label = html.Label(say("What it is called"), htmlFor="audience-name")
    field = dbc.Input(
        id="audience-name", name="name", value=one.name if one else "", maxlength=80, autoComplete="off",
        placeholder=say("Lunch bag regulars gone quiet"),
    )  # fmt: skip
    if one is None:
        buttons = [saves(say("Save this audience"), "save", "primary")]
    else:
        buttons = [
            saves(say("Save as version {version}", version=one.version + 1), "save", "primary"),
            saves(say("Save as a new one"), "copy"),
        ]
    body = html.Div([html.Div([label, field], className="form-field"), *buttons], className="builder-save")
    return html.Div(body, className="card-panel")


def saves(label: str, does: str, kind: str = "", **said: str) -> html.Button:
    """A button that keeps the draft."""
    return html.Button(label, type="button", className=f"button {kind}".strip(), **data(does=does, path="", **said))
