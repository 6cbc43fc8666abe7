"""What customers said of being written to, and the rule that was chosen for the shop. Read as they are now."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, FromClause, exists, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from audiences.destinations import consent_of_address, gets_nothing
from dashboard.filters.selection import Scope
from dashboard.queries.customers.customer_filter import CustomerFilter
from dashboard.queries.customers.lists import customer_counts, listed, members
from dashboard.queries.store.loads import Stand
from dashboard.words.consent import Said
from warehouse.schema import (
    WITHOUT_ORDER,
    customer_segments,
    listed_customers,
    mailings,
    people,
    shared_addresses,
    shop_settings,
    static_lists,
)

NAME = "consent"  # of the choice, among those of the shop


def rule_and_bars(connection: Connection) -> tuple[str | None, bool]:
    """The rule that was chosen, and whether anybody may get nothing, whatever they said."""
    lists = exists().where(static_lists.c.is_suppression)
    chosen = select(shop_settings.c.value).where(shop_settings.c.name == NAME).scalar_subquery()
    rule, has_bars = connection.execute(select(chosen, or_(lists, exists().select_from(mailings)))).one()
    return rule, bool(has_bars)


def choose_rule(connection: Connection, rule: str) -> None:
    """Remember the rule; it holds from the next list on. The caller commits."""
    values = {"value": rule, "changed_at": func.now()}
    statement = insert(shop_settings).values(name=NAME, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))


def what_is_known(connection: Connection, stand: Stand) -> tuple[bool, bool]:
    """Whether the store knows what anybody said, and an address or number of anybody."""
    c = people.c
    conditions = (c.consent.is_not(None), or_(c.has_email, c.has_phone))
    consent, contact = (bool(connection.scalar(select(exists().where(one)))) for one in conditions)
    return consent, contact


def said(connection: Connection, scope: Scope, wanted: CustomerFilter, stand: Stand) -> Mapping[str, Said]:
    """What the customers of a list said, by segment; a segment without any may be missing.

    Without segments in the scope, those without an order are counted as lists of their own, as everybody is.
    """
    totals = _totals(connection, scope, wanted)
    known = _known(connection, scope, wanted)
    if not scope.segments and not wanted.narrows:
        for name in WITHOUT_ORDER:
            known |= _known(connection, scope.only(segments=(name,)), wanted)
    found = {}
    for segment_id in {*totals, *known}:
        yes, no = known.get(segment_id, (0, 0))
        found[segment_id] = Said(yes, max(totals.get(segment_id, 0) - yes - no, 0), no)
    return found


def barred(connection: Connection, scope: Scope, wanted: CustomerFilter) -> Mapping[str, Said]:
    """Who gets nothing of a list, by segment and by what they said; nobody's segment may be missing."""
    found: dict[str, Said] = {}
    own = (
        [scope]
        if scope.segments or wanted.narrows
        else [scope, *(scope.only(segments=(one,)) for one in WITHOUT_ORDER)]
    )
    member, consent = customer_segments.c.segment_id, consent_of_address()
    said_so = (func.count().filter(one) for one in (consent, consent.is_(None), ~consent))
    statement = select(member, *said_so).select_from(_with_addresses())
    for one in own:
        rows = connection.execute(statement.where(*listed(one, wanted), gets_nothing()).group_by(member))
        found |= {segment_id: Said(*counts) for segment_id, *counts in rows}
    return found


def _totals(connection: Connection, scope: Scope, wanted: CustomerFilter) -> dict[str, int]:
    """Customers by segment: from a mart where it can tell."""
    if not wanted.narrows:
        return customer_counts(connection, scope)
    member = customer_segments.c.segment_id
    statement = select(member, func.count()).select_from(members()).where(*listed(scope, wanted)).group_by(member)
    return {segment_id: int(people) for segment_id, people in connection.execute(statement)}


def _known(connection: Connection, scope: Scope, wanted: CustomerFilter) -> dict[str, tuple[int, int]]:
    """Who said yes and who said no, by segment."""
    member, consent = customer_segments.c.segment_id, consent_of_address()
    statement = (
        select(member, func.count().filter(consent), func.count().filter(~consent))
        .select_from(_with_addresses())
        .where(*listed(scope, wanted), consent.is_not(None))
        .group_by(member)
    )
    return {segment_id: (int(yes), int(no)) for segment_id, yes, no in connection.execute(statement)}


def _with_addresses() -> FromClause:
    """The customers with what they said, and what was said by others with their address."""
    number = listed_customers.c.customer_id
    known = members().outerjoin(people, people.c.customer_id == number)
    return known.outerjoin(shared_addresses, shared_addresses.c.customer_id == number)
