"""Callbacks as a browser calls them: by an id in their output, over HTTP."""

from typing import Any
from weakref import WeakKeyDictionary

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.components.tables import Words
from tests.dashboard.tables import cell_words, is_table, table_words

Callback = dict[str, Any]
_known: WeakKeyDictionary[Flask, list[Callback]] = WeakKeyDictionary()  # of each app, which has the same to its end


def callbacks(client: FlaskClient) -> list[Callback]:
    """All callbacks as the browser gets to know them."""
    found: list[Callback] = client.get("/_dash-dependencies").get_json()
    return found


def outputs(callback: Callback) -> list[tuple[str, str]]:
    """(id, property) of each output."""
    names = callback["output"].strip(".").split("...")
    pairs = [tuple(name.split("@")[0].rsplit(".", 1)) for name in names]
    return pairs  # type: ignore[return-value]


def find(client: FlaskClient, output: str, given: str | None = None) -> Callback:
    """The callback with the output `id.property`, and with the input of id `given` where several have it."""
    wanted = tuple(output.rsplit(".", 1))
    app = client.application
    for callback in _known.get(app) or _known.setdefault(app, callbacks(client)):
        if wanted in outputs(callback) and (given is None or given in [one["id"] for one in callback["inputs"]]):
            return callback
    raise AssertionError(f"no callback puts out {output}")


def post(
    client: FlaskClient, output: str, values: dict[str, Any], changed: str = "", given: str | None = None
) -> TestResponse:
    """Call the callback of an output; `values` by `id.property`, None where not given; `changed` is what triggers."""
    callback = find(client, output, given)

    def filled(part: str) -> list[dict[str, Any]]:
        return [one | {"value": values.get(f"{one['id']}.{one['property']}")} for one in callback[part]]

    puts = [{"id": name.split("@")[0], "property": value} for name, value in outputs(callback)]
    body = {
        "output": callback["output"],
        "outputs": puts if callback["output"].startswith("..") else puts[0],
        "inputs": filled("inputs"),
        "state": filled("state"),
        "changedPropIds": [changed] if changed else [],
    }
    return client.post("/_dash-update-component", json=body)


def call(
    client: FlaskClient, output: str, values: dict[str, Any], changed: str = "", given: str | None = None
) -> dict[str, Any]:
    """What the callback puts out, by `id.property`; the answer has to be a good one."""
    answer = post(client, output, values, changed, given)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: dict[str, dict[str, Any]] = answer.get_json()["response"]
    return {f"{name}.{key}": value for name, entry in found.items() for key, value in entry.items()}


def texts(component: Any) -> str:
    """All the words inside a component or its JSON, in reading order."""
    if hasattr(component, "to_plotly_json"):
        component = component.to_plotly_json()
    if isinstance(component, Words):  # a table's cell by itself
        components: list[Any] = []
        return cell_words(component.plain(components), components, texts)
    if is_table(component):
        return table_words(component, texts)
    if isinstance(component, dict):
        return texts(component.get("props", {}).get("children"))
    if isinstance(component, list | tuple):
        return " ".join(part for part in map(texts, component) if part)
    return "" if component is None else str(component)
