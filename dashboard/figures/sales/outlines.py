"""Which countries the map can draw, and where they lie: read from the outlines that the browser draws."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import acos, asinh, atan, cos, degrees, radians, sin, sinh, tan
from pathlib import Path
from typing import Any

OUTLINES = Path(__file__).resolve().parents[3] / "assets" / "vendor" / "topojson" / "world_110m.json"
REACH_KM = 3_000  # between the middles of neighbours
EARTH_KM = 6_371
SIGHT_LONGITUDE, SIGHT_LATITUDE = 44.0, 30.0  # degrees from the middle that a view shows at most
NORTHERNMOST, SOUTHERNMOST = 71.5, -56.0
PADDING = 2.0  # degrees
ASPECT = 1.35  # width to height of a view


@dataclass(frozen=True)
class Box:
    """A part of the world, in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def middle(self) -> tuple[float, float]:
        """Longitude and latitude of the middle on Mercator's map."""
        return (self.west + self.east) / 2, _latitude((_mercator(self.south) + _mercator(self.north)) / 2)


@dataclass(frozen=True)
class Outline:
    """Where a country lies: its middle, and the box of its largest piece of land."""

    longitude: float
    latitude: float
    box: Box


@cache
def outlines() -> dict[str, Outline]:
    """alpha-3 -> outline, of each country that the map can draw."""
    world = json.loads(OUTLINES.read_text())
    (wide, high), (left, low) = world["transform"]["scale"], world["transform"]["translate"]
    arcs = [
        [(x * wide + left, y * high + low) for x, y in accumulate(arc, lambda a, b: (a[0] + b[0], a[1] + b[1]))]
        for arc in world["arcs"]
    ]
    found: dict[str, Outline] = {}
    for shape in world["objects"]["countries"]["geometries"]:
        middle = shape.get("properties", {}).get("ct")
        if not middle:
            continue
        box = max((_box(ring, arcs) for ring in _rings(shape)), key=_area)
        known = found.get(shape["id"])
        if known is None or _area(box) > _area(known.box):  # the Canaries are a shape of their own, named Spain
            found[shape["id"]] = Outline(middle[0], middle[1], box)
    return found


def _rings(shape: dict[str, Any]) -> list[list[int]]:
    """The outer ring of each piece of land, as numbers of arcs."""
    return [shape["arcs"][0]] if shape["type"] == "Polygon" else [piece[0] for piece in shape["arcs"]]


def _box(ring: list[int], arcs: list[list[tuple[float, float]]]) -> Box:
    points = [point for number in ring for point in arcs[number if number >= 0 else ~number]]
    longitudes, latitudes = zip(*points, strict=True)
    return Box(min(longitudes), min(latitudes), max(longitudes), max(latitudes))


def _area(box: Box) -> float:
    return (box.east - box.west) * (box.north - box.south) * cos(radians((box.north + box.south) / 2))


def neighbours(alpha_3: str, among: set[str]) -> list[str]:
    """The countries among those given whose middle is near that of the first, which is left out."""
    home = outlines()[alpha_3]
    return [
        code
        for code, one in outlines().items()
        if code in among and code != alpha_3 and _distance(home, one) <= REACH_KM
    ]


def _distance(one: Outline, other: Outline) -> float:
    """Kilometres between two middles, along the great circle."""
    first, second = radians(one.latitude), radians(other.latitude)
    turn = radians(one.longitude - other.longitude)
    return EARTH_KM * acos(min(1.0, sin(first) * sin(second) + cos(first) * cos(second) * cos(turn)))


def view(alpha_3: str, others: list[str]) -> Box:
    """The box of a country and its neighbours, widened to ASPECT on Mercator's map."""
    home, boxes = outlines()[alpha_3], [outlines()[code].box for code in (alpha_3, *others)]
    west = max(min(box.west for box in boxes), home.longitude - SIGHT_LONGITUDE) - PADDING
    east = min(max(box.east for box in boxes), home.longitude + SIGHT_LONGITUDE) + PADDING
    south = max(min(box.south for box in boxes), home.latitude - SIGHT_LATITUDE, SOUTHERNMOST) - PADDING
    north = min(max(box.north for box in boxes), home.latitude + SIGHT_LATITUDE, NORTHERNMOST) + PADDING
    top, bottom = _mercator(north), _mercator(south)
    missing = ASPECT * (top - bottom) - (east - west)
    if missing >= 0:
        return Box(west - missing / 2, south, east + missing / 2, north)
    more = -missing / ASPECT / 2
    return Box(west, _latitude(bottom - more), east, _latitude(top + more))


def _mercator(latitude: float) -> float:
    """The height of a latitude on Mercator's map, in degrees of longitude."""
    return degrees(asinh(tan(radians(latitude))))


def _latitude(height: float) -> float:
    return degrees(atan(sinh(radians(height))))
