"""What suggestions stand on, read from the marts: the shop's rhythm, what to offer, and who each idea would find."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, Float, cast, func, select, text

from audiences.conditions import Store, condition
from audiences.measurement import answers_by_segment
from audiences.suggested.ideas import Idea, Offer, Rhythm, ideas
from audiences.suggested.ranking import Known, Suggestion, of_segments, ranked
from warehouse.bulk import read_sql_file
from warehouse.errors import InputError
from warehouse.schema import (
    customer_segments,
    customer_value,
    listed_customers,
    product_names,
    segment_names,
    segment_offers,
)

OFFERS = 3  # products that are suggested
FEWEST = 30  # who came back, for a rhythm
F, V = listed_customers.c, customer_value.c


def suggestions(connection: Connection, store: Store, sign: str = "") -> list[Suggestion]:
    """Of the customers that the viewer sees, the most money at stake first."""
    known = ideas(_rhythm(connection), _offers(connection, store))
    return ranked(_asked(connection, known, store), sign)


def _asked(connection: Connection, known: Iterator[Idea], store: Store) -> Iterator[tuple[Idea, Known]]:
    """Without those that this store cannot be asked."""
    answers = answers_by_segment(connection)
    source = listed_customers.outerjoin(customer_value, V.customer_id == F.customer_id)
    order = cast(func.sum(F.net) / func.nullif(func.sum(F.frequency), 0), Float)
    chance = func.avg(cast(V.order_chance_90d, Float))
    for idea in known:
        try:
            inside = condition(idea.definition, store)
        except InputError:
            continue
        statement = select(func.count(), order, chance).select_from(source).where(inside)
        measured = of_segments(_by_segment(connection, inside, store), answers) if answers else None
        customers, mean, likely = connection.execute(statement).one()
        yield idea, Known(customers, mean, likely, measured)


def _by_segment(connection: Connection, inside: ColumnElement[bool], store: Store) -> dict[str, int]:
    """How many there are of each segment's name, as campaigns have them."""
    m, s = customer_segments.c, segment_names.c
    run = store.runs.get("rfm", next(iter(store.runs.values()), None))
    named = (s.segmentation_id == m.segmentation_id) & (s.segment_id == m.segment_id)
    source = listed_customers.join(customer_segments, m.customer_id == F.customer_id).join(segment_names, named)
    counted = select(s.name, func.count()).select_from(source).where(m.segmentation_id == run, inside).group_by(s.name)
    return {name: int(count) for name, count in connection.execute(counted)}


def _rhythm(connection: Connection) -> Rhythm | None:
    """Of the fixed sample."""
    statement = text(read_sql_file("audiences.suggested.sql", "rhythm.sql"))
    customers, half, most = connection.execute(statement).one()
    return Rhythm(int(half), int(most)) if customers >= FEWEST else None


def _offers(connection: Connection, store: Store) -> tuple[Offer, ...]:
    """Those with the most takers to expect, over the segments; none for who may not see all countries."""
    o, p = segment_offers.c, product_names.c
    statement = (
        select(p.stock_code, p.description)
        .join(segment_offers, o.other_stock_code == p.stock_code)
        .where(o.segmentation_id == store.runs.get("rfm"))
        .group_by(p.stock_code, p.description)
        .order_by(func.sum(o.expected).desc(), p.stock_code)
        .limit(OFFERS)
    )
    return tuple(Offer(*row) for row in connection.execute(statement))
