"""The customers of an audience, as a scope holds them. Values only."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import ARRAY, ColumnElement, Select, TableValuedAlias, Text, bindparam, cast, func, select

from dashboard.filters.narrowing.who import Who
from dashboard.filters.sums import Sums
from warehouse.schema import listed_customers
from wording.languages import to_say


@dataclass(frozen=True)
class KnownAudience:
    """An audience that a link may name; where the viewer cannot read it, `refusal` says why."""

    audience_id: int
    name: str
    refusal: str = ""


@dataclass(frozen=True)
class Members:
    """Who is in an audience now, or whom marks of charts mean, or who is both. Two are the same while nobody can have
    come or gone: a cached answer hangs on it.

    Each question brings their numbers along, as one value: so the database knows how many there are before it plans,
    and works out only once who they are.
    """

    audience_id: int | None
    mark: Hashable  # another one whenever somebody may have come or gone beside a publication
    name: str = field(compare=False)  # of the audience; '' without one
    numbers: str = field(compare=False, repr=False)  # of customers, as PostgreSQL writes an array
    sums: Sums = field(default_factory=Sums, compare=False, repr=False)
    # Whether it chooses by what people ordered, so that the sales before and after follow.
    follows_orders: bool = field(default=True, compare=False)
    parts: tuple[Who, ...] = field(default=(), compare=False)  # whom the marks mean
    words: tuple[str, ...] = field(default=(), compare=False)  # the same in words
    size: int = field(default=0, compare=False)

    @cached_property
    def table(self) -> TableValuedAlias:
        """One row a customer in it: `customer_id`."""
        numbers = cast(bindparam("members", self.numbers, Text), ARRAY(Text))
        return func.unnest(numbers).table_valued("customer_id").render_derived(name="members")

    def ids(self) -> Select[tuple[str]]:
        """The same as a statement."""
        return select(self.table.c.customer_id)

    @property
    def condition(self) -> ColumnElement[bool]:
        """Whether a row of `listed_customers` is one of them."""
        return listed_customers.c.customer_id.in_(self.ids())


def written(numbers: Iterable[str]) -> str:
    """Customer numbers as PostgreSQL writes an array of texts."""
    return "{" + ",".join('"' + one.replace("\\", r"\\").replace('"', r"\"") + '"' for one in numbers) + "}"


NOBODY = Members(0, "nobody", to_say("no known audience"), "{}")
