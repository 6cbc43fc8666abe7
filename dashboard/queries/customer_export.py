"""The list of customers as a file, and who of it wants no mailings."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, literal, select

from dashboard.filters import Scope
from dashboard.queries.customer_filter import CustomerFilter
from dashboard.queries.customers import listed, members
from warehouse.schema import countries, customer_features, customer_segments, customers, segments

FORMULA_STARTS = "=+-@\t\r"  # a spreadsheet would run a text that begins so
F = customer_features.c


def refusals(connection: Connection, scope: Scope) -> dict[str, int]:
    """How many customers of the list of each segment said no to being written to; segments without any are missing."""
    member = customer_segments.c
    statement = (
        select(member.segment_id, func.count())
        .select_from(members().join(customers, customers.c.customer_id == F.customer_id))
        .where(*listed(scope, CustomerFilter()), customers.c.consent.is_(False))
        .group_by(member.segment_id)
    )
    return {segment_id: int(people) for segment_id, people in connection.execute(statement)}


def export_statement(scope: Scope, wanted: CustomerFilter, for_spreadsheet: bool) -> Select:
    """The query of the list as a file: one row a customer, by customer number.

    A list for campaigns, which is any but that for spreadsheets, leaves out who said no to being written to.
    """
    member, segment, person = customer_segments.c, segments.c, customers.c

    def safe(column: ColumnElement) -> ColumnElement:
        if not for_spreadsheet:
            return column
        return case((func.left(column, 1).in_(list(FORMULA_STARTS)), literal("'").concat(column)), else_=column)

    source = (
        members()
        .join(
            segments,
            and_(segment.segmentation_id == member.segmentation_id, segment.segment_id == member.segment_id),
        )
        .outerjoin(customers, person.customer_id == F.customer_id)
        .outerjoin(countries, countries.c.country == F.country)
    )
    texts = [person.email, person.first_name, person.last_name, person.phone]
    places = [person.city, person.postcode]
    may_be_written_to = [] if for_spreadsheet else [person.consent.is_not(False)]
    return (
        select(
            safe(F.customer_id).label("customer_id"),
            safe(segment.name).label("segment"),
            safe(F.country).label("country"),
            safe(func.coalesce(countries.c.name, F.country)).label("country_name"),
            *(safe(column).label(column.name) for column in texts),
            case((person.consent, "yes"), (~person.consent, "no")).label("consent"),
            person.birth_year,
            *(safe(column).label(column.name) for column in places),
            F.recency_days,
            F.frequency,
            func.round(F.monetary, 2).label("monetary"),
            func.round(F.net, 2).label("net"),
            func.round(F.average_order_value, 2).label("average_order_value"),
            func.to_char(F.first_order_at, "YYYY-MM-DD").label("first_order"),
            func.to_char(F.last_order_at, "YYYY-MM-DD").label("last_order"),
            member.r_score,
            member.f_score,
            member.m_score,
        )
        .select_from(source)
        .where(*listed(scope, wanted), *may_be_written_to)
        .order_by(F.customer_id)
    )
