"""Who bought products by words of their description, as a condition on a row of `listed_customers`: by the bits of
common words, a bit a customer and day, and by the rows of products that no such words cover."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, FromClause, Select, and_, exists, false, func, literal, or_, select

from warehouse.orders import may_mean
from warehouse.schema import customer_products, listed_customers, product_names, product_words

B, F, N, W = customer_products.c, listed_customers.c, product_names.c, product_words.c
Condition = ColumnElement[bool]


def product_called(code: str) -> ColumnElement[str]:
    """The product of a code as it stands; where there is none, the one whose name it is, large letters or small."""
    codes = may_mean(code)
    if len(codes) == 1:
        return literal(code)
    found = select(N.stock_code).where(N.stock_code.in_(codes))
    return found.order_by(N.stock_code != code).limit(1).scalar_subquery()


def chosen(code: str | None, words: str | None) -> Condition:
    """Of a row of `customer_products`: it is of the product of a code, or of those described with words."""
    return B.stock_code.in_(codes_of(words or "")) if code is None else B.stock_code == product_called(code)


def codes_of(words: str) -> Select[tuple[str]]:
    """The products whose description contains the words."""
    return select(N.stock_code).where(_contains(func.lower(N.description), words))


def bought_by_words(words: str, times: int, since: date, until: date | None = None) -> Condition:
    """On so many days at least, from one on and before another."""
    bits = func.substring(func.bit_or(W.days), 1)  # a copy: as they are stored they would be fetched for each customer
    together = select(bits).where(_tells_of(words)).scalar_subquery()
    covers = exists().where(_tells_of(words), func.strpos(func.lower(N.description), W.words) > 0)
    rest = func.array(codes_of(words).where(~covers).scalar_subquery())  # an array, or each row there is were looked at
    rows = select(B.customer_id).where(B.stock_code == func.any(rest), B.last_on >= since)
    if times > 1 or until is not None:
        rows = _together_often(rows, together, times, since, until)
    enough = func.coalesce(_count(listed_customers, together, since, until) >= times, false())
    return or_(enough, F.customer_id.in_(rows))


def _tells_of(words: str) -> Condition:
    """Whether common words contain these; nothing but themselves where they are common."""
    itself = W.words == words.lower()
    return or_(itself, and_(_contains(W.words, words), ~exists().where(product_words.alias().c.words == words.lower())))


def _contains(text: ColumnElement[str], words: str) -> Condition:
    return func.strpos(text, words.lower()) > 0


def _count(customers: FromClause, together: Any, since: date, until: date | None) -> ColumnElement[int]:
    """On how many of a customer's days the bits are set."""
    c = customers.c
    before: Any = 0 if since == date.min else _days_before(since, c.bought_on)
    up_to = func.cardinality(c.bought_on) if until is None else _days_before(until, c.bought_on)
    return func.bit_count(func.substring(together, c.place + before + 1, up_to - before))


def _days_before(day: date, days: ColumnElement[Any]) -> ColumnElement[int]:
    return func.width_bucket(literal(day - timedelta(days=1), Date), days)


def _together_often(rows: Select[Any], together: Any, times: int, since: date, until: date | None) -> Select[Any]:
    """Those whose days of the rows, where no bit tells of them, are enough with the days of the bits."""
    own = listed_customers.alias()
    bought = rows.add_columns(func.unnest(B.days).label("day")).subquery("bought").c
    bit = func.get_bit(together, own.c.place + func.width_bucket(bought.day, own.c.bought_on) - 1)
    days = (
        select(bought.customer_id)
        .join_from(own, bought.customer_id.table, own.c.customer_id == bought.customer_id)
        .where(bought.day >= since, bought.day < (until or date.max), func.coalesce(bit, 0) == 0)
        .group_by(bought.customer_id, own.c.place, own.c.bought_on)
    )
    enough = func.count(bought.day.distinct()) + func.coalesce(_count(own, together, since, until), 0) >= times
    return days.having(enough)
