"""A real OpenID provider (Canaille) with people and groups, in a thread; and a browser's way through its forms."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from flask import Flask
from werkzeug.serving import make_server, make_ssl_devcert

from dashboard.web.serving import free_port
from tests.dashboard.web.access.browser import Visitor

CLIENT_ID, SECRET, PASSWORD = "regulars", "hush", "a password of the provider"
BACK = "http://localhost/sign-in/provider/back"


@dataclass
class Identity:
    """The provider, with what tests change in it."""

    app: Flask
    address: str

    def has(self, name: str, email: str, groups: tuple[str, ...] = (), is_verified: bool = True) -> None:
        """Somebody with an account there, or with another address and other groups from now on."""
        with self.app.app_context():
            from canaille.app import models
            from canaille.backends import Backend

            backend: Any = Backend.instance
            found = backend.get(models.User, user_name=name) or models.User(user_name=name, password=PASSWORD)
            # This provider verifies no addresses: it says of them what stands in the title.
            said = {"title": str(is_verified).lower(), "emails": [email]}
            backend.update(found, formatted_name=name.title(), family_name=name.title(), **said)
            backend.save(found)
            for lost in backend.query(models.AuthorizationCode):  # by which its memory takes one for another
                backend.delete(lost)
            for group in groups:
                if backend.get(models.Group, display_name=group) is None:
                    backend.save(models.Group(display_name=group, members=[found]))
            for one in backend.query(models.Group):
                others = [member for member in one.members if member.user_name != name]
                one.members = [*others, found] if one.display_name in groups else others
                backend.save(one)


@contextmanager
def identity() -> Iterator[Identity]:
    """The provider, listening."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")  # of the provider; it listens on this machine alone
        port = free_port("127.0.0.1", None, default=8290)
        app = _made(port)
        server = make_server("localhost", port, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield Identity(app, f"http://localhost:{port}")
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def _made(port: int) -> Flask:
    from canaille import create_app
    from joserfc.jwk import JWKRegistry

    key: Any = JWKRegistry.generate_key("RSA", 2048)
    key.ensure_kid()
    quiet = {"version": 1, "disable_existing_loggers": False}
    served = {"TESTING": True, "SECRET_KEY": "x", "WTF_CSRF_ENABLED": False, "PREFERRED_URL_SCHEME": "http"}
    may = {"ACL": {"DEFAULT": {"PERMISSIONS": ["use_oidc"]}}}
    own = {"ACTIVE_JWKS": [key.as_dict(private=True)]}
    canaille = {"DATABASE": "memory", "JAVASCRIPT": False, "LOGGING": quiet, **may}
    app: Flask = create_app(
        config={**served, "SERVER_NAME": f"localhost:{port}", "CANAILLE": canaille, "CANAILLE_OIDC": own}, env_file=None
    )
    app.config["CANAILLE_OIDC"]["USERINFO_MAPPING"]["EMAIL_VERIFIED"] = "{{ user.title }}"
    with app.app_context():
        from canaille.app import models
        from canaille.backends import Backend

        client = models.Client(
            client_id=CLIENT_ID,
            client_secret=SECRET,
            client_name="Regulars",
            client_uri="http://127.0.0.1",  # whom it trusts, and asks nobody whether they consent
            redirect_uris=[BACK],
            scope=["openid", "email", "profile", "groups"],
            grant_types=["authorization_code"],
            response_types=["code"],
            token_endpoint_auth_method="client_secret_basic",
        )
        Backend.instance.save(client)
        client.audience = [client]
        Backend.instance.save(client)
    return app


@contextmanager
def self_signed(app: Flask, folder: Path) -> Iterator[str]:
    """An application over TLS, with a certificate of its own making."""
    certificate = make_ssl_devcert(str(folder / "own"), host="localhost")
    server = make_server("localhost", 0, app, threaded=True, ssl_context=certificate)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"https://localhost:{server.port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def there(browser: Visitor, onward: str = "/") -> str:
    """Where our button leads: the provider's address, with all that it asks."""
    answer = browser.see(f"/sign-in/provider?next={onward}")
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.headers["Location"]


def shown(address: str, name: str) -> str:
    """Sign in there as somebody; the address that leads back, as a path."""
    with requests.Session() as browser:
        at = browser.get(address, timeout=20)
        at = browser.post(at.url, data={"login": name}, timeout=20)
        at = browser.post(at.url, data={"password": PASSWORD}, timeout=20, allow_redirects=False)
        while not at.headers.get("Location", "").startswith(BACK):
            assert at.is_redirect, at.text
            at = browser.get(at.headers["Location"], timeout=20, allow_redirects=False)
    parts = urlsplit(at.headers["Location"])
    return f"{parts.path}?{parts.query}"
