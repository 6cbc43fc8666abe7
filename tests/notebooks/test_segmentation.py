"""The analysts' notebook: clean in git, runs from start to end on a small shop, and says what the store says."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode
from sqlalchemy import Engine, text

from tests.conftest import ROOT
from tests.databases import connected
from warehouse.settings import libpq_url

pytestmark = pytest.mark.slow

NOTEBOOK = ROOT / "notebooks" / "segmentation.ipynb"


def read() -> NotebookNode:
    """The notebook as it is committed."""
    return nbformat.read(NOTEBOOK, as_version=4)


@pytest.fixture(scope="module")
def shop(server_url: str, sample_store: str) -> Iterator[Engine]:
    """A generated shop of 6,000 lines."""
    with connected(server_url, "notebook", sample_store) as engine:
        yield engine


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where Jupyter and matplotlib keep what they keep in a home."""
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(scope="module")
def executed(shop: Engine, homes: Path) -> NotebookNode:
    """The notebook after a run from its own folder, as Jupyter does it; any error in a cell fails."""
    notebook = read()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", libpq_url(shop.url.render_as_string(hide_password=False)))
        for name in [one for one in os.environ if one.startswith("REGULARS_")]:
            patch.delenv(name)
        for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "MPLCONFIGDIR"):
            patch.setenv(name, str(homes / name.lower()))
        before = changed_files()
        NotebookClient(
            notebook, timeout=240, kernel_name="python3", resources={"metadata": {"path": str(NOTEBOOK.parent)}}
        ).execute()
        assert changed_files() == before
    return notebook


def changed_files() -> str:
    """What git sees in the project that is not committed."""
    others = [f":!{name}" for name in ("**/__pycache__", ".ruff_cache", ".mypy_cache", ".hypothesis")]  # of other tests
    command = ["git", "status", "--porcelain", "--ignored", "--", *others]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout


def printed(notebook: NotebookNode) -> str:
    """All that cells print."""
    outputs = [one for cell in notebook.cells for one in cell.get("outputs", [])]
    return "".join(one.text for one in outputs if one.output_type == "stream" and one.name == "stdout")


def test_committed_without_outputs() -> None:
    notebook = read()
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [(cell.outputs, cell.execution_count) for cell in code] == [([], None)] * len(code)
    assert notebook.metadata.kernelspec.name == "python3"


def test_it_runs_and_says_what_the_store_says(executed: NotebookNode, shop: Engine) -> None:
    with shop.connect() as connection:
        everyone, buyers = connection.execute(
            text("select count(*), count(*) filter (where frequency > 0) from customer_features")
        ).one()
        reason = connection.scalar(
            text("select metrics ->> 'reason' from segmentations where algorithm = 'kmeans' and published")
        )
    said = printed(executed)
    assert f"{everyone:,} customers, {buyers:,} of them with an order." in said
    assert reason in said
    assert "Adjusted Rand index: " in said


def test_its_names_are_the_published_ones(executed: NotebookNode, shop: Engine) -> None:
    with shop.connect() as connection:
        published = connection.execute(
            text(
                "select segments.name, customers, rule from segments join segmentations using (segmentation_id)"
                " where algorithm = 'kmeans' and published and customers > 0 and orders > 0 order by position"
            )
        ).all()
    shown = "".join(
        one.data["text/html"]
        for cell in executed.cells
        for one in cell.get("outputs", [])
        if "text/html" in one.get("data", {})
    )
    for name, customers, rule in published:
        assert f">{name}</td>" in shown
        assert f">{customers}</td>" in shown
        assert f">{rule}</td>" in shown


def test_it_draws(executed: NotebookNode) -> None:
    pictures = [one for cell in executed.cells for one in cell.get("outputs", []) if "image/png" in one.get("data", {})]
    assert len(pictures) >= 8


def test_it_complains_about_nothing(executed: NotebookNode) -> None:
    outputs = [one for cell in executed.cells for one in cell.get("outputs", [])]
    assert [one.text for one in outputs if one.output_type == "stream" and one.name == "stderr"] == []
