"""Where data has changed since the segments were worked out, Overview and Data say so, until they are renewed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from accounts.rights import ROLES
from dashboard.components.shell import BY_OTHERS
from dashboard.pages.data import page as data
from dashboard.pages.overview import page as overview
from dashboard.shop import Shop
from dashboard.shop import shop as shop_module
from dashboard.shop.asker import Asker, asking
from etl.storing.load import load_file
from etl.storing.undo import undo_load
from models import __main__ as models_command
from models.publishing.fit import Options, fit
from tests.dashboard.calls import texts
from tests.dashboard.literal import LINES
from warehouse import __main__ as warehouse_command
from wording.renewal import OLDER, STALE, renewals

SENTENCE = f"{STALE}  python -m models fit"
ONE_MORE = "900,CUP,RED CUP,1,2023-04-20 10:00,5.50,11,Germany\n"
# Data has a button in the place of the command.
PAGES = pytest.mark.parametrize(
    ("layout", "command"), [(overview.layout, "  python -m models fit"), (data.layout, "")], ids=["overview", "data"]
)


@pytest.fixture
def fitted(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """The literal shop, fitted, in a dashboard that asks each time what is published."""
    monkeypatch.setattr(shop_module, "TRUST_SECONDS", 0.0)
    file = tmp_path / "first.csv"
    file.write_text(LINES, encoding="utf-8")
    load_file(engine, file)
    fit(engine, Options())
    return Shop(engine, "GBP")


@pytest.fixture
def load_more(engine: Engine, tmp_path: Path) -> Callable[[], int]:
    """Load one more order; the load's number."""

    def load() -> int:
        file = tmp_path / "more.csv"
        file.write_text(f"{LINES.splitlines()[0]}\n{ONE_MORE}", encoding="utf-8")
        return load_file(engine, file).load_id

    return load


@PAGES
def test_the_hint_comes_with_a_load_and_goes_with_a_fit(
    fitted: Shop, load_more: Callable[[], int], layout: Callable[[Shop], object], command: str
) -> None:
    assert STALE not in texts(layout(fitted))
    before = fitted.published()
    load_more()
    assert STALE + command in texts(layout(fitted))
    assert fitted.published().version == before.version  # what was answered stays answered
    fit(fitted.engine, Options())
    assert STALE not in texts(layout(fitted))


@pytest.mark.parametrize("layout", [overview.layout, data.layout], ids=["overview", "data"])
def test_who_may_not_fit_is_told_of_no_command(
    fitted: Shop, load_more: Callable[[], int], layout: Callable[[Shop], object]
) -> None:
    load_more()
    with asking(Asker("vic@shop.example", ROLES["viewer"])):
        words = texts(layout(fitted))
    assert f"{STALE.partition('. ')[0]}. {BY_OTHERS}" in words
    assert "python -m" not in words


def test_an_undo_is_a_change_too(fitted: Shop, load_more: Callable[[], int]) -> None:
    number = load_more()
    fit(fitted.engine, Options())
    undo_load(fitted.engine, number)
    assert SENTENCE in texts(overview.layout(fitted))


@PAGES
def test_segments_of_an_earlier_version_are_named_until_a_fit(
    fitted: Shop,
    layout: Callable[[Shop], object],
    command: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert OLDER not in texts(layout(fitted))
    with fitted.engine.begin() as connection:
        connection.execute(text("update segmentations set parameters = parameters - 'monetary'"))
    upgraded = Shop(fitted.engine, "GBP")
    assert OLDER + command in texts(layout(upgraded))
    monkeypatch.setenv("DATABASE_URL", fitted.engine.url.render_as_string(hide_password=False))
    for module, arguments in ((warehouse_command, ["upgrade"]), (models_command, ["list"])):
        given = module.parser().parse_args(arguments)
        given.main(given)
        assert f"{OLDER} python -m models fit\n" in capsys.readouterr().out
    fit(fitted.engine, Options())
    assert OLDER not in texts(layout(Shop(fitted.engine, "GBP")))


def test_data_that_was_never_segmented_is_not_called_changed(engine: Engine) -> None:
    assert "Renew" not in texts(data.layout(Shop(engine, "GBP")))


@pytest.mark.parametrize(
    ("stale", "commands"),
    [
        ((), []),
        (("rfm", "kmeans"), ["python -m models fit"]),
        (("attributes",), ["python -m models fit --source customers"]),
        (("attributes", "ward"), ["python -m models fit", "python -m models fit --source customers"]),
    ],
)
def test_what_renews_them_depends_on_what_they_are_made_of(stale: tuple[str, ...], commands: list[str]) -> None:
    assert renewals(stale) == commands
