"""The form of a new schedule."""

from __future__ import annotations

from dash import html

from dashboard.components.asking import button, card
from dashboard.components.basics import aria
from dashboard.components.forms import Fields, row, said
from dashboard.words.clock import weekday_choices
from wording.languages import say, to_say

FIELDS = Fields("schedule")
EVERY = (("night", to_say("Every day")), ("hour", to_say("Every hour")), ("week", to_say("Every week")))
THEN = (("yes", to_say("Work out the segments")), ("", to_say("Do nothing more")))
WHERE = to_say(
    "A file or folder on the web, on an SFTP server or in S3, or a folder of the inbox: https://…/orders.csv, "
    "sftp://user@host/exports/*.csv, s3://bucket/exports/, inbox:shop. Leave it empty to only work out the segments."
)
SIGN_IN = to_say("What the server asks for. It is sealed, and never shown again.")


def form(zone: str, key: str) -> html.Section:
    """A card with the fields; another `key` empties it."""
    fields = [
        row(
            FIELDS.text("name", say("What it is called"), placeholder=say("Shop orders")),
            FIELDS.text(
                "address", say("Where files come from"), wide=True, placeholder="sftp://user@host/exports/*.csv"
            ),
        ),
        html.P(say(WHERE), className="form-hint"),
        row(
            FIELDS.select("every", say("How often"), said(EVERY)),
            FIELDS.select("weekday", say("Day"), weekday_choices()),
            FIELDS.text("at", say("Time"), kind="time", value="03:00"),
            FIELDS.text("zone", say("Time zone"), value=zone),
            FIELDS.select("fit", say("After something came"), said(THEN)),
        ),
        _sign_in(),
        row(
            FIELDS.text(
                "emails", say("Summary by e-mail to"), wide=True, placeholder="anna@shop.example, ben@shop.example"
            ),
            FIELDS.text("webhook", say("Summary to a webhook"), wide=True, placeholder="https://…"),
        ),
        html.P(
            say(
                "After each run that brought something: rows, new customers, sales, what was left out, and once each "
                "what looks wrong. Nothing in it is about a single person."
            ),
            className="form-hint",
        ),
        html.Div(button(say("Add this schedule"), "add", "primary"), className="form-row"),
    ]
    title = say("Add a schedule")
    note = say("It runs with your rights, as they are then.")
    body = html.Div(fields, className="form asking-form", role="form", **aria(label=title))
    return card(title, note, body, key=f"form-{key}")


def _sign_in() -> html.Details:
    fields = [
        html.P(say(SIGN_IN), className="form-hint"),
        row(
            FIELDS.text("user", say("User, or id of the access key")),
            FIELDS.text("password", say("Password, token or secret key"), kind="password"),
        ),
        FIELDS.key("key", say("Private key, of SFTP")),
        row(
            FIELDS.text("host_key", say("Fingerprint of the server, of SFTP"), wide=True, placeholder="SHA256:…"),
            FIELDS.text("endpoint", say("Endpoint, of S3 that is not Amazon's"), placeholder="https://…"),
            FIELDS.text("region", say("Region, of S3")),
        ),
    ]
    return html.Details([html.Summary(say("Signing in there")), html.Div(fields, className="form")])
