"""A browser without scripts: it keeps cookies, fills the forms that it is shown, and follows where they lead."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from dash import Dash
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from dashboard.app import create_app
from tests.accounts.people import PASSWORD, SECRET_KEY, person
from warehouse.settings import Settings
from warehouse.web_settings import WebSettings

EMAIL = "anna@shop.example"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)"(?: autocomplete="[^"]+")? value="([^"]*)">')
Sending = Callable[..., TestResponse]


@dataclass
class Visitor:
    """Somebody at the forms."""

    client: FlaskClient
    base: str = "http://localhost"
    headers: dict[str, str] = field(default_factory=dict)

    def see(self, path: str) -> TestResponse:
        """Open an address; where it leads is not followed."""
        return self.client.get(
            path, base_url=self.base, headers=self.headers, buffered=True
        )  # and closed, as servers do

    def send(self, path: str, shown_at: str | None = None, **fields: str) -> TestResponse:
        """Send a form as it stands on a page, with what was typed into it."""
        page = self.see(shown_at or path).get_data(as_text=True)
        return self.post(path, {"form": hidden(page)["form"], **fields})

    def post(self, path: str, fields: dict[str, str], **headers: str) -> TestResponse:
        """Send anything."""
        return self.client.post(path, data=fields, base_url=self.base, headers=self.headers | headers, buffered=True)

    def sign_in(self, email: str = EMAIL, password: str = PASSWORD, onward: str = "/") -> TestResponse:
        """By address and password."""
        return self.send("/sign-in", email=email, password=password, next=onward)


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the first form of a page's content, and the last of each name."""
    return {name: unescape(value) for name, value in HIDDEN.findall(page)}


def text_of(answer: TestResponse) -> str:
    """What a page says, without its markup."""
    main = re.sub(r"(?s).*<main[^>]*>", "", answer.get_data(as_text=True))
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def hosted(engine: Engine, **web: Any) -> Dash:
    """The app as it is served to others: accounts are in force. `web`: more settings of serving."""
    url = engine.url.render_as_string(hide_password=False)
    served = WebSettings(hosts=("shop.example",), **web)
    return create_app(Settings(database_url=url, sign_in="always", secret_key=SECRET_KEY, web=served), engine)


def visitor(app: Dash) -> Visitor:
    """A fresh browser."""
    return Visitor(app.server.test_client())


def signed_in(engine: Engine, app: Dash, role: str = "admin", email: str = EMAIL) -> Visitor:
    """A browser of a new user of a role."""
    person(engine, email, role)
    found = visitor(app)
    assert found.sign_in(email).status_code == 303
    return found
