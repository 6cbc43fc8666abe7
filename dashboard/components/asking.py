"""What pages of work are made of: cards, how far something is, and buttons that assets/asking.js hears."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from dash import Dash, Input, Output, State, dcc, html, no_update

from dashboard.components.basics import Children, aria, icon
from dashboard.components.panels import failure
from wording.languages import say, say_again

_COMMAND = re.compile(r"--[a-z]|python -m ")
_ASIDE = re.compile(r"\s*\([^()]*(?:--[a-z]|python -m )[^()]*\)")
_END = re.compile(r"(?<=[.!?;]) +(?=\S)")


def card(title: Children, note: Children, *body: Children, columns: int = 12, key: str | None = None) -> html.Section:
    """A card with a title, a note under it, and what it is about."""
    head = html.Header(
        [html.H2(title, className="card-title"), html.P(note, className="card-note")], className="card-head"
    )
    named: dict[str, Any] = {"key": key} if key else {}
    return html.Section([head, *body], className=f"card-panel span-{columns}", **named)


def button(label: Children, act: str, kind: str = "", icon_name: str = "", label_for: str = "", **said: Any) -> Any:
    """A button that asks for something: `act`, and what is said with it."""
    named = aria(label=label_for) if label_for else {}
    style = f"button {kind}".strip()
    return html.Button(with_icon(icon_name, label), type="button", className=style, **named, **data(act=act, **said))


def bar(share: float | None, label: str) -> html.Div:
    """How far something is; without a share that it goes on."""
    width: dict[str, Any] = {} if share is None else {"style": {"width": f"{100 * min(1.0, max(0.0, share)):.1f}%"}}
    kind = "progress-fill unknown" if share is None else "progress-fill"
    says = aria(label=label) if share is None else aria(label=label, valuenow=f"{100 * share:.0f}")
    return html.Div(html.Div(className=kind, **width), className="progress-track", role="progressbar", **says)


def with_icon(name: str, label: Children) -> Children:
    """A label behind its icon, where it has one."""
    return [icon(name), label] if name else label


def removal(upload_id: str, label: str, shown: str = "") -> html.Button:
    """A button that takes a file away: assets/uploads.js."""
    named = aria(label=say("Remove {label}", label=label))
    return html.Button(
        [icon("x-lg"), shown], type="button", className="button quiet", **named, **data(removes=upload_id)
    )


def data(**said: Any) -> dict[str, Any]:
    """What a script reads of an element: `**data(act="load")`."""
    return {f"data-{name}": str(value) for name, value in said.items()}


def heard(
    asked: Mapping[str, Any], sure: str, about: str, act: Callable[[Mapping[str, Any]], str]
) -> tuple[dict[str, Any], str, str]:
    """What is kept after a button (`done` is the one that did what it should), what went wrong, and what is told.

    `sure` is the button that first asks whether one is sure about the number called `about`; the others act at once.
    """
    at, name = str(asked.get("at")), asked.get("act")
    if name in (sure, "keep"):
        number = str(asked.get(about, ""))
        is_number = name == sure and number.isascii() and number.isdigit()
        return {"at": at, "sure": int(number) if is_number else None}, "", ""
    try:
        return {"at": at, "sure": None, "done": name}, "", act(asked)
    except Exception as problem:
        words = " ".join(part for part in failure(problem) if part != say("Not available"))
        return {"at": at, "sure": None}, words, ""


def redrawn(show: Callable[[], tuple[str, list[Children]]], before: str | None) -> Any:
    """A list and what it is made from, in short; nothing new where that is as `before`."""
    try:
        key, parts = show()
    except Exception as error:
        return card(*failure(error)), ""
    return (parts, key) if key != before else (no_update, no_update)


def confirmation(words: str, *buttons: Children) -> html.Div:
    """Whether somebody is sure of what a button asks for, with what to answer."""
    answers = html.Div([*buttons], className="form-row")
    return html.Div([html.P(words, className="question-words"), answers], className="question")


def list_of(name: str) -> list[Children]:
    """The empty places of a page that is one list: what was asked, what went wrong, what is told, and the rows."""
    return [
        *(dcc.Store(id=f"{name}-{part}") for part in ("asked", "acted", "shown")),
        html.P(id=f"{name}-error", className="span-12 data-error", role="alert"),
        html.P(id=f"{name}-told", className="span-12 hint", role="status"),
        html.Div(id=f"{name}-list", className="span-12 place"),
    ]


def bind_list(
    app: Dash,
    name: str,
    about: str,
    act: Callable[[Mapping[str, Any]], str],
    show: Callable[[dict[str, Any] | None], tuple[str, list[Children]]],
) -> None:
    """Bind the buttons of such a list to what they do, and the list to what there is; "remove-ask" asks first."""

    def ask(asked: dict[str, Any] | None) -> Any:
        if not isinstance(asked, dict):
            return {"at": "", "sure": None}, "", ""  # the list waits for it
        return heard(asked, "remove-ask", about, act)

    def fill(acted: dict[str, Any] | None, before: str | None) -> Any:
        return redrawn(lambda: show(acted), before)

    app.callback(
        Output(f"{name}-acted", "data"),
        Output(f"{name}-error", "children"),
        Output(f"{name}-told", "children"),
        Input(f"{name}-asked", "data"),
    )(ask)
    app.callback(
        Output(f"{name}-list", "children"),
        Output(f"{name}-shown", "data"),
        Input(f"{name}-acted", "data"),
        State(f"{name}-shown", "data"),
    )(fill)


def without_commands(sentence: str) -> str:
    """A sentence of a command line for somebody who has buttons, in their language: without what tells options and
    commands."""
    first = sentence.split("\n", maxsplit=1)[0]
    said = say_again(first)
    return _stripped(said) if said != first else say_again(_stripped(first))


def _stripped(sentence: str) -> str:
    parts = _END.split(_ASIDE.sub("", sentence))
    return " ".join(part for part in parts if not _COMMAND.search(part)).rstrip("; ")
