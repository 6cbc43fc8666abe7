"""One trace of a figure -> its points: where each stands, what it is worth, what the hover says. Pure.

A trace speaks where a hover tells of it, or where it has a name; the others are lines and labels for the eye.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dashboard.figures.reading.values import Kind, is_number, kind_of, listed, words

FROM, TO = "from", "to"
IN_TEXTS = "texts"  # as a trace's `meta`: its `text` tells what each point is, its place only where it is drawn


@dataclass(frozen=True)
class Series:
    """A column to be: each label's value, with the sentence of it where there is one."""

    name: str
    kind: Kind
    labels: list[Any]
    values: list[Any]
    sentences: list[str]


@dataclass(frozen=True)
class Axes:
    """Of a trace, the axis along which its points are told apart, and the one that measures them."""

    of_labels: dict[str, Any]
    of_values: dict[str, Any]
    is_lying: bool


def speaks(trace: dict[str, Any]) -> bool:
    """Whether there is something to read in it."""
    return trace.get("type") == "box" or trace.get("hoverinfo") != "skip" or bool(trace.get("name"))


def is_plane(trace: dict[str, Any], layout: dict[str, Any]) -> bool:
    """Whether its points stand between two measures, so that neither names them."""
    if trace.get("mode") not in ("markers", "text", "markers+text"):
        return False
    axes = axes_of(trace, layout)
    x, y = listed(trace.get("x")), listed(trace.get("y"))
    return not axes.of_labels.get("ticktext") and all(map(is_number, [one for one in (*x, *y) if one is not None]))


def axes_of(trace: dict[str, Any], layout: dict[str, Any]) -> Axes:
    """Its axes in a layout; a trace lies where its labels stand at the side."""
    x, y = (layout.get(f"{one}axis{trace.get(f'{one}axis', one)[1:]}") or {} for one in ("x", "y"))
    beside = listed(trace.get("y"))
    is_lying = trace.get("orientation") == "h" or (
        bool(beside) and not any(is_number(one) or one is None for one in beside)
    )
    return Axes(y, x, True) if is_lying else Axes(x, y, False)


def series_of(trace: dict[str, Any], layout: dict[str, Any]) -> Iterator[Series]:
    """The columns that a trace of bars, lines or marks brings; a band brings its two edges."""
    axes, name = axes_of(trace, layout), words(trace.get("name", ""))
    along, measured = ("y", "x") if axes.is_lying else ("x", "y")
    labels = named(listed(trace.get("ids")) or listed(trace.get(along)), axes.of_labels)
    values = listed(trace.get(measured))
    kind = kind_of(axes.of_values, values)
    if trace.get("meta") == IN_TEXTS:
        values, kind = listed(trace.get("text")), Kind.TEXT
    if trace.get("fill") == "toself":
        yield from _edges(name, kind, labels, values)
        return
    if is_number(trace.get("base")):
        values = [None if one is None else one + trace["base"] for one in values]
    yield Series(name, kind, labels, values, sentences(trace, len(values)))
    yield from _errors(trace.get(f"error_{measured}"), kind, labels, values)


def named(labels: list[Any], axis: dict[str, Any]) -> list[Any]:
    """Labels as the axis writes them, where it names each."""
    ticks = dict(zip(listed(axis.get("tickvals")), listed(axis.get("ticktext")), strict=False))
    found = [ticks.get(one, one) for one in labels] if ticks and all(one in ticks for one in labels) else labels
    return [words(one) if isinstance(one, str) else one for one in found]


def sentences(trace: dict[str, Any], count: int) -> list[str]:
    """What the hover says of each point, where it says a sentence."""
    template = trace.get("hovertemplate", "")
    if isinstance(template, list):  # a sentence each
        return [words(one.partition("<extra>")[0]) for one in template]
    if trace.get("hoverinfo") == "skip" or not template.startswith("%{"):
        return [""] * count
    place = template[2:].partition("}")[0]
    source, _, number = place.partition("[")
    told = listed(trace.get(source))
    at = int(number.rstrip("]")) if number else None
    return [words(one if at is None else one[at]) for one in told] or [""] * count


def _edges(name: str, kind: Kind, labels: list[Any], values: list[Any]) -> Iterator[Series]:
    """The lower and the upper line of a band, which is drawn around."""
    around: dict[Any, list[Any]] = {}
    for label, value in zip(labels, values, strict=True):
        around.setdefault(label, []).append(value)
    for word, pick in ((FROM, min), (TO, max)):
        edge = [pick(one for one in found if one is not None) for found in around.values()]
        yield Series(f"{name}, {word}", kind, list(around), edge, [""] * len(edge))


def _errors(bars: Any, kind: Kind, labels: list[Any], values: list[Any]) -> Iterator[Series]:
    if not isinstance(bars, dict) or "array" not in bars:
        return
    up = listed(bars["array"])
    down = listed(bars.get("arrayminus")) or up
    low = [value - one for value, one in zip(values, down, strict=True)]
    high = [value + one for value, one in zip(values, up, strict=True)]
    for word, edge in ((FROM, low), (TO, high)):
        yield Series(f"Interval, {word}", kind, labels, edge, [""] * len(edge))
