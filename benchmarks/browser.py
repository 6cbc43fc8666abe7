"""The dashboard as a browser meets it, over Flask's test client: pages, their callbacks, and calls of these."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote

from flask.testing import FlaskClient
from sqlalchemy import Engine

from dashboard import app as application
from dashboard.shop import Shop
from dashboard.web.routing import Page
from warehouse.settings import Settings

PAGE_OUTPUT = "page.children"  # filled by what the address names


class WatchedShop(Shop):
    """A shop that notes what is asked, and can forget the answers."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.scope_name = ""
        self.asked: dict[Any, dict[str, set[tuple[Any, ...]]]] = {}  # query -> selection -> arguments

    def ask(self, query: Any, *arguments: Any) -> Any:
        """Note, then answer as ever."""
        self.asked.setdefault(query, {}).setdefault(self.scope_name, set()).add(arguments)
        return super().ask(query, *arguments)

    def forget(self) -> None:
        """Make the cache cold; what is published stays known."""
        self._answers.clear()
        self._finished.forget()


@dataclass(frozen=True)
class Callback:
    """A callback as `/_dash-dependencies` tells of it."""

    output: str
    inputs: tuple[tuple[str, str], ...]
    state: tuple[tuple[str, str], ...]
    waits: bool  # for a click: not called when its page opens

    @property
    def outputs(self) -> list[tuple[str, str]]:
        """(id, property) of each; an output that several callbacks share ends with `@` and a hash."""
        names = self.output.strip(".").split("...")
        return [(name.rsplit(".", 1)[0], name.rsplit(".", 1)[1]) for name in names]

    @property
    def name(self) -> str:
        """What its outputs have in common; what triggers it where it shares its output."""
        ids = list(dict.fromkeys(name for name, _ in self.outputs))
        if "@" in self.output:
            return f"{ids[0]}.{self.outputs[0][1].split('@')[0]} from {self.inputs[0][0]}"
        if len(ids) == 1:
            return ids[0]
        panel = ids[0].rpartition("-")[0]
        return panel if all(each.startswith(f"{panel}-") for each in ids) else f"{ids[0]} and {len(ids) - 1} more"


@dataclass
class View:
    """An address with what its page holds: ids, and the properties they have from the start."""

    page: Page
    argument: str | None
    pathname: str
    values: dict[str, Any] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """`/segments/…`."""
        return self.pathname if self.argument is None else f"/{self.page.path}/…"


class Browser:
    """One app on a store, and a client that talks to it."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        made: list[WatchedShop] = []

        def watched(*arguments: Any, **named: Any) -> WatchedShop:
            made.append(WatchedShop(*arguments, **named))
            return made[-1]

        with patch.object(application, "Shop", watched):
            self.app = application.create_app(settings, engine)
        self.shop = made[0]
        self.client: FlaskClient = self.app.server.test_client()
        self.callbacks = [_callback(one) for one in self.client.get("/_dash-dependencies").get_json() if _is_ours(one)]
        self.shell = View(Page("", "", lambda shop: None), None, "/")
        _collect(self.client.get("/_dash-layout").get_json(), self.shell)
        self.failures: list[str] = []
        _listen(self.failures)

    def view(self, page: Page, argument: str | None = None) -> View:
        """Open the layout of a page."""
        view = View(page, argument, "/" + "/".join(part for part in (page.path, argument) if part))
        show = next(one for one in self.callbacks if one.output == PAGE_OUTPUT)
        _collect(self.call(show, view, ""), view)
        return view

    def active(self, view: View) -> Iterator[Callback]:
        """The callbacks that a page brings to life, without those of the shell."""
        known = view.ids | self.shell.ids
        for one in self.callbacks:
            touched = {name for name, _ in (*one.outputs, *one.inputs)}
            if touched <= known and touched & view.ids:
                yield one

    def body(self, callback: Callback, view: View, search: str) -> dict[str, Any]:
        """What the browser sends to call it with this address."""
        address = {"url.pathname": view.pathname, "url.search": search, "filters.data": {"search": search}}
        values = self.shell.values | view.values | address | {"theme.data": "light"}
        puts = [{"id": name, "property": key.split("@")[0]} for name, key in callback.outputs]
        return {
            "output": callback.output,
            "outputs": puts if callback.output.startswith("..") else puts[0],
            "inputs": _filled(callback.inputs, values),
            "state": _filled(callback.state, values),
            "changedPropIds": [".".join(callback.inputs[0])],
        }

    def call(self, callback: Callback, view: View, search: str) -> dict[str, Any]:
        """Call it as the browser does with this address; what it puts out, by id and property."""
        answer = self.client.post("/_dash-update-component", json=self.body(callback, view, search))
        if answer.status_code not in (200, 204):
            self.failures.append(f"{callback.name} on {view.name}{search}: status {answer.status_code}")
        return (answer.get_json() or {}).get("response", {}) if answer.status_code == 200 else {}


def first_argument(page: Page, answers: str) -> str | None:
    """What the first link to a page's details names, in the text of answers."""
    found = re.search(rf"/{re.escape(page.path)}/([^\"?#/\\]+)", answers)
    return unquote(found[1]) if found else None


def _filled(names: tuple[tuple[str, str], ...], values: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"id": name, "property": key, "value": values.get(f"{name}.{key}")} for name, key in names]


def _is_ours(dependency: dict[str, Any]) -> bool:
    """Whether it runs in Python, not in the browser."""
    return not dependency.get("clientside_function")


def _callback(dependency: dict[str, Any]) -> Callback:
    names = {part: tuple((one["id"], one["property"]) for one in dependency[part]) for part in ("inputs", "state")}
    return Callback(dependency["output"], names["inputs"], names["state"], bool(dependency["prevent_initial_call"]))


def _collect(node: Any, view: View) -> None:
    """Find all components with an id in the JSON of a layout."""
    if isinstance(node, list):
        for each in node:
            _collect(each, view)
    elif isinstance(node, dict):
        if isinstance(node.get("props"), dict) and isinstance(name := node["props"].get("id"), str):
            view.ids.add(name)
            view.values |= {f"{name}.{key}": value for key, value in node["props"].items() if key != "children"}
        for each in node.values():
            _collect(each, view)


def _listen(failures: list[str]) -> None:
    """Panels turn exceptions into notices and log them: a benchmark must not take these for quick answers."""

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            failures.append(f"{record.getMessage()}: {record.exc_info[1] if record.exc_info else ''}")

    logging.getLogger("dashboard").addHandler(Handler(logging.WARNING))
