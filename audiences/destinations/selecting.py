"""The members of a list as one statement, in the order that formats need; and read one after the other."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Integer,
    Null,
    Select,
    and_,
    case,
    cast,
    false,
    func,
    null,
    or_,
    select,
    true,
)

from audiences.destinations.formats import Format, Member
from warehouse.schema import (
    countries,
    customer_segments,
    delivery_members,
    listed_customers,
    mailings,
    people,
    segment_names,
    shop_settings,
    static_list_members,
    static_lists,
)

AT_ONCE = 5_000  # rows that are held at a time
F, P, C, M, S = listed_customers.c, people.c, countries.c, customer_segments.c, segment_names.c
D, L, Q = delivery_members.c, mailings.c, shop_settings.c
QUIET, QUIET_DAYS = "quiet_days", 30  # the setting of how long nobody is in two campaigns, and what it is without one
_ADDRESS = r"^\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*$"


def members_of(
    inside: ColumnElement[bool],
    format: Format,
    segmentation_id: int | None = None,
    barred: ColumnElement[str] | Null | None = None,
) -> Select[Any]:
    """One row a customer, as `Member`. `inside` is a condition on `listed_customers`, as of `conditions.condition`.

    `segmentation_id` says which segments are named; `barred` gives the reason of those who get nothing, null of others;
    whoever is on a list of people who get nothing is barred in any case.
    Who shares an address stands side by side, and first who must not be written to; else it goes by customer number.
    """
    why = case((F.customer_id.in_(_suppressed()), "suppressed"), else_=null() if barred is None else barred)
    source = (
        listed_customers.outerjoin(people, P.customer_id == F.customer_id)
        .outerjoin(countries, C.country == F.country)
        .outerjoin(customer_segments, and_(M.segmentation_id == segmentation_id, M.customer_id == F.customer_id))
        .outerjoin(segment_names, and_(S.segmentation_id == M.segmentation_id, S.segment_id == M.segment_id))
    )
    texts = (P.email, P.first_name, P.last_name, P.phone, P.consent, P.birth_year, P.city, P.postcode)
    return (
        select(
            F.customer_id,
            S.name,
            F.country,
            func.coalesce(C.name, F.country),
            *texts,
            F.recency_days,
            F.frequency,
            *(func.round(one, 2) for one in (F.monetary, F.net, F.average_order_value)),
            *(cast(one, Date) for one in (F.first_order_at, F.last_order_at)),
            why.label("barred"),
        )
        .select_from(source)
        .where(inside)
        .order_by(*_order(format, why))
    )


def gets_nothing() -> ColumnElement[bool]:
    """Of `listed_customers` with `people`: nobody may write to them now beside the campaigns that do."""
    return or_(is_suppressed(), F.customer_id.in_(in_campaigns()))


def in_campaigns(other_than: int | None = None) -> Select[tuple[str]]:
    """Who is in a campaign's list, written to or held out, that is no older than the shop's quiet time."""
    days = select(cast(Q.value, Integer)).where(Q.name == QUIET).scalar_subquery()
    since = func.now() - func.make_interval(0, 0, 0, func.coalesce(days, QUIET_DAYS))
    others = true() if other_than is None else L.campaign_id != other_than
    recent = select(D.customer_id).join(mailings, L.delivery_id == D.delivery_id)
    return recent.where(others, L.made_at > since, D.role.in_(("sent", "held")))


def is_suppressed() -> ColumnElement[bool]:
    """On a list of people who get nothing, or with the address of one who is."""
    theirs = people.alias().c
    addresses = select(func.lower(theirs.email)).where(theirs.customer_id.in_(_suppressed()), theirs.email.is_not(None))
    return or_(F.customer_id.in_(_suppressed()), func.coalesce(func.lower(P.email).in_(addresses), false()))


def _suppressed() -> Select[Any]:
    member, one = static_list_members.c, static_lists.c
    return select(member.customer_id).join(static_lists, one.list_id == member.list_id).where(one.is_suppression)


def stream(connection: Connection, statement: Select[Any]) -> Iterator[Member]:
    """The members, a few thousand at a time from a cursor of the server: memory does not grow with the list."""
    found = connection.execute(statement, execution_options={"stream_results": True, "yield_per": AT_ONCE})
    for part in found.partitions():
        yield from map(Member._make, part)


def _order(format: Format, why: Any) -> list[Any]:
    if format.key_of is None:
        return [F.customer_id]
    parts = [_normal[name] for name in format.contacts]
    first = [why.is_(None), P.consent.asc().nulls_last(), F.customer_id]
    return [func.coalesce(*parts) if len(parts) > 1 else parts[0], *first]


_normal: dict[str, ColumnElement[Any]] = {
    "email": case((P.email.regexp_match(_ADDRESS), func.lower(func.regexp_replace(P.email, r"\s", "", "g")))),
    "phone": func.nullif(func.regexp_replace(P.phone, r"\(0\)|[^0-9]", "", "g"), ""),
}
