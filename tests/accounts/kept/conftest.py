"""A shop where people keep things."""

import pytest
from sqlalchemy import Engine

from tests.accounts.people import person
from warehouse.engine import as_web


@pytest.fixture
def people(engine: Engine) -> Engine:
    """Anna, an analyst, Ben, a viewer of Germany alone, and an administrator. The engine is the web's."""
    as_web(engine)
    person(engine)
    person(engine, "ben@shop.example", "viewer", countries=("DE",))
    person(engine, "root@shop.example", "admin")
    return engine
