"""`python -m models report`, which is `python -m dashboard.report`, as a person or a script sees it."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dashboard.shop import Shop
from etl.storing.load import load_file
from tests.dashboard.literal import LINES
from tests.dashboard.report.reading import Report
from tests.dashboard.report.test_printing import needs_chromium, pages
from warehouse.settings import libpq_url

pytestmark = pytest.mark.slow

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(run_module: Run, shop: Shop) -> Run:
    """The command on the generated shop."""
    url = libpq_url(shop.engine.url.render_as_string(hide_password=False))

    def running(*arguments: object, **env: str) -> subprocess.CompletedProcess[str]:
        return run_module("models", "report", *arguments, env={"DATABASE_URL": url, **env})

    return running


def test_page_with_filters(run: Run, shop: Shop, tmp_path: Path) -> None:
    output = tmp_path / "shop's report.html"
    code = next(iter(shop.published().country_names))
    name = shop.published().country_name(code)
    done = run("--output", output, "--country", name, "--segment", "Champions", "--segment", "loyal")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"The report is in {output}.\n"
    assert f"Selection {name} · Champions, Loyal" in Report(output.read_text(encoding="utf-8")).text[""]
    assert [one.name for one in tmp_path.iterdir()] == [output.name]


def test_an_older_report_makes_way(run: Run, tmp_path: Path) -> None:
    output = tmp_path / "report.html"
    output.write_text("old")
    assert run("--output", output, "--segmentation", "kmeans").returncode == 0
    assert "Segmentation K-means" in Report(output.read_text(encoding="utf-8")).text[""]


@needs_chromium
def test_pdf(run: Run, tmp_path: Path) -> None:
    output = tmp_path / "report.PDF"
    assert run("--output", output).returncode == 0
    assert pages(output.read_bytes()) > 3


def test_without_chromium_a_page_instead_and_an_error(run: Run, tmp_path: Path) -> None:
    done = run("--output", tmp_path / "report.pdf", PATH=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "error: There is no Chromium on this machine, and a PDF needs one: choose HTML, or install Chromium. "
        f"The report is in {tmp_path / 'report.html'} instead.\n"
    )
    assert [one.name for one in tmp_path.iterdir()] == ["report.html"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--output", "report.docx"], "report.docx is no name of a report: it must end in .html or .pdf."),
        (["--output", "{folder}/no/r.html"], "{folder}/no/r.html cannot be written: no such file or directory."),
        (["--output", "{folder}/dir.html"], "{folder}/dir.html is a directory; name a file."),
        (["--segmentation", "ward"], "There is no published segmentation 'ward'; there are rfm, kmeans."),
        (["--segmentation", "k-means"], "There is no published segmentation 'k-means'; there are rfm, kmeans. Did you "
         "mean kmeans?"),
        (["--segment", "vip"], "There is no segment 'vip'; there are guests, champions, "),
        (["--country", "Atlantis"], "There is no country 'Atlantis'; there are "),
        (["--from", "2011-02", "--to", "2011-01"], "--from 2011-02 is after --to 2011-01."),
        (["--from", "1950-01"], "--from 1950-01 is outside the data, which reach from "),
    ],
)  # fmt: skip
def test_errors_are_sentences(run: Run, tmp_path: Path, arguments: list[str], sentence: str) -> None:
    (tmp_path / "dir.html").mkdir()
    given = [one.format(folder=tmp_path) for one in arguments]
    output = [] if "--output" in given else ["--output", tmp_path / "report.html"]
    done = run(*given, *output)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: " + sentence.format(folder=tmp_path))
    assert done.stderr.count("\n") == 1
    assert [one.name for one in tmp_path.iterdir()] == ["dir.html"]


def test_wrong_options_end_with_two(run: Run) -> None:
    done = run("--from", "March")
    assert done.returncode == 2
    assert "'March' is not a month like 2011-03" in done.stderr


def test_empty_stores(run_module: Run, engine: Engine, tmp_path: Path) -> None:
    output = tmp_path / "report.html"
    done = run_module("models", "report", "--output", output)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: Nothing has been loaded yet. Load a file with `python -m etl load FILE`")
    file = tmp_path / "shop.csv"
    file.write_text(LINES, encoding="utf-8")
    load_file(engine, file)
    done = run_module("models", "report", "--output", output)
    assert done.returncode == 1
    assert done.stderr == "error: Nothing has been segmented yet. Work out the segments with `python -m models fit`.\n"
    assert not output.exists()


def test_it_is_the_dashboards_own_command(run_module: Run) -> None:
    asked = [run_module(*name, "--help") for name in (("models", "report"), ("dashboard.report",))]
    assert asked[0].stdout == asked[1].stdout
    assert "--segmentation" in asked[0].stdout
    assert "report" in run_module("models", "--help").stdout
