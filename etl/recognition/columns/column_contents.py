"""Which column is what where names do not tell: by what the first rows hold.

Asked when customer, date or amount has no name, and for what a file would lose that has no name for it. A guess is made
where one column fits; where several fit equally well they are left open, which ends in a question. Every guess is
reported.
"""

import re
from collections.abc import Callable, Sequence

import numpy as np

from etl.names.hints import may_be_amount, may_be_customer, may_be_product, says, says_back, with_tax
from etl.names.labels import listed, quoted
from etl.names.matching import Match
from etl.names.questions import price_or_total
from etl.names.vocabulary import is_foreign
from etl.recognition.buyers.names_of_people import parts_of_names
from etl.recognition.columns.following import proven_pieces
from etl.recognition.documents.goods import add_codes_of_goods, add_names_of_goods
from etl.recognition.head.first_rows import Head
from etl.recognition.head.first_values import Column
from warehouse.errors import Choice, InputError, Question
from wording.languages import say, to_say

Step = Callable[[Sequence[str], Match, Head, list[int]], None]

_UNNAMED = re.compile(r"Unnamed: \d+", re.IGNORECASE)
_TELLS_NOTHING = re.compile(r"[^\W\d_]{1,2}\d*|(?:col(?:umn)?|field|feld|spalte|var|unnamed)[\s_:]*\d*", re.IGNORECASE)
_SMALL = 100  # pieces of a usual line
_MOST_ASKED = 3  # columns that a question names
_MOST_ROWS_EACH = 100  # of a customer, on the average


def guess(header: Sequence[str], match: Match, head: Head) -> tuple[str, ...]:
    """Add what the columns hold to `match`; the names told so."""
    if not head.columns:
        return ()
    return _steps(header, match, head, (_dates, _amounts, _countries, _people, _products))


def fill_in(header: Sequence[str], match: Match, head: Head) -> tuple[str, ...]:
    """Likewise what a file can do without, but not without loss: quantities beside prices, orders, countries."""
    steps = (_quantities, _countries, _orders, add_names_of_goods, add_codes_of_goods)
    return _steps(header, match, head, steps) if head.columns else ()


def _steps(header: Sequence[str], match: Match, head: Head, steps: Sequence[Step]) -> tuple[str, ...]:
    known = set(match.where)
    taken = match.places
    named = [at for at, label in enumerate(header) if label and not _UNNAMED.fullmatch(label)]
    taken |= set(parts_of_names(header).values())  # are neither a key nor a product
    free = [at for at in named if at not in taken and not head.columns[at].blank]
    for step in steps:
        step(header, match, head, free)
        free = [at for at in free if at not in match.where.values()]
    return tuple(name for name in match.where if name not in known)


def _take(match: Match, name: str, candidates: list[int]) -> None:
    if name in match.where or name in match.open or not candidates:
        return
    if len(candidates) == 1:
        match.where[name] = candidates[0]
    else:
        match.open[name] = candidates


def _dates(header: Sequence[str], match: Match, head: Head, free: list[int]) -> None:
    dates = [at for at in free if head.columns[at].is_date]
    _take(match, "invoiced_at", [at for at in dates if not says(header[at], "not_date")] or dates)


def _amounts(header: Sequence[str], match: Match, head: Head, free: list[int]) -> None:
    """What was paid, and how often where a name or arithmetic says so. Small whole numbers alone never do: the number
    of a shop, a rating, or a yes would multiply money."""
    if (set(match.where) | set(match.open)) & {"unit_price", "total"}:
        return
    money = [at for at in free if head.columns[at].is_money and may_be_amount(header[at])]
    money = with_tax(header, [at for at in money if not says_back(header[at])] or money)
    counts = [match.where["quantity"]] if "quantity" in match.where else _counted_by_name(header, head, free)
    if len(money) == 2:
        counts = counts or [at for at in _counts(head, free) if _price_of(head, at, money) is not None]
        if len(counts) == 1 and (price := _price_of(head, counts[0], money)) is not None:
            match.where |= {"quantity": counts[0], "unit_price": price}
            return
    if len(counts) == 1:
        match.where["quantity"] = counts[0]
    elif not counts and (len(money) == 1 or (money and is_foreign(header))):
        _ask_for_pieces(header, money, _may_be_pieces(header, head, free))
    if len(money) == 1 and len(counts) == 1:
        match.where[_price_or_total(header, head, counts[0], money[0])] = money[0]
    else:
        named = bool(money) and all(says(header[at], "price") for at in money)
        _take(match, "unit_price" if named or len(counts) == 1 else "total", money)


def _price_or_total(header: Sequence[str], head: Head, count: int, money: int) -> str:
    """Which of both an amount beside quantities is, by its name or by what it does; InputError where neither tells."""
    for name, what in (("unit_price", "price"), ("total", "sum")):
        if says(header[money], what):
            return name
    pieces, amounts = head.columns[count].numbers, head.columns[money].numbers
    if pieces is None or amounts is None or np.nanmax(np.abs(pieces)) <= 1:
        return "unit_price"
    label = header[money]
    raise InputError(
        say(
            "{column} could be the price of a piece or the total of the line, of which {value} has seve"
            "ral. Say which it is with --map unit_price={quoted} or --map total={quoted}.",
            column=label,
            value=header[count],
            quoted=quoted(label),
        ),
        (price_or_total(label),),
    )


def _may_be_pieces(header: Sequence[str], head: Head, free: list[int]) -> list[int]:
    """Counts of which no name says that they are none: it tells nothing, or is of a language that no table is of."""
    if is_foreign(header):
        return [at for at in free if _is_small(head.columns[at])]
    return [at for at in _counts(head, free) if _tells_nothing(header[at])]


def _is_small(column: Column) -> bool:
    """Whether a column holds small whole numbers, however few rows there are."""
    numbers = column.numbers
    if numbers is None or column.is_date or column.is_fraction or column.is_money:
        return False
    return bool(np.nanmedian(np.abs(numbers)) <= _SMALL)


def _ask_for_pieces(header: Sequence[str], money: Sequence[int], counts: Sequence[int]) -> None:
    """A name that says nothing may hide the number of pieces; of several amounts one may be their price."""
    if not counts:
        return
    counts, money = counts[:_MOST_ASKED], money[:_MOST_ASKED]
    both = [(header[count], header[amount]) for count in counts for amount in money]
    names = listed([header[at] for at in counts]).replace(" and ", " or ")
    priced = ", or ".join(f"--map quantity={quoted(count)} --map unit_price={quoted(amount)}" for count, amount in both)
    totals = ", or ".join(f"--map total={quoted(header[at])}" for at in money)
    yes = to_say("Yes, each for {price}") if len(both) == 1 else to_say("{column} is, each for {price}")
    choices = [
        Choice(f"quantity={count}\nunit_price={price}", say(yes, column=count, price=price)) for count, price in both
    ]
    no = to_say("No: {column} is the total of the line")
    choices += [Choice(f"total={header[at]}", say(no, column=header[at])) for at in money]
    raise InputError(
        say(
            "{names} could be the number of pieces, and only its small whole numbers say so. If it is, "
            "load with {priced}; if not, with {totals}.",
            names=names,
            priced=priced,
            totals=totals,
        ),
        (Question("map", say("Is {column} the number of pieces?", column=names), tuple(choices)),),
    )


def _counts(head: Head, free: list[int]) -> list[int]:
    return [at for at in free if head.columns[at].is_count and not head.columns[at].is_money]


def _counted_by_name(header: Sequence[str], head: Head, free: list[int]) -> list[int]:
    named = [at for at in free if says(header[at], "count") and not says(header[at], "not_count")]
    return [at for at in named if head.columns[at].numbers is not None]


def _price_of(head: Head, count: int, money: list[int]) -> int | None:
    """Of two columns of money the one that makes the other when multiplied."""
    pieces = head.columns[count].numbers
    for price, total in (money, money[::-1]):
        made, given = head.columns[price].numbers, head.columns[total].numbers
        if made is not None and given is not None and np.nanmean(np.abs(pieces * made - given) < 0.011) > 0.95:
            return price
    return None


def _quantities(header: Sequence[str], match: Match, head: Head, free: list[int]) -> None:
    """A price without a quantity would count once, however many were sold."""
    if "quantity" not in match.where and "unit_price" in match.where:
        named = [at for at in free if says(header[at], "count") and not says(header[at], "not_count")]
        _take(match, "quantity", head.prefer("quantity", named))
        if named or "quantity" in match.open:
            return
        amounts = [at for at in {*free, *match.where.values()} if head.columns[at].numbers is not None]
        whole = [at for at in free if at in amounts and not (head.columns[at].is_fraction or head.columns[at].is_money)]
        proven = proven_pieces(head, match.where["unit_price"], whole, amounts)
        _take(match, "quantity", [count for count, _ in proven])
        if "quantity" not in match.where and not proven and is_foreign(header):
            _ask_for_pieces(header, [match.where["unit_price"]], _may_be_pieces(header, head, free))


def _countries(header: Sequence[str], match: Match, head: Head, free: list[int]) -> None:
    """Countries written out, or short where the name says so: codes alone may be of languages."""
    if "country" in match.where or "country" in match.open:
        return
    likely = [at for at in free if head.columns[at].is_country and not says(header[at], "not_country")]
    found = [at for at in likely if says(header[at], "country") or head.columns[at].is_wordy]
    if len(found := head.prefer("country", found)) == 1:
        match.where["country"] = found[0]


def _orders(header: Sequence[str], match: Match, head: Head, free: list[int]) -> None:
    """Several lines with the same number, all of one customer and date, are an order."""
    if {"invoice_no"} & (set(match.where) | set(match.open)) or not {"customer_id", "invoiced_at"} <= set(match.where):
        return
    keys = [at for at in free if _is_key(head, at) and _repeats(head, at) and not says(header[at], "not_order")]
    parts = [match.where["customer_id"], match.where["invoiced_at"]]
    orders = [at for at in keys if all(head.determines(at, part) for part in parts)]
    if len(orders := head.prefer("invoice_no", orders)) == 1:
        match.where["invoice_no"] = orders[0]


def _people(header: Sequence[str], match: Match, head: Head, free: list[int]) -> None:
    """Invoices tell dates; customers come back on other dates, and an invoice has one of them."""
    if "customer_id" in match.where or "customer_id" in match.open or "invoiced_at" not in match.where:
        return
    keys = [at for at in free if _is_key(head, at) and may_be_customer(header[at])]
    emails = [at for at in keys if head.columns[at].is_email]
    if not emails and keys and all(_tells_nothing(header[at]) for at in keys):
        return  # whose numbers they are is asked: those of orders and of towns come back as well
    date = match.where["invoiced_at"]
    orders = [at for at in keys if at not in emails and _repeats(head, at) and head.determines(at, date)]
    if "invoice_no" not in match.where and len(keys) > 1:
        finest = _finest(head, orders)
        if len(finest) == 1:
            match.where["invoice_no"] = finest[0]
    invoice = match.where.get("invoice_no")
    people = [at for at in emails or keys if at != invoice]
    if invoice is not None:
        people = [at for at in people if head.determines(invoice, at) and not head.determines(at, invoice)]
    people = [at for at in people if _are_many(head, at)]
    people = people if len(people) < 2 else [at for at in people if _repeats(head, at)]
    _take(match, "customer_id", _finest(head, people))


def _are_many(head: Head, at: int) -> bool:
    """Whether a column has as many values as a shop has customers: of kinds of goods or places there are fewer."""
    return len(head.columns[at].values) * _MOST_ROWS_EACH >= len(head.columns[at].codes)


def _is_key(head: Head, at: int) -> bool:
    column = head.columns[at]
    return not (
        column.is_date
        or column.is_fraction
        or column.is_money
        or column.is_country
        or (column.is_count and column.numbers is not None)
    )


def _repeats(head: Head, at: int) -> bool:
    return 1 < len(head.columns[at].values) < len(head.columns[at].codes)


def _finest(head: Head, positions: list[int]) -> list[int]:
    """Those with the most different values; of such that say the same, codes rather than words."""
    most = max((len(head.columns[at].values) for at in positions), default=0)
    finest = [at for at in positions if len(head.columns[at].values) == most]
    codes = [at for at in finest if not head.columns[at].is_wordy]
    return codes if len(finest) > 1 and codes else finest


def _products(header: Sequence[str], match: Match, head: Head, free: list[int]) -> None:
    if {"stock_code", "description"} & set(match.where):
        return
    free = [at for at in free if may_be_product(header[at])]
    words = [at for at in free if head.columns[at].is_wordy and not head.columns[at].is_country and _repeats(head, at)]
    if len(words) == 1:
        match.where["description"] = words[0]
    codes = [at for at in free if at not in words and _is_key(head, at) and _repeats(head, at)]
    codes = [at for at in codes if head.columns[at].numbers is None or _may_number(header[at])]
    if len(codes) == 1:
        match.where["stock_code"] = codes[0]


def _may_number(label: str) -> bool:
    """Whether a name leaves it open that numbers are those of products: it says so, or that they number. Pieces under a
    name that says nothing would tell lines apart."""
    return any(says(label, what) for what in ("product", "numbering"))


def _tells_nothing(label: str) -> bool:
    return bool(_TELLS_NOTHING.fullmatch(label)) and not says(label, "numbering")
