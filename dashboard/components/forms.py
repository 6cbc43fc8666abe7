"""Fields of the forms that assets/asking.js reads: each has a name, and a label beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard.components.basics import Children
from wording.languages import say

Choice = tuple[str, str]  # value, words
KEY_HINT = "-----BEGIN OPENSSH PRIVATE KEY-----"


@dataclass(frozen=True)
class Fields:
    """The fields of one page's forms, whose ids begin with its word."""

    begins: str

    def text(
        self, name: str, label: str, *, kind: str = "text", wide: bool = False, value: str = "", **more: Any
    ) -> Any:
        """A field to write into; what is a password is not offered again."""
        off = "new-password" if kind == "password" else "off"
        field = dbc.Input(type=kind, name=name, id=f"{self.begins}-{name}", value=value, autocomplete=off, **more)
        return self._labelled(name, label, field, wide)

    def select(self, name: str, label: str, choices: Sequence[Choice], *, wide: bool = False) -> html.Div:
        """One of some choices."""
        options = [html.Option(words, value=value) for value, words in choices]
        field = html.Select(options, name=name, id=f"{self.begins}-{name}", className="form-select")
        return self._labelled(name, label, field, wide)

    def key(self, name: str, label: str) -> html.Div:
        """Room for a private key."""
        area = html.Textarea(
            name=name, id=f"{self.begins}-{name}", className="form-control", rows=3, placeholder=KEY_HINT
        )
        return self._labelled(name, label, area, True)

    def _labelled(self, name: str, label: str, field: Children, wide: bool) -> html.Div:
        head = html.Label(label, htmlFor=f"{self.begins}-{name}")
        return html.Div([head, field], className=f"form-field field-{name}" + (" wide" if wide else ""))


def said(choices: Sequence[Choice]) -> list[Choice]:
    """Choices marked by `to_say`, in the language that is spoken."""
    return [(value, say(words)) for value, words in choices]


def row(*fields: Children) -> html.Div:
    """Fields beside each other."""
    return html.Div(list(fields), className="form-grid")
