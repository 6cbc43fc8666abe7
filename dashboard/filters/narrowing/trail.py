"""The way from all to one: segment, country, product, months, customer; each step keeps those before it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from dashboard.filters.implied import COUNTRIES, SEGMENTS, Own, own_of
from dashboard.filters.narrowing.who import product_of
from dashboard.filters.published import Published
from dashboard.filters.selection import Filters, period_in_words
from wording.languages import say, to_say

ROOT = to_say("Overview", sense="page")
PRODUCTS, CUSTOMERS = "products", "customers"
OF_ONE = (SEGMENTS, COUNTRIES, PRODUCTS, CUSTOMERS)  # how the addresses begin of pages of one


@dataclass(frozen=True)
class Step:
    """A place on the way: its name and its address, '' of the one where one stands. The name of a product is found by
    its code."""

    label: str
    pathname: str = ""
    filters: Filters = field(default_factory=Filters)
    product: str = ""

    @property
    def address(self) -> str:
        """'' of the last."""
        return self.pathname and self.pathname + self.filters.to_query()


def trail(pathname: str | None, filters: Filters, published: Published) -> list[Step]:
    """The steps down to the page of one segment, country, product or customer; none on other pages. `filters` are
    those of the view, with what its page is of."""
    kind, _, name = (pathname or "").strip("/").partition("/")
    if kind not in OF_ONE or not name or "/" in name:
        return []
    own = own_of(pathname, published, filters.segmentation)
    if own is None and kind in (SEGMENTS, COUNTRIES):
        return []
    ones = [Own(field, values[0]) for field in (SEGMENTS, COUNTRIES) if len(values := getattr(filters, field)) == 1]
    ones = ones[: 1 if kind == SEGMENTS else None]
    kept = filters.only(**{one.field: () for one in ones})
    if kind == CUSTOMERS:  # on whose way months are a step
        kept = kept.only(start=None, end=None)
    path, at, steps = "/", kept, [Step(say(ROOT, sense="page"), "/", kept)]  # `at`: what the page of the path keeps
    for one in ones:
        path, at = one.page, kept
        steps.append(Step(one.name(published, filters.segmentation), path, kept))
        kept = kept.only(**{one.field: (one.value,)})
    code = unquote(name) if kind == PRODUCTS else next(filter(None, map(product_of, filters.parts)), "")
    if kind in (PRODUCTS, CUSTOMERS) and code:
        path, at = f"/{PRODUCTS}/{quote(code, safe='')}", kept
        steps.append(Step(code, path, kept, code))
    if kind == CUSTOMERS:
        steps += _of_customer(unquote(name), path, at, filters, published)
    last = steps[-1]
    return [*steps[:-1], Step(last.label, product=last.product)]


def _of_customer(name: str, path: str, kept: Filters, filters: Filters, published: Published) -> list[Step]:
    """The months, and who it is."""
    if not (filters.start or filters.end):
        return [Step(say("Customer {name}", name=name))]
    scope = published.scope(filters)
    months = kept.only(start=filters.start, end=filters.end)
    return [Step(period_in_words(scope.start, scope.end), path, months), Step(say("Customer {name}", name=name))]
