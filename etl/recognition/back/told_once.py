"""Of which order's refund rows tell that take something back: by the order's number, by the payment that they name, or
by its buyer and what it comes to. So that no refund counts twice that two things tell."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from wording.languages import say_n, to_say_n

WHOLE = to_say_n(
    "Of {n} order that {column} calls refunded (such as {order}) rows of their own take that back: it counts once.",
    "Of {n} orders that {column} calls refunded (such as {order}) rows of their own take that back: it counts once.",
)
PART = to_say_n(
    "Of {n} order that {column} calls refunded (such as {order}) rows of their own take back less than was sold: what "
    "these rows take back counts, for nothing tells whether more went back.",
    "Of {n} orders that {column} calls refunded (such as {order}) rows of their own take back less than was sold: what "
    "these rows take back counts, for nothing tells whether more went back.",
)
UNLIKE = to_say_n(
    "{n} order that {column} calls refunded (such as {order}) is a return in full, besides rows that take other "
    "amounts back from the same customers. If such a row is the same refund, it counts twice: take one of both out of "
    "the file.",
    "{n} orders that {column} calls refunded (such as {order}) are returns in full, besides rows that take other "
    "amounts back from the same customers. If such a row is the same refund, it counts twice: take one of both out of "
    "the file.",
)
_CENT = 0.011


@dataclass(slots=True)
class Order:
    """What rows of one order number come to: those that its refund is said of, and those that take back."""

    buyer: str = ""
    said: float = 0.0
    back: float = 0.0
    cancelled: float = 0.0  # likewise, where the letters before its number say so
    part: bool = False  # a status says that a part of it came back
    of: str = ""  # the payment that it takes back


@dataclass(frozen=True)
class Told:
    """Which refunds that something says rows of their own tell."""

    orders: Mapping[str, float] = field(default_factory=dict)  # how much of what is said of each is told so
    part: tuple[str, ...] = ()  # orders of which their own rows take back less than is said
    unlike: tuple[str, ...] = ()  # orders that no row takes back, though rows take other amounts back from their buyers

    def among(self, orders: Iterable[str]) -> "Told":
        """Of these orders."""
        wanted = set(orders)
        part, unlike = (tuple(each for each in some if each in wanted) for some in (self.part, self.unlike))
        return Told({order: told for order, told in self.orders.items() if order in wanted}, part, unlike)

    def sentences(self, label: str, is_all: bool) -> Iterable[str]:
        """What came of refunds that a column says, besides that `is_all` of them are told by rows."""
        whole = [order for order in self.orders if order not in self.part]
        found = ((WHOLE, () if is_all else whole), (PART, self.part), (UNLIKE, self.unlike))
        for forms, orders in found:
            if orders:
                yield say_n(len(orders), *forms, column=label, order=orders[0].strip())


def match(orders: Mapping[str, Order], claims: Mapping[str, float], cancels: Callable[[str], bool]) -> Told:
    """Which of these refunds (by order, above nothing) rows tell, each row's order for one; `cancels` says of
    which orders' numbers the letters before them do."""
    free = {key: order.back + (order.cancelled if cancels(key) else 0) for key, order in orders.items()}
    free = {key: amount for key, amount in free.items() if amount > _CENT}
    told = {key: min(free.pop(key), claims[key]) for key in claims if key in free}
    for key in [key for key in free if orders[key].of in claims]:
        order = orders[key].of
        told[order] = min(told.get(order, 0.0) + free.pop(key), claims[order])
    part = tuple(key for key, some in told.items() if some < claims[key] - _CENT)
    rows, asked = _by_buyer(orders, free), _by_buyer(orders, [key for key in claims if key not in told])
    unlike: list[str] = []
    for buyer, theirs in asked.items():
        left = [key for key in theirs if not _take(free, [*rows[buyer], *rows[""]], claims[key])]
        own = [row for row in rows[buyer] if row in free]
        if left and own and abs(sum(claims[key] for key in left) - sum(free[row] for row in own)) <= _CENT:
            for row in own:
                del free[row]
            left, own = [], []
        told |= {key: claims[key] for key in theirs if key not in left}
        unlike += left if own and buyer else []
    return Told(told, part, tuple(unlike))


def _take(free: dict[str, float], rows: Iterable[str], amount: float) -> bool:
    """Whether one of some rows' orders comes to the amount; it is taken out of those that are free."""
    same = next((row for row in rows if row in free and abs(free[row] - amount) <= _CENT), None)
    if same is not None:
        del free[same]
    return same is not None


def _by_buyer(orders: Mapping[str, Order], keys: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        found[orders[key].buyer if key in orders else ""].append(key)
    return found
