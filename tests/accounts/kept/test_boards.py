"""Boards of charts and comments: whose they are, who sees and changes them, how many. As the web's role, which RLS and
triggers hold."""

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import ProgrammingError

from accounts.kept import boards, cards, comments, saved_views
from accounts.kept.comments import BOARD, VIEW, Thread
from tests.accounts.people import NOW, being, by_owner
from warehouse.access.amounts import AT_ONCE, BOARDS, COMMENTS, SHARED_BOARDS
from warehouse.errors import InputError

ANNA, BEN, ROOT = "anna@shop.example", "ben@shop.example", "root@shop.example"
HERS = "/customers/12028?from=2025-03"


def make(connection: Connection, name: str, owner: str | None, *addresses: str, is_shared: bool = False) -> int:
    number = boards.make(connection, name, owner, now=NOW)
    for address in addresses:
        put(connection, number, owner, address)
    if is_shared:
        boards.change(connection, number, owner, {"is_shared": True})
    return number


def put(connection: Connection, board: int, owner: str | None, address: str, card: str = "overview-trend") -> int:
    return cards.put(connection, board, owner, card, address, is_wide=False, height=320, now=NOW)


def order(connection: Connection, board: int) -> list[str]:
    return [one.address for one in cards.of_board(connection, board)]


def test_one_sees_ones_own_and_what_is_shared(people: Engine) -> None:
    with being(people, ANNA) as connection:
        make(connection, "zebra", ANNA, "/?from=2025-01")
        ape = make(connection, "Ape", ANNA, "/countries", "/segments", is_shared=True)
    with being(people, BEN) as connection:
        own = make(connection, "bee", "in Anna's name")
        found = [(one.board_id, one.name, one.owner, one.cards) for one in boards.visible(connection, BEN)]
        assert found == [(own, "bee", BEN, 0), (ape, "Ape", ANNA, 2)]
        assert order(connection, ape) == ["/countries", "/segments"]
        assert connection.scalar(text("select count(*) from board_cards")) == 2
    with people.begin() as connection:  # of nobody
        counts = "select (select count(*) from boards) + (select count(*) from board_cards)"
        assert connection.scalar(text(counts)) == 0


def test_nobody_changes_what_others_put_together(people: Engine) -> None:
    with being(people, ANNA) as connection:
        board = make(connection, "Monday", ANNA, "/", is_shared=True)
        (card,) = cards.of_board(connection, board)
    with being(people, BEN) as connection:
        for act in (
            lambda: boards.change(connection, board, BEN, {"name": "Mine"}),
            lambda: boards.remove(connection, board, BEN),
            lambda: cards.change(connection, board, card.card_id, BEN, {"name": "Mine"}),
            lambda: cards.move(connection, board, card.card_id, BEN, 0),
            lambda: cards.remove(connection, board, card.card_id, BEN),
            lambda: put(connection, board, BEN, "/segments"),
        ):
            with pytest.raises(InputError, match="somebody else's"):
                act()
        for statement in (
            "update boards set name = 'x'",
            "delete from boards",
            "update board_cards set name = 'x'",
            "delete from board_cards",
            "insert into board_cards (board_id, card, address, place, height, put_at)"
            f" values ({board}, 'x', '/', 1, 1, now())",
        ):
            with pytest.raises(ProgrammingError, match="of others"), connection.begin_nested():
                connection.execute(text(statement))
    with being(people, ROOT) as connection:
        boards.remove(connection, board, ROOT, of_others=True)
        assert boards.visible(connection, ROOT) == []
    with by_owner(people) as connection:
        assert connection.scalar(text("select count(*) from board_cards")) == 0


def test_cards_are_named_moved_and_taken_off(people: Engine) -> None:
    with being(people, ANNA) as connection:
        board = make(connection, " Monday \n morning ", ANNA, "/a", "/b", "/c")
        first, second, third = (one.card_id for one in cards.of_board(connection, board))
        assert boards.get(connection, board, ANNA).name == "Monday morning"
        assert cards.move(connection, board, third, ANNA, 0) == 0
        assert cards.move(connection, board, first, ANNA, 99) == 2
        assert order(connection, board) == ["/c", "/b", "/a"]
        cards.change(connection, board, second, ANNA, {"name": " The \x00 middle ", "is_wide": True})
        cards.remove(connection, board, third, ANNA)
        put(connection, board, ANNA, "/d")
        found = [(one.address, one.name, one.is_wide) for one in cards.of_board(connection, board)]
        assert found == [("/b", "The middle", True), ("/a", "", False), ("/d", "", False)]
        for act, words in (
            (lambda: put(connection, board, ANNA, "/d"), "on the board already"),
            (lambda: put(connection, board, ANNA, "/" + "x" * 2_000), "too long"),
            (lambda: cards.remove(connection, board, third, ANNA), "not there any more"),
            (lambda: cards.move(connection, board, third, ANNA, 0), "not there any more"),
            (lambda: boards.make(connection, "Monday morning", ANNA, now=NOW), "of that name already"),
            (lambda: boards.make(connection, " \x00 ", ANNA, now=NOW), "Say what the board is called"),
        ):
            with pytest.raises(InputError, match=words):
                act()


def test_what_tells_of_a_customer_stays_with_its_owner(people: Engine) -> None:
    with being(people, ANNA) as connection:
        private = make(connection, "Hers", ANNA, HERS)
        with pytest.raises(InputError, match="tells of a customer"):
            boards.change(connection, private, ANNA, {"is_shared": True})
        shared = make(connection, "Ours", ANNA, "/", is_shared=True)
        with pytest.raises(InputError, match="tells of a customer"):
            put(connection, shared, ANNA, HERS)
        connection.execute(text("update boards set is_shared = true"))  # whatever a statement says
        assert order(connection, private) == [HERS]
    with being(people, BEN) as connection:
        assert order(connection, private) == []


def test_nobody_fills_the_page(people: Engine) -> None:
    """Neither a board nor the list of them; nor faster than a person does: the database holds it."""
    many = text(
        "insert into boards (name, is_shared, made_at, owner)"
        f" select 'old ' || n, n <= :shared, cast(:at as timestamptz), '{ANNA}' from generate_series(1, :many) n"
    )
    with being(people, ANNA) as connection:
        board = make(connection, "Full", ANNA, *(f"/{n}" for n in range(cards.MOST)))
        with pytest.raises(InputError, match="A board holds 12 cards"), connection.begin_nested():
            put(connection, board, ANNA, "/more")
        with pytest.raises(InputError, match="made 30 boards within 10 minutes"), connection.begin_nested():
            connection.execute(many, {"at": "2001-01-01", "many": AT_ONCE, "shared": 0})
    with by_owner(people) as connection:
        old = {"at": "2001-01-01", "many": BOARDS.most - 1, "shared": SHARED_BOARDS.most}
        connection.execute(many, old)
    with being(people, ANNA) as connection:
        with pytest.raises(InputError, match="You have 50 boards"), connection.begin_nested():
            boards.make(connection, "One more", ANNA, now=NOW)
        with pytest.raises(InputError, match="stop sharing another"), connection.begin_nested():
            boards.change(connection, board, ANNA, {"is_shared": True})
    with being(people, BEN) as connection:
        make(connection, "Monday", BEN, is_shared=True)


def test_one_begins_with_a_board(people: Engine) -> None:
    with being(people, ANNA) as connection:
        saved_views.keep(connection, "Monday", "/segments", ANNA, is_shared=False, now=NOW)
        board = make(connection, "Monday", ANNA, is_shared=True)
        for _ in range(2):
            boards.begin_with(connection, board, ANNA, now=NOW)
        assert saved_views.start_of(connection, ANNA) == f"/boards/{board}"
        assert [one.name for one in saved_views.visible(connection, ANNA)] == ["Monday", "Monday (2)"]
    with being(people, BEN) as connection:
        boards.begin_with(connection, board, BEN, now=NOW)
        assert saved_views.start_of(connection, BEN) == f"/boards/{board}"
        with pytest.raises(InputError, match="not there any more"):
            boards.begin_with(connection, 999, BEN, now=NOW)
    with being(people, ANNA) as connection:
        boards.remove(connection, board, ANNA)
        assert saved_views.start_of(connection, ANNA) is None


def test_comments_are_read_by_who_may_open_it_and_deleted_by_who_wrote_them(people: Engine) -> None:
    with being(people, ANNA) as connection:
        ours = Thread(BOARD, make(connection, "Ours", ANNA, is_shared=True))
        hers = Thread(BOARD, make(connection, "Hers", ANNA))
        kept = saved_views.keep(connection, "Spring", "/countries", ANNA, is_shared=True, now=NOW)
        first = comments.write(connection, ours, " Why \t the dip? \n\n <b>Returns</b> ", "Ben", now=NOW)
        comments.write(connection, hers, "For me", ANNA, now=NOW)
        comments.write(connection, Thread(VIEW, kept), "x" * 600, ANNA, now=NOW)
    with being(people, BEN) as connection:
        own = comments.write(connection, ours, "Easter", BEN, now=NOW)
        found = [(one.words, one.made_by) for one in comments.visible(connection, ours)]
        assert found == [("Why the dip?\n\n<b>Returns</b>", ANNA), ("Easter", BEN)]
        assert [len(one.words) for one in comments.visible(connection, Thread(VIEW, kept))] == [comments.LONGEST]
        assert comments.visible(connection, hers) == []
        assert comments.counts(connection, BOARD, [ours.number, hers.number]) == {ours.number: 2}
        with pytest.raises(InputError, match="somebody else's"):
            comments.remove(connection, ours, first, BEN)
        with pytest.raises(InputError, match="Write a comment"):
            comments.write(connection, ours, " \n \x00", BEN, now=NOW)
        with pytest.raises(InputError, match="not shared with you"):
            comments.write(connection, hers, "Easter", BEN, now=NOW)
        for statement, words in (
            ("delete from view_comments where words like 'Why%'", "comments of others"),
            ("update view_comments set words = 'x'", "permission denied"),
            (f"insert into view_comments (board_id, words, made_at) values ({hers.number}, 'x', now())", "row-level"),
        ):
            with pytest.raises(ProgrammingError, match=words), connection.begin_nested():
                connection.execute(text(statement))
    with being(people, ROOT) as connection:
        comments.remove(connection, ours, own, ROOT, of_others=True)
        comments.remove(connection, ours, first, ROOT, of_others=True)
        assert comments.visible(connection, ours) == []
    with being(people, ANNA) as connection:
        saved_views.remove(connection, kept, ANNA)
    with by_owner(people) as connection:
        assert list(connection.scalars(text("select words from view_comments"))) == ["For me"]


def test_a_thread_ends_somewhere(people: Engine) -> None:
    many = text(
        "insert into view_comments (board_id, words, made_at, made_by)"
        f" select :board, 'x', '2001-01-01', '{ANNA}' from generate_series(1, :many)"
    )
    with being(people, ANNA) as connection:
        thread = Thread(BOARD, make(connection, "Ours", ANNA))
        with pytest.raises(InputError, match="wrote 30 comments within 10 minutes"), connection.begin_nested():
            connection.execute(many, {"board": thread.number, "many": AT_ONCE + 1})
    with by_owner(people) as connection:
        connection.execute(many, {"board": thread.number, "many": COMMENTS.most})
    with being(people, ANNA) as connection:
        with pytest.raises(InputError, match="There are 200 comments here"), connection.begin_nested():
            comments.write(connection, thread, "More", ANNA, now=NOW)
        kept = saved_views.keep(connection, "Spring", "/countries", ANNA, is_shared=False, now=NOW)
        comments.write(connection, Thread(VIEW, kept), "Here there is room", ANNA, now=NOW)


def test_on_ones_own_machine_they_are_nobody_s(engine: Engine) -> None:
    with by_owner(engine) as connection:
        board = make(connection, "Monday", None, "/", "/segments")
        thread = Thread(BOARD, board)
        number = comments.write(connection, thread, "Why?", None, now=NOW)
        boards.begin_with(connection, board, None, now=NOW)
        assert saved_views.start_of(connection, None) == f"/boards/{board}"
        comments.remove(connection, thread, number, None)
        assert comments.visible(connection, thread) == []
        boards.remove(connection, board, None)
        assert boards.visible(connection, None) == []
