"""What the list of customers asks beyond the filter bar, as its address carries it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlencode

from dashboard.filters.selection import CURSORS, query_fields
from warehouse.schema import listed_customers
from wording.languages import say, to_say

SORTS = {
    "net": listed_customers.c.net,
    "monetary": listed_customers.c.monetary,
    "frequency": listed_customers.c.frequency,
    "last_order_at": listed_customers.c.last_order_at,
    "average_order_value": listed_customers.c.average_order_value,
    "customer_id": listed_customers.c.customer_id,
}
MOST_LETTERS = 80  # of a search
TOO_LONG = to_say(
    "“{shown}” cannot be understood: it takes the beginning of a name or number, of at most {most} letters."
)
DIRECTIONS = ("asc", "desc")
DEFAULT_SORT = "net"  # who gave their goods back is no best customer
_AMOUNT = re.compile(r"[0-9]{1,40}(\.[0-9]{1,40})?")
BLANK_SORTS = ("last_order_at", "average_order_value")  # who never ordered has no such value, and comes last
CURSOR_VALUES = {  # how PostgreSQL writes the values of the columns sorted by
    "net": re.compile(f"-?{_AMOUNT.pattern}"),
    "monetary": _AMOUNT,
    "frequency": re.compile("[0-9]{1,9}"),
    "last_order_at": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"),
    "average_order_value": _AMOUNT,
    "customer_id": re.compile(""),
}


@dataclass(frozen=True)
class CustomerFilter:
    """What the customers view asks beyond the filter bar; part of its address."""

    search: str = ""  # the customer number, a name, the email address, the city or the postcode begins so
    least_orders: int | None = None
    least_sales: float | None = None  # net of returns
    silent_days: int | None = None  # no order for at least so many days
    # In no address, where parts of the filters say it: what a product's page counts.
    bought: str = ""  # the code of a product that they bought …
    unbought_days: int | None = None  # … and not in the last so many days
    sort: str = DEFAULT_SORT
    descending: bool = True
    after: tuple[str, str] | None = None  # the sort value and customer number of the last row seen
    before: tuple[str, str] | None = None  # of the first row seen, when paging back
    # Each field that cannot be understood, and a sentence for it.
    unread: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    @classmethod
    def from_query(cls, search: str | None) -> CustomerFilter:
        """Read a query string; what cannot be understood is left out and told in `unread`."""
        values = dict(query_fields(search))
        sort = values.get("sort", "")
        sort = sort if sort in SORTS else DEFAULT_SORT
        return cls(
            search=values.get("q", "").strip().replace("\x00", "")[:MOST_LETTERS],
            least_orders=_whole(values.get("orders")),
            least_sales=_number(values.get("sales")),
            silent_days=_whole(values.get("silent")),
            sort=sort,
            descending=values.get("dir", "desc") != "asc",
            after=_cursor(values.get("after"), sort),
            before=_cursor(values.get("before"), sort),
            unread=tuple(_unread(values)),
        )

    def to_query(self) -> str:
        """The query string without `?`; defaults are left out."""
        pairs = {
            "q": self.search,
            "orders": self.least_orders,
            "sales": None if self.least_sales is None else repr(self.least_sales).removesuffix(".0"),
            "silent": self.silent_days,
            "sort": "" if self.sort == DEFAULT_SORT else self.sort,
            "dir": "" if self.descending else "asc",
            "after": self._written(self.after),
            "before": self._written(self.before),
        }
        return urlencode({key: value for key, value in pairs.items() if value not in (None, "")})

    def _written(self, cursor: tuple[str, str] | None) -> str:
        if cursor is None:
            return ""
        return f"{'' if self.sort == 'customer_id' else cursor[0]}~{cursor[1]}"  # a customer number may hold a ~

    @property
    def narrows(self) -> bool:
        """Whether it leaves out anybody."""
        asked = (self.least_orders, self.least_sales, self.silent_days)
        return bool(self.search or self.bought) or any(one is not None for one in asked)

    @property
    def complaints(self) -> tuple[str, ...]:
        """A sentence for each thing that cannot be understood."""
        return tuple(text for _, text in self.unread)

    def first_page(self, **changes: object) -> CustomerFilter:
        """The same from the start of the list, with changes."""
        return replace(self, **{"after": None, "before": None, **changes})  # type: ignore[arg-type]


def _unread(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What each field of an address says that the list cannot do."""
    sort, ways = values.get("sort", DEFAULT_SORT), dict(zip(("one", "other"), DIRECTIONS, strict=True))
    for name, text in values.items():
        shown = {"shown": f"{name}={text[:40]}"}
        if name == "q" and (not text.strip() or "\x00" in text or len(text.strip()) > MOST_LETTERS):
            yield name, say(TOO_LONG, most=MOST_LETTERS, **shown)
        elif name in READERS and READERS[name](text) is None:
            yield name, say("“{shown}” cannot be understood: it takes a number from 0.", **shown)
        elif name == "sort" and text not in SORTS:
            yield name, say("“{shown}” cannot be understood: it may be {known}.", known=", ".join(SORTS), **shown)
        elif name == "dir" and text not in DIRECTIONS:
            yield name, say("“{shown}” cannot be understood: it may be {one} or {other}.", **ways, **shown)
        elif name in CURSORS and sort in SORTS and _cursor(text, sort) is None:
            yield name, say("“{shown}” cannot be understood: it names no place in the list.", **shown)


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else None


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if 0 <= number < 1e15 else None


def _cursor(text: str | None, sort: str) -> tuple[str, str] | None:
    """A place in the list; None, which is its start, where the text is no value of the column sorted by."""
    value, mark, customer_id = (text or "").partition("~")
    is_value = CURSOR_VALUES[sort].fullmatch(value) is not None
    if not value and sort in BLANK_SORTS:
        is_value = True
    elif sort == "last_order_at" and is_value:
        is_value = False
        with suppress(ValueError):
            is_value = bool(datetime.fromisoformat(value))
    return (value, customer_id) if mark and is_value and "\x00" not in customer_id else None


READERS = {"orders": _whole, "sales": _number, "silent": _whole}
