"""The list of customers as a file."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, func, select

from audiences.destinations import REFUSALS, gets_nothing, refused, shares_a_no
from dashboard.filters.selection import Scope
from dashboard.queries.customers.customer_filter import CustomerFilter
from dashboard.queries.customers.harmless import harmless
from dashboard.queries.customers.lists import listed, members
from dashboard.queries.customers.phones import phone_for_machines, phone_for_people
from dashboard.words.consent import ALL, OPT_IN, OPT_OUT
from warehouse.schema import countries, customer_segments, listed_customers, people, segment_names

F = listed_customers.c


def export_statement(
    scope: Scope, wanted: CustomerFilter, rule: str = ALL, is_raw: bool = False, is_campaign: bool = False
) -> Select:
    """The query of the list as a file: one row a customer, by customer number.

    `rule` chooses by what people said of being written to; texts are harmless where opened, unless raw, and so
    are phone numbers; raw ones are E.164. Whoever gets nothing is in no list for campaigns.
    """
    member, segment, person = customer_segments.c, segment_names.c, people.c

    def safe(column: ColumnElement) -> ColumnElement:
        return column if is_raw else harmless(column)

    source = (
        members()
        .join(
            segment_names,
            and_(segment.segmentation_id == member.segmentation_id, segment.segment_id == member.segment_id),
        )
        .outerjoin(people, person.customer_id == F.customer_id)
        .outerjoin(countries, countries.c.country == F.country)
    )
    texts = [person.email, person.first_name, person.last_name]
    phone = phone_for_machines(person.phone) if is_raw else phone_for_people(person.phone)
    places = [person.city, person.postcode]
    return (
        select(
            safe(F.customer_id).label("customer_id"),
            safe(segment.name).label("segment"),
            safe(F.country).label("country"),
            safe(func.coalesce(countries.c.name, F.country)).label("country_name"),
            *(safe(column).label(column.name) for column in texts),
            phone.label("phone"),
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
        .where(*listed(scope, wanted), *_by_consent(rule, is_campaign), *([~gets_nothing()] if is_campaign else []))
        .order_by(F.customer_id)
    )


def is_anybody(
    connection: Connection, scope: Scope, wanted: CustomerFilter, rule: str = ALL, is_campaign: bool = False
) -> bool:
    """Whether the list has a row."""
    return bool(
        connection.scalar(select(exists(export_statement(scope, wanted, rule, is_campaign=is_campaign).order_by(None))))
    )


def left_out(connection: Connection, scope: Scope, wanted: CustomerFilter, rule: str) -> dict[str, int]:
    """How many a list for campaigns leaves out, by reason as of `audiences.destinations`, most first."""
    said, reasons, minds_no = people.c.consent, [], rule != ALL
    nobody = refused(is_quiet=True, minds_no=minds_no)
    if rule != ALL:
        reasons.append((said.is_(False), "no consent"))
    if rule == OPT_IN:
        reasons.append((said.is_(None), "unknown consent"))
    barred = [(nobody.c.why == one, reason) for one, reason in REFUSALS.items()]
    why = case(*barred, *reasons).label("why")
    source = members().outerjoin(people, people.c.customer_id == F.customer_id)
    source = source.outerjoin(nobody, nobody.c.customer_id == F.customer_id)
    each = select(why).select_from(source).where(*listed(scope, wanted)).subquery("each")
    number = func.count()
    counted = select(each.c.why, number).where(each.c.why.is_not(None)).group_by(each.c.why)
    return {reason: int(count) for reason, count in connection.execute(counted.order_by(number.desc(), each.c.why))}


def _by_consent(rule: str, is_campaign: bool) -> list[ColumnElement[bool]]:
    said, shared = people.c.consent, [~shares_a_no()] if is_campaign and rule != ALL else []
    kept: dict[str, list[ColumnElement[bool]]] = {OPT_IN: [said.is_(True)], OPT_OUT: [said.is_not(False)], ALL: []}
    return [*kept[rule], *shared]
