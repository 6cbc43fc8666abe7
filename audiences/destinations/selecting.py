"""The members of a list as one statement, in the order that formats need; and read one after the other."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Date, Null, Select, Subquery, and_, case, cast, func, null, select

from audiences.destinations.formats import Format, Member
from audiences.destinations.refusing import CAMPAIGN, REASONS, SAID_NO, SUPPRESSED, refused
from warehouse.schema import countries, customer_segments, listed_customers, people, segment_names

AT_ONCE = 5_000  # rows that are held at a time
F, P, C, M, S = listed_customers.c, people.c, countries.c, customer_segments.c, segment_names.c
_ADDRESS = r"^\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*$"


def members_of(
    inside: ColumnElement[bool],
    format: Format,
    segmentation_id: int | None = None,
    barred: ColumnElement[str] | Null | None = None,
    refusals: Subquery | None = None,
    parts: Subquery | None = None,
) -> Select[Any]:
    """One row a customer, as `Member`. `inside` is a condition on `listed_customers`, as of `conditions.condition`.

    `segmentation_id` says which segments are named; `barred` gives the reason of those who get nothing, null of others,
    and so do `refusals`, as of `refusing.refused`, by default those on a list of people who get nothing.
    Who shares an address stands side by side, and first who must not be written to; else it goes by customer number.
    With `parts`, one row a customer at most, each has its `part` behind all that is a Member's.
    """
    nobody = refused(is_quiet=False, minds_no=False) if refusals is None else refusals
    listed = case((nobody.c.why == SUPPRESSED, REASONS[SUPPRESSED]))
    others = case(*((nobody.c.why == one, REASONS[one]) for one in (CAMPAIGN, SAID_NO)))
    why = func.coalesce(listed, null() if barred is None else barred, others)
    source = (
        listed_customers.outerjoin(people, P.customer_id == F.customer_id)
        .outerjoin(nobody, nobody.c.customer_id == F.customer_id)
        .outerjoin(countries, C.country == F.country)
        .outerjoin(customer_segments, and_(M.segmentation_id == segmentation_id, M.customer_id == F.customer_id))
        .outerjoin(segment_names, and_(S.segmentation_id == M.segmentation_id, S.segment_id == M.segment_id))
    )
    if parts is not None:
        source = source.outerjoin(parts, parts.c.customer_id == F.customer_id)
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
            *([] if parts is None else [parts.c.part]),
        )
        .select_from(source)
        .where(inside)
        .order_by(*_order(format, why))
    )


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
