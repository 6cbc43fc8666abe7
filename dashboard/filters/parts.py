"""What a mark of a chart says of its customers, as conditions of an audience in JSON: the chart carries it along."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

Part = Mapping[str, Any]


def said(*parts: Part) -> str:
    """All of them together, as a mark carries it."""
    whole = parts[0] if len(parts) == 1 else {"all": list(parts)}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def span(about: Part, low: float | None, high: float | None) -> list[Part]:
    """A number from `low` to below `high`, as the bars of a histogram are; None is no bound."""
    ends: list[Part] = [] if low is None else [{**about, "at_least": number(low)}]
    return ends if high is None else [*ends, {"not": {**about, "at_least": number(high)}}]


def exactly(about: Part, value: float) -> Part:
    """One number."""
    return {**about, "at_least": number(value), "at_most": number(value)}


def number(value: float) -> str:
    """A bound without the noise of floats, and without an exponent."""
    return format(round(float(value), 9), "f").rstrip("0").rstrip(".") or "0"


def address(definition: Part) -> str:
    """The builder of audiences with these conditions in it."""
    return "/audiences/new?" + urlencode({"conditions": json.dumps(definition, separators=(",", ":"))})


def was(segments: Sequence[str], algorithm: str, month: str | None) -> Part:
    """In one of the segments at the end of a month such as 2026-03, or now."""
    now = {"segment": [*segments], "of": algorithm}
    return now if month is None else {**now, "at": month}
