"""What the pages of audiences stand on: what there is to name and what it is called, as it is now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, text

from audiences.conditions import Definition, Names, Store, in_words
from audiences.lists import standing
from dashboard.queries.audiences.catalogue import Catalogue, catalogue
from dashboard.shop import Shop
from dashboard.words.formats import currency_sign

PATIENCE_SECONDS = 20  # of a question that somebody waits for while they edit


@dataclass(frozen=True)
class Known:
    """What definitions are compiled against, chosen from and said with."""

    store: Store
    there: Catalogue
    names: Names

    def words(self, definition: Definition) -> str:
        """The definition as a sentence."""
        said = in_words(definition, self.names)
        return said[0].upper() + said[1:]


def known(shop: Shop, connection: Connection) -> Known:
    """Raises NoDataError before the first fit."""
    sign = currency_sign(shop.currency)
    return Known(standing.stands(connection), catalogue(connection), standing.names(connection, sign))


@contextmanager
def patient(shop: Shop) -> Iterator[Connection]:
    """A connection on which a question that takes too long ends with an error."""
    with shop.connect() as connection:
        connection.execute(text(f"set local statement_timeout = '{PATIENCE_SECONDS}s'"))
        yield connection
