"""Homes of embedded servers that have run before: a copy takes a quarter of the time that a new one does."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from warehouse.embedded import share


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose server has run once; nobody may run it again."""
    home = tmp_path_factory.mktemp("prepared") / "home"
    with share(home):
        pass
    return home


@pytest.fixture
def copy_home(prepared: Path) -> Callable[[Path], Path]:
    """`copy_home(place)` makes such a home of the place."""

    def copy(place: Path) -> Path:
        subprocess.run(["cp", "-a", str(prepared), str(place)], check=True)
        return place

    return copy
