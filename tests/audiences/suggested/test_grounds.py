"""Suggestions of a store: the shop's own rhythm, and whom each idea finds."""

from datetime import timedelta
from decimal import Decimal

from sqlalchemy import Engine, insert, text

from audiences.suggested import suggestions
from tests.audiences.shop import AS_OF, Customer, fill, fill_past, store
from warehouse.schema import segment_offers

BACK_AFTER = 20  # days, of all who came back


def _again(number: int) -> Customer:
    first = AS_OF - timedelta(days=100 + number)
    ordered = (first, first + timedelta(days=BACK_AFTER))
    return Customer(frequency=2, net=Decimal(20), last=ordered[1], first=first, ordered=ordered)


SHOP = {f"b{at:02d}": _again(at) for at in range(30)} | {
    "c1": Customer(net=Decimal(50), last=AS_OF - timedelta(days=20), chance=Decimal("0.5")),
    "c2": Customer(net=Decimal(200), last=AS_OF - timedelta(days=21), bought={"A1": (AS_OF,)}),
}


def test_suggestions_of_a_store(engine: Engine) -> None:
    with engine.connect() as connection:
        fill(connection, SHOP)
        fill_past(connection, SHOP)
        offer = {"segmentation_id": 1, "segment_id": "lost", "rank": 1, "stock_code": "A1", "other_stock_code": "B1"}
        connection.execute(insert(segment_offers).values(**offer, customers=1, expected=0.5))
        found = {one.key: one for one in suggestions(connection, store())}
        assert {key: (one.customers, one.stake) for key, one in found.items()} == {
            "second-order": (1, 2.5),  # 50, less half of it, one in ten
            "never-returned": (1, 4.0),
            "offer-B1": (1, 20.0),
        }
        assert [*found] == ["offer-B1", "never-returned", "second-order"]
        assert found["second-order"].conditions["all"][1] == {
            "field": "recency_days",
            "at_least": BACK_AFTER,
            "at_most": BACK_AFTER,
        }
        connection.execute(text("delete from orders"))
        assert [one.key for one in suggestions(connection, store())] == ["offer-B1"]
