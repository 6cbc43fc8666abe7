"""What the command writes: the report of a view, or a board, with its key figures and its workbook beside it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from accounts import users
from dashboard.report.choice import filters_of
from dashboard.report.summary import summary
from dashboard.shop import Shop
from dashboard.shop.asker import Asker, asking
from warehouse.errors import InputError

OF_A_PICTURE = "nav { display: none; } html { background: #fff; } main { margin: 0; border: 0; border-radius: 0; }"
NOBODY = "There is no user {email} who may look at this."


@dataclass(frozen=True)
class Paper:
    """A page to print, and the hashes of what runs in it."""

    html: str
    scripts: tuple[str, ...] = ()
    front: str = ""  # the page that a picture is taken of, where it is another one


def of_view(shop: Shop, arguments: argparse.Namespace) -> Paper:
    """All views of some filters. Raises NoDataError where nothing has been published yet."""
    from dashboard.report.document import render  # matplotlib takes a second to come

    filters = filters_of(arguments, shop.published())
    html, told = render(shop, filters), summary(shop, filters)
    if arguments.summary is not None:
        arguments.summary.write_text(json.dumps(told), encoding="utf-8")
    if arguments.workbook is not None:
        from dashboard.report.cards import all_cards  # all pages
        from dashboard.report.workbook import book_of_view

        arguments.workbook.write_bytes(book_of_view(shop, filters, told, all_cards(shop)))
    front = render(shop, filters, sections=()) if arguments.picture is not None else ""
    return Paper(html, front=front.replace("</style>", f"{OF_A_PICTURE}</style>", 1))


def of_board(shop: Shop, arguments: argparse.Namespace) -> Paper:
    """A board. Raises InputError where there is none that the asker sees."""
    from dashboard.report.board import shown_board
    from dashboard.report.board_page import board_page
    from dashboard.report.cards import all_cards
    from dashboard.report.workbook import book_of_board

    shown = shown_board(shop, arguments.board, all_cards(shop))
    if arguments.summary is not None:
        arguments.summary.write_text(json.dumps(shown.summary()), encoding="utf-8")
    if arguments.workbook is not None:
        arguments.workbook.write_bytes(book_of_board(shown))
    return Paper(*board_page(shown, datetime.now()))


def language_of(shop: Shop, email: str | None) -> str | None:
    """What a user has chosen to read; None where they have chosen nothing, or there is none."""
    with shop.connect() as connection:
        found = users.by_email(connection, email) if email else None
    return found.language if found else None


@contextmanager
def in_the_name_of(shop: Shop, email: str | None) -> Iterator[None]:
    """With the rights of a user; with all of them where none is named, as whoever has a shell here has, and while there
    are no users. Raises InputError where there is none of that name, or one who may not see the whole shop."""
    with shop.connect() as connection:
        found = users.by_email(connection, email) if email else None
        may_look = found is not None and found.countries is None and found.disabled_at is None
        if email and not may_look and users.is_anybody(connection):
            raise InputError(NOBODY.format(email=email))
    with asking(Asker(email, found.rights if found else None)):
        yield
