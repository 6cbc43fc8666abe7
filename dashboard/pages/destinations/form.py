"""The forms: of a new connection, and of a list that goes to one by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dash import html

from audiences.destinations import FORMATS, KINDS, Field, Kind, Outlet
from dashboard.components.asking import button, card
from dashboard.components.basics import aria
from dashboard.components.forms import WEEKDAYS, Choice, Fields, row

FIELDS = Fields("connection")
EVERY = (("now", "Once, now"), ("night", "Every day"), ("hour", "Every hour"), ("week", "Every week"))
MODES = (("full", "All of them"), ("movers", "Who entered and left since"))
SECRETS = "Keys and passwords are sealed, and never shown again."


def adding(key: str) -> html.Section:
    """A card with the fields of every kind, of which the chosen one's show; another `key` empties it."""
    kinds = [(one.key, one.name) for one in KINDS.values()]
    head = row(
        FIELDS.select("kind", "What it is", kinds), FIELDS.text("name", "What it is called", placeholder="Spring lists")
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
        row(
            FIELDS.select("what", "What", list(lists), wide=True),
            FIELDS.select("to", "Where to", [(str(one.connection_id), one.name) for one in places]),
            FIELDS.select("format", "Format, of an audience", formats),
        ),
        row(
            FIELDS.select("mode", "Whom", MODES),
            FIELDS.select("every", "How often", EVERY),
            FIELDS.select("weekday", "Day", WEEKDAYS),
            FIELDS.text("at", "Time", kind="time", value="05:00"),
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
    return html.Div([html.P(kind.about, className="form-hint"), row(*fields)], className=f"form of-kind of-{kind.key}")


def _field(kind: Kind, one: Field) -> html.Div:
    name, label = f"{kind.key}-{one.name}", one.label if one.is_needed else f"{one.label} (if any)"
    if one.name == "key":
        return FIELDS.key(name, label)
    wide = one.name in ("address", "endpoint", "host_key", "tag")
    kind_of = "password" if one.is_secret else "text"
    return FIELDS.text(name, label, kind=kind_of, wide=wide, placeholder=one.placeholder)
