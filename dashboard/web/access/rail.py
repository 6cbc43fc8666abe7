"""What the rail leads whoever asks to: the views of their role, their account, the way out."""

from __future__ import annotations

from typing import Final

import dash_bootstrap_components as dbc
from dash import html
from flask import g, has_request_context

from dashboard.components.basics import Children, icon
from dashboard.components.shell import NAVIGATION, Entry
from dashboard.shop.asker import asker
from dashboard.web.access import visitors
from dashboard.web.access.table import page_right
from wording.languages import KNOWN, OFFERED, say, to_say

# (path, word, icon, right): what there is beside the views.
OWN_LINKS: Final = (
    ("/account", to_say("Account", sense="page"), "person-circle", None),
    ("/users", to_say("Users", sense="page"), "key", "users"),
    ("/audit", to_say("Audit", sense="page"), "journal-text", "audit"),
)
NO_SIGN_IN = to_say("No sign-in: only this machine reaches this page.")


def views() -> list[Entry]:
    """The views that one may open."""
    return [entry for entry in NAVIGATION if entry is None or asker().may(page_right(entry[0]) or "look")]


def own_links() -> list[tuple[str, str, str]]:
    """The pages beside the views that one may open."""
    return [
        (path, say(word, sense="page"), name)
        for path, word, name, right in OWN_LINKS
        if right is None or asker().may(right)
    ]


def languages() -> list[Children]:
    """Links to what this browser can be answered in; whoever signs in chooses it in their account."""
    if len(OFFERED) < 2:
        return []
    links = [html.A(KNOWN[one], href=f"/language/{one}", lang=one) for one in OFFERED]
    return [part for link in links for part in (" · ", link)][1:]


def own() -> list[Children]:
    """The same for the rail of the views; where nobody signs in, that it is so."""
    if not has_request_context():
        return []
    if not g.get("in_force"):
        return [html.P([say(NO_SIGN_IN), " ", *languages()], className="rail-note")]
    links = [
        html.A([icon(name), html.Span(word)], href=path, className="rail-link") for path, word, name in own_links()
    ]
    form_token = dbc.Input(type="hidden", name=visitors.FIELD, value=visitors.form_token())
    out = html.Button([icon("box-arrow-right"), html.Span(say("Sign out"))], className="rail-link")
    return [html.Hr(), *links, html.Form([form_token, out], method="post", action="/sign-out")]
