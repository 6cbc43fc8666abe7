"""The forms: of a new connection, and of a list that goes to one by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from audiences.destinations import FORMATS, KINDS, Field, Kind, Outlet
from dashboard.components.asking import button, card
from dashboard.components.basics import Children, aria
from warehouse.schedules import DAYS

EVERY = (("now", "Once, now"), ("night", "Every day"), ("hour", "Every hour"), ("week", "Every week"))
MODES = (("full", "All of them"), ("movers", "Who entered and left since"))
SECRETS = "Keys and passwords are sealed, and never shown again."
Choice = tuple[str, str]  # value, words


def adding(key: str) -> html.Section:
    """A card with the fields of every kind, of which the chosen one's show; another `key` empties it."""
    kinds = [(one.key, one.name) for one in KINDS.values()]
    head = _row(
        _select("kind", "What it is", kinds), _labelled("name", "What it is called", _input("name", "Spring lists"))
    )
    fields = [head, *(_of_kind(one) for one in KINDS.values()), html.P(SECRETS, className="form-hint")]
    fields.append(html.Div(button("Add this connection", "add", "primary"), className="form-row"))
    title = "Add a connection"
    body = html.Div(fields, className="form asking-form connecting", role="form", **aria(label=title))
    return card(title, "A place outside that lists are sent to", body, key=f"form-{key}")


def repeating(places: Sequence[Outlet], lists: Iterable[Choice], zone: str, key: str) -> html.Section:
    """A card to have a list sent: now, or an audience or a campaign again and again."""
    formats = [(one.key, one.name) for one in FORMATS.values()]
    fields = [
        _row(
            _select("what", "What", list(lists), wide=True),
            _select("to", "Where to", [(str(one.connection_id), one.name) for one in places]),
            _select("format", "Format, of an audience", formats),
        ),
        _row(
            _select("mode", "Whom", MODES),
            _select("every", "How often", EVERY),
            _select("weekday", "Day", [(str(number), day) for number, day in enumerate(DAYS)]),
            _labelled("at", "Time", _input("at", kind="time", value="05:00")),
        ),
        html.P(
            "A campaign or audience goes as it is at the time; a list as it was made. A platform's own interface takes "
            f"its own format. Times are those of {zone}; what goes by itself goes with your rights, as they are then.",
            className="form-hint",
        ),
        html.Div(button("Send it", "repeat", "primary"), className="form-row"),
    ]
    title = "Send a list"
    body = html.Div(fields, className="form asking-form", role="form", **aria(label=title))
    return card(title, "Once, or by itself", body, key=f"repeat-{key}")


def _of_kind(kind: Kind) -> html.Div:
    fields = [_field(kind, one) for one in kind.fields]
    return html.Div([html.P(kind.about, className="form-hint"), _row(*fields)], className=f"form of-kind of-{kind.key}")


def _field(kind: Kind, one: Field) -> html.Div:
    name, label = f"{kind.key}-{one.name}", one.label if one.is_needed else f"{one.label} (if any)"
    if one.name == "key":
        hint = "-----BEGIN OPENSSH PRIVATE KEY-----"
        area = html.Textarea(name=name, id=f"connection-{name}", className="form-control", rows=3, placeholder=hint)
        return _labelled(name, label, area, wide=True)
    made = _input(name, one.placeholder, kind="password" if one.is_secret else "text")
    return _labelled(name, label, made, wide=one.name in ("address", "endpoint", "host_key", "tag"))


def _row(*fields: Children) -> html.Div:
    return html.Div(list(fields), className="form-grid")


def _input(name: str, placeholder: str = "", *, kind: str = "text", value: str = "") -> Any:
    off = "new-password" if kind == "password" else "off"
    return dbc.Input(
        type=kind, name=name, id=f"connection-{name}", value=value, autocomplete=off, placeholder=placeholder
    )


def _select(name: str, label: str, choices: Sequence[Choice], *, wide: bool = False) -> html.Div:
    options = [html.Option(words, value=value) for value, words in choices]
    made = html.Select(options, name=name, id=f"connection-{name}", className="form-select")
    return _labelled(name, label, made, wide=wide)


def _labelled(name: str, label: str, field: Any, *, wide: bool = False) -> html.Div:
    head = html.Label(label, htmlFor=f"connection-{name}")
    return html.Div([head, field], className=f"form-field field-{name}" + (" wide" if wide else ""))
