"""Who gets nothing now, whatever list they are in: by what they said or are on, or anybody else with their address.

What is so of an address is so of everybody who has it, in the audience or not and in whatever country: an e-mail
address, or a phone number with its country's code, since files for all destinations hold both. All of it is one
row a customer to join: asked of each customer on its own it would take a look at all of them a customer.
"""

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Subquery,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    select,
    true,
    union_all,
)

from warehouse.schema import (
    delivery_members,
    listed_customers,
    mailings,
    people,
    shared_addresses,
    shop_settings,
    static_list_members,
    static_lists,
    written_addresses,
)

F, D, L, Q = listed_customers.c, delivery_members.c, mailings.c, shop_settings.c
S, W = shared_addresses.c, written_addresses.c
QUIET, QUIET_DAYS = "quiet_days", 30  # the setting of how long nobody is in two campaigns, and what it is without one
SUPPRESSED, CAMPAIGN, SAID_NO = 1, 2, 3  # of several the first is told
REASONS = {SUPPRESSED: "suppressed", CAMPAIGN: "in another campaign", SAID_NO: "no consent"}


def refused(*, is_quiet: bool, minds_no: bool, other_than: int | None = None, days: int | None = None) -> Subquery:
    """One row a customer who gets nothing: `customer_id`, and `why` as of REASONS.

    `is_quiet` leaves out who is in a campaign's list, as of `in_campaigns`; `minds_no` who shares an address with
    somebody who said no.
    """
    shared = select(S.customer_id, case((S.is_suppressed, SUPPRESSED), else_=SAID_NO).label("why"))
    found = [_row(_suppressed(), SUPPRESSED), shared if minds_no else shared.where(S.is_suppressed)]
    if is_quiet:
        found.append(_row(in_campaigns(other_than, days), CAMPAIGN))
    every = union_all(*found).subquery("every")
    one = select(every.c.customer_id, func.min(every.c.why).label("why"))
    return one.group_by(every.c.customer_id).subquery("refused")


def gets_nothing() -> ColumnElement[bool]:
    """Of `listed_customers`: nobody may write to them now beside the campaigns that do."""
    every = refused(is_quiet=True, minds_no=False)
    return exists().where(every.c.customer_id == F.customer_id)


def shares_a_no() -> ColumnElement[bool]:
    """Of `listed_customers`: somebody with their address said no."""
    return exists().where(S.customer_id == F.customer_id, S.says_no)


def consent_of_address() -> ColumnElement[bool | None]:
    """What a customer said, of `people` with `shared_addresses`: no, where anybody with their address did."""
    return case((S.says_no, false()), else_=people.c.consent)


def in_campaigns(other_than: int | None = None, days: int | None = None) -> Select[tuple[str]]:
    """Who is in a campaign's list, written to or held out, or has the address of somebody who is: in lists of the last
    so many days, or of the shop's quiet time. A customer may come twice."""
    if days is None:
        chosen = select(cast(Q.value, Integer)).where(Q.name == QUIET).scalar_subquery()
        since = func.now() - func.make_interval(0, 0, 0, func.coalesce(chosen, QUIET_DAYS))
    else:
        since = func.now() - func.make_interval(0, 0, 0, days)
    own = select(D.customer_id).join(mailings, L.delivery_id == D.delivery_id)
    own = own.where(_is_other(L.campaign_id, other_than), L.made_at > since, D.role.in_(("sent", "held")))
    address = select(W.customer_id).where(_is_other(W.campaign_id, other_than), W.made_at > since)
    both = union_all(own, address).subquery("in_campaigns")
    return select(both.c.customer_id)


def _is_other(campaign: ColumnElement[int], other_than: int | None) -> ColumnElement[bool]:
    return true() if other_than is None else campaign != other_than


def _row(who: Select[tuple[str]], why: int) -> Select[tuple[str, int]]:
    return who.add_columns(literal(why).label("why"))


def _suppressed() -> Select[tuple[str]]:
    member, one = static_list_members.c, static_lists.c
    return select(member.customer_id).join(static_lists, one.list_id == member.list_id).where(one.is_suppression)
