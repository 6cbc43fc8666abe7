"""Thousands of callbacks that no browser sends: each is answered, none with a server's error, none with a traceback."""

import copy
import json
import logging
import random
from collections.abc import Callable
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.web.guard.shape import fault
from tests.dashboard.calls import callbacks

SEED = 20_261_128
ROUNDS = 5_000
PATH = "/_dash-update-component"
DEEP: Any = "x"
for _ in range(60):
    DEEP = [DEEP]
ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 7, 10**30, 1.5, -0.0, float("inf"), float("nan"), "", "0", "7", "x" * 5_000),
    *("\x00", "\ud800", "../../etc/passwd", "'; drop table loads; --", "<script>", "?from=2011-13&to=x", "%00%ff"),
    *([], [[]], [None], ["x"], [1, 2], {}, {"a": 1}, {"id": 1}, {"points": 5}, {"points": [[]]}, {"search": 5}, DEEP),
    *({"points": [{"customdata": [{}]}]}, {"search": "?country=" + "A," * 900}, {"search": "\x00"}, {"idle": []}),
)


def sent(callback: dict[str, Any]) -> dict[str, Any]:
    """The callback as a browser sends it, without values."""
    names = callback["output"].strip(".").split("...")
    puts = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
    parts = {part: [dict(one, value=None) for one in callback[part]] for part in ("inputs", "state")}
    is_many = callback["output"].startswith("..")
    return {"output": callback["output"], "outputs": puts if is_many else puts[0], "changedPropIds": [], **parts}


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to everything inside."""
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [path, *(place for key in keys for place in places(value[key], (*path, key)))]


def changed(body: Any, choose: random.Random) -> Any:
    """The same with one thing replaced, left out or doubled."""
    *way, last = choose.choice(places(body)[1:])
    holder = body
    for key in way:
        holder = holder[key]
    match choose.randrange(4):
        case 0:
            del holder[last]
        case 1 if isinstance(holder, list):
            holder.append(copy.deepcopy(holder[last]))
        case _:
            holder[last] = copy.deepcopy(choose.choice(ODD))
    return body


def with_values(body: dict[str, Any], choose: random.Random) -> dict[str, Any]:
    """The same with odd values where a browser has its own."""
    for one in (*body["inputs"], *body["state"]):
        if choose.random() < 0.6:
            one["value"] = copy.deepcopy(choose.choice(ODD))
    body["changedPropIds"] = [f"{one['id']}.{one['property']}" for one in body["inputs"] if choose.random() < 0.3]
    return body


def broken(text: str, choose: random.Random) -> bytes:
    """What is left of it after something cut it or wrote over it."""
    data = bytearray(text.encode("utf-8", "surrogatepass"))
    at = choose.randrange(len(data))
    return bytes(data[:at]) if choose.random() < 0.5 else bytes(data[:at]) + choose.randbytes(4) + bytes(data[at + 4 :])


def fuzzed(known: list[dict[str, Any]], choose: random.Random) -> bytes:
    """One request's body."""
    body: Any = sent(choose.choice(known))
    kind = choose.randrange(10)
    if kind == 0:
        return json.dumps(choose.choice(ODD)).encode("utf-8", "surrogatepass")
    if kind < 6:
        body = with_values(body, choose)
    if kind > 4:
        for _ in range(choose.randrange(1, 4)):
            body = changed(body, choose) if body else body
    text = json.dumps(body)
    return broken(text, choose) if kind == 9 else text.encode()


def is_refused(body: bytes, app: Dash) -> bool:
    """Whether the guard says what is wrong with it."""
    try:
        return fault(json.loads(body), app.callback_map) is not None
    except (ValueError, RecursionError):
        return False


def test_no_callback_is_a_server_s_error(client: FlaskClient, app: Dash, caplog: pytest.LogCaptureFixture) -> None:
    """All that gets past the guard goes all the way, and of nine tenths that do not every fifth."""
    choose = random.Random(SEED)
    known = [one for one in callbacks(client) if not one["clientside_function"]]
    bad, refused = [], 0
    with caplog.at_level(logging.WARNING):
        for at in range(ROUNDS):
            body = fuzzed(known, choose)
            if at % 5 and is_refused(body, app):
                refused += 1
                continue
            answer = client.post(PATH, data=body, content_type="application/json")
            refused += answer.status_code == 400
            if answer.status_code not in (200, 204, 400):
                bad.append((answer.status_code, body[:300], answer.get_data(as_text=True)[:200]))
    assert bad == []
    assert refused > ROUNDS / 4
    assert [record.exc_text for record in caplog.records if record.exc_info] == []


def test_what_a_browser_sends_is_taken(client: FlaskClient, app: Dash) -> None:
    """With the mark that its outputs have where several callbacks share them."""
    plain = [one for one in callbacks(client) if not one["clientside_function"] and "{" not in one["output"]]
    assert sum("@" in one["output"] for one in plain) > 3
    found = {one["output"]: fault(sent(one), app.callback_map) for one in plain}
    assert {output: said for output, said in found.items() if said and "outputs" in said} == {}


def with_input(body: dict[str, Any], value: Any) -> dict[str, Any]:
    body["inputs"][0]["value"] = value
    return body


Change = Callable[[dict[str, Any]], Any]


def marked(callback: dict[str, Any]) -> dict[str, Any]:
    """The callback just as a browser sends it, marks of shared outputs included."""
    body = sent(callback)
    parts = [name.rpartition(".")[::2] for name in callback["output"].strip(".").split("...")]
    puts = [{"id": name, "property": value} for name, value in parts]
    return body | {"outputs": puts if callback["output"].startswith("..") else puts[0]}


def test_every_callback_of_the_dashboard_gets_through(client: FlaskClient) -> None:
    refused = []
    for callback in callbacks(client):
        if not callback["clientside_function"]:
            answer = client.post(PATH, json=marked(callback))
            refused += [callback["output"]] if answer.status_code not in (200, 204) else []
    assert refused == []


REFUSED: dict[str, tuple[Change, str]] = {
    "no object": (lambda body: [body], "A callback is a JSON object."),
    "unknown": (lambda body: body | {"output": "none.children"}, "It is no callback that this dashboard has"),
    "no output": (lambda body: {"inputs": body["inputs"]}, "It is no callback that this dashboard has"),
    "in the browser": (lambda body: body | {"output": "filter-bar.className"}, "It is no callback that this"),
    "too few inputs": (lambda body: body | {"inputs": []}, "Its inputs are not those of the callback."),
    "inputs of others": (
        lambda body: body | {"inputs": [dict(one, id="x") for one in body["inputs"]]},
        "Its inputs are not",
    ),
    "states too many": (lambda body: body | {"state": body["inputs"]}, "Its state are not those of the callback."),
    "outputs of others": (lambda body: body | {"outputs": {"id": "x", "property": "y"}}, "Its outputs are not those"),
    "odd changes": (lambda body: body | {"changedPropIds": [5]}, "What changed is not named as `id.property`."),
    "a number for a text": (lambda body: with_input(body, 5), "The value of url.pathname is of another kind"),
    "nested": (lambda body: with_input(body, DEEP), "It is nested too deeply."),
    "nul": (lambda body: with_input(body, "/a\x00"), "A text in it holds what is no letter."),
    "half a letter": (lambda body: with_input(body, "/\ud800"), "A text in it holds what is no letter."),
    "long": (lambda body: with_input(body, "/" + "x" * 200_000), "A text in it is too long."),
    "no number": (lambda body: with_input(body, float("nan")), "A number in it is none."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_browser_sends_is_told_in_a_sentence(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    change, sentence = REFUSED[name]
    (callback,) = (one for one in callbacks(client) if one["output"] == "page.children")
    answer = client.post(PATH, data=json.dumps(change(sent(callback))), content_type="application/json")
    said = answer.get_data(as_text=True)
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")
    assert said.startswith(f"The dashboard could not read this request. {sentence}")
    (record,) = caplog.records
    assert record.exc_info is None


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b'{"a": ' * 50_000, b"\xff\xfe", b"9" * 5_000])
def test_what_is_no_json(client: FlaskClient, body: bytes) -> None:
    answer = client.post(PATH, data=body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.get_data(as_text=True).startswith("The dashboard could not read this request. ")


def test_another_kind_of_content_and_method(client: FlaskClient) -> None:
    assert client.post(PATH, data=b"{}", content_type="text/plain").status_code == 415
    assert client.get(PATH).status_code in (404, 405)


def test_a_huge_body_is_not_read(client: FlaskClient) -> None:
    answer = client.post(PATH, data=b'"' + b"x" * 2_000_000 + b'"', content_type="application/json")
    assert (answer.status_code, answer.get_data(as_text=True)) == (
        413,
        "This request is larger than the dashboard takes.\n",
    )


def test_outputs_are_taken_as_the_browser_marks_them(client: FlaskClient) -> None:
    """Several callbacks write the address: Dash tells them apart by a mark, in the names and in the outputs."""
    own = next(one for one in callbacks(client) if one["inputs"][0]["id"] == "mark")
    assert own["output"].startswith("..url.pathname@")
    told = {"chart": "overview-segments", "points": [{"customdata": ["champions"]}], "act": "open"}
    inputs = [one | {"value": told} for one in own["inputs"]]
    state = [one | {"value": None} for one in own["state"]]
    marked = [one.split(".") for one in own["output"].strip(".").split("...")]
    outputs = [{"id": name, "property": marked_property} for name, marked_property in marked]
    answer = client.post(PATH, json={"output": own["output"], "outputs": outputs, "inputs": inputs, "state": state})
    assert (answer.status_code, answer.get_json()["response"]["url"]) == (200, {"pathname": "/segments/champions"})
