"""What the pages of audiences stand on: what there is to name and what it is called, as it is now."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Connection, text

from audiences.conditions import Definition, Names, Store, in_words, written
from audiences.lists import standing
from dashboard.components.panels import failure
from dashboard.queries.audiences.catalogue import Catalogue, catalogue, catalogue_steady
from dashboard.queries.store.stages import NothingPublishedError
from dashboard.shop import Shop, said
from dashboard.shop.asker import Asker
from dashboard.words.formats import currency_sign
from warehouse.explain import explain
from wording.languages import say

SQL_RIGHT = "fit"  # of whoever works out segments: analysts and administrators
Steady = tuple[Store, Catalogue, Names]
PATIENCE_SECONDS = 20  # of a question that somebody waits for while they edit


@dataclass(frozen=True)
class Known:
    """What definitions are compiled against, chosen from and said with."""

    store: Store
    there: Catalogue
    names: Names

    def words(self, definition: Definition) -> str:
        """The definition as a sentence."""
        words = in_words(definition, self.names)
        return words[0].upper() + words[1:]


def known(shop: Shop, connection: Connection) -> Known:
    """Raises NoDataError before the first fit."""
    sign = currency_sign(shop.currency)
    try:
        steady = shop.ask(_steady, shop.published().version, shop.people(), sign)
    except NothingPublishedError:  # of which the next line tells in words of this page
        steady = None, None, None
    store, there, names = steady
    return Known(
        standing.stands(connection, store), catalogue(connection, there), standing.names(connection, sign, names)
    )


def _steady(connection: Connection, _version: tuple[int, ...], _files: Hashable, sign: str) -> Steady:
    """What of it changes only when something is published or loaded."""
    return standing.stands_steady(connection), catalogue_steady(connection), standing.names_steady(connection, sign)


@contextmanager
def patient(shop: Shop) -> Iterator[Connection]:
    """A connection on which a question that takes too long ends with an error."""
    with shop.connect() as connection:
        connection.execute(text(f"set local statement_timeout = '{PATIENCE_SECONDS}s'"))
        yield connection


def address_of(definition: Definition) -> str:
    """The builder with these conditions in it."""
    return "/audiences/new?" + urlencode({"conditions": json.dumps(written(definition), separators=(",", ":"))})


def put_on_record(connection: Connection, who: Asker, what: str, name: str, **more: Any) -> None:
    """On record is who did it, where people sign in."""
    said.put_on_record(connection, who.name, "audience", {"what": what, "audience": name, **more})


def sentence(error: Exception) -> str:
    """An error as one sentence."""
    told = explain(error)
    return " ".join(part for part in failure(told or error) if part != say("Not available"))
