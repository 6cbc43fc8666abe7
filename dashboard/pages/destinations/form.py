"""The forms: of a new connection, and of a list that goes to one by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dash import html

from audiences.destinations import FORMATS, KINDS, Field, Kind, Outlet
from dashboard.components.asking import button, card
from dashboard.components.basics import aria
from dashboard.components.forms import Choice, Fields, row, said
from dashboard.words.clock import weekday_choices
from wording.languages import say, to_say

FIELDS = Fields("connection")
EVERY = (
    ("now", to_say("Once, now")),
    ("night", to_say("Every day")),
    ("hour", to_say("Every hour")),
    ("week", to_say("Every week")),
)
MODES = (("full", to_say("All of them")), ("movers", to_say("Who entered and left since")))
SECRETS = to_say("Keys and passwords are sealed, and never shown again.")


def adding(key: str) -> html.Section:
    """A card with the fields of every kind, of which the chosen one's show; another `key` empties it."""
    kinds = [(one.key, say(one.name)) for one in KINDS.values()]
    head = row(
        FIELDS.select("kind", say("What it is"), kinds),
        FIELDS.text("name", say("What it is called"), placeholder=say("Spring lists")),
    )
    fields = [head, *(_of_kind(one) for one in KINDS.values()), html.P(say(SECRETS), className="form-hint")]
    fields.append(html.Div(button(say("Add this connection"), "add", "primary"), className="form-row"))
    title = say("Add a connection")
    body = html.Div(fields, className="form asking-form connecting", role="form", **aria(label=title))
    return card(title, say("A place outside that lists are sent to"), body, key=f"form-{key}")


def repeating(places: Sequence[Outlet], lists: Iterable[Choice], zone: str, key: str) -> html.Section:
    """A card to have a list sent: now, or an audience or a campaign again and again."""
    formats = [(one.key, say(one.name)) for one in FORMATS.values()]
    fields = [
        row(
            FIELDS.select("what", say("What"), list(lists), wide=True),
            FIELDS.select("to", say("Where to"), [(str(one.connection_id), one.name) for one in places]),
            FIELDS.select("format", say("Format, of an audience"), formats),
        ),
        row(
            FIELDS.select("mode", say("Whom"), said(MODES)),
            FIELDS.select("every", say("How often"), said(EVERY)),
            FIELDS.select("weekday", say("Day"), weekday_choices()),
            FIELDS.text("at", say("Time"), kind="time", value="05:00"),
        ),
        html.P(
            say(
                "A campaign or audience goes as it is at the time; a list as it was made. A platform's own "
                "interface takes its own format. Times are those of {zone}; what goes by itself goes with "
                "your rights, as they are then.",
                zone=zone,
            ),
            className="form-hint",
        ),
        html.Div(button(say("Send it"), "repeat", "primary"), className="form-row"),
    ]
    title = say("Send a list")
    body = html.Div(fields, className="form asking-form", role="form", **aria(label=title))
    return card(title, say("Once, or by itself"), body, key=f"repeat-{key}")


def _of_kind(kind: Kind) -> html.Div:
    fields = [_field(kind, one) for one in kind.fields]
    return html.Div(
        [html.P(say(kind.about), className="form-hint"), row(*fields)], className=f"form of-kind of-{kind.key}"
    )


def _field(kind: Kind, one: Field) -> html.Div:
    name, label = f"{kind.key}-{one.name}", say(one.label)
    label = label if one.is_needed else say("{label} (if any)", label=label)
    if one.name == "key":
        return FIELDS.key(name, label)
    wide = one.name in ("address", "endpoint", "host_key", "tag")
    kind_of = "password" if one.is_secret else "text"
    return FIELDS.text(name, label, kind=kind_of, wide=wide, placeholder=one.placeholder)
