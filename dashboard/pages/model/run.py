"""The run that a card of /model is about, and what its note says of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.components.panels import Panel
from dashboard.figures.style.theme import empty
from dashboard.words import formats
from dashboard.words.segments import segmentation_name
from wording.languages import say


def basis(run: Mapping[str, Any]) -> str:
    """Which segmentation, of whom, as of when."""
    if run["algorithm"] == "attributes":
        known = run["metrics"].get("with_attributes", run["customers"])
        return say(
            "{segmentation} · all {known} customers with attributes",
            segmentation=name_of(run),
            known=formats.count(known),
        )
    everyone = run["metrics"].get("with_order", run["customers"])
    return say(
        "{segmentation} · all {everyone} customers with an order, as of {day}",
        segmentation=name_of(run),
        everyone=formats.count(everyone),
        day=formats.day(run["as_of"]),
    )


def name_of(run: Mapping[str, Any]) -> str:
    """The segmentation's name as people read it: its stored one is English."""
    return segmentation_name(str(run["name"]))


def absent(is_chart: bool = False) -> Panel:
    """A card that says nothing of this run: the style sheet leaves it out."""
    return Panel("", html.Span(className="absent"), empty("") if is_chart else "")
