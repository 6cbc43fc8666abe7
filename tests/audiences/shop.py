"""A small shop as plain rows, put into the tables that audiences ask; and the same conditions read by plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import Any

from sqlalchemy import Connection, func, insert, text

from audiences.conditions import History, Store
from audiences.conditions.definition import (
    Attribute,
    Begins,
    Both,
    Bought,
    Chosen,
    Compared,
    Definition,
    Either,
    InAudience,
    InCampaign,
    InList,
    InSegment,
    Known,
    Not,
    Offered,
    Part,
    Said,
    Then,
    WasInSegment,
)
from warehouse import schema

AS_OF = date(2026, 7, 1)
ANSWERS = {True: "yes", False: "no", None: "unknown"}
PAIRS = {"B1": ("A1", "A2")}  # to offer -> to those who bought one of these
FIRST, MONTHS = date(2026, 4, 1), 3
WINDOW = 5  # days
# Lists by number: the campaign, how many days ago, and the first day on which an order is an answer.
LISTS = {
    1: (1, 40, date(2026, 5, 22)),
    2: (2, 20, date(2026, 6, 11)),
    3: (1, 10, date(2026, 6, 21)),
}
WORDS = ("lunch bag r", "bag", "candle")  # known as bits; the second covers what the first does not
PRODUCTS = {"A1": "LUNCH BAG RED", "A2": "Lunch bag 100%_blue", "B1": "CANDLE", "B2": ""}


@dataclass(frozen=True)
class Customer:
    """What the store knows of one."""

    country: str = "GB"
    last: date | None = date(2026, 6, 1)
    first: date | None = None
    frequency: int = 1
    net: Decimal = Decimal(0)
    chance: Decimal | None = None  # no row of customer_value where None
    is_person: bool = True
    consent: bool | None = None
    email: str | None = None
    city: str | None = None
    postcode: str | None = None
    phone: str | None = None
    attributes: Mapping[str, str] | None = None
    segment: str = "lost"
    bought: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    is_listed: bool = False
    places: tuple[int, ...] = ()  # of RFM_GROUPS from 1, at the ends of MONTHS months; 0: no order yet
    lists: Mapping[int, str] = field(default_factory=dict)  # of LISTS -> sent or held
    ordered: tuple[date, ...] = ()


A_LIST = """
insert into static_lists (list_id, name, made_at) overriding system value values (1, 'Listed', now())
on conflict do nothing;
select setval(pg_get_serial_sequence('static_lists', 'list_id'), max(list_id)) from static_lists
"""


def fill(connection: Connection, shop: Mapping[str, Customer]) -> None:
    """Put the shop into the tables, whatever they held, with the viewer of everything."""
    tables = (
        "customer_features",
        "customer_value",
        "customers",
        "customer_segments",
        "customer_products",
        "products",
        "product_words",
    )
    for name in (*tables, "static_list_members"):
        connection.execute(text(f"delete from {name}"))
    _insert(connection, schema.products, [_product(code, words) for code, words in PRODUCTS.items()])
    _insert(connection, schema.customer_features, _features(shop))
    _insert(connection, schema.customers, [_person(number, one) for number, one in shop.items() if one.is_person])
    chances = [(number, one.chance) for number, one in shop.items() if one.chance is not None]
    _insert(
        connection, schema.customer_value, [{"customer_id": n, "order_chance_90d": chance} for n, chance in chances]
    )
    segments = [{"segmentation_id": 1, "customer_id": n, "segment_id": one.segment} for n, one in shop.items()]
    _insert(connection, schema.customer_segments, segments)
    bought = [
        {"stock_code": code, "customer_id": number, "days": [*days], "last_on": max(days)}
        for number, one in shop.items()
        for code, days in one.bought.items()
    ]
    _insert(connection, schema.customer_products, bought)
    described = [{"words": words, "days": _bits(shop, words)} for words in WORDS if "1" in _bits(shop, words)]
    _insert(connection, schema.product_words, described)
    listed = [{"list_id": 1, "customer_id": number} for number, one in shop.items() if one.is_listed]
    if listed:
        connection.execute(text(A_LIST))
    _insert(connection, schema.static_list_members, listed)
    for name, value in (("regulars.countries", "*"), ("regulars.personal", "yes")):
        connection.execute(text("select set_config(:name, :value, true)"), {"name": name, "value": value})


def fill_past(connection: Connection, shop: Mapping[str, Customer]) -> None:
    """Put what was into the tables: segments of past months, campaigns, orders, and what goes together."""
    names = ("segment_histories", "campaigns", "deliveries", "delivery_members", "orders", "product_pairs")
    for name in names:
        connection.execute(text(f"delete from {name}"))
    past = [_history(number, one) for number, one in shop.items() if one.places]
    _insert(connection, schema.segment_histories, past)
    _insert(connection, schema.campaigns, [_campaign(number) for number in (1, 2)])
    for number, (campaign, ago, starts_on) in LISTS.items():
        made = {
            "campaign_id": campaign,
            "counts_from": starts_on,
            "made_at": func.now() - timedelta(days=ago, hours=-1),
        }
        plain = {"name": "x", "destination": "csv", "mode": "full", "rows": 0, "held": 0, "left_out": {}}
        connection.execute(schema.deliveries.insert().values(delivery_id=number, **plain, **made))
    members = [(at, number, part) for number, one in shop.items() for at, part in one.lists.items()]
    keys = ("delivery_id", "customer_id", "role")
    _insert(connection, schema.delivery_members, [dict(zip(keys, one, strict=True)) for one in members])
    days = [(number, day) for number, one in shop.items() for day in one.ordered]
    _insert(connection, schema.orders, [_order(number, day) for number, day in days])
    _insert(connection, schema.product_pairs, [_pair(one, other) for other, all in PAIRS.items() for one in all])


def store(audiences: Mapping[int, Definition] | None = None) -> Store:
    """What the shop has to be named."""
    known = {"countries": {"GB": "United Kingdom", "DE": "Germany"}, "attributes": frozenset({"Income"})}
    segments = {"rfm": frozenset({"champions", "lost"})}
    past = {"histories": {"rfm": History(FIRST, MONTHS)}, "campaigns": frozenset({1, 2}), "knows_words": True}
    return Store(AS_OF, {"rfm": 1}, segments, audiences or {}, frozenset({1}), **known, **past)


def holds(node: Definition, one: Customer, number: str, audiences: Mapping[int, Definition]) -> bool:  # noqa: PLR0911, PLR0912
    """The same conditions read by plain Python."""
    match node:
        case Both(parts):
            return all(holds(part, one, number, audiences) for part in parts)
        case Either(parts):
            return any(holds(part, one, number, audiences) for part in parts)
        case Not(part):
            return not holds(part, one, number, audiences)
        case InAudience(other):
            return holds(audiences[other], one, number, audiences)
        case Compared(name, least, most):
            return _within(_measure(name, one), least, most)
        case Chosen(name, values):
            return _text(name, one, number) in values
        case Begins(name, letters):
            return (
                (_text(name, one, number) or "").lower().startswith(letters.lower())
                if _text(name, one, number)
                else False
            )
        case Known(name):
            if name in ("email", "phone"):
                return bool(one.is_person and (one.email if name == "email" else one.phone))
            return _any(name, one, number) is not None
        case Said(answers):
            return ANSWERS[one.consent if one.is_person else None] in answers
        case InSegment(_, segments):
            return one.segment in segments
        case WasInSegment(_, segments, then, month):
            return _was(one, segments, then, month)
        case InCampaign(part, campaign, within):
            return _campaigned(one, part, campaign, within)
        case Offered(code):
            return code not in one.bought and any(other in one.bought for other in PAIRS.get(code, ()))
        case InList(_):
            return one.is_listed
        case Attribute(name, least, most, values):
            found = ((one.attributes or {}) if one.is_person else {}).get(name)
            if values:
                return found in values
            return _within(_number(found), least, most)
        case Bought(code, words, times, within):
            return _days(one, code, words, within) >= times
    raise AssertionError(node)


def _was(one: Customer, segments: tuple[str, ...], then: Then, month: date | int) -> bool:
    if not one.places:
        return False
    place = MONTHS - 1 - month if isinstance(month, int) else month.month - FIRST.month
    was, is_ = ((one.places[at] and schema.RFM_GROUPS[one.places[at] - 1]) in segments for at in (place, -1))
    return {Then.AT: was, Then.ENTERED: is_ and not was, Then.LEFT: was and not is_}[then]


def _campaigned(one: Customer, part: Part, campaign: int | str | None, within: int | None) -> bool:
    if part is not Part.ANSWERED:
        role = "sent" if part is Part.MAILED else "held"
        return any(found == role and _is_meant(at, campaign, within) for at, found in one.lists.items())
    firsts: dict[int, int] = {}
    for at in sorted(one.lists):
        firsts.setdefault(LISTS[at][0], at)
    sent = sorted(at for at in firsts.values() if one.lists[at] == "sent")
    if campaign == "last":
        sent, campaign = sent[-1:], None
    return any(
        0 <= (day - LISTS[at][2]).days < WINDOW for at in sent if _is_meant(at, campaign, within) for day in one.ordered
    )


def _is_meant(at: int, campaign: int | str | None, within: int | None) -> bool:
    number, ago, _ = LISTS[at]
    return campaign in (None, number) and (within is None or ago <= within)


def _days(one: Customer, code: str | None, words: str | None, within: int | None) -> int:
    since = date.min if within is None else AS_OF - timedelta(days=within)
    wanted = [c for c, said in PRODUCTS.items() if c == code or (words is not None and words.lower() in said.lower())]
    return len({day for product in wanted for day in one.bought.get(product, ()) if day >= since})


def _measure(name: str, one: Customer) -> Any:
    last = one.last
    return {
        "recency_days": None if last is None else Decimal((AS_OF - last).days),
        "frequency": Decimal(one.frequency),
        "net": one.net,
        "last_order_at": last,
        "order_chance_90d": one.chance,
    }[name]


def _text(name: str, one: Customer, number: str) -> str | None:
    person = {"city": one.city, "postcode": one.postcode, "email": one.email} if one.is_person else {}
    return {"customer_id": number, "country": one.country, **person}.get(name)


def _any(name: str, one: Customer, number: str) -> Any:
    return _text(name, one, number) if name in ("country", "city", "postcode") else _measure(name, one)


def _within(value: Any, least: Any, most: Any) -> bool:
    return value is not None and (least is None or value >= least) and (most is None or value <= most)


def _number(said: str | None) -> Decimal | None:
    try:
        return None if said is None else Decimal(said.strip())
    except ArithmeticError:
        return None


def _history(number: str, one: Customer) -> dict[str, Any]:
    return {"segmentation_id": 1, "customer_id": number, "first_month": FIRST, "places": [*one.places]}


def _campaign(number: int) -> dict[str, Any]:
    own = {"campaign_id": number, "name": f"C{number}", "window_days": WINDOW, "created_at": AS_OF}
    return {**own, "audience_id": 1, "audience_version": 1, "destination_format": "csv", "held_share": 0, "seed": "x"}


def _order(number: str, day: date) -> dict[str, Any]:
    money = {"gross": 1, "returns": 0, "units": 1, "lines": 1, "country": "GB"}
    return {"customer_id": number, "invoice_no": f"{day}", "invoiced_at": day, **money}


def _pair(one: str, other: str) -> dict[str, Any]:
    numbers = ("orders", "customers", "orders_of", "orders_of_other", "all_orders", "confidence", "confidence_bound")
    return {"stock_code": one, "other_stock_code": other, **dict.fromkeys((*numbers, "lift", "lift_bound"), 1)}


def _product(code: str, words: str) -> dict[str, Any]:
    return {"stock_code": code, "description": words, "gross": 1, "is_product": True}


def _features(shop: Mapping[str, Customer]) -> list[dict[str, Any]]:
    places = accumulate((len(_all_days(one)) for one in shop.values()), initial=0)
    return [_features_of(number, one, place) for (number, one), place in zip(shop.items(), places, strict=False)]


def _features_of(number: str, one: Customer, place: int) -> dict[str, Any]:
    nothing = dict.fromkeys(("monetary", "returns", "units", "distinct_products", "sample_key"), 0)
    recency = None if one.last is None else (AS_OF - one.last).days
    own = {"recency_days": recency, "frequency": one.frequency, "net": one.net}
    own |= {"first_order_at": one.first, "last_order_at": one.last}
    is_known = bool(one.bought)  # of who came after the run nothing is
    own |= {"place": place if is_known else None, "bought_on": _all_days(one) if is_known else None}
    return {"customer_id": number, "country": one.country, **nothing, **own}


def _all_days(one: Customer) -> list[date]:
    return sorted({day for days in one.bought.values() for day in days})


def _bits(shop: Mapping[str, Customer], words: str) -> str:
    """A bit of each customer's day."""
    codes = [code for code, description in PRODUCTS.items() if words in description.lower()]
    days = ((one, day) for one in shop.values() for day in _all_days(one))
    return "".join(str(int(any(day in one.bought.get(code, ()) for code in codes))) for one, day in days)


def _person(number: str, one: Customer) -> dict[str, Any]:
    own = {"consent": one.consent, "email": one.email, "phone": one.phone, "city": one.city, "postcode": one.postcode}
    return {"customer_id": number, "country": one.country, "attributes": one.attributes, **own}


def _insert(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)
