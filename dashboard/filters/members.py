"""The customers of an audience, as a scope holds them. Values only."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, false, select

from warehouse.schema import listed_customers


@dataclass(frozen=True)
class KnownAudience:
    """An audience that a link may name; where the viewer cannot read it, `refusal` says why."""

    audience_id: int
    name: str
    refusal: str = ""


@dataclass(frozen=True)
class Members:
    """Who is in an audience now. Two are the same while nobody can have come or gone: a cached answer hangs on it."""

    audience_id: int
    mark: Hashable  # another one whenever somebody may have come or gone beside a publication
    name: str = field(compare=False)
    condition: ColumnElement[bool] = field(compare=False, repr=False)  # on a row of `listed_customers`
    # Whether it chooses by what people ordered, so that the sales before and after follow.
    follows_orders: bool = field(default=True, compare=False)

    def ids(self) -> Select[tuple[str]]:
        """One row a customer in it."""
        return select(listed_customers.c.customer_id).where(self.condition)


NOBODY = Members(0, "nobody", "no known audience", false())
