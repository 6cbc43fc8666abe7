"""Lists of customers by number or address, and audiences in numbers."""

from decimal import Decimal

import pytest
from sqlalchemy import Engine

from audiences.conditions import Store, members
from audiences.conditions.definition import Compared, InList, InSegment, Known
from audiences.lists import brought, counting, entries
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


@pytest.mark.parametrize(
    ("lines", "head", "customers", "missing"),
    [
        (["17;Ann", "nobody;x"], "", ("17",), ("nobody;x",)),
        (["Ann,ann@shop.example", '"Lee, Bo";"both@shop.example"'], "", ("17", "18", "19"), ()),
        (["17,both@shop.example"], "", ("17",), ()),  # the number tells one, the address two
        (["Rank,Customer ID,Email", "18,17,?", "19,none,ann@shop.example"], "", ("17",), ()),
        (["18,20"], "Rank,Kundennummer", ("20",), ()),  # a later part of the same table
        (["E-Mail\tOrders", "ANN@shop.example\t20"], "", ("17",), ()),
        (["Email"], "", (), ()),
        (["20, Ltd"], "", ("20, Ltd",), ()),  # a number that holds a comma
    ],
)
def test_of_a_table_the_values_count_that_name_a_customer(
    engine: Engine, lines: list[str], head: str, customers: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    with engine.connect() as connection:
        fill(connection, SHOP | {"20, Ltd": Customer()})
        assert brought.find(connection, lines, head) == brought.Found(customers, missing)


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_text_in_letters_of_any_system(code: str) -> None:
    assert entries.text_of("17\nJosé".encode(code)) == "17\nJosé"


@pytest.mark.parametrize("content", [b"PK\x03\x04 a workbook", b"\xd0\xcf\x11\xe0 an old one", b"17\x00"])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(InputError, match="save it as CSV, and choose that"):
        entries.text_of(content)


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
