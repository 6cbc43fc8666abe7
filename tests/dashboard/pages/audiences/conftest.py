"""A shop of one's own to keep audiences in."""

import pytest
from sqlalchemy import Engine

from tests.dashboard.conftest import Served


@pytest.fixture
def own(engine: Engine) -> Served:
    """A copy of the generated shop, as the dashboard reads it: mark the test with `store("sample_store")`."""
    return Served(engine)
