"""The audience that an address names, with what there is to ask it by."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection

from audiences.lists import keeping
from audiences.lists.keeping import Audience
from dashboard.pages.audiences.known import Known, known, patient
from dashboard.shop import Shop


@dataclass(frozen=True)
class Opened:
    """An audience with what there is to ask it by."""

    one: Audience
    here: Known
    connection: Connection


def number_of(argument: str | None) -> int | None:
    """The number of the audience that an address names; None where it names none."""
    text = argument or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


@contextmanager
def opened(shop: Shop, argument: str | None) -> Iterator[Opened]:
    """Raises InputError where the address names no audience."""
    with patient(shop) as connection:
        one = keeping.by_number(connection, number_of(argument) or 0)
        yield Opened(one, known(shop, connection), connection)
