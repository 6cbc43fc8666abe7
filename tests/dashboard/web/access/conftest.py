"""Accounts as they are served: by the web's own role, which the database lets change them for whom it has shown."""

import pytest
from sqlalchemy import Engine

from warehouse.engine import as_web


@pytest.fixture
def engine(engine: Engine) -> Engine:
    """The test's database as the web's role."""
    as_web(engine)
    return engine
