"""What is bought: product sales of a window. Reads the products mart."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection, exists, func, select

from dashboard.filters.selection import Scope
from dashboard.queries.frames import read
from dashboard.queries.whole import whole_shop
from warehouse.schema import product_names, products
from warehouse.schema import segment_products as mart

TOP = 10


@whole_shop
def holds_all(connection: Connection, version: tuple[int, ...], segmentation_id: int) -> bool:
    """Whether the mart has every product that sold, so that its counts and sums are the shop's: the least of them."""
    p = products.c
    sold = select(p.stock_code).where(p.is_product, p.gross > 0)
    least = sold.order_by(p.gross, p.stock_code.desc()).limit(1).scalar_subquery()
    return bool(
        connection.scalar(select(exists().where(mart.c.segmentation_id == segmentation_id, mart.c.stock_code == least)))
    )


def top_products(connection: Connection, scope: Scope, most: int = TOP) -> pd.DataFrame:
    """The first `most` products by sales net of returns, the first by code where equal.

    One row a product: `stock_code`, `description`, `net`, `units`, and the same in each row: `all_net` and
    `all_products`, of all products of the mart bought in the scope: the shop's best sellers, see `holds_all`. Postage
    and fees are no products.
    """
    m = mart.c
    net = func.sum(m.gross + func.coalesce(m.returns, 0))
    ranked = (
        select(
            m.stock_code,
            net.label("net"),
            func.sum(m.units).label("units"),
            func.sum(net).over().label("all_net"),
            func.count().over().label("all_products"),
        )
        .where(*scope.where(mart))
        .group_by(m.stock_code)
        .having(func.sum(m.gross) > 0)  # else it was only returned
        .order_by(net.desc(), m.stock_code)
        .limit(most)
        .subquery()
    )
    columns = (ranked.c[name] for name in ("net", "units", "all_net", "all_products"))
    statement = (
        select(ranked.c.stock_code, product_names.c.description, *columns)
        .select_from(ranked.join(product_names, product_names.c.stock_code == ranked.c.stock_code))
        .order_by(ranked.c.net.desc(), ranked.c.stock_code)
    )
    return read(connection, statement)
