"""The axes of a chart in the language that is spoken: `200k` and signs before amounts are English. Pure."""

from __future__ import annotations

from typing import Any

from wording.languages import ENGLISH, language_now, marks

SHORT, GROUPED = "~s", ","  # how d3 writes ticks: `200k`, and `200,000` with the marks that the page gives plotly
BEHIND = "\u00a0"  # before what stands behind an amount


def spoken(drawn: dict[str, Any]) -> dict[str, Any]:
    """The figure, as plain values, with the ticks of its axes as the language writes numbers and amounts."""
    if language_now() == ENGLISH:
        return drawn
    layout = {name: _axis(one) if _is_axis(name) else one for name, one in drawn["layout"].items()}
    return drawn | {"layout": layout}


def _is_axis(name: str) -> bool:
    return name.startswith(("xaxis", "yaxis"))


def _axis(axis: dict[str, Any]) -> dict[str, Any]:
    told = dict(axis)
    if told.get("tickformat") == SHORT:
        told["tickformat"] = GROUPED
    if told.get("tickprefix") and not marks().money.startswith("{sign}"):
        told["ticksuffix"] = BEHIND + told.pop("tickprefix").strip()
        if "showtickprefix" in told:
            told["showticksuffix"] = told.pop("showtickprefix")
    return told
