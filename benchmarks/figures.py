"""What a figure costs the browser: bytes of JSON, and points to draw."""

import base64
import math
from typing import Any

import orjson

MOST_BYTES = 300_000
MOST_POINTS = 5_000
DATA = ("x", "y", "z", "r", "theta", "values", "locations", "lat", "lon", "labels")
ITEM = {"i1": 1, "u1": 1, "i2": 2, "u2": 2, "i4": 4, "u4": 4, "f4": 4, "f8": 8}


def json_bytes(figure: dict[str, Any]) -> int:
    """The length of the figure as it goes over the line, uncompressed."""
    return len(orjson.dumps(figure))


def points(figure: dict[str, Any]) -> int:
    """Marks in all traces; a heat map has one a cell."""
    return sum(max((_length(trace.get(name)) for name in DATA), default=0) for trace in figure.get("data") or ())


def _length(values: Any) -> int:
    """Of a list, a list of lists, or an array as plotly packs it."""
    if isinstance(values, dict) and "bdata" in values:
        shape = [int(side) for side in str(values.get("shape", "")).split(",") if side.strip()]
        return math.prod(shape) if shape else len(base64.b64decode(values["bdata"])) // ITEM[values["dtype"]]
    if isinstance(values, list):
        return sum(map(len, values)) if values and isinstance(values[0], list) else len(values)
    return 0
