"""How many are in an audience, alone and beside others: what one definition says alone it says in company."""

from decimal import Decimal

import pytest
from sqlalchemy import Engine

from audiences.conditions import read
from audiences.lists.counting import Reach, Shared, Size, beside, look, reach, reaches, size, sizes
from tests.audiences.shop import Customer, fill, store
from warehouse.errors import InputError

SHOP = {
    "c1": Customer(net=Decimal(50), frequency=2, consent=True, email="a@b.example"),
    "c2": Customer(net=Decimal(20), consent=False, email="not an address", is_listed=True),
    "c3": Customer(net=Decimal(5), is_person=False, is_listed=True),
}
RICH, LISTED, NOBODY, GONE = ({"field": "net", "at_least": 20}, {"list": 1}, {"any": []}, {"list": 9})


def test_several_at_once_are_each_as_alone(engine: Engine) -> None:
    asked = {at: read(one) for at, one in enumerate((RICH, LISTED, NOBODY, GONE))}
    with engine.connect() as connection:
        fill(connection, SHOP)
        found = sizes(connection, asked, store())
        assert isinstance(found.pop(3), InputError)
        assert found == {
            0: Size(2, 3, Decimal(70), 3),
            1: Size(2, 2, Decimal(25), 3),
            2: Size(0, 0, Decimal(0), 3),
        }
        assert found == {at: size(connection, asked[at], store()) for at in found}
        told = reaches(connection, asked, store())
        assert told == {0: Reach(1, 1, 0, 1, 0), 1: Reach(0, 1, 1, 0, 0), 2: Reach(0, 0, 0, 0, 0)}
        assert told == {at: reach(connection, asked[at], store()) for at in told}
        others = {f"a{at}": one for at, one in asked.items()}
        shared = {"a0": Shared(2, 2), "a1": Shared(2, 1), "a2": Shared(0, 0)}
        assert beside(connection, asked[0], others, store()) == (2, shared)
        assert beside(connection, asked[1], {}, store()) == (2, {})
        assert look(connection, asked[0], store()) == (found[0], told[0], Size(3, 4, Decimal(75), 3))
        with pytest.raises(InputError, match="There is no list 9"):
            size(connection, asked[3], store())
