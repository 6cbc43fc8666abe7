"""Lists of customers by number or address, and audiences in numbers."""

from decimal import Decimal

import pytest
from sqlalchemy import Engine

from audiences.conditions import Store, members
from audiences.conditions.definition import Compared, InList, InSegment, Known
from audiences.lists import brought, counting
from tests.audiences.shop import AS_OF, Customer, fill, store
from warehouse.errors import InputError

SHOP = {
    "17": Customer(net=Decimal("10.50"), frequency=2, email="Ann@Shop.example", consent=True),
    "18": Customer(net=Decimal(-3), frequency=1, email="both@shop.example", consent=False),
    "19": Customer(net=Decimal(0), frequency=0, last=None, email="both@shop.example"),
    "20": Customer(net=Decimal(99), frequency=4, is_person=False, segment="champions"),
}


def test_entries_are_found_by_number_and_address(engine: Engine) -> None:
    with engine.connect() as connection:
        fill(connection, SHOP)
        found = brought.find(
            connection, [" 17", "BOTH@shop.example", "ann@shop.example", "nobody@x.example", "99", "99", ""]
        )
    assert found == brought.Found(("17", "18", "19"), ("nobody@x.example", "99"))


def test_a_list_is_an_audience(engine: Engine) -> None:
    with engine.connect() as connection:
        fill(connection, SHOP)
        number = brought.bring(connection, "Fair", brought.find(connection, ["17", "20"]), "anna")
        added = brought.add(connection, number, ["20", "18"])
        taken = brought.take(connection, number, ["17", "19"])
        stand = Store(AS_OF, lists=frozenset({number}))
        assert (added, taken) == (1, 1)
        assert connection.scalars(members(InList(number), stand)).all() == ["18", "20"]
        with pytest.raises(InputError, match="There is a list “fair” already"):
            brought.bring(connection, "fair", brought.Found((), ()), None)
        with pytest.raises(InputError, match="There is no list 0"):
            brought.add(connection, 0, ["17"])


def test_an_audience_in_numbers(engine: Engine) -> None:
    rich, lost = Compared("net", Decimal(0)), InSegment("rfm", ("lost",))
    with engine.connect() as connection:
        fill(connection, SHOP)
        assert counting.size(connection, rich, store()) == counting.Size(3, 6, Decimal("109.50"), 4)
        assert counting.reach(connection, rich, store()) == counting.Reach(
            yes=1, no=0, unknown=2, with_email=2, with_phone=0
        )
        assert counting.overlap(connection, rich, lost, store()) == 2
        assert counting.size(connection, Known("phone"), store()) == counting.Size(0, 0, Decimal(0), 4)
