"""What is counted among products: all of them, or the best sellers that a large shop's mart holds."""

from __future__ import annotations

from dashboard.components.offers import of_products
from dashboard.filters.selection import Scope
from dashboard.shop import Shop
from dashboard.words import formats
from wording.languages import say, say_n

ALL = "product"  # as `of_products` has it where none is left out


def _counts_all(shop: Shop, scope: Scope) -> bool:
    return of_products(shop, scope)[0] == ALL


def first_make(shop: Shop, scope: Scope, shown: int, everything: int, part: str) -> str:
    """The first few's share of the sales."""
    told = {"shown": formats.count(shown), "part": part}
    if _counts_all(shop, scope):
        return say_n(
            everything,
            "The first {shown} of {n} product make {part} of product sales",
            "The first {shown} of {n} products make {part} of product sales",
            **told,
        )
    return say_n(
        everything,
        "The first {shown} of {n} best seller make {part} of the best sellers' sales",
        "The first {shown} of {n} best sellers make {part} of the best sellers' sales",
        **told,
    )


def rank(shop: Shop, scope: Scope, number: int, everything: int) -> str:
    """A product's place by sales."""
    if _counts_all(shop, scope):
        return say_n(
            everything,
            "number {rank} of {n} product by net sales",
            "number {rank} of {n} products by net sales",
            rank=number,
        )
    return say_n(
        everything,
        "number {rank} of {n} best seller by net sales",
        "number {rank} of {n} best sellers by net sales",
        rank=number,
    )


def part_of_sales(shop: Shop, scope: Scope, share: str) -> str:
    """A product's share of the sales."""
    if _counts_all(shop, scope):
        return say("{share} of product sales", share=share)
    return say("{share} of the best sellers' sales", share=share)
