"""One look: the colours of charts are those of the style sheets, and segments can be told apart."""

import json
from itertools import pairwise
from pathlib import Path

import plotly.graph_objects as go
import pytest

from dashboard.figures.style import theme
from dashboard.filters.published import GUEST_POSITION
from models.rfm.groups import GROUPS, WITHOUT_ORDER

TOKENS = (Path(theme.__file__).parents[3] / "assets/css/tokens.css").read_text()


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", theme.THEMES)
def test_text_can_be_read(name: str) -> None:
    assert contrast(theme.INK[name], theme.SURFACE[name]) >= 4.5
    assert contrast(theme.MUTED[name], theme.SURFACE[name]) >= 4.5


@pytest.mark.parametrize("table", [theme.INK, theme.MUTED, theme.LINE, theme.SURFACE])
@pytest.mark.parametrize("name", theme.THEMES)
def test_charts_and_style_sheets_share_colours(table: dict[str, str], name: str) -> None:
    assert table[name] in TOKENS.lower()


def test_every_segment_has_its_own_colour() -> None:
    positions = {group.position for group in (*GROUPS, *WITHOUT_ORDER.values())}
    assert set(theme.SEGMENT_COLOURS) == positions | {GUEST_POSITION}
    assert len(set(theme.SEGMENT_COLOURS.values())) == len(positions) + 1
    assert theme.segment_colour(99) == theme.NEUTRAL


def test_neighbours_differ_in_lightness_or_hue() -> None:
    for one, other in pairwise(range(1, 12)):
        first, second = theme.segment_colour(one), theme.segment_colour(other)
        apart = sum(abs(int(first[i : i + 2], 16) - int(second[i : i + 2], 16)) for i in (1, 3, 5))
        assert contrast(first, second) > 1.15 or apart > 120, (one, other)


@pytest.mark.parametrize("name", theme.THEMES)
def test_the_scale_leaves_the_surface(name: str) -> None:
    steps = [contrast(colour, theme.SURFACE[name]) for colour in theme.sequence(name)]
    assert steps == sorted(steps)


@pytest.mark.parametrize(
    ("wanted", "ink"), [("light", "#1c2024"), ("dark", "#edeef0"), (None, "#1c2024"), ("x", "#1c2024")]
)
def test_a_figure_takes_a_theme(wanted: str | None, ink: str) -> None:
    assert theme.themed(go.Figure(), wanted)["layout"]["template"]["layout"]["font"]["color"] == ink


def test_an_empty_figure_says_so() -> None:
    figure = theme.empty("Nothing here")
    assert [annotation.text for annotation in figure.layout.annotations] == ["Nothing here"]
    assert figure.layout.xaxis.visible is figure.layout.yaxis.visible is False


def test_templates_are_slim() -> None:
    assert len(json.dumps(theme.themed(go.Figure(), "light"))) < 3_000
