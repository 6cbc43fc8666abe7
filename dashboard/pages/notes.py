"""/notes: what people noted on days, which every chart along months shows; who made one changes and removes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import dash_bootstrap_components as dbc
from dash import Dash, Input, Output, html, no_update
from sqlalchemy import Connection

from accounts.kept import date_notes
from accounts.kept.date_notes import DateNote
from dashboard.components.asking import bind_list, button, card, confirmation, data, list_of
from dashboard.components.basics import Children
from dashboard.components.forms import Fields, row
from dashboard.components.shell import page, page_head
from dashboard.filters.published import Published
from dashboard.shop import Shop
from dashboard.shop.asker import asker
from dashboard.shop.once import done
from dashboard.shop.said import UNREAD, read_fields, read_form, read_number
from dashboard.web.routing import Page
from dashboard.words import formats
from warehouse.errors import InputError
from wording.languages import say, to_say

SUBTITLE = to_say(
    "What happened when: every chart over months shows it as a thin line, with its words, to all who may see its "
    "country; the report does, too. The filters do not apply here."
)
NONE = to_say("Nothing is noted yet: a catalogue that was sent, a fair, a day without the website.")
WRITES, LOOKS_AFTER_ALL = "audiences", "users"  # the rights of who writes notes, and of who may change those of others
EVERYWHERE = ""
WHOSE = to_say("A few words; who wrote them and administrators may change them.")
ELSEWHERE = to_say("This is none of the countries that you see.")
FIELDS = Fields("notes")


def layout(shop: Shop) -> Children:
    """The page's skeleton."""
    form = html.Div(_form(shop.published()), id="notes-form", className="span-12 place")
    parts = [*([form] if asker().may(WRITES) else []), *list_of("notes")]
    body = html.Div(parts, className="span-12 grid", **data(asks="notes-asked"))
    return page(page_head(say("Notes on dates"), say(SUBTITLE)), body, filtered=False)


def _form(published: Published, key: str = "0") -> html.Section:
    """The form of a new note; another `key` empties it."""
    names = sorted(((code, published.country_name(code)) for code in _countries(published)), key=lambda one: one[1])
    everywhere = [] if asker().is_limited else [(EVERYWHERE, say("All countries"))]
    fields = row(
        FIELDS.text("day", say("Day"), kind="date", required=True),
        FIELDS.text("words", say("What happened"), maxLength=date_notes.LONGEST_WORDS, required=True),
        FIELDS.select("country", say("Where"), [*everywhere, *names]),
    )
    add = html.Div(button(say("Note it"), "add", "primary"), className="form-row")
    return card(say("Note a day"), say(WHOSE), html.Div([fields, add], className="asking-form form"), key=f"form-{key}")


def _countries(published: Published) -> list[str]:
    return [one for one in published.country_names if published.limits is None or one in published.limits]


def show(shop: Shop, acted: dict[str, Any] | None) -> tuple[str, list[Children]]:
    """What the list is made from, in short, and the list."""
    sure = (acted or {}).get("sure")
    with shop.connect() as connection:
        found = date_notes.visible(connection)
    key = str((found, sure, (acted or {}).get("at")))
    if not found:
        return key, [card(say("No notes yet"), say(NONE), key="notes-none")]
    name = shop.published().country_name
    rows = [_question(one) if one.note_id == sure else _row(one, name) for one in found]
    return key, [card(formats.plural(len(found), "note"), say("The latest day first."), *rows)]


def _row(one: DateNote, name: Callable[[str], str]) -> html.Article:
    head = html.Div([html.Strong(one.words), html.Span(_where(one, name), className="chip")], className="schedule-head")
    by = [say("by {owner}", owner=one.made_by)] if one.made_by else []
    told = html.P(" · ".join([formats.day(one.day), *by]), className="muted")
    tools = [html.Div(_tools(one), className="form-row schedule-tools")] if _is_own(one) else []
    return html.Article([head, told, *tools], className="schedule", key=f"note-{one.note_id}-{one.day}-{one.words}")


def _where(one: DateNote, name: Callable[[str], str]) -> str:
    return name(one.country) if one.country else say("All countries")


def _is_own(one: DateNote) -> bool:
    who = asker()
    return who.may(WRITES) and (one.made_by == who.name or who.may(LOOKS_AFTER_ALL))


def _tools(one: DateNote) -> list[Children]:
    number, named = one.note_id, f"{one.words}, {formats.day(one.day)}"
    fields = (("day", say("Day"), "date", one.day.isoformat()), ("words", say("What happened"), "text", one.words))
    labels = [
        html.Label(
            [
                html.Span(f"{label}: {named}", className="visually-hidden"),
                dbc.Input(type=kind, name=name, value=value, size="sm", maxLength=date_notes.LONGEST_WORDS),
            ]
        )
        for name, label, kind, value in fields
    ]
    change = button(say("Change", sense="verb"), "change", label_for=say("Change: {name}", name=named), note=number)
    return [
        html.Div([*labels, change], className="asking-form note-change"),
        button(say("Delete"), "remove-ask", "quiet", label_for=say("Delete: {name}", name=named), note=number),
    ]


def _question(one: DateNote) -> html.Article:
    number, name = one.note_id, one.words
    delete = button(say("Delete it"), "remove", "danger", label_for=say("Delete it: {name}", name=name), note=number)
    leave = button(say("Leave it"), "keep", label_for=say("Leave it: {name}", name=name), note=number)
    words = say("Delete “{words}”, {day}?", words=name, day=formats.day(one.day))
    return html.Article(confirmation(words, delete, leave), className="schedule")


def act(shop: Shop, said: object) -> str:
    """Do what a button asks for; what to tell. Raises InputError."""
    asked = read_form(said)
    action = ACTIONS.get(str(asked.get("act")))
    if action is None:
        raise InputError(say(UNREAD))
    asker().need(WRITES)
    published = shop.published()
    is_new = asked["act"] == "add"
    return done(shop, "notes", asked, lambda connection: action(connection, asked, published), adds=is_new)


def _add(connection: Connection, asked: Mapping[str, Any], published: Published) -> str:
    fields = read_fields(asked)
    country = fields.get("country", "") or None
    if (country is None and asker().is_limited) or (country is not None and country not in _countries(published)):
        raise InputError(say(ELSEWHERE))
    day = date_notes.to_day(fields.get("day", ""))
    date_notes.write(connection, day, fields.get("words", ""), country, asker().name, now=datetime.now(UTC))
    return say("It is noted: every chart over months shows it from now on.")


def _change(connection: Connection, asked: Mapping[str, Any], _published: Published) -> str:
    fields, number = read_fields(asked), read_number(asked, "note")
    day, of_others = date_notes.to_day(fields.get("day", "")), asker().may(LOOKS_AFTER_ALL)
    date_notes.change(connection, number, day, fields.get("words", ""), asker().name, of_others=of_others)
    return say("It is changed.")


def _remove(connection: Connection, asked: Mapping[str, Any], _published: Published) -> str:
    number, of_others = read_number(asked, "note"), asker().may(LOOKS_AFTER_ALL)
    date_notes.remove(connection, number, asker().name, of_others=of_others)
    return ""


ACTIONS: Mapping[str, Callable[[Connection, Mapping[str, Any], Published], str]] = {
    "add": _add,
    "change": _change,
    "remove": _remove,
}


def register(app: Dash, shop: Shop) -> None:
    """Bind buttons to what they do, and the list to what there is."""
    bind_list(app, "notes", "note", lambda said: act(shop, said), lambda acted: show(shop, acted))

    def empty(acted: dict[str, Any] | None) -> Any:
        """What was noted is in the list now."""
        is_noted = isinstance(acted, dict) and acted.get("done") == "add"
        return _form(shop.published(), str(acted["at"])) if is_noted and acted else no_update

    app.callback(Output("notes-form", "children"), Input("notes-acted", "data"), prevent_initial_call=True)(empty)


PAGE = Page("notes", "Notes on dates", layout, needs_orders=False)
