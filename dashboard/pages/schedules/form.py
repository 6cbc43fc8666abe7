"""The form of a new schedule."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard.components.asking import button, card
from dashboard.components.basics import Children, aria
from warehouse.schedules import DAYS

EVERY = (("night", "Every day"), ("hour", "Every hour"), ("week", "Every week"))
THEN = (("yes", "Work out the segments"), ("", "Do nothing more"))
WHERE = (
    "A file or folder on the web, on an SFTP server or in S3, or a folder of the inbox: https://…/orders.csv, "
    "sftp://user@host/exports/*.csv, s3://bucket/exports/, inbox:shop. Leave it empty to only work out the segments."
)
SIGN_IN = "What the server asks for. It is sealed, and never shown again."


def form(zone: str, key: str) -> html.Section:
    """A card with the fields; another `key` empties it."""
    fields = [
        _row(
            _field("name", "What it is called", placeholder="Shop orders"),
            _field("address", "Where files come from", wide=True, placeholder="sftp://user@host/exports/*.csv"),
        ),
        html.P(WHERE, className="form-hint"),
        _row(
            _select("every", "How often", EVERY),
            _select("weekday", "Day", [(str(number), day) for number, day in enumerate(DAYS)]),
            _field("at", "Time", kind="time", value="03:00"),
            _field("zone", "Time zone", value=zone),
            _select("fit", "After something came", THEN),
        ),
        _sign_in(),
        _row(
            _field("emails", "Summary by e-mail to", wide=True, placeholder="anna@shop.example, ben@shop.example"),
            _field("webhook", "Summary to a webhook", wide=True, placeholder="https://…"),
        ),
        html.P(
            "After each run that brought something: rows, new customers, sales, what was left out, and once each what "
            "looks wrong. Nothing in it is about a single person.",
            className="form-hint",
        ),
        html.Div(button("Add this schedule", "add", "primary"), className="form-row"),
    ]
    title = "Add a schedule"
    note = "It runs with your rights, as they are then."
    body = html.Div(fields, className="form asking-form", role="form", **aria(label=title))
    return card(title, note, body, key=f"form-{key}")


def _sign_in() -> html.Details:
    fields = [
        html.P(SIGN_IN, className="form-hint"),
        _row(
            _field("user", "User, or id of the access key"),
            _field("password", "Password, token or secret key", kind="password"),
        ),
        _area("key", "Private key, of SFTP"),
        _row(
            _field("host_key", "Fingerprint of the server, of SFTP", wide=True, placeholder="SHA256:…"),
            _field("endpoint", "Endpoint, of S3 that is not Amazon's", placeholder="https://…"),
            _field("region", "Region, of S3"),
        ),
    ]
    return html.Details([html.Summary("Signing in there"), html.Div(fields, className="form")])


def _row(*fields: Children) -> html.Div:
    return html.Div(list(fields), className="form-grid")


def _field(name: str, label: str, *, kind: str = "text", wide: bool = False, value: str = "", **more: Any) -> html.Div:
    off = "new-password" if kind == "password" else "off"
    field = dbc.Input(type=kind, name=name, id=f"schedule-{name}", value=value, autocomplete=off, **more)
    return _labelled(name, label, field, wide)


def _select(name: str, label: str, choices: Any) -> html.Div:
    options = [html.Option(words, value=value) for value, words in choices]
    return _labelled(
        name, label, html.Select(options, name=name, id=f"schedule-{name}", className="form-select"), False
    )


def _area(name: str, label: str) -> html.Div:
    hint = "-----BEGIN OPENSSH PRIVATE KEY-----"
    area = html.Textarea(name=name, id=f"schedule-{name}", className="form-control", rows=3, placeholder=hint)
    return _labelled(name, label, area, True)


def _labelled(name: str, label: str, field: Any, wide: bool) -> html.Div:
    head = html.Label(label, htmlFor=f"schedule-{name}")
    return html.Div([head, field], className=f"form-field field-{name}" + (" wide" if wide else ""))
