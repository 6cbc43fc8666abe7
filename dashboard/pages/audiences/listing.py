"""The audiences and lists that are kept, a row each, with what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from audiences.conditions import Definition
from audiences.lists import brought, counting, keeping, ranking
from audiences.lists.brought import Brought
from audiences.lists.counting import Reach, Size
from audiences.lists.keeping import Audience
from dashboard.components.asking import button, card, confirmation, data
from dashboard.components.basics import Children, aria, icon, link, notice
from dashboard.components.tables import Bar, Column, data_table
from dashboard.pages.audiences.known import Known, known, patient
from dashboard.pages.audiences.ranked.ordering import order_card
from dashboard.shop import Shop
from dashboard.shop.own import veiled
from dashboard.words import formats
from warehouse.errors import InputError
from wording.languages import say, to_say

NONE = to_say("No audiences yet. Build the first from conditions: what people bought, when, where, and what they said.")
NO_LISTS = to_say("No lists yet. Bring numbers or e-mail addresses of customers that you chose elsewhere.")
NOTHING = to_say("Nobody on it gets anything.")
STAY = to_say("Remove {name}? The customers stay.")
FREED = to_say("Remove {name}? The customers stay, and may be in lists that go out again.")
Sure = tuple[str, int] | None  # what is asked once more, and of which: ("remove", 3)


def content(shop: Shop, sure: Sure) -> list[Children]:
    """Both cards."""
    with patient(shop) as connection:
        here = known(shop, connection)
        found = keeping.everything(connection)
        definitions: dict[int, Definition] = {one.audience_id: one.definition for one in found}
        sizes = counting.sizes(connection, definitions, here.store)
        reaches = counting.reaches(connection, definitions, here.store)
        lists = brought.listed(connection)
        ranked = ranking.order(connection)
    rows = [_row(one, here, sizes[one.audience_id], reaches.get(one.audience_id), shop, sure) for one in found]
    order = [order_card({one.audience_id: one.name for one in found}, ranked)] if len(found) > 1 or ranked else []
    return [_audiences(rows), *order, _lists(lists, sure)]


def _columns() -> list[Column]:
    return [
        Column(say("Audience"), False),
        Column(say("Customers")),
        Column(say("Net sales"), hint=say("Of all that is loaded, less what was returned")),
        Column(say("Yes"), hint=say("Said yes to mailings")),
        Column(say("Unknown"), hint=say("What they said is not known")),
        Column(say("No"), hint=say("Want no mailings")),
        Column(say("Changed"), False),
        Column("", False),
    ]


def _audiences(rows: Sequence[Sequence[Children]]) -> html.Section:
    if not rows:
        empty = notice(say("No audiences yet"), [say(NONE), html.P(_build(), className="notice-actions")], "bullseye")
        return html.Section(empty, className="card-panel span-12")
    note = say("Who is in one follows the data; every version of its conditions stays on record")
    title = formats.plural(len(rows), "audience")
    return card(title, note, data_table(_columns(), rows, caption=say("Audiences"), stacks=True), key="audiences")


def _build() -> Children:
    return link([icon("plus-lg"), say("Build an audience")], "/audiences/new", "button primary")


def _row(
    one: Audience, here: Known, size: Size | InputError, reach: Reach | None, shop: Shop, sure: Sure
) -> list[Children]:
    words = html.P(f"{here.words(veiled(one.definition, one.made_by))}.", className="audience-said")
    name: list[Children] = [link(one.name, f"/audiences/{one.audience_id}", "link strong"), words]
    if isinstance(size, InputError):
        name.append(lost(size))
    if sure == ("rename", one.audience_id):
        name = [rename_form(one), words]
    numbers: list[Children] = [formats.NOTHING] * 5
    if not isinstance(size, InputError) and reach is not None:
        bar = Bar(formats.count(size.customers), size.customers / max(size.everyone, 1))
        said = (formats.count(count) for count in (reach.yes, reach.unknown, reach.no))
        numbers = [bar, formats.money(size.net, shop.currency), *said]
    version = html.Span(say("version {version}", version=one.version), className="muted")
    made = html.Div([made_in_words(one.made_at, one.made_by), version], className="audience-made")
    return [html.Div(name), *numbers, made, _tools(one, sure)]


def lost(why: InputError) -> html.P:
    """That an audience cannot be asked, and why."""
    words = say("It cannot be asked: {why}", why=say(str(why)))
    return html.P([icon("exclamation-circle"), words], className="audience-lost")


def made_in_words(at: datetime, by: str | None) -> html.Span:
    """`28 Nov 2026, anna@shop.example`."""
    return html.Span(f"{formats.day(at)}, {by}" if by else formats.day(at))


def rename_form(one: Audience) -> html.Div:
    """The name to change, in the place of the name."""
    field = dbc.Input(
        name="name", value=one.name, autofocus=True, maxlength=80, autoComplete="off", class_name="form-control"
    )
    label = html.Label(
        [html.Span(say("What it is called"), className="visually-hidden"), field], className="field wide"
    )
    told: dict[str, Any] = {"audience": one.audience_id}
    buttons = [button(say("Save"), "rename", "primary", **told), button(say("Leave it"), "keep", **told)]
    return html.Div([label, *buttons], className="asking-form rename-form")


def _tools(one: Audience, sure: Sure) -> html.Div:
    told: dict[str, Any] = {"audience": one.audience_id}
    if sure == ("remove", one.audience_id):
        words = say("Remove {name}? What was sent with it stays on record.", name=one.name)
        return confirmation(words, *_answers("remove", one.name, **told))
    found = [link(say("Change", sense="verb"), f"/audiences/edit?of={one.audience_id}", "button small quiet")]
    for label, act in (
        (say("Duplicate", sense="verb"), "duplicate"),
        (say("Rename"), "rename-ask"),
        (say("Remove"), "remove-ask"),
    ):
        found.append(button(label, act, "small quiet", label_for=f"{label}: {one.name}", **told))
    return html.Div(found, className="audience-tools")


def _answers(act: str, name: str, **told: Any) -> list[Any]:
    remove, keep = say("Remove it"), say("Keep it")
    return [
        button(remove, act, "danger", label_for=f"{remove}: {name}", **told),
        button(keep, "keep", label_for=f"{keep}: {name}", **told),
    ]


def _lists(lists: Sequence[Brought], sure: Sure) -> html.Section:
    note = say("Customers chosen elsewhere, by their number or e-mail address; a condition can name a list")
    if not lists:
        return card(say("Lists"), note, html.P(say(NO_LISTS), className="muted"), bring_form(), key="lists")
    columns = [Column(say("List"), False), Column(say("Customers")), Column(say("Brought"), False), Column("", False)]
    rows: list[list[Children]] = []
    for one in lists:
        name: list[Children] = [link(one.name, f"/audiences/list-{one.list_id}", "link strong")]
        if one.is_suppression:
            name.append(html.P(say(NOTHING), className="audience-said"))
        made = made_in_words(one.made_at, one.made_by)
        rows.append([html.Div(name), formats.count(one.customers), made, _list_tools(one, sure)])
    table = data_table(columns, rows, caption=say("Lists"), stacks=True)
    return card(formats.plural(len(lists), "list"), note, bring_form(), table, key="lists")


def _list_tools(one: Brought, sure: Sure) -> html.Div:
    told: dict[str, Any] = {"list": one.list_id}
    if sure == ("list-remove", one.list_id):
        then = FREED if one.is_suppression else STAY
        return confirmation(say(then, name=one.name), *_answers("list-remove", one.name, **told))
    target = "/audiences/new?conditions=%7B%22list%22%3A" + f"{one.list_id}%7D"
    use = link(say("Build on it"), target, "button small quiet")
    label = say("Remove")
    remove = button(label, "list-remove-ask", "small quiet", label_for=f"{label}: {one.name}", **told)
    return html.Div([use, remove], className="audience-tools")


def bring_form(list_id: int | None = None) -> html.Details:
    """Numbers or addresses, pasted or from a file; for a new list with its name, for one that is there without."""
    text = html.Textarea(
        name="entries",
        className="form-control",
        rows=5,
        placeholder="17850\nanna@shop.example",
        **aria(label=say("Customers")),
    )
    hint = say(
        "A number or an e-mail address a line, or a table: of it counts the column headed “Customer ID” or “Email”, "
        "else the first value of a line, or an address in it."
    )
    file = html.Button([icon("upload"), say("Choose a file")], type="button", className="button", **data(reads="file"))
    chosen = html.Span(className="muted", **data(chosen="file"))
    name = dbc.Input(
        name="name", placeholder=say("Autumn fair"), maxlength=80, autoComplete="off", class_name="form-control"
    )
    parts: list[Children] = []
    if list_id is None:
        parts.append(html.Label([say("What it is called"), name], className="form-field"))
        buttons = [_brings(say("Keep this list"), "bring", "primary")]
    else:
        buttons = [
            _brings(say("Add them"), "more", "primary", list_id),
            _brings(say("Take them out"), "take", "", list_id),
        ]
    parts += [
        html.Label([say("Customers"), text], className="form-field"),
        html.P(hint, className="form-hint"),
        html.Div([file, chosen, *buttons], className="form-row"),
    ]
    summary = html.Summary(say("Bring a list") if list_id is None else say("Add or take out customers"))
    is_open: dict[str, Any] = {"open": True} if list_id is not None else {}
    return html.Details([summary, html.Div(parts, className="form bring-form")], className="bring", **is_open)


def _brings(label: str, brings: str, kind: str, list_id: int | None = None) -> html.Button:
    said = data(brings=brings, **({"list": list_id} if list_id is not None else {}))
    return html.Button(label, type="button", className=f"button {kind}".strip(), **said)
