"""The form of a new schedule."""

from __future__ import annotations

from dash import html

from dashboard.components.asking import button, card
from dashboard.components.basics import aria
from dashboard.components.forms import WEEKDAYS, Fields, row

FIELDS = Fields("schedule")
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
        row(
            FIELDS.text("name", "What it is called", placeholder="Shop orders"),
            FIELDS.text("address", "Where files come from", wide=True, placeholder="sftp://user@host/exports/*.csv"),
        ),
        html.P(WHERE, className="form-hint"),
        row(
            FIELDS.select("every", "How often", EVERY),
            FIELDS.select("weekday", "Day", WEEKDAYS),
            FIELDS.text("at", "Time", kind="time", value="03:00"),
            FIELDS.text("zone", "Time zone", value=zone),
            FIELDS.select("fit", "After something came", THEN),
        ),
        _sign_in(),
        row(
            FIELDS.text("emails", "Summary by e-mail to", wide=True, placeholder="anna@shop.example, ben@shop.example"),
            FIELDS.text("webhook", "Summary to a webhook", wide=True, placeholder="https://…"),
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
        row(
            FIELDS.text("user", "User, or id of the access key"),
            FIELDS.text("password", "Password, token or secret key", kind="password"),
        ),
        FIELDS.key("key", "Private key, of SFTP"),
        row(
            FIELDS.text("host_key", "Fingerprint of the server, of SFTP", wide=True, placeholder="SHA256:…"),
            FIELDS.text("endpoint", "Endpoint, of S3 that is not Amazon's", placeholder="https://…"),
            FIELDS.text("region", "Region, of S3"),
        ),
    ]
    return html.Details([html.Summary("Signing in there"), html.Div(fields, className="form")])
