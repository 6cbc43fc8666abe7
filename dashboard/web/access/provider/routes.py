"""/sign-in/provider: off to the OpenID provider, and back from it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask import Blueprint, Response, make_response, redirect, request, url_for
from sqlalchemy import Engine

from accounts.sign_in import Refused, provider
from accounts.sign_in.provider import Access
from dashboard.web.access import visitors
from dashboard.web.access.origin import own_path
from dashboard.web.access.provider.client import COOKIE, AwayError, NotShownError, Provider
from dashboard.web.access.rendering import show
from dashboard.web.access.signing import let_in
from warehouse.errors import InputError
from warehouse.settings import Settings
from wording.languages import say, to_say

log = logging.getLogger(__name__)
FAILED = to_say("Signing in with {name} did not work. Please begin again.")
AWAY = to_say("{name} does not answer just now. Please try again in a moment.")
UNFIT = to_say("What {name} says of you cannot be used here. Ask your administrator.")
Again = Callable[[str, int], Response]


def register(routes: Blueprint, engine: Engine, settings: Settings, mapping: Mapping[str, Access]) -> None:
    """Add the way there and back where there is a provider."""
    if settings.provider is None:
        return
    known = Provider(settings.provider, settings.secret_key or "")
    again = partial(_again, settings.provider.name)
    routes.add_url_rule("/sign-in/provider", "to_provider", partial(_lead, known, again))
    routes.add_url_rule("/sign-in/provider/back", "from_provider", partial(_back, engine, known, mapping, again))


def _lead(known: Provider, again: Again) -> Any:
    onward = own_path(request.args.get("next"), request.script_root)
    if visitors.session():
        return redirect(onward)
    try:
        return known.lead(url_for("access.from_provider", _external=True), onward)
    except AwayError as error:
        log.error("the OpenID provider cannot be used: %s", error)
        return again(say(AWAY), 503)


def _back(engine: Engine, known: Provider, mapping: Mapping[str, Access], again: Again) -> Any:
    visit, now = visitors.visit(), visitors.now()
    if (held := provider.begin(engine, visit, now=now)) is not None:
        return again(held.sentence, 429)
    try:
        person, onward = known.person(
            request.args.get("state"), lambda state: provider.is_first(engine, state, now=now)
        )
        outcome = provider.sign_in(engine, person, mapping, visit, now=now)
    except AwayError as error:
        log.error("the OpenID provider cannot be used: %s", error)
        return again(say(AWAY), 503)
    except NotShownError as error:
        log.warning("somebody comes from the OpenID provider without being let in: %s", error)
        provider.failed(engine, visit, now=now)
        return again(say(FAILED), 401)
    except InputError as error:  # an address that is none, a country of the settings that there is not
        log.error("somebody comes from the OpenID provider and cannot be made a user: %s", type(error).__name__)
        return again(say(UNFIT), 401)
    if isinstance(outcome, Refused):
        return again(outcome.sentence, 403)
    return visitors.forget(let_in(outcome, onward), COOKIE)


def _again(name: str, sentence: str, status: int) -> Response:
    """The form again, with a sentence; what was kept for the way back is worth nothing any more."""
    said = sentence.format(name=name[:1].upper() + name[1:] if sentence.startswith("{") else name)
    form = show("sign_in", say("Sign in"), next=url_for("/"), sentence=said, email="", out=False)
    return visitors.forget(make_response(form, status), COOKIE)
