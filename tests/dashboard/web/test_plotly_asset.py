"""The bundle of plotly.js that pages load is the one that the figures need."""

import ast
from pathlib import Path

from plotly.offline import get_plotlyjs_version

from dashboard import figures
from dashboard.app import ASSETS
from scripts.build_plotly import CORE, TRACES, banner

# What `type` says in a figure where it is none of a trace: of axes, shapes, projections, error bars.
NO_TRACES = {
    "category",
    "data",
    "date",
    "linear",
    "line",
    "log",
    "mercator",
    "natural earth",
    "path",
    "percent",
    "rect",
}


def types_in(tree: ast.AST) -> set[str]:
    """Each text that stands as `type` in a dictionary or a call."""
    found: list[tuple[object, ast.expr]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            found += [(getattr(key, "value", None), value) for key, value in zip(node.keys, node.values, strict=True)]
        elif isinstance(node, ast.Call):
            found += [(one.arg, one.value) for one in node.keywords]
    return {
        part.value
        for key, value in found
        if key == "type"
        for part in ast.walk(value)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


def test_the_bundle_is_of_this_plotly_and_of_all_trace_types_in_use() -> None:
    first = (ASSETS / "vendor/plotly/plotly.min.js").read_text(encoding="utf-8").splitlines()[0]
    assert first == banner(get_plotlyjs_version())
    files = sorted(Path(figures.__file__).parent.rglob("*.py"))
    used = set().union(*(types_in(ast.parse(file.read_text(encoding="utf-8"))) for file in files))
    assert used - NO_TRACES == {CORE, *TRACES}
