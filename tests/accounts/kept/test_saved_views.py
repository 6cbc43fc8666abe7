"""Views that people keep: whose they are, who sees them, where one begins. As the web's role, which RLS holds."""

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import ProgrammingError

from accounts.kept import saved_views
from tests.accounts.people import NOW, being, by_owner
from warehouse.access.amounts import AT_ONCE, SHARED_VIEWS, VIEWS
from warehouse.errors import InputError

ANNA, BEN, ROOT = "anna@shop.example", "ben@shop.example", "root@shop.example"


def keep(connection: Connection, name: str, owner: str | None, *, is_shared: bool = False) -> int:
    address = f"/countries?country={name}"
    return saved_views.keep(connection, name, address, owner, is_shared=is_shared, now=NOW)


def test_one_sees_ones_own_and_what_is_shared(people: Engine) -> None:
    with being(people, ANNA) as connection:
        keep(connection, "zebra", ANNA)
        keep(connection, "Ape", ANNA, is_shared=True)
    with being(people, BEN) as connection:
        keep(connection, "bee", BEN)
        assert [one.name for one in saved_views.visible(connection, BEN)] == ["bee", "Ape"]
        rows = connection.execute(text("select name from saved_views order by 1")).scalars().all()
        assert sorted(rows) == ["Ape", "bee"]  # the database holds it, whatever is asked
    with being(people, ANNA) as connection:
        assert [one.name for one in saved_views.visible(connection, ANNA)] == ["Ape", "zebra"]
    with people.begin() as connection:
        assert connection.execute(text("select name from saved_views")).all() == []  # of nobody


def test_nobody_changes_what_others_keep(people: Engine) -> None:
    with being(people, ANNA) as connection:
        number = keep(connection, "Spring", ANNA, is_shared=True)
    with being(people, BEN) as connection:
        with pytest.raises(InputError, match="somebody else's"):
            saved_views.change(connection, number, BEN, {"name": "Mine"})
        for statement in ("update saved_views set name = 'x'", "delete from saved_views"):
            with pytest.raises(ProgrammingError, match="views of others"), connection.begin_nested():
                connection.execute(text(statement))
        keep(connection, "In Anna's name", ANNA)  # the database knows better
        assert [one.owner for one in saved_views.visible(connection, BEN)] == [BEN, ANNA]
    with being(people, ROOT) as connection:
        saved_views.remove(connection, number, ROOT, of_others=True)
        assert saved_views.visible(connection, ROOT) == []


def test_names_are_ones_own(people: Engine) -> None:
    with being(people, ANNA) as connection:
        number = keep(connection, "  Spring\n 2026 ", ANNA)
        other = keep(connection, "Other", ANNA)
        for wrong, words in (("Spring 2026", "already"), (" \x00 ", "Say what")):
            with pytest.raises(InputError, match=words):
                saved_views.change(connection, other, ANNA, {"name": wrong})
        with pytest.raises(InputError, match="already"):
            keep(connection, "Other", ANNA)
        saved_views.change(connection, number, ANNA, {"name": "Spring", "is_shared": True})
        found = [(one.name, one.is_shared) for one in saved_views.visible(connection, ANNA)]
        assert found == [("Other", False), ("Spring", True)]
        with pytest.raises(InputError, match="too long"):
            saved_views.keep(connection, "x", "/" + "x" * 2_000, ANNA, is_shared=False, now=NOW)
    with being(people, BEN) as connection:
        keep(connection, "Spring", BEN)


def test_one_begins_with_one_view(people: Engine) -> None:
    with being(people, ANNA) as connection:
        shared = keep(connection, "Spring", ANNA, is_shared=True)
        saved_views.begin_with(connection, shared, ANNA, now=NOW)
        saved_views.begin_with(connection, keep(connection, "Other", ANNA), ANNA, now=NOW)
        assert saved_views.start_of(connection, ANNA) == "/countries?country=Other"
        saved_views.begin_with(connection, None, ANNA, now=NOW)
        assert saved_views.start_of(connection, ANNA) is None
    with being(people, BEN) as connection:
        for _ in range(2):  # of somebody else a copy is kept, once
            saved_views.begin_with(connection, shared, BEN, now=NOW)
        assert saved_views.start_of(connection, BEN) == "/countries?country=Spring"
        assert [(one.name, one.owner) for one in saved_views.visible(connection, BEN)] == [
            ("Spring", BEN),
            ("Spring", ANNA),
        ]
        with pytest.raises(InputError, match="not there any more"):
            saved_views.begin_with(connection, 999, BEN, now=NOW)


def test_on_ones_own_machine_they_are_nobody_s(engine: Engine) -> None:
    with by_owner(engine) as connection:
        number = keep(connection, "Spring", None)
        saved_views.begin_with(connection, number, None, now=NOW)
        assert saved_views.start_of(connection, None) == "/countries?country=Spring"
        assert [one.name for one in saved_views.visible(connection, None)] == ["Spring"]
        saved_views.remove(connection, number, None)
        assert saved_views.visible(connection, None) == []


def test_nobody_fills_the_page(people: Engine) -> None:
    """Neither their own nor, by sharing, everybody's; nor faster than a person keeps views, whatever time they give."""
    put = text(
        "insert into saved_views (name, address, is_shared, kept_at, owner)"
        f" select prefix || n, '/', is_shared, kept_at, '{ANNA}' from generate_series(1, :many) n,"
        " (values (:prefix, :shared, cast(:at as timestamptz))) as given (prefix, is_shared, kept_at)"
    )
    old = {"prefix": "old ", "shared": True, "at": "2001-01-01", "many": SHARED_VIEWS.most}
    with by_owner(people) as connection:
        connection.execute(put, old)
    with being(people, ANNA) as connection:
        for act in (
            lambda: keep(connection, "Another", ANNA, is_shared=True),
            lambda: connection.execute(put, old | {"prefix": "by SQL ", "many": 1}),
            lambda: saved_views.change(connection, keep(connection, "An", ANNA), ANNA, {"is_shared": True}),
        ):
            with pytest.raises(InputError, match="stop sharing another"), connection.begin_nested():
                act()
        more = old | {"prefix": "new ", "shared": False}
        with (
            pytest.raises(InputError, match="kept 30 views within 10 minutes: wait a while"),
            connection.begin_nested(),
        ):
            connection.execute(put, more | {"many": AT_ONCE + 1})
    with by_owner(people) as connection:
        connection.execute(put, more | {"many": VIEWS.most - SHARED_VIEWS.most})
    with being(people, ANNA) as connection, pytest.raises(InputError, match="You have 200 views"):
        keep(connection, "One more", ANNA)
    with being(people, BEN) as connection:
        keep(connection, "Spring", BEN, is_shared=True)


@pytest.mark.parametrize(
    ("address", "is_told"),
    [
        ("/customers?q=anna%40shop.example", True),
        ("/customers?sort=money&after=12%2C3", True),
        ("/customers?before=1", True),
        ("/audiences?customers=12001%2C12002", True),
        ("/customers?%71=anna", True),
        ("/customers/12028?from=2025-03", True),
        ("//customers//12028", True),
        ("/customers?country=DE&sort=money", False),
        ("/countries/DE?segment=loyal%2Cnew", False),
        ("/", False),
    ],
)
def test_what_tells_of_a_customer_stays_with_its_owner(people: Engine, address: str, is_told: bool) -> None:
    with being(people, ANNA) as connection:
        number = saved_views.keep(connection, "Hers", address, ANNA, is_shared=False, now=NOW)
        connection.execute(text("update saved_views set is_shared = true"))  # as earlier versions let one
        assert [one.name for one in saved_views.visible(connection, ANNA)] == ["Hers"]
        if is_told:
            with pytest.raises(InputError, match="search for customers"):
                saved_views.change(connection, number, ANNA, {"is_shared": True})
            with pytest.raises(InputError, match="search for customers"):
                saved_views.keep(connection, "Again", address, ANNA, is_shared=True, now=NOW)
    with being(people, BEN) as connection:
        seen = connection.execute(text("select address from saved_views")).scalars().all()
        assert seen == ([] if is_told else [address])
