"""Transactions for the tests of the models, put straight into the tables."""

from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import Engine

from tests.models.shops import put

Fill = Callable[..., None]


@pytest.fixture
def fill(engine: Engine) -> Fill:
    """`fill(lines, homes={customer: country})` replaces all there is by the lines and the customers."""
    return partial(put, engine)
