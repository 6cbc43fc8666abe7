"""What stores that are filled once a session are filled with."""

# The models are imported where a store is fitted: they take two seconds, which most test files do without.

import tempfile
from pathlib import Path

from sqlalchemy import Engine

from etl.sample.shop import Shop as Sample
from etl.sample.shop import write_sample
from etl.storing.load import load_file
from tests.programs import clean_environment, run_anew
from warehouse.settings import libpq_url

SAMPLE = Sample(6_000, seed=7)


def fit_store(engine: Engine) -> None:
    """Segments of what is loaded."""
    from models.publishing.fit import Options, fit

    fit(engine, Options())


def fill_sample(engine: Engine) -> None:
    """A generated shop: some 25 countries, two segmentations, three years."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "made-up-shop.csv"
        write_sample(file, SAMPLE)
        load_file(engine, file)
    fit_store(engine)


def by_command(engine: Engine, *arguments: object) -> str:
    """What a command says that a person runs on the store: `by_command(engine, "etl", "load", file)`."""
    url = libpq_url(engine.url.render_as_string(hide_password=False))
    done = run_anew([str(one) for one in arguments], clean_environment() | {"DATABASE_URL": url}, timeout=240)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout
