"""What is wrong with a callback that came over HTTP, against the map of callbacks that the application has.

Dash trusts its browser: whatever else arrives ends as an exception deep inside it. The types are those that the
callback's own function says.
"""

from __future__ import annotations

import inspect
import json
import math
import typing
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from dashboard.web.guard.hints import fits
from warehouse.letters import is_storable

Spec = Mapping[str, Any]  # an entry of Dash's `callback_map`
MOST_DEPTH = 30  # what a browser sends is five deep
MOST_LETTERS = 100_000  # of one text
MOST_CHANGED = 1_000
MOST_NUMBER = 2**63
MISSING = "It is no callback that this dashboard has: the page may be of an older version. Load it again."


def fault(body: Any, callbacks: Mapping[str, Spec]) -> str | None:
    """A sentence on the first thing that is wrong; None for what a browser could have sent."""
    if not isinstance(body, dict):
        return "A callback is a JSON object."
    output = body.get("output")
    if not isinstance(output, str) or not (callbacks.get(output) or {}).get("callback"):
        return MISSING
    spec = callbacks[output]
    given = body.get("inputs", []), body.get("state", [])
    for name, found, wanted in zip(("inputs", "state"), given, (spec["inputs"], spec["state"]), strict=True):
        if not _are_those(found, wanted):
            return f"Its {name} are not those of the callback."
    if not _are_outputs(body.get("outputs"), spec):
        return "Its outputs are not those of the callback."
    if not _is_changed(body.get("changedPropIds", [])):
        return "What changed is not named as `id.property`."
    return unreadable(body) or _wrong_type(spec["callback"], [*given[0], *given[1]])


def unreadable(value: Any, depth: int = 0) -> str | None:
    """What no text or number of a browser is, wherever it is inside."""
    if depth > MOST_DEPTH:
        return "It is nested too deeply."
    if isinstance(value, str):
        return _unreadable_text(value)
    if isinstance(value, float) and not math.isfinite(value):
        return "A number in it is none."
    if isinstance(value, int) and abs(value) >= MOST_NUMBER:  # which no answer can hold
        return "A number in it is too large."
    inside: Sequence[Any] = ()
    if isinstance(value, dict):
        inside = [*value, *value.values()]
    elif isinstance(value, list):
        inside = value
    return next((found for one in inside if (found := unreadable(one, depth + 1))), None)


def _unreadable_text(text: str) -> str | None:
    if len(text) > MOST_LETTERS:
        return "A text in it is too long."
    if not is_storable(text):
        return "A text in it holds what is no letter."
    return None


def _are_those(found: Any, wanted: Sequence[Spec]) -> bool:
    """Whether these are the inputs or states, in their order."""
    return (
        isinstance(found, list)
        and len(found) == len(wanted)
        and all(_is_that(one, each) for one, each in zip(found, wanted, strict=True))
    )


def _is_that(found: Any, wanted: Spec) -> bool:
    """Whether a part names what it has to; an id with a pattern names several, or one of a kind."""
    if isinstance(found, list):
        return wanted["id"].startswith("{") and all(isinstance(one, dict) and _is_that(one, wanted) for one in found)
    if not isinstance(found, dict) or found.get("property") != wanted["property"]:
        return False
    if not wanted["id"].startswith("{"):
        return bool(found.get("id") == wanted["id"])
    own: Any = found.get("id")
    is_plain = isinstance(own, dict) and all(isinstance(value, str | int) for value in own.values())
    return is_plain and sorted(own) == sorted(json.loads(wanted["id"]))


def _are_outputs(found: Any, spec: Spec) -> bool:
    if spec.get("no_output"):
        return not found
    wanted = spec["output"]
    wanted = wanted if isinstance(wanted, list | tuple) else [wanted]
    named = [{"id": one.component_id_str(), "property": one.component_property} for one in wanted]
    if isinstance(spec["output"], list | tuple):
        return isinstance(found, list) and _are_those([_unmarked(one) for one in found], named)
    return _is_that(_unmarked(found), named[0])


def _unmarked(output: Any) -> Any:
    """Without the mark by which a browser tells apart the callbacks that share an output: `pathname@928c…`."""
    if isinstance(output, list):  # of a pattern
        return [_unmarked(one) for one in output]
    if not isinstance(output, dict) or not isinstance(output.get("property"), str):
        return output
    return output | {"property": output["property"].partition("@")[0]}


def _is_changed(found: Any) -> bool:
    return isinstance(found, list) and len(found) <= MOST_CHANGED and all(_is_property(one) for one in found)


def _is_property(name: Any) -> bool:
    if not isinstance(name, str) or "." not in name:
        return False
    own = name.rpartition(".")[0]
    if not own.startswith("{"):
        return True
    try:
        return isinstance(json.loads(own), dict)
    except (ValueError, RecursionError):
        return False


def _wrong_type(callback: Callable[..., Any], parts: Sequence[Any]) -> str | None:
    hints, rest = _hints(inspect.unwrap(callback))
    for number, part in enumerate(parts):
        hint = hints[number] if number < len(hints) else rest
        values = [one.get("value") for one in part] if isinstance(part, list) else part.get("value")
        if not fits(values, hint):
            name = "a part with a pattern" if isinstance(part, list) else f"{part['id']}.{part['property']}"
            return f"The value of {name} is of another kind than it has to be."
    return None


@cache
def _hints(function: Callable[..., Any]) -> tuple[tuple[Any, ...], Any]:
    """The types of a function's arguments, and that of its `*rest`."""
    hints = typing.get_type_hints(function)
    named, rest = [], Any
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is inspect.Parameter.VAR_POSITIONAL:
            rest = hints.get(name, Any)
        else:
            named.append(hints.get(name, Any))
    return tuple(named), rest
