"""The forms' pages: the door, where nobody is known yet, and pages with the rail for whoever is signed in."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Flask, current_app, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from accounts.rights import RIGHTS
from accounts.users import User
from dashboard.components.panels import failure
from dashboard.web.access import rail, visitors
from dashboard.web.index import script_links, style_links

ROLE_WORDS: Final = {
    "viewer": "Looks, without personal data",
    "marketer": "Also sees contacts, and takes lists away",
    "analyst": "Also brings in data and works out segments",
    "admin": "Also manages people and settings",
}
_HEAD = "access_head"  # in the app's config: links to styles and scripts


def register(server: Flask, assets: Path) -> Blueprint:
    """What the forms' routes hang on."""
    server.config[_HEAD] = style_links(assets) + script_links(assets)
    routes = Blueprint("access", __name__, template_folder="templates")
    routes.register_error_handler(Exception, _failed)
    return routes


def show(template: str, title: str, **values: Any) -> str:
    """A page of ours; who is signed in sees the rail around it."""
    session = visitors.session()
    user = None if session is None else session.user
    return render_template(
        f"access/{template}.html",
        head=Markup(current_app.config[_HEAD]),
        title=title,
        user=user,
        views=[] if user is None else rail.views(),
        own_links=[] if user is None else rail.own_links(),
        here=request.path,
        token=visitors.form_token(),
        field=visitors.FIELD,
        roles=ROLE_WORDS,
        **values,
    )


def _failed(error: Exception) -> Any:
    """A form that cannot do its work says so; nobody sees why."""
    if isinstance(error, HTTPException):
        return error
    return message(*failure(error), request.path, "Try again"), 503


def message(title: str, text: str, href: str = "", link: str = "", refresh: str = "") -> str:
    """A page that says one thing and leads on."""
    return show("message", title, text=text, href=href, link=link, refresh=refresh)


def rights_in_words(user: User) -> list[str]:
    """What one may do."""
    return [words for right, words in RIGHTS.items() if right in user.rights]
