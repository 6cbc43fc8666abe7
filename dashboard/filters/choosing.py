"""What somebody chose in a chart: some of a view's customers, as conditions where these can say them. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dashboard.filters.published import Published
from dashboard.filters.scope_words import period, who
from dashboard.filters.selection import GUESTS, YEARS, Filters, Scope, add_months, query_fields
from dashboard.words import formats

SEGMENT, COUNTRY, PRODUCT, MONTH, HOUR, CUSTOMERS = "segment", "country", "product", "month", "hour", "customers"
COHORT = "cohort"
FIRST_PRODUCT = "first"  # in the address of the cohorts' page
MOST_AGE = 1_200  # months after a first order
PART = "part"
LONGEST_PART = 4_000  # letters of conditions
MOST_CUSTOMERS = 5_000  # that a chart draws
LONGEST = 200  # letters of one value
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Cohort:
    """Those with their first order in a month."""

    month: date
    product: str = ""  # that they bought on the day of it; '' is any


@dataclass(frozen=True)
class Choice:
    """A view, and which of its customers."""

    filters: Filters
    product: str | None = None  # the code of one that they bought
    month: date | None = None
    hour: tuple[int, int | None] | None = None  # the weekday (ISO) and hour of an order of theirs; None: any hour
    cohort: Cohort | None = None  # of whom `month` chooses those with an order then
    customers: tuple[str, ...] | None = None  # a lasso's: these, by number
    part: str | None = None  # conditions, as JSON: what a bar or a flow says of its customers

    @classmethod
    def read(cls, data: object) -> Choice | None:
        """What the browser keeps of it; None where that is nothing that a chart could have said."""
        match data:
            case {"kind": str(kind), "value": value, "search": str(search), "within": dict(within)}:
                filters, product = _within(Filters.from_query(search), within)
                found = _READ[kind](filters, value) if kind in _READ else None
                if found is not None and found.cohort is not None:
                    found = replace(found, cohort=replace(found.cohort, product=_first_product(search)))
                return found and replace(found, product=product)
        return None

    @property
    def is_sayable(self) -> bool:
        """Whether conditions of an audience know months and hours of orders, or single customers: they do not."""
        return self.month is None and self.hour is None and self.customers is None

    def scope(self, scope: Scope) -> Scope:
        """The scope of the view, in the month that was chosen."""
        return scope if self.month is None else scope.only(start=self.month, end=self.month, is_part=True)

    def in_words(self, published: Published, scope: Scope) -> str:
        """`Champions · Germany · Mar 2011`."""
        own = self.scope(scope)
        parts = [who(published, own)]
        if self.cohort is not None:
            parts.append(f"first order in {formats.month(self.cohort.month)}")
            parts += [f"bought {self.cohort.product} on the day of it"] if self.cohort.product else []
            if self.month is not None and self.month > self.cohort.month:
                parts.append(f"ordered again in {formats.month(self.month)}")
        elif own.is_part:
            parts.append(period(published, own))
        if self.product is not None:
            parts.append(f"bought {self.product}")
        if self.hour is not None:
            day, hour = self.hour
            at = "" if hour is None else f", {hour}:00–{hour + 1}:00"
            parts.append(f"ordered on a {WEEKDAYS[day - 1]}{at}")
        if self.customers is not None:
            parts.append("chosen in the chart")
        return " · ".join(part for part in parts if part) or "everybody with an order"


def conditions(choice: Choice, published: Published, scope: Scope, *, ordered: bool) -> dict[str, Any] | None:
    """The definition of an audience of the same customers; None where none says it. `ordered`: who never did is out."""
    if not choice.is_sayable or scope.is_part or scope.segments == (GUESTS,):
        return None
    parts: list[dict[str, Any]] = [json.loads(choice.part)] if choice.part is not None else []
    if scope.audience is not None:
        parts.append({"audience": scope.audience.audience_id})
    if scope.identified_segments:
        parts.append({"segment": [*scope.identified_segments], "of": published.of(scope).algorithm})
    if scope.countries:
        parts.append({"field": "country", "in": [*scope.countries]})
    if choice.product is not None:
        parts.append({"bought": {"code": choice.product}})
    if ordered:
        parts.append({"field": "frequency", "at_least": 1})
    return parts[0] if len(parts) == 1 else {"all": parts}


def list_name(words: str, customers: int, moment: str) -> str:
    """What a list of them is called; `moment` makes it a name of its own."""
    end = f" · {formats.plural(customers, 'customer')} · {moment}"
    return words[: 80 - len(end)].rstrip(" ·") + end


def _within(filters: Filters, within: Mapping[str, Any]) -> tuple[Filters, str | None]:
    """The filters of the page where something was chosen, and its product, where it is about one."""
    named = {kind: value for kind, value in within.items() if _is_name(value)}
    if SEGMENT in named:
        filters = filters.only(segments=(named[SEGMENT],))
    if COUNTRY in named:
        filters = filters.only(countries=(named[COUNTRY],))
    return filters, named.get(PRODUCT)


def _segment(filters: Filters, value: object) -> Choice | None:
    return Choice(filters.only(segments=(value,))) if _is_name(value) else None


def _country(filters: Filters, value: object) -> Choice | None:
    return Choice(filters.only(countries=(value,))) if _is_name(value) else None


def _month(filters: Filters, value: object) -> Choice | None:
    try:
        return Choice(filters, month=date.fromisoformat(str(value)[:10]).replace(day=1))
    except ValueError:
        return None


def _hour(filters: Filters, value: object) -> Choice | None:
    match value:
        case [int(day), int(hour)] if 1 <= day <= len(WEEKDAYS) and 0 <= hour < 24:
            return Choice(filters, hour=(day, hour))
        case [int(day), None] if 1 <= day <= len(WEEKDAYS):
            return Choice(filters, hour=(day, None))
    return None


def _cohort(filters: Filters, value: object) -> Choice | None:
    match value:
        case [str(month), int(age)] if 0 <= age < MOST_AGE:
            first = _month(filters, month)
            if first is not None and first.month is not None and first.month.year in YEARS:
                return Choice(filters, month=add_months(first.month, age), cohort=Cohort(first.month))
    return None


def _first_product(search: str) -> str:
    """The product that the address of the page asks for; '' is any."""
    found = dict(query_fields(search)).get(FIRST_PRODUCT, "")
    return found if _is_name(found) else ""


def _customers(filters: Filters, value: object) -> Choice | None:
    if not isinstance(value, list) or not 0 < len(value) <= MOST_CUSTOMERS or not all(map(_is_name, value)):
        return None
    return Choice(filters, customers=tuple(dict.fromkeys(value)))


def _part(filters: Filters, value: object) -> Choice | None:
    """Of customers as they are, whatever the months of the view."""
    if not isinstance(value, str) or len(value) > LONGEST_PART or "\x00" in value:
        return None
    try:
        is_condition = isinstance(json.loads(value), dict)
    except (ValueError, RecursionError):
        return None
    return Choice(filters.only(start=None, end=None), part=value) if is_condition else None


def _is_name(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST and "\x00" not in value


_READ: Mapping[str, Any] = {
    SEGMENT: _segment,
    COUNTRY: _country,
    MONTH: _month,
    COHORT: _cohort,
    HOUR: _hour,
    CUSTOMERS: _customers,
    PART: _part,
}
