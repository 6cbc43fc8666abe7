"""The marts of predictions and attributes, from what is known of each customer."""

from __future__ import annotations

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Numeric,
    Select,
    SmallInteger,
    Subquery,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    select,
    true,
    union_all,
)

from dashboard.filters.selection import Scope
from dashboard.queries.cuts.who import first_columns, who
from warehouse.schema import attribute_names, customer_value, people, segment_attributes

BINS = 20  # of the chance of an order, of 5 % each
EVERYONE = ""  # the attribute of the rows that count everyone


def value(scope: Scope) -> Subquery:
    """As `segment_value`, a row a customer with an order."""
    members, v = who(scope), customer_value.c
    chance = v.order_chance_90d
    bin_ = case((chance < 1, func.floor(chance * BINS)), (chance == 1, BINS - 1))
    return (
        select(
            *first_columns(members),
            cast(bin_, SmallInteger).label("chance_bin"),
            literal(1, Integer).label("customers"),
            chance.label("buyers_90d"),
            (chance * v.expected_order_value).label("value_90d"),
            v.expected_orders_12m.label("orders_12m"),
            v.expected_spend_12m.label("spend_12m"),
            case((v.probability_alive.is_not(None), 1), else_=0).label("repeat_customers"),
            v.probability_alive.label("alive"),
        )
        .select_from(customer_value.join(members, members.c.customer_id == v.customer_id))
        .subquery("value")
    )


def attributes(scope: Scope) -> Subquery:
    """As `segment_attributes`, a row a customer and attribute, and one a customer for everyone.

    The bars are those of the mart: it tells how wide they are, and which values are common.
    """
    return union_all(_everyone(scope), _bars(scope)).subquery("attributes")


def _everyone(scope: Scope) -> Select:
    members = who(scope)
    return select(
        *first_columns(members),
        literal(EVERYONE, Text).label("attribute"),
        cast(null(), Text).label("category"),
        *(cast(null(), Numeric).label(name) for name in ("low", "high")),
        literal(1, Integer).label("customers"),
        cast(null(), Numeric).label("total"),
    )


def _bars(scope: Scope) -> Select | CompoundSelect:
    members, widths, common = who(scope), _widths(scope), _common(scope)
    entry = func.jsonb_each_text(people.c.attributes).table_valued("key", "value").render_derived(name="entry")
    number = case((attribute_names.c.kind == "numeric", cast(entry.c.value, Numeric)))
    width = func.nullif(widths.c.width, 0)
    low = case((width.is_(None), number), else_=func.floor(number / width) * width)
    high = case((width.is_(None), number), else_=(func.floor(number / width) + 1) * width)
    is_common = and_(common.c.attribute == entry.c.key, common.c.category == entry.c.value)
    return (
        select(
            *first_columns(members),
            entry.c.key.label("attribute"),
            common.c.category,
            low.label("low"),
            high.label("high"),
            literal(1, Integer).label("customers"),
            number.label("total"),
        )
        .select_from(people.join(members, members.c.customer_id == people.c.customer_id))
        .join(entry, true())
        .join(attribute_names, attribute_names.c.name == entry.c.key)
        .join(widths, widths.c.attribute == entry.c.key)
        .outerjoin(common, is_common)
    )


def _widths(scope: Scope) -> Subquery:
    """One row an attribute of the mart: how wide its bars are; 0 where each value is one."""
    m = segment_attributes.c
    width: ColumnElement = func.max(m.high - m.low)
    return (
        select(m.attribute, width.label("width"))
        .where(m.segmentation_id == scope.segmentation_id, m.attribute != EVERYONE)
        .group_by(m.attribute)
        .subquery("widths")
    )


def _common(scope: Scope) -> Subquery:
    """The common values of each categorical attribute."""
    m = segment_attributes.c
    return (
        select(m.attribute, m.category)
        .where(m.segmentation_id == scope.segmentation_id, m.category.is_not(None))
        .distinct()
        .subquery("common")
    )
