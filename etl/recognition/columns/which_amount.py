"""Which amount counts where a file has several, and what its first rows show of amounts; all of it is said."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from etl.names.hints import says
from etl.names.labels import fold, quoted
from etl.names.questions import price_or_total
from etl.names.vocabulary import folded, synonyms
from etl.recognition.columns.following import is_paid_in_part
from etl.recognition.head.currencies import currencies_in
from etl.recognition.head.first_rows import Head
from warehouse.errors import Choice, InputError, Question
from wording.counts import the_first
from wording.languages import say

_LEAST_ROWS = 20
_ROUNDED = 0.0051  # of a price, which its quantity multiplies
_DIFFERENT = 0.01  # of the rows, above which a price times its quantity is not the total
_CENT = 0.011
_MOSTLY = 0.95  # of the rows
_FARTHEST = 10.0  # times one sum may be the other, if both are to be what was sold
_RISES = 0.3  # correlation of amounts with quantities above which they are totals of the line
_HALF = 0.5  # of the rows
_NEGATIVE = 0.9  # of the rows


def settle(header: Sequence[str], where: dict[str, int], told: Mapping[str, int], head: Head) -> str:
    """Leave one of price and total in `where`, which is changed; why the total, in a sentence, if so.

    What was told counts. Else the line's own total does where it is not the price times the quantity: it has the
    discounts and taxes of the line in it. An order's total never does. InputError where the two are far apart, or where
    what is called a price rises with the quantity.
    """
    if "total" in where and "unit_price" in where:
        if "total" not in told and _is_paid_in_part(header, head, where):
            del where["total"]
            return ""
        if "total" in told and "unit_price" not in told:
            return say(
                "{value} counts, and not {value2}.",
                value=header[where["total"]],
                value2=header[where.pop("unit_price")],
            )
        if "quantity" not in where and "total" not in told and _counts(header, head, where):
            where["quantity"] = where.pop("total")
            return ""
        because = "" if "unit_price" in told else _difference(header, where, head)
        del where["unit_price" if because else "total"]
        return because
    if "unit_price" in where and "unit_price" not in told:
        _refuse_total_called_price(header, where, head)
    return ""


def _difference(header: Sequence[str], where: Mapping[str, int], head: Head) -> str:
    """Why the total counts; '' where the price does."""
    price, pieces, total = (_numbers(head, where, name) for name in ("unit_price", "quantity", "total"))
    if price is None or pieces is None or total is None or np.isnan(total[~np.isnan(price)]).mean() > _DIFFERENT:
        return ""
    usable = ~np.isnan(price * pieces * total)
    if not usable.any():
        return ""
    made, given = np.abs(price * pieces)[usable], np.abs(total[usable])
    differ = np.abs(made - given) > 0.011 + _ROUNDED * np.abs(pieces[usable])
    back = (total[usable] < -_CENT) & ((price * pieces)[usable] > _CENT)  # which only the total says
    if 0 < back.mean() < _HALF and not _is_of_order(header, where, head, given.sum() > made.sum()):
        return _returns_in_total(header, where, back)
    if differ.mean() <= _DIFFERENT or _is_of_order(header, where, head, given.sum() > made.sum()):
        return ""
    if _paid_otherwise(header, head, usable, made - given):
        return ""
    names = {name: header[where[name]] for name in ("unit_price", "quantity", "total")}
    both = f"{names['unit_price']} times {names['quantity']}"
    rows = f"{the_first(len(made), 'row')}"
    by_price, by_total = (f"--map {name}={quoted(names[name])}" for name in ("unit_price", "total"))
    if not 1 / _FARTHEST < made.sum() / max(given.sum(), 1e-9) < _FARTHEST:
        raise InputError(
            f"{both} comes to {made.sum():,.2f} in {rows}, {names['total']} to {given.sum():,.2f}. "
            f"Say which counts with {by_price} or {by_total}.",
            (
                Question(
                    "map",
                    say("Which amount counts?"),
                    (
                        Choice(f"unit_price={names['unit_price']}", f"{both}: {made.sum():,.2f} in {rows}"),
                        Choice(f"total={names['total']}", f"{names['total']}: {given.sum():,.2f}"),
                    ),
                ),
            ),
        )
    return (
        f"{names['total']} counts, for {both} is something else in {differ.mean():.0%} of {rows}: "
        f"{made.sum():,.2f} in place of {given.sum():,.2f}. To go by the price, load with {by_price}."
    )


def _returns_in_total(header: Sequence[str], where: Mapping[str, int], back: np.ndarray) -> str:
    price, total = header[where["unit_price"]], header[where["total"]]
    return (
        f"{total} counts, for it is below nothing in {int(back.sum()):,} of {the_first(len(back), 'row')}, counted as "
        f"returns, and {price} times {header[where['quantity']]} is not. To go by the price, load with "
        f"--map unit_price={quoted(price)}."
    )


def _is_paid_in_part(header: Sequence[str], head: Head, where: Mapping[str, int]) -> bool:
    prices = {name: at for name, at in where.items() if name != "total"}
    return bool(head.columns) and is_paid_in_part(header, prices, head, where["total"])


def _paid_otherwise(header: Sequence[str], head: Head, usable: np.ndarray, missing: np.ndarray) -> bool:
    """Whether what a total lacks was paid by a gift card or the like, and so was sold as well."""
    settling = [
        at for at, label in enumerate(header) if says(label, "settling") and not says(label, "discount", "orders")
    ]
    paid = [head.columns[at].numbers for at in settling]
    return any(each is not None and _near(np.abs(np.nan_to_num(each[usable])), missing) for each in paid)


def _near(one: np.ndarray, other: np.ndarray) -> bool:
    return float((np.abs(one - other) < _CENT).mean()) >= _MOSTLY


def _counts(header: Sequence[str], head: Head, where: Mapping[str, int]) -> bool:
    """Whether what is called an amount, as pieces are, counts them beside a price of money."""
    if not head.columns or fold(header[where["total"]]) not in folded("content", "count_or_money"):
        return False
    return head.columns[where["total"]].is_count and head.columns[where["unit_price"]].is_money


def _is_of_order(header: Sequence[str], where: Mapping[str, int], head: Head, more: bool) -> bool:
    """Whether a total is that of the order: the same on all its lines; where orders have one line, one that is called
    so and is `more` than the line, as with shipping."""
    order = where.get("invoice_no")
    if order is not None and len(head.columns[order].values) < len(head.columns[order].codes):
        return head.determines(order, where["total"])
    of_orders = {fold(label) for labels in synonyms("transactions")["total"][2:] for label in labels}
    return more and fold(header[where["total"]]) in of_orders


def _refuse_total_called_price(header: Sequence[str], where: Mapping[str, int], head: Head) -> None:
    """What costs three times as much where there are three of it is no price of a piece."""
    price, pieces = _numbers(head, where, "unit_price"), _numbers(head, where, "quantity")
    if price is None or pieces is None:
        return
    usable = ~np.isnan(price) & ~np.isnan(pieces) & (pieces > 0) & (price > 0)
    price, pieces = price[usable], pieces[usable]
    if len(price) < _LEAST_ROWS or len(np.unique(pieces)) < 3 or np.ptp(price) == 0:
        return
    prices, each = len(np.unique(price)), len(np.unique(np.round(price / pieces, 3)))
    if 2 * each <= prices and np.corrcoef(pieces, price)[0, 1] > _RISES:
        name, count = header[where["unit_price"]], header[where["quantity"]]
        raise InputError(
            say(
                "{file} rises with {count}, as if it were the total of the line and not the price of a piec"
                "e. Say which it is with --map total={quoted} or --map unit_price={quoted}.",
                file=name,
                count=count,
                quoted=quoted(name),
            ),
            (price_or_total(name),),
        )


def remarks(header: Sequence[str], where: Mapping[str, int], currency: int | None, head: Head) -> Iterator[str]:
    """What a shop should know of its amounts: whether they are without tax, in several currencies, or all negative."""
    at = where.get("unit_price", where.get("total"))
    if at is None or not head.columns:
        return
    column = head.columns[at]
    beside = [label for label, each in zip(header, head.columns, strict=False) if says(label, "net") and each.is_money]
    if says(header[at], "gross") and beside:
        yield f"Amounts are {header[at]}, and not {' or '.join(beside)}."
    elif says(header[at], "net"):
        yield say("Amounts are {value}, so they are without what was taken off.", value=header[at])
    for position in {at} if currency is None else {currency, at}:
        label, found = header[position], currencies_in(head.columns[position].values)
        if len(found) > 1:
            names = ", ".join(sorted(found)[:10])
            yield say(
                "{column} holds several currencies ({names}): their amounts are added up as they are, not converted.",
                column=label,
                names=names,
            )
    if column.numbers is not None and (column.numbers[~np.isnan(column.numbers)] < 0).mean() > _NEGATIVE:
        yield say("Nearly all amounts in {value} are negative, so nearly all rows count as returns.", value=header[at])


def _numbers(head: Head, where: Mapping[str, int], name: str) -> np.ndarray | None:
    return head.columns[where[name]].numbers if name in where and head.columns else None
