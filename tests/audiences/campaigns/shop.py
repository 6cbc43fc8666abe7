"""A shop of 50 that campaigns are made for, with a published segmentation of two groups."""

from decimal import Decimal

from sqlalchemy import Engine, insert

from audiences.conditions import read
from audiences.lists import keeping
from tests.audiences.shop import AS_OF, Customer, fill
from warehouse.schema import orders, segmentations, segments

RUN = {"segmentation_id": 1, "name": "RFM groups", "algorithm": "rfm", "published": True, "is_stale": False}
RUN |= {"created_at": "2026-07-01", "as_of": "2026-07-01", "parameters": {}, "metrics": {}}
NAMES = {"champions": "Champions", "lost": "Lost"}
SHOP = {
    f"c{number:02d}": Customer(
        segment="champions" if number < 20 else "lost",
        consent=None if number == 49 else True,
        email=None if number == 48 else f"c{number:02d}@example.org",
        chance=Decimal("0.19"),
    )
    for number in range(50)
}


def fill_shop(engine: Engine) -> None:
    """One of them without an address, one who never said they may be written to; and an audience of everybody."""
    with engine.begin() as connection:
        fill(connection, SHOP)
        connection.execute(insert(segmentations).values(RUN))
        for place, (segment, name) in enumerate(NAMES.items(), 1):
            connection.execute(insert(segments).values(_segment(segment, name, place)))
        day = {"invoiced_at": AS_OF, "country": "GB", "gross": 5, "returns": 0, "units": 1, "lines": 1}
        connection.execute(insert(orders).values(customer_id="c00", invoice_no="A", **day))
        keeping.keep(connection, "Everybody", read({"all": []}), None)


def _segment(segment: str, name: str, place: int) -> dict[str, object]:
    texts, numbers = dict.fromkeys(("description", "advice"), ""), ("customers", "orders", "gross", "returns")
    own = {"segmentation_id": 1, "segment_id": segment, "name": name, "position": place}
    return {**texts, **dict.fromkeys(numbers, 1), **own}
