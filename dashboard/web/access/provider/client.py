"""What is asked of the provider, by Authlib: the code flow with PKCE, state and nonce; tokens are not kept.

What has to come back with the browser (state, nonce, the secret of PKCE, where to go on to) is in one signed cookie
that works for ten minutes, and once: the database knows which states were used.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import FlaskIntegration, FlaskOAuth2App
from flask import Response, g, redirect
from itsdangerous import BadSignature, URLSafeTimedSerializer
from joserfc.errors import JoseError
from requests import RequestException

from accounts.sign_in.provider import Person
from dashboard.web.access import visitors
from dashboard.web.access.provider.person import person_of
from warehouse.provider_settings import ProviderSettings

COOKIE, COOKIE_SECONDS = "regulars-provider", 600
ANSWER_SECONDS = 10  # that the provider has for each answer
WAIT_SECONDS = 3  # that others wait for its first one, and that it is not asked again when it gave none
KNOWN_PLACES = ("authorization_endpoint", "token_endpoint", "jwks_uri")
# By a key of the provider's own: not `none`, and not by a secret that we hold as well.
SIGNATURES: Final = [f"{kind}{size}" for kind in ("RS", "PS", "ES") for size in (256, 384, 512)] + ["EdDSA", "Ed25519"]


class AwayError(Exception):
    """The provider does not answer, or not as one does."""


class NotShownError(Exception):
    """Somebody came back without having shown who they are; says why, for the log."""


class Kept(FlaskIntegration):
    """Keeps in the cookie what Authlib would keep in Flask's session."""

    def __init__(self, name: str, signer: URLSafeTimedSerializer) -> None:
        super().__init__(name)
        self._signer = signer

    def set_state_data(self, _session: Any, state: str, data: dict[str, Any]) -> None:
        """Keep it for the answer that is made now."""
        kept = {name: data[name] for name in ("redirect_uri", "code_verifier", "nonce", "onward")}
        g.provider_state = self._signer.dumps([state, kept])

    def get_state_data(self, _session: Any, state: str | None) -> dict[str, Any] | None:
        """What was kept for a state; None for another state than the browser was sent off with, or too late."""
        try:
            own, kept = self._signer.loads(visitors.cookie(COOKIE) or "", max_age=COOKIE_SECONDS)
        except BadSignature:
            return None
        return dict(kept) if state and state == own else None

    def clear_state_data(self, _session: Any, _state: str | None) -> None:
        """Nothing: whoever answers takes the cookie back."""


class Provider:
    """One an app."""

    def __init__(self, settings: ProviderSettings, secret_key: str) -> None:
        self._settings = settings
        keys = [line.strip() for line in reversed(secret_key.splitlines()) if line.strip()]  # the last one signs
        self._kept = Kept("provider", URLSafeTimedSerializer(keys, salt="provider"))
        self._app = FlaskOAuth2App(
            self._kept,
            name="provider",
            client_id=settings.client_id,
            client_secret=settings.client_secret,
            client_kwargs={
                "scope": settings.scopes,
                "code_challenge_method": "S256",
                "default_timeout": ANSWER_SECONDS,
                **({} if settings.client_secret else {"token_endpoint_auth_method": "none"}),
            },
            server_metadata_url=settings.issuer.rstrip("/") + "/.well-known/openid-configuration",
            user_agent="Regulars",
        )
        self._is_known = False  # what the provider says of itself
        self._asking = threading.Lock()
        self._away_until = float("-inf")

    def lead(self, back: str, onward: str) -> Response:
        """Send the browser to the provider, to come back to `back` and go on to `onward`. Raises AwayError."""
        with _told():
            self._metadata()
            asked = self._app.create_authorization_url(back)
            self._app.save_authorize_data(redirect_uri=back, onward=onward, **asked)
        return visitors.keep(redirect(asked["url"], 303), COOKIE, g.provider_state, COOKIE_SECONDS)  # type: ignore[arg-type]

    def person(self, state: str | None, is_first: Callable[[str], bool]) -> tuple[Person, str]:
        """Who came back, and where they go on to, where nobody came by this state before.

        Raises AwayError and NotShownError.
        """
        kept = self._kept.get_state_data(None, state)
        if kept is None:
            raise NotShownError("the browser did not start this, or too long ago")
        if not is_first(state or ""):  # a copy of the cookie, too, which its browser has long given back
            raise NotShownError("somebody came back by it already")
        with _told():
            issuer = self._metadata()["issuer"]
            wanted = {
                "iss": {"essential": True, "value": issuer},
                "aud": {"essential": True, "value": self._settings.client_id},
            }
            token = self._app.authorize_access_token(claims_options=wanted)
            if not token.get("userinfo"):
                raise NotShownError("there is no ID token")
            claims = self._with_more(token, dict(token["userinfo"]))
        found = person_of(claims, str(issuer), self._settings.groups_claim)
        if not found.subject:
            raise NotShownError("it has no number for somebody")
        return found, str(kept["onward"])

    def _metadata(self) -> dict[str, Any]:
        found = self._app.server_metadata if self._is_known else self._asked_for()
        missing = next((name for name in KNOWN_PLACES if not found.get(name)), "")
        is_named = str(found.get("issuer", "")).rstrip("/") == self._settings.issuer.rstrip("/")
        if missing or not is_named:
            found.pop("_loaded_at", None)  # to be asked for again, once somebody has mended it
            raise AwayError(f"its configuration has no {missing}" if missing else "it names another issuer")
        found["id_token_signing_alg_values_supported"] = SIGNATURES
        self._is_known = True
        return found

    def _asked_for(self) -> dict[str, Any]:
        """The provider's configuration, asked for by one at a time: one that hangs must not hold every thread."""
        if time.monotonic() < self._away_until or not self._asking.acquire(timeout=WAIT_SECONDS):
            raise AwayError("it did not answer a moment ago")
        try:
            if time.monotonic() < self._away_until:  # as whoever was before us found out
                raise AwayError("it did not answer just now")
            found: dict[str, Any] = self._app.load_server_metadata()
        except RequestException:
            self._away_until = time.monotonic() + WAIT_SECONDS
            raise
        finally:
            self._asking.release()
        return found

    def _with_more(self, token: dict[str, Any], claims: dict[str, Any]) -> Mapping[str, Any]:
        """With what the provider tells only when it is asked for it; the ID token's own word counts."""
        if not self._app.server_metadata.get("userinfo_endpoint"):
            return claims
        more = dict(self._app.userinfo(token=token))
        if more.get("sub") != claims.get("sub"):
            raise NotShownError("what it tells is of somebody else")
        return more | claims


@contextmanager
def _told() -> Iterator[None]:
    """What Authlib, keys and connections raise, as one of two."""
    try:
        yield
    except RequestException as error:
        raise AwayError(type(error).__name__) from error
    except (AuthlibBaseError, JoseError) as error:
        raise NotShownError(str(getattr(error, "error", "") or type(error).__name__)[:80]) from error
    except (ValueError, TypeError, KeyError, RuntimeError) as error:  # an answer that is none
        raise AwayError(f"its answer cannot be read: {type(error).__name__}") from error
