"""Members out of the store: all that is known of each, in the order that the preflight needs."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Engine, case, insert, literal, null, true

from audiences.conditions import condition, read
from audiences.destinations import FORMATS, Member, members_of, preflight, stream
from tests.audiences.shop import Customer, fill, store
from warehouse.schema import countries, listed_customers, segments

SHOP = {
    "1": Customer(email="Two@shop.example ", consent=None, net=Decimal("10.505"), frequency=2, city="Bonn"),
    "2": Customer(email="two@shop.example", consent=False, segment="champions", country="DE"),
    "3": Customer(email="two@shop.example", consent=True),
    "4": Customer(is_person=False, last=None, country="XX"),
    "5": Customer(email="a@shop.example", consent=True),
}
FIRST = date(2026, 6, 1)


def selected(engine: Engine, key: str, **more: object) -> list[Member]:
    with engine.connect() as connection:
        fill(connection, SHOP)
        connection.execute(insert(countries).values(country="DE", name="Germany"))
        amounts = dict.fromkeys(("position", "customers", "orders", "gross", "returns"), 0)
        given = {"segmentation_id": 1, "description": "", "advice": "", **amounts}
        named = [given | {"segment_id": one, "name": one.title()} for one in ("champions", "lost")]
        connection.execute(insert(segments), named)
        statement = members_of(more.pop("inside", true()), FORMATS[key], 1, **more)  # type: ignore[arg-type]
        return [*stream(connection, statement)]


def test_a_list_for_no_platform_goes_by_customer_number(engine: Engine) -> None:
    found = selected(engine, "machines")
    assert [one.customer_id for one in found] == ["1", "2", "3", "4", "5"]
    assert found[0] == Member(
        *("1", "Lost", "GB", "GB", "Two@shop.example ", None, None, None, None, None, "Bonn", None),
        *(30, 2, Decimal("0.00"), Decimal("10.51"), None, None, FIRST, None),
    )
    assert found[1][:4] == ("2", "Champions", "DE", "Germany")
    assert found[3] == Member(
        *("4", "Lost", "XX", "XX", *[None] * 8, None, 1, Decimal("0.00"), Decimal("0.00"), None, None, None, None)
    )


def test_who_shares_an_address_stands_together_who_said_no_first(engine: Engine) -> None:
    found = selected(engine, "mailchimp")
    assert [one.customer_id for one in found] == ["5", "2", "3", "1", "4"]
    checked = preflight(found, FORMATS["mailchimp"], "opt-out")
    assert (checked.goes, checked.left_out) == (1, {"no consent": 3, "no address": 1})


def test_who_is_barred_comes_first_and_bars_their_address(engine: Engine) -> None:
    barred = case((listed_customers.c.customer_id == "3", literal("quiet time")), else_=null())
    found = selected(engine, "mailchimp", barred=barred)
    assert [(one.customer_id, one.barred) for one in found[1:4]] == [("3", "quiet time"), ("2", None), ("1", None)]
    assert preflight(found, FORMATS["mailchimp"], "all").left_out == {"quiet time": 3, "no address": 1}


def test_an_audience_says_who(engine: Engine) -> None:
    inside = condition(read({"segment": ["champions"]}), store())
    assert [one.customer_id for one in selected(engine, "brevo", inside=inside)] == ["2"]
