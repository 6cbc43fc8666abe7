"""Lists that leave again and again to one place: in full, or only who entered and left since what arrived there."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, delete, exists, false, func, insert, literal, select, update
from sqlalchemy.dialects.postgresql import distinct_on

from audiences.campaigns import keeping as campaigns
from audiences.campaigns import sending
from audiences.campaigns.barring import barred
from audiences.campaigns.ledger import (
    FULL,
    LEFT,
    MOVERS,
    SENT,
    Entry,
    Leaving,
    add_files,
    add_members,
    delivery,
    make_files,
    record,
)
from audiences.campaigns.snapshots import as_text
from audiences.conditions import condition, written
from audiences.destinations import FORMATS, Gate, connections, in_campaigns, members_of, pushed, stream
from audiences.lists import keeping, standing
from warehouse.errors import InputError
from warehouse.schema import deliveries, delivery_files, delivery_members
from wording.languages import say

MODES = (FULL, MOVERS)
_D, _M = deliveries.c, delivery_members.c


@dataclass(frozen=True)
class Wanted:
    """What is to leave: a campaign, or an audience without one."""

    connection_id: int
    mode: str = FULL
    campaign_id: int | None = None
    audience_id: int | None = None
    format: str | None = None  # of an audience; a campaign has its own


def make(
    connection: Connection, wanted: Wanted, rule: str, quiet: int, folder: Path, today: date, made_by: str | None
) -> int | None:
    """Put the list on record as it is now; its number, None where nobody entered or left. The caller commits.

    Files are written into the folder by the way: what goes in batches is on record as the file that it makes, too.
    Raises InputError where it cannot be made.
    """
    outlet = connections.get(connection, wanted.connection_id)
    if wanted.mode not in MODES:
        raise InputError(say("A list goes in {full} or as {movers}.", full=FULL, movers=MOVERS))
    if wanted.campaign_id is not None:
        campaign = campaigns.by_number(connection, wanted.campaign_id)
        number = sending.send(connection, campaign, rule, quiet, folder, today, made_by).delivery_id
    else:
        number = _of_audience(connection, wanted, rule, quiet, today, made_by)
    whose = {"connection_id": outlet.connection_id, "mode": wanted.mode}
    connection.execute(update(deliveries).where(_D.delivery_id == number).values(**whose))
    if wanted.mode == MOVERS and not _only_movers(connection, number, wanted, quiet):
        for table in (delivery_files, delivery_members, deliveries):
            connection.execute(delete(table).where(table.c.delivery_id == number))
        return None
    _note_files(connection, number, folder)
    return number


def _note_files(connection: Connection, number: int, folder: Path) -> None:
    """The fingerprints of its files, where it has none yet."""
    one = delivery(connection, number)
    if not one.files and (made := make_files(connection, number, one.leaving, folder)):
        add_files(connection, number, [file for _, file in made])


def _of_audience(
    connection: Connection, wanted: Wanted, rule: str, quiet: int, today: date, made_by: str | None
) -> int:
    """An audience's list, on record without a draw."""
    audience = keeping.by_number(connection, wanted.audience_id or 0)
    format, store = FORMATS.get(wanted.format or ""), standing.stands(connection)
    if format is None:
        raise InputError(
            say("There is no format {format}; there are {formats}.", format=wanted.format, formats=", ".join(FORMATS))
        )
    inside, left_out = condition(audience.definition, store), Counter[str]()
    kept_back = barred(connection, audience.audience_id, store, rule, quiet)
    gate, members = Gate(format, rule), members_of(inside, format, store.runs.get("rfm"), *kept_back)

    def entries() -> Iterator[Entry]:
        place = 0
        for member in stream(connection, members):
            if reason := gate.why_not(member):
                left_out[reason] += 1
                continue
            place += 1
            yield Entry(member.customer_id, SENT, member.segment, place, as_text(member))

    plain = f"audience-{audience.audience_id}_{format.key}_{today:%Y-%m-%d}"
    leaving = Leaving(
        *(plain, format.key, 0),
        audience_id=audience.audience_id,
        audience_version=audience.version,
        conditions=written(audience.definition),
        filters={"consent": rule, "quiet_days": quiet},
        made_by=made_by,
    )
    number = record(connection, leaving)
    add_members(connection, number, entries())
    rows = select(func.count()).where(_M.delivery_id == number).scalar_subquery()
    known: Mapping[str, object] = {"rows": rows, "left_out": dict(left_out.most_common())}
    connection.execute(update(deliveries).where(_D.delivery_id == number).values(**known))
    return number


def _only_movers(connection: Connection, number: int, wanted: Wanted, quiet: int) -> bool:
    """Leave in a new list only who entered, and add who left; whether there is anybody.

    Who is in another campaign just now has not left: they stay where they are until its quiet time is over. Who has
    left is told as that place knows them, whatever other lists had them as since.
    """
    which = {"campaign_id": wanted.campaign_id, "audience_id": wanted.audience_id}
    there = pushed.there(wanted.connection_id, **which).cte("there")
    came = pushed.came(wanted.connection_id, **which).subquery("arrived").c.delivery_id
    here = select(_M.customer_id).where(_M.delivery_id == number, _M.role == SENT)
    before = (
        select(_M.customer_id, _M.segment, _M.sent_as)
        .where(_M.role == SENT, _M.delivery_id.in_(select(came)), _M.customer_id.in_(select(there.c.customer_id)))
        .ext(distinct_on(_M.customer_id))
        .order_by(_M.customer_id, _M.delivery_id.desc())
        .subquery("before")
    )
    gone = select(
        literal(number),
        before.c.customer_id,
        literal(LEFT),
        before.c.segment,
        func.row_number().over(order_by=before.c.customer_id),
        before.c.sent_as,
    ).where(before.c.customer_id.not_in(here))
    names = ("delivery_id", "customer_id", "role", "segment", "place", "sent_as")
    held = select(_M.customer_id).where(_M.delivery_id == number, _M.role == "held")
    elsewhere = in_campaigns(wanted.campaign_id, quiet).subquery("elsewhere").c
    stays = exists().where(elsewhere.customer_id == before.c.customer_id) if quiet else false()
    left = connection.execute(
        insert(delivery_members).from_select(names, gone.where(before.c.customer_id.not_in(held), ~stays))
    ).rowcount
    own = _M.delivery_id == number, _M.role == SENT
    connection.execute(delete(delivery_members).where(*own, _M.customer_id.in_(select(there.c.customer_id))))
    ordered = (
        select(_M.customer_id, func.row_number().over(order_by=_M.place).label("at")).where(*own).subquery("ordered")
    )
    entered = connection.execute(
        update(delivery_members).where(*own, _M.customer_id == ordered.c.customer_id).values(place=ordered.c.at)
    ).rowcount
    connection.execute(delete(delivery_files).where(delivery_files.c.delivery_id == number))
    connection.execute(update(deliveries).where(_D.delivery_id == number).values(rows=entered))
    return bool(left or entered)
