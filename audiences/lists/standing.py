"""What the store has that definitions may name, and what it is called."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection, Select, exists, func, select

from audiences.conditions import Bought, Definition, History, Names, Offered, Store, check_words, leaves
from audiences.lists.keeping import everything
from warehouse.access import COUNTRIES, EVERYTHING
from warehouse.errors import InputError, NoDataError
from warehouse.orders import may_mean
from warehouse.schema import (
    RFM_GROUPS,
    RFM_NAMES,
    attribute_names,
    campaigns,
    countries,
    customer_products,
    mailings,
    orders,
    product_names,
    product_pairs,
    product_words,
    run_names,
    segment_histories,
    segment_names,
    static_lists,
)
from wording.languages import say

ALWAYS = {"rfm": frozenset(RFM_GROUPS)}  # which an audience may name, those without a customer just now included
_R, _S = run_names.c, segment_names.c


def stands(connection: Connection, steady: Store | None = None) -> Store:
    """What definitions are compiled against: what changes at any time, and what was found `steady`, else that as well.

    Raises NoDataError before the first fit.
    """
    return replace(
        steady or stands_steady(connection),
        audiences={one.audience_id: one.definition for one in everything(connection)},
        lists=frozenset(connection.scalars(select(static_lists.c.list_id))),
        campaigns=frozenset(connection.scalars(select(mailings.c.campaign_id).distinct())),
    )


def stands_steady(connection: Connection) -> Store:
    """What of it only a fit, a load or an erasure changes. Raises NoDataError before the first fit."""
    published = connection.execute(select(_R.algorithm, _R.segmentation_id, _R.as_of).where(_R.published)).all()
    if not published:
        raise NoDataError(say("There are no segments yet, and so nobody to choose from: run python -m models fit."))
    runs = {algorithm: number for algorithm, number, _ in published}
    pairs = select(_S.segmentation_id, _S.segment_id).where(_S.segmentation_id.in_(runs.values()))
    found = [(number, segment) for number, segment in connection.execute(pairs)]
    there = (exists().select_from(one) for one in (product_pairs, product_words, orders, customer_products))
    offers, described, ordered, bought = map(bool, connection.execute(select(*there)).one())
    return Store(
        as_of=max(as_of for _, _, as_of in published),
        runs=runs,
        segments={
            algorithm: ALWAYS.get(algorithm, frozenset()) | {segment for at, segment in found if at == number}
            for algorithm, number in runs.items()
        },
        countries=_called(connection, select(countries.c.country, countries.c.name)) if _sees_all(connection) else None,
        attributes=frozenset(connection.scalars(select(attribute_names.c.name))),
        histories=_histories(connection, runs),
        knows_offers=offers,
        knows_words=described,
        knows_products=bought or not ordered,
    )


def _histories(connection: Connection, runs: Mapping[str, int]) -> dict[str, History]:
    """Of each published segmentation that tells of the past; every row of it has the same months."""
    h, found = segment_histories.c, {}
    for algorithm, number in runs.items():
        one = select(h.first_month, func.cardinality(h.places)).where(h.segmentation_id == number).limit(1)
        if row := connection.execute(one).one_or_none():
            found[algorithm] = History(*row)
    return found


def _sees_all(connection: Connection) -> bool:
    """Whether the viewer sees all countries: else one that they do not see is one of the shop all the same."""
    return connection.scalar(select(func.current_setting(COUNTRIES, True))) == EVERYTHING


def names(connection: Connection, sign: str = "", steady: Names | None = None) -> Names:
    """What countries, segments, attributes, audiences and lists are called; the first three as they were found."""
    li = static_lists.c
    return replace(
        steady or names_steady(connection, sign),
        audiences={one.audience_id: one.name for one in everything(connection)},
        lists=dict(connection.execute(select(li.list_id, li.name)).all()),
        campaigns=dict(connection.execute(select(campaigns.c.campaign_id, campaigns.c.name)).all()),
    )


def names_steady(connection: Connection, sign: str = "") -> Names:
    """What countries, segments and attributes are called."""
    published = select(_R.segmentation_id).where(_R.published)
    a, c = attribute_names.c, countries.c
    pairs = (
        select(c.country, c.name),
        select(_S.segment_id, _S.name).where(_S.segmentation_id.in_(published)),
        select(a.name, a.label),
    )
    places, segments, attributes = (_called(connection, one) for one in pairs)
    return Names(sign, places, RFM_NAMES | segments, attributes)


def check_products(connection: Connection, definition: Definition) -> None:
    """Raises InputError for a product code that the shop never sold, which finds nobody, or everybody else, and for
    words of a description that are too short to choose by."""
    for one in leaves(definition):
        if isinstance(one, Bought) and one.words is not None:
            check_words(one.words)
    named = (one.code for one in leaves(definition) if isinstance(one, Bought | Offered))
    codes = sorted({one for one in named if one is not None})
    meant = {each for code in codes for each in may_mean(code)}
    known = set(connection.scalars(select(product_names.c.stock_code).where(product_names.c.stock_code.in_(meant))))
    if missing := [code for code in codes if known.isdisjoint(may_mean(code))]:
        raise InputError(say("The shop never sold a product {code}.", code=missing[0]))


def _called(connection: Connection, pairs: Select) -> dict[str, str]:
    return {row[0]: row[1] for row in connection.execute(pairs)}
