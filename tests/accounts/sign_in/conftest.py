"""Signing in as the dashboard does it: by the web's own role, while nobody is known."""

import pytest
from sqlalchemy import Engine

from warehouse.engine import as_web


@pytest.fixture
def engine(engine: Engine) -> Engine:
    """The test's database as the web's role, which sees what it may without a viewer."""
    as_web(engine)
    return engine
