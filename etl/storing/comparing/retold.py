"""Orders that are stored already and that a file tells in other words: what is said of them, and asked."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from etl.names.labels import listed
from warehouse.errors import Choice, InputError, Question
from wording.languages import say, say_n, to_say, to_say_n, whole

LEFT, REPLACED, ADDED = "skip", "replace", "add"
_CHOICES = {
    LEFT: to_say("Leave them as they are stored"),
    REPLACED: to_say("Replace them by this file's lines"),
    ADDED: to_say("Add these lines to them"),
}
STORED_OTHERWISE = to_say_n(
    "{n} order of this file is stored already, with other lines: {example}.",
    "{n} orders of this file are stored already, with other lines: {example}.",
)
OTHERWISE = to_say_n(
    "{n} order of this file is stored already, with other lines.",
    "{n} orders of this file are stored already, with other lines.",
)
SAME = to_say_n(
    "{n} row is known from another export: order, customer, quantity, price and what both say of the product are "
    "those of stored lines.",
    "{n} rows are known from another export: order, customer, quantity, price and what both say of the product are "
    "those of stored lines.",
)
TOLD = to_say_n(
    "{n} refund is stored already, told in another way: the same order, customer and amount went back. Each counts "
    "once.",
    "{n} refunds are stored already, told in another way: the same order, customer and amount went back. Each counts "
    "once.",
)
GROWN = to_say_n(
    "Of {n} order more went back by now than is stored: only the rest, {more}, is added.",
    "Of {n} orders more went back by now than is stored: only the rest, {more}, is added.",
)
SMALLER = to_say_n(
    "Of {n} order less went back, as this file tells, than is stored: what is stored stays, and nothing is added.",
    "Of {n} orders less went back, as this file tells, than is stored: what is stored stays, and nothing is added.",
)
BOTH = to_say_n(
    "order {number} has {n} line of {amount} both here and in the store, with {others}",
    "order {number} has {n} lines of {amount} both here and in the store, one of them with {others}",
)
ELSEWHERE = to_say_n(
    "order {number} has {n} line of {amount} here, and {part} of {given} in the store",
    "order {number} has {n} lines of {amount} here, and {part} of {given} in the store",
)
_PARTS = {"words": "product", "code": "product code", "quantity": "quantity", "unit_price": "price", "day": "day"}
_DECIDED = {
    LEFT: to_say("Stored lines stay, and this file's are left out."),
    REPLACED: to_say("This file's lines take the place of the stored ones."),
    ADDED: to_say("This file's lines are added to the stored ones."),
}


@dataclass(frozen=True)
class Retold:
    """What a file tells of stored orders in other words."""

    same_lines: int = 0  # that are stored, as far as both exports tell
    orders: int = 0  # that are stored with lines which are not those of the file
    lines: int = 0  # of the file, in these
    example: str = ""
    unlike: int = 0  # orders whose totals are others, more than taxes and freight change them
    refunds: int = 0  # that are stored, told in another way: by rows, by a file of refunds, by an amount
    grown: int = 0  # orders of which columns beside them tell that more went back than is stored
    more: Decimal = Decimal(0)  # how much
    smaller: int = 0  # likewise, less

    @property
    def may_be_others(self) -> bool:
        """Whether these may be other orders under the same numbers, as those of another till are."""
        return self.unlike > max(self.orders / 2, self.same_lines)

    def question(self, said: str | None) -> Question:
        """What is to become of these orders; `said` is what is decided so far."""
        words = say_n(self.orders, *STORED_OTHERWISE, example=self.example)
        words = f"{words} {self._unlike}" if self.may_be_others else words
        if said:
            words = f"{words} {say(_DECIDED[said])}"
        choices = reversed(_CHOICES.items()) if self.may_be_others else _CHOICES.items()
        return Question(
            "known_orders", words, tuple(Choice(each, say(label)) for each, label in choices if each != said)
        )

    def refuse(self, name: str) -> None:
        """InputError where nobody said what is to become of orders that are stored with other lines."""
        if not self.orders:
            return
        are = "orders is" if self.orders == 1 else "orders are"  # 1 of its orders is
        what = f"{name} was not loaded: {self.orders:,} of its {are}"
        if self.may_be_others:
            said = (
                f"{what} stored already by number and customer, with other lines: {self.example}. {self._unlike} "
                f"If {'it is' if self.orders == 1 else 'they are'}, --known-orders add counts both; if they tell of "
                "the same orders, --known-orders skip leaves those that are stored, and --known-orders replace puts "
                "this file's lines in their place."
            )
        else:
            said = (
                f"{what} stored already, with other lines: {self.example}. "
                "Say what to do: --known-orders skip leaves them as they are stored, --known-orders replace puts this "
                "file's lines in the place of theirs, --known-orders add counts both."
            )
        raise InputError(said, (self.question(None),))

    @property
    def _unlike(self) -> str:
        if self.orders == 1:
            return "It comes to another total, so it may be an order of another till or shop that has the same numbers."
        come = (
            "comes to another total, so it may be an order"
            if self.unlike == 1
            else ("come to other totals, so they may be orders")
        )
        return say(
            "{unlike} of these {orders} {come} of another till or shop that has the same numbers.",
            unlike=whole(self.unlike),
            orders=whole(self.orders),
            come=come,
        )

    def sentences(self, said: str | None) -> list[str]:
        """What was found, and done."""
        found = []
        if self.same_lines:
            found.append(say_n(self.same_lines, *SAME))
        if self.refunds:
            found.append(say_n(self.refunds, *TOLD))
        if self.grown:
            found.append(say_n(self.grown, *GROWN, more=_money(self.more)))
        if self.smaller:
            found.append(say_n(self.smaller, *SMALLER))
        if self.orders:
            found.append(f"{say_n(self.orders, *OTHERWISE)} {say(_DECIDED[said or LEFT])}")
        return found

    def as_json(self, said: str | None) -> dict[str, Any]:
        """Counts, and what became of the orders; empty where there is nothing to tell."""
        same: dict[str, Any] = {"same_rows": self.same_lines} if self.same_lines else {}
        same |= {"same_refunds": self.refunds} if self.refunds else {}
        same |= {"grown_refunds": self.grown, "added_refunds": float(self.more)} if self.grown else {}
        same |= {"smaller_refunds": self.smaller} if self.smaller else {}
        return same | ({"orders": self.orders, "rows": self.lines, "done": said or LEFT} if self.orders else {})


def example_of(order: Any) -> str:
    """`order 7 has 1 line of 24.13 here, and 2 of 24.13 in the store`; what differs where these are the same."""
    number, total = order.invoice_no, _money(order.new_total)
    if (order.new_lines, total) == (order.old_lines, _money(order.old_total)) and (others := _differences(order)):
        return say_n(order.new_lines, *BOTH, number=number, amount=total, others=listed(others))
    stored = {"part": whole(order.old_lines), "given": _money(order.old_total)}
    return say_n(order.new_lines, *ELSEWHERE, number=number, amount=total, **stored)


def _differences(order: Any) -> list[str]:
    """What of a line is another thing here than in the store: `another product (THEE here, TEA there)`."""
    found = ((name, getattr(order, f"new_{name}"), getattr(order, f"old_{name}")) for name in _PARTS)
    return [
        f"another {_PARTS[name]} ({_shown(here)} here, {_shown(there)} there)"
        for name, here, there in found
        if here != there and (name != "code" or order.new_words == order.old_words)
    ]


def _shown(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), ",f")
    return str(value) or "none"


def _money(amount: Decimal) -> str:
    return f"{amount:,.2f}"
