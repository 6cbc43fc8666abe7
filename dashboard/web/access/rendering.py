"""The forms' pages: the door, where nobody is known yet, and pages with the rail for whoever is signed in."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Flask, current_app, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from accounts.rights import RIGHTS
from accounts.users import User
from dashboard.components.panels import failure, status_of
from dashboard.web.access import rail, visitors
from dashboard.web.index import script_links, style_links
from dashboard.web.languages import page
from dashboard.words import formats
from warehouse.settings import Settings
from wording.languages import ENGLISH, KNOWN, OFFERED, language_now, say, say_n, to_say

ROLE_WORDS: Final = {
    "viewer": to_say("Looks, without personal data"),
    "marketer": to_say("Also sees contacts, and takes lists away"),
    "analyst": to_say("Also brings in data and works out segments"),
    "admin": to_say("Also manages people and settings"),
}
ROLE_NAMES: Final = {
    "viewer": to_say("Viewer", sense="role"),
    "marketer": to_say("Marketer", sense="role"),
    "analyst": to_say("Analyst", sense="role"),
    "admin": to_say("Admin", sense="role"),
}
_HEAD, _WAYS = "access_head", "access_ways"  # in the app's config: links to styles and scripts; how people sign in
# What is about passwords of Regulars, and is closed where people sign in by a provider alone.
PASSWORD_FORMS: Final = frozenset({"sign_in_code", "set_up", "invitation", "reset", "password", "invite"})


def register(server: Flask, assets: Path, settings: Settings) -> Blueprint:
    """What the forms' routes hang on."""
    base = settings.web.base_path
    server.config[_HEAD] = style_links(assets, base) + script_links(assets, base)
    server.config[_WAYS] = {
        "provider": settings.provider.name if settings.provider else "",
        "has_passwords": has_passwords(settings),
    }
    routes = Blueprint("access", __name__, template_folder="templates")
    server.jinja_env.globals.update(say=say, say_n=say_n, role_said=role_said)
    server.jinja_env.filters.update(begun=begun, lowered=formats.lowered, grouped=formats.count)
    if not has_passwords(settings):
        routes.before_request(_refuse_passwords)
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
        language=language_now(),
        languages={one: KNOWN[one] for one in OFFERED},
        words=page.words(),
        base=request.script_root,  # before each path of ours
        **current_app.config[_WAYS],
        token=visitors.form_token(),
        field=visitors.FIELD,
        roles=ROLE_WORDS,
        **values,
    )


def has_passwords(settings: Settings) -> bool:
    """Whether people may sign in by a password of Regulars."""
    return settings.provider is None or settings.provider.has_passwords


def _refuse_passwords() -> Any:
    form = (request.endpoint or "").partition(".")[2]
    if form in PASSWORD_FORMS or (form == "sign_in" and request.method == "POST"):
        name = current_app.config[_WAYS]["provider"]
        return message(*_no_passwords(name), "/sign-in", say("Sign in")), 403
    return None


def _no_passwords(provider: str) -> tuple[str, str]:
    return say("No passwords here"), say("People sign in with {provider}.", provider=provider)


def _failed(error: Exception) -> Any:
    """A form that cannot do its work says so; nobody sees why."""
    if isinstance(error, HTTPException):
        return error
    return message(*failure(error), request.path, say("Try again")), status_of(error)


def message(title: str, text: str, href: str = "", link: str = "", refresh: str = "") -> str:
    """A page that says one thing and leads on."""
    return show("message", title, text=text, href=href, link=link, refresh=refresh)


def role_said(role: str) -> str:
    """What a role is called."""
    return say(ROLE_NAMES[role], sense="role") if role in ROLE_NAMES else role.capitalize()


def begun(words: str) -> str:
    """As a line begins; English has small letters from there on, German its nouns as they are."""
    return words.capitalize() if language_now() == ENGLISH else words[:1].upper() + words[1:]


def rights_in_words(user: User) -> list[str]:
    """What one may do."""
    return [say(words) for right, words in RIGHTS.items() if right in user.rights]
