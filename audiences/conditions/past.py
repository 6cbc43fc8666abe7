"""What was: segments of past months, and campaigns; as conditions on a row of `listed_customers`."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, select
from sqlalchemy.dialects.postgresql import distinct_on

from audiences.conditions.definition import LAST, InCampaign, Part, Then, WasInSegment
from audiences.conditions.store import History, Store
from warehouse.errors import InputError
from warehouse.schema import (
    RFM_GROUPS,
    WITHOUT_ORDER,
    delivery_members,
    listed_customers,
    mailings,
    orders,
    segment_histories,
)
from wording.languages import days, say, say_n

PLACES = {segment: place for place, segment in enumerate(RFM_GROUPS, 1) if segment not in WITHOUT_ORDER}
_NUMBER = listed_customers.c.customer_id


def was_in_segment(node: WasInSegment, store: Store) -> ColumnElement[bool]:
    """Raises InputError for a segmentation, a segment or a month of which the past is not known."""
    if node.algorithm not in store.runs:
        raise unpublished(node.algorithm, store)
    history = store.histories.get(node.algorithm)
    if history is None:
        raise InputError(
            say(
                "Who was in which segment of “{algorithm}” at past months is not kept: run python -m models fit,"
                " which keeps it of RFM groups and of k-means by orders.",
                algorithm=node.algorithm,
            )
        )
    if unknown := [one for one in node.segments if one not in PLACES]:
        known = listed(PLACES)
        raise InputError(
            say("Nothing is known of the past of a segment “{segment}”: {known}.", segment=unknown[0], known=known)
        )
    h, places = segment_histories.c, [PLACES[one] for one in node.segments]
    then, now = (h.places[at].in_(places) for at in (_position(node.month, history), history.months))
    asked = {Then.AT: then, Then.ENTERED: and_(now, ~then), Then.LEFT: and_(then, ~now)}
    inside = (h.segmentation_id == store.runs[node.algorithm], asked[node.then])
    return _NUMBER.in_(select(h.customer_id).where(*inside))


def _position(month: date | int, history: History) -> int:
    """Of the month in the array, from 1."""
    first = history.first.year * 12 + history.first.month
    place = history.months - month if isinstance(month, int) else month.year * 12 + month.month - first + 1
    if not 1 <= place <= history.months:
        last = first + history.months - 2
        span = {"first": days.month(history.first), "last": days.month(date(last // 12, last % 12 + 1, 1))}
        if isinstance(month, int):
            raise InputError(
                say_n(
                    month,
                    "Segments are known from {first} to {last}, not of {n} month ago.",
                    "Segments are known from {first} to {last}, not of {n} months ago.",
                    **span,
                )
            )
        raise InputError(
            say("Segments are known from {first} to {last}, not of {month}.", **span, month=days.month(month))
        )
    return place


def in_campaign(node: InCampaign, store: Store, until: date | None = None) -> ColumnElement[bool]:
    """As it is now, or was when the day `until` began. Raises InputError for a campaign that there is not."""
    if isinstance(node.campaign, int) and node.campaign not in store.campaigns:
        raise InputError(say("There is no campaign {number} of which a list has left.", number=node.campaign))
    if node.part is Part.ANSWERED:
        return _NUMBER.in_(_answered(node, until))
    m, d = delivery_members.c, mailings.c
    role = "sent" if node.part is Part.MAILED else "held"
    members = (
        select(m.customer_id)
        .join(mailings, d.delivery_id == m.delivery_id)
        .where(m.role == role, *_which(node, d, until))
    )
    return _NUMBER.in_(members)


def _answered(node: InCampaign, until: date | None) -> Select[Any]:
    """By the rule of `measurement`: of each campaign the customer's first list counts, where it went to them."""
    m, d = delivery_members.c, mailings.c
    of = [m.customer_id, d.campaign_id]
    firsts = (
        select(*of, m.delivery_id, m.role, d.made_at, d.starts_on, d.window_days)
        .join(mailings, d.delivery_id == m.delivery_id)
        .where(m.role.in_(("sent", "held")), *_made(d.made_at, until))
        .ext(distinct_on(*of))
        .order_by(*of, m.delivery_id)
        .subquery("firsts")
    )
    f = firsts.c
    asked = select(firsts).where(f.role == "sent")
    if node.campaign == LAST:
        asked = asked.ext(distinct_on(f.customer_id)).order_by(f.customer_id, f.delivery_id.desc())
    found = asked.subquery("mailed")
    o, one = orders.c, found.c
    ordered = exists().where(
        o.customer_id == one.customer_id,
        o.gross > 0,
        o.invoiced_at >= one.starts_on,
        o.invoiced_at < one.starts_on + one.window_days,
        *_made(o.invoiced_at, until),
    )
    return select(one.customer_id).where(ordered, *_which(node, one, until))


def _which(node: InCampaign, columns: Any, until: date | None) -> list[ColumnElement[bool]]:
    which = [columns.campaign_id == node.campaign] if isinstance(node.campaign, int) else []
    if node.within_days is not None:
        end = func.now() if until is None else literal(until)
        which.append(columns.made_at > end - timedelta(days=node.within_days))
    return [*which, *_made(columns.made_at, until)]


def _made(moment: ColumnElement[Any], until: date | None) -> list[ColumnElement[bool]]:
    return [] if until is None else [moment < until]


def listed(known: Any) -> str:
    """ "there are kmeans, rfm"."""
    return say("there are {names}", names=", ".join(sorted(known))) if known else say("there is none")


def unpublished(algorithm: str, store: Store) -> InputError:
    """Of a segmentation that there is not."""
    known = listed(store.runs)
    return InputError(
        say("No segmentation of the kind “{algorithm}” is published: {known}.", algorithm=algorithm, known=known)
    )
