"""Products by a text: their code, or words of their description."""

from __future__ import annotations

from sqlalchemy import Connection, and_, case, func, or_, select

from warehouse.schema import product_names


def products_called(connection: Connection, words: str, most: int) -> list[tuple[str, str | None]]:
    """Up to `most` products as (code, description): the code itself first, then codes and descriptions that begin with
    the text, then those that hold each of its words; shorter names first. Postage and fees are no products."""
    p = product_names.c
    begins = p.description.istartswith(words, autoescape=True)
    holds = and_(*(p.description.icontains(word, autoescape=True) for word in words.split()))
    closeness = case(
        (func.lower(p.stock_code) == words.lower(), 0),
        (p.stock_code.istartswith(words, autoescape=True), 1),
        (begins, 2),
        else_=3,
    )
    statement = (
        select(p.stock_code, p.description)
        .where(p.is_product, or_(p.stock_code.istartswith(words, autoescape=True), holds))
        .order_by(closeness, func.length(p.description), p.description, p.stock_code)
        .limit(most)
    )
    return [(row.stock_code, row.description) for row in connection.execute(statement)]
