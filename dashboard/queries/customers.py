"""Lists of customers: pages by key over an index, one customer, and the export.

The values are of the whole life of a customer up to the day of the segmentation; the months of the filter choose
who is listed (those with an order in them), not what is counted.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    Connection,
    Join,
    Select,
    String,
    Text,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
)

from dashboard.filters import GUESTS, Scope, query_fields
from dashboard.queries.frames import read
from warehouse.schema import (
    countries,
    customer_features,
    customer_months,
    customer_segments,
    customers,
    segment_activity,
    segments,
)

PAGE_ROWS = 50
PROSPECT = "prospect"  # the segment of known customers without an order
SORTS = {
    "monetary": customer_features.c.monetary,
    "frequency": customer_features.c.frequency,
    "last_order_at": customer_features.c.last_order_at,
    "average_order_value": customer_features.c.average_order_value,
    "customer_id": customer_features.c.customer_id,
}
_AMOUNT = re.compile(r"[0-9]{1,40}(\.[0-9]{1,40})?")
CURSOR_VALUES = {  # how PostgreSQL writes the values of the columns sorted by
    "monetary": _AMOUNT,
    "frequency": re.compile("[0-9]{1,9}"),
    "last_order_at": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"),
    "average_order_value": _AMOUNT,
    "customer_id": re.compile(""),
}
FORMULA_STARTS = "=+-@\t\r"  # a spreadsheet would run a text that begins so
F = customer_features.c


@dataclass(frozen=True)
class CustomerFilter:
    """What the customers view asks beyond the filter bar; part of its address."""

    search: str = ""  # the customer number begins so
    least_orders: int | None = None
    least_sales: float | None = None
    silent_days: int | None = None  # no order for at least so many days
    sort: str = "monetary"
    descending: bool = True
    after: tuple[str, str] | None = None  # the sort value and customer number of the last row seen
    before: tuple[str, str] | None = None  # of the first row seen, when paging back

    @classmethod
    def from_query(cls, search: str | None) -> CustomerFilter:
        """Read a query string; what cannot be understood is left out."""
        values = dict(query_fields(search))
        sort = values.get("sort", "")
        sort = sort if sort in SORTS else "monetary"
        return cls(
            search=values.get("q", "").strip().replace("\x00", "")[:80],
            least_orders=_whole(values.get("orders")),
            least_sales=_number(values.get("sales")),
            silent_days=_whole(values.get("silent")),
            sort=sort,
            descending=values.get("dir", "desc") != "asc",
            after=_cursor(values.get("after"), sort),
            before=_cursor(values.get("before"), sort),
        )

    def to_query(self) -> str:
        """The query string without `?`; defaults are left out."""
        pairs = {
            "q": self.search,
            "orders": self.least_orders,
            "sales": None if self.least_sales is None else repr(self.least_sales).removesuffix(".0"),
            "silent": self.silent_days,
            "sort": "" if self.sort == "monetary" else self.sort,
            "dir": "" if self.descending else "asc",
            "after": self._written(self.after),
            "before": self._written(self.before),
        }
        return urlencode({key: value for key, value in pairs.items() if value not in (None, "")})

    def _written(self, cursor: tuple[str, str] | None) -> str:
        if cursor is None:
            return ""
        return f"{'' if self.sort == 'customer_id' else cursor[0]}~{cursor[1]}"  # a customer number may hold a ~

    @property
    def narrows(self) -> bool:
        """Whether it leaves out anybody."""
        asked = (self.least_orders, self.least_sales, self.silent_days)
        return bool(self.search) or any(one is not None for one in asked)

    def first_page(self, **changes: object) -> CustomerFilter:
        """The same from the start of the list, with changes."""
        return replace(self, **{"after": None, "before": None, **changes})  # type: ignore[arg-type]


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else None


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if 0 <= number < 1e15 else None


def _cursor(text: str | None, sort: str) -> tuple[str, str] | None:
    """A place in the list; None, which is its start, where the text is no value of the column sorted by."""
    value, mark, customer_id = (text or "").partition("~")
    is_value = CURSOR_VALUES[sort].fullmatch(value) is not None
    if sort == "last_order_at" and is_value:
        is_value = False
        with suppress(ValueError):
            is_value = bool(datetime.fromisoformat(value))
    return (value, customer_id) if mark and is_value and "\x00" not in customer_id else None


def _listed(scope: Scope, wanted: CustomerFilter) -> list[ColumnElement[bool]]:
    """Conditions on features joined with segments: who is in the list."""
    member = customer_segments.c
    conditions: list[ColumnElement[bool]] = [member.segmentation_id == scope.segmentation_id]
    if scope.segments:
        conditions.append(member.segment_id.in_(scope.identified_segments))
    if PROSPECT not in scope.segments:
        conditions.append(F.frequency > 0)
    if scope.countries:
        conditions.append(F.country.in_(scope.countries))
    if scope.is_part:
        in_window = (customer_months.c.customer_id == F.customer_id, customer_months.c.orders > 0)
        when = customer_months.c.month.between(scope.start, scope.end)
        conditions.append(exists().where(*in_window, when))
    if wanted.search:
        conditions.append(F.customer_id.startswith(wanted.search, autoescape=True))
    if wanted.least_orders is not None:
        conditions.append(F.frequency >= wanted.least_orders)
    if wanted.least_sales is not None:
        conditions.append(F.monetary >= wanted.least_sales)
    if wanted.silent_days is not None:
        conditions.append(F.recency_days >= wanted.silent_days)
    return conditions


def _members() -> Join:
    return customer_features.join(customer_segments, customer_segments.c.customer_id == F.customer_id)


def customer_page(connection: Connection, scope: Scope, wanted: CustomerFilter) -> tuple[pd.DataFrame, bool]:
    """Up to PAGE_ROWS customers in the order asked for, and whether there are more beyond in the paging direction."""
    key = SORTS[wanted.sort]
    conditions = _listed(scope, wanted)
    if PROSPECT in scope.segments and wanted.sort in ("last_order_at", "average_order_value"):
        conditions.append(F.frequency > 0)  # they have no such value
    backwards = wanted.before is not None
    cursor = wanted.before or wanted.after
    downwards = wanted.descending != backwards
    if cursor is not None:
        edge = tuple_(key, F.customer_id) if wanted.sort != "customer_id" else tuple_(key)
        values = _edge_values(key, cursor)
        conditions.append(edge < values if downwards else edge > values)
    order = [column.desc() if downwards else column.asc() for column in dict.fromkeys((key, F.customer_id))]
    statement = (
        select(
            F.customer_id,
            F.country,
            customer_segments.c.segment_id,
            F.recency_days,
            F.frequency,
            F.monetary,
            F.average_order_value,
            F.last_order_at,
            cast(key, String).label("sort_value"),
        )
        .select_from(_members())
        .where(*conditions)
        .order_by(*order)
        .limit(PAGE_ROWS + 1)
    )
    frame = read(connection, statement)
    more = len(frame) > PAGE_ROWS
    frame = frame.head(PAGE_ROWS)
    return (frame.iloc[::-1].reset_index(drop=True) if backwards else frame), more


def _edge_values(key: ColumnElement, cursor: tuple[str, str]) -> ColumnElement:
    value, customer_id = cursor
    if key is SORTS["customer_id"]:
        return tuple_(literal(customer_id, Text))
    return tuple_(cast(literal(value, Text), key.type), literal(customer_id, Text))


def customer_count(connection: Connection, scope: Scope, wanted: CustomerFilter) -> int:
    """How many customers the list has in all; the activity mart tells without a look at them where it can."""
    if PROSPECT not in scope.segments and not wanted.narrows:
        return sum(_buyer_counts(connection, scope).values())
    statement = select(func.count()).select_from(_members()).where(*_listed(scope, wanted))
    return int(connection.execute(statement).scalar_one())


def customer_counts(connection: Connection, scope: Scope) -> dict[str, int]:
    """How many customers the list of each segment has that the scope holds; a segment without any may be missing."""
    counts = _buyer_counts(connection, scope)
    if not scope.segments or PROSPECT in scope.segments:
        counts[PROSPECT] = customer_count(connection, scope.only(segments=(PROSPECT,)), CustomerFilter())
    return counts


def _buyer_counts(connection: Connection, scope: Scope) -> dict[str, int]:
    """Customers with an order in the window, by segment, without prospects: each counts in their first month there."""
    a = segment_activity.c
    first_seen = or_(a.previous_month.is_(None), a.previous_month < scope.start)
    statement = (
        select(a.segment_id, func.sum(a.customers))
        .where(*scope.where(segment_activity), first_seen, a.segment_id != PROSPECT)
        .group_by(a.segment_id)
    )
    return {segment_id: int(customers) for segment_id, customers in connection.execute(statement)}


def refusals(connection: Connection, scope: Scope) -> dict[str, int]:
    """How many customers of the list of each segment said no to being written to; segments without any are missing."""
    member = customer_segments.c
    statement = (
        select(member.segment_id, func.count())
        .select_from(_members().join(customers, customers.c.customer_id == F.customer_id))
        .where(*_listed(scope, CustomerFilter()), customers.c.consent.is_(False))
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
        _members()
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
        .where(*_listed(scope, wanted), *may_be_written_to)
        .order_by(F.customer_id)
    )


def only_guests(scope: Scope) -> bool:
    """Whether the filter asks for guests alone, who are no customers."""
    return scope.segments == (GUESTS,)
