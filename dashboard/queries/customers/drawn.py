"""Who stands inside of what was drawn in a chart of customers: all of the view, whether the chart drew them or not."""

from __future__ import annotations

from collections.abc import Mapping
from math import log
from typing import Any

from sqlalchemy import ColumnElement, Float, Integer, Select, Text, and_, case, cast, func, literal, select
from sqlalchemy.types import UserDefinedType

from dashboard.filters.narrowing.shapes import BOX, LEAST, SHORTEST, Shape
from dashboard.filters.selection import Scope
from dashboard.queries.cuts import inside
from warehouse.schema import customer_months, customer_segments, listed_customers

F, M = listed_customers.c, customer_months.c
Number = ColumnElement[float]


class Polygon(UserDefinedType[str]):
    """PostgreSQL's own."""

    cache_ok = True

    def get_col_spec(self, **kw: Any) -> str:
        """Its name."""
        return "polygon"


def drawn_around(shape: Shape, scope: Scope) -> Select[tuple[str]]:
    """The numbers of the customers of a scope who stand inside of a shape."""
    member = customer_segments.c
    conditions = [member.segmentation_id == scope.segmentation_id, *inside(scope, F.customer_id)]
    if scope.countries:
        conditions.append(F.country.in_(scope.countries))
    if scope.segments:
        conditions.append(member.segment_id.in_(scope.identified_segments))
    source = listed_customers.join(customer_segments, member.customer_id == F.customer_id)
    if shape.axes.is_lifelong:  # whatever the months
        return select(F.customer_id).select_from(source).where(*conditions, F.frequency > 0, _holds(shape, _lifelong()))
    return (
        select(F.customer_id)
        .select_from(source.join(customer_months, F.customer_id == M.customer_id))
        .where(*conditions, M.orders > 0, M.month.between(scope.start, scope.end))
        .group_by(F.customer_id)
        .having(_holds(shape, _monthly(scope)))
    )


def _monthly(scope: Scope) -> Mapping[str, Number]:
    """As `samples.sampled_customers` has them, where a logarithmic axis draws them."""
    days = cast(literal(scope.as_of) - func.max(M.last_order_on), Integer)
    return {
        "recency_days": func.greatest(cast(days, Float), float(SHORTEST)),
        "gross": func.greatest(cast(func.sum(M.gross), Float), LEAST),
    }


def _lifelong() -> Mapping[str, Number]:
    """As `segments.features.sample` has them, and what is worked out of these."""
    gaps = case((F.frequency > 1, cast(F.frequency - 1, Float)))
    found = {column.name: cast(column, Float) for column in F}
    worked_out = {
        "returned": -cast(F.returns, Float),
        "interval_days": cast(F.tenure_days - F.recency_days, Float) / gaps,
    }
    return found | worked_out


def _holds(shape: Shape, values: Mapping[str, Number]) -> ColumnElement[bool]:
    """A box by its ends; a lasso as it was seen, so that its lines are straight where the axes are logarithmic."""
    x, y = values[shape.axes.x], values[shape.axes.y]
    if len(shape.points) == BOX:
        across, up = (sorted(ends) for ends in zip(*shape.points, strict=True))
        return and_(x.between(*across), y.between(*up))
    points = shape.points
    if shape.axes.is_log:
        points = tuple((log(one), log(other)) for one, other in points)
        # Null where an axis has no place; no condition beside it is sure to be asked first.
        x, y = (func.ln(case((value > 0, value))) for value in (x, y))
    path = ",".join(f"({one!r},{other!r})" for one, other in points)
    return cast(literal(f"({path})", Text), Polygon()).bool_op("@>")(func.point(x, y))
