"""Who bought a product, how often and since when, as a condition on a row of `listed_customers`."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from audiences.conditions.definition import Bought, Offered
from audiences.conditions.described import bought_by_words, chosen, product_called
from audiences.conditions.store import Store
from warehouse.errors import InputError
from warehouse.schema import customer_products, listed_customers, product_pairs
from wording.languages import say

FEWEST_LETTERS = 3  # of words in a language of letters


def check_words(words: str) -> None:
    """Raises InputError for words that are in nearly every description: they choose nobody, and take longest."""
    if words.isascii() and len(words.strip()) < FEWEST_LETTERS:
        raise InputError(
            say("Write {fewest} letters or more: fewer are in nearly every description.", fewest=FEWEST_LETTERS)
        )


def bought(node: Bought, store: Store) -> ColumnElement[bool]:
    """Raises InputError where a version before this one made the last fit."""
    _check(store)
    since = date.min if node.within_days is None else store.as_of - timedelta(days=node.within_days)
    if node.words is not None and store.knows_words:
        return bought_by_words(node.words, node.times, since)
    b = customer_products.c
    buyers = select(b.customer_id).where(chosen(node.code, node.words))
    if node.within_days is not None:
        buyers = buyers.where(b.last_on >= since)
    return listed_customers.c.customer_id.in_(buyers if node.times == 1 else _often(buyers, since, node))


def offered(node: Offered, store: Store) -> ColumnElement[bool]:
    """Who bought what goes with the product, by any rule, and never the product itself."""
    _check(store)
    if not store.knows_offers:
        raise InputError(say("What to offer next is known after a fit, to those who may see all countries."))
    b, pair = customer_products.c, product_pairs.c
    product = product_called(node.code)
    reasons = select(pair.stock_code).where(pair.other_stock_code == product)
    ready = select(b.customer_id).where(b.stock_code.in_(reasons))
    owners = select(b.customer_id).where(b.stock_code == product)
    number = listed_customers.c.customer_id
    return and_(number.in_(ready), number.not_in(owners))


def _check(store: Store) -> None:
    if not store.knows_products:
        raise InputError(say("Who bought which product has not been worked out yet: run python -m models fit."))


def _often(buyers: Select[Any], since: date, node: Bought) -> Select[Any]:
    """Those who bought on as many days: several products of one day are one day.

    Days are in order, so that the last so many but one tells of one product, and of two days of several products the
    last days of each tell the rest: only more days than two have to be looked at one by one, which takes longest.
    """
    b = customer_products.c
    enough = b.days[func.cardinality(b.days) - (node.times - 1)] >= since
    if node.code is not None:
        return buyers.where(enough)
    if node.times == 2:
        two = or_(func.bool_or(enough), func.min(b.last_on) < func.max(b.last_on))
        return buyers.group_by(b.customer_id).having(two)
    bought = buyers.add_columns(func.unnest(b.days).label("day")).subquery("bought").c
    days = select(bought.customer_id).where(bought.day >= since).group_by(bought.customer_id)
    return days.having(func.count(bought.day.distinct()) >= node.times)
