"""What a condition may name, with the words for it: segments, countries, attributes, lists, other audiences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import Connection, func, select

from warehouse.orders import may_mean
from warehouse.schema import (
    RFM_NAMES,
    attribute_names,
    attribute_values,
    attributes,
    audiences,
    campaigns,
    countries,
    mailings,
    product_names,
    run_names,
    segment_histories,
    segment_names,
    static_lists,
)

MOST_VALUES = 12  # of an attribute that are offered to click; more are written
SHOWN_PRODUCTS = 3


@dataclass(frozen=True)
class Attribute:
    """What files say of customers: its label, whether it is a number, and its values where they are few."""

    label: str
    is_number: bool
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Segments:
    """A published segmentation: what it is called, and its segments by id."""

    name: str
    segments: Mapping[str, str]
    months: Sequence[date] = ()  # the past ones of which it is known who was in which segment, the first one first


@dataclass(frozen=True)
class Catalogue:
    """What there is to choose from."""

    segments: Mapping[str, Segments] = field(default_factory=dict)  # by algorithm
    countries: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    lists: Mapping[int, str] = field(default_factory=dict)
    audiences: Mapping[int, str] = field(default_factory=dict)
    campaigns: Mapping[int, str] = field(default_factory=dict)  # of which a list has left


def catalogue(connection: Connection, steady: Catalogue | None = None) -> Catalogue:
    """Read as it is now: lists and audiences come at any time; the rest as it was found `steady`, where it was."""
    li, a = static_lists.c, audiences.c
    named = select(a.audience_id, a.name).where(a.removed_at.is_(None)).order_by(func.lower(a.name))
    g = campaigns.c
    left = g.campaign_id.in_(select(mailings.c.campaign_id))
    sent = select(g.campaign_id, g.name).where(left).order_by(g.campaign_id.desc())
    return replace(
        steady or catalogue_steady(connection),
        lists={row[0]: row[1] for row in connection.execute(select(li.list_id, li.name).order_by(func.lower(li.name)))},
        audiences={row[0]: row[1] for row in connection.execute(named)},
        campaigns={row[0]: row[1] for row in connection.execute(sent)},
    )


def catalogue_steady(connection: Connection) -> Catalogue:
    """What only a fit, a load or an erasure changes."""
    c = countries.c
    places = {row[0]: row[1] for row in connection.execute(select(c.country, c.name).order_by(c.name))}
    return Catalogue(_segments(connection), places, _attributes(connection))


def _segments(connection: Connection) -> dict[str, Segments]:
    r, s = run_names.c, segment_names.c
    found: dict[str, Segments] = {}
    runs = select(r.algorithm, r.name, r.segmentation_id).where(r.published).order_by(r.algorithm != "rfm", r.name)
    for algorithm, name, number in connection.execute(runs).all():
        wanted = select(s.segment_id, s.name).where(s.segmentation_id == number).order_by(s.position)
        always = RFM_NAMES if algorithm == "rfm" else {}
        found[algorithm] = Segments(
            name, always | {row[0]: row[1] for row in connection.execute(wanted)}, _months(connection, number)
        )
    return found


def _months(connection: Connection, segmentation_id: int) -> tuple[date, ...]:
    """All but its own last, as every row of it has them."""
    h = segment_histories.c
    columns = select(h.first_month, func.cardinality(h.places)).where(h.segmentation_id == segmentation_id)
    first, count = connection.execute(columns.limit(1)).one_or_none() or (date.min, 0)
    begins = first.year * 12 + first.month - 1
    return tuple(date(at // 12, at % 12 + 1, 1) for at in range(begins, begins + count - 1))


def _attributes(connection: Connection) -> dict[str, Attribute]:
    """Their commonest values are of all countries, and so of none for a viewer of some."""
    n, v = attribute_names.c, attribute_values.c
    frequent: dict[str, list[str]] = {}
    for name, value in connection.execute(select(v.name, v.value).order_by(v.name, v.position)):
        frequent.setdefault(name, []).append(value)
    few = dict(connection.execute(select(attributes.c.name, attributes.c.distinct_values)).all())
    found = {}
    for row in connection.execute(select(n.name, n.label, n.kind).order_by(n.position)):
        values = tuple(frequent.get(row.name, ()))
        is_few = few.get(row.name, MOST_VALUES + 1) <= min(len(values), MOST_VALUES)
        found[row.name] = Attribute(row.label, row.kind == "numeric", values if is_few else ())
    return found


def products_with(connection: Connection, words: str) -> tuple[int, list[str]]:
    """How many products have these words in their description, and the first of them."""
    p = product_names.c
    named = func.strpos(func.lower(p.description), words.lower()) > 0
    total = connection.scalar(select(func.count()).select_from(product_names).where(named))
    first = select(p.description).where(named).order_by(func.length(p.description), p.description)
    return int(total or 0), [*connection.scalars(first.limit(SHOWN_PRODUCTS))]


def product_called(connection: Connection, code: str) -> str | None:
    """What the product of a code is described as; None where the shop never sold it."""
    p = product_names.c
    called = select(func.coalesce(p.description, p.stock_code)).where(p.stock_code.in_(may_mean(code)))
    return connection.scalar(called.order_by(p.stock_code != code).limit(1))
