"""Transactions for the tests of the models, put straight into the tables."""

from collections.abc import Callable, Iterable

import pytest
from sqlalchemy import Engine, insert, text

from tests.models.shops import Line
from warehouse.schema import OF_USERS, customers, guest_transactions, metadata, transactions

Fill = Callable[..., None]


@pytest.fixture
def fill(engine: Engine) -> Fill:
    """`fill(lines, homes={customer: country})` replaces all there is by the lines and the customers."""

    def filling(lines: Iterable[Line], homes: dict[str, str | None] | None = None) -> None:
        lines = list(lines)
        known = {row["customer_id"]: row["country"] for row in lines if row["customer_id"] is not None} | (homes or {})
        with engine.begin() as connection:
            for name in set(metadata.tables) - {table.name for table in OF_USERS}:
                connection.execute(text(f"delete from {name}"))
            rows = [row for row in lines if row["customer_id"] is not None]
            guests = [
                {name: value for name, value in row.items() if name != "customer_id"}
                for row in lines
                if row["customer_id"] is None
            ]
            for table, values in ((transactions, rows), (guest_transactions, guests)):
                if values:
                    connection.execute(insert(table), values)
            if known:
                connection.execute(
                    insert(customers), [{"customer_id": name, "country": home} for name, home in known.items()]
                )

    return filling
