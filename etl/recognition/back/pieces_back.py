"""Columns that count pieces which were called off or came back, beside the pieces that were ordered."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from etl.names.hints import is_left, says
from etl.names.labels import listed, quoted
from etl.recognition.head.first_rows import Head
from etl.values.order_amounts import AFTER, REFUND, Amount
from wording.counts import be, the_first

_WITHIN = 0.98  # of the rows: no more came back than was ordered


def pieces_back(
    header: Sequence[str], where: Mapping[str, int], told: Mapping[str, int], beside: Sequence[Amount], head: Head
) -> tuple[int, ...]:
    """Where such columns stand; none where money that went back is known otherwise, or somebody said what counts."""
    if "quantity" not in where or "quantity" in told or any(_tells(each) for each in beside):
        return ()
    ordered = head.columns[where["quantity"]].numbers if head.columns else None
    if ordered is None or (np.nan_to_num(ordered) < 0).any() or says(header[where["quantity"]], "refund", "orders"):
        return ()
    used = set(where.values())
    return tuple(at for at, label in enumerate(header) if at not in used and _is_back(label, head, at, ordered))


def came_back(header: Sequence[str], back: Sequence[int]) -> tuple[int, ...]:
    """Those of them that had been sold, and are returns: the others were called off."""
    return tuple(at for at in back if not says(header[at], "called_off"))


def _tells(amount: Amount) -> bool:
    """Whether an amount tells what went back; one that is only called after refunds is less sure than pieces are."""
    return amount.kind == REFUND or (amount.kind == AFTER and amount.told)


def said_of_pieces(header: Sequence[str], where: Mapping[str, int], head: Head, back: Sequence[int]) -> Iterator[str]:
    """What becomes of them, in a sentence a kind."""
    counted, sold = header[where["quantity"]] if back else "", came_back(header, back)
    for places in (sold, [at for at in back if at not in sold]):
        if not places:
            continue
        numbers = [each for at in places if (each := head.columns[at].numbers) is not None]
        pieces = sum(float(np.nansum(np.abs(each))) for each in numbers)
        named, rows = [header[at] for at in places], len(head.columns[places[0]].codes)
        became = "became returns at their lines' prices, at the time of the order"
        taken = f"{be(len(set(named)))} taken off {counted}"
        yield (
            f"{listed(named)} ({pieces:,.0f} in {the_first(rows, 'row')}) {became if places is sold else taken}. "
            f"If {counted} is without them already, load with --map quantity={quoted(counted)}."
        )


def _is_back(label: str, head: Head, at: int, ordered: np.ndarray) -> bool:
    numbers = head.columns[at].numbers
    if (
        numbers is None
        or head.columns[at].is_money
        or is_left(label)
        or not (says(label, "count") and says(label, "taken_off"))
    ):
        return False
    back = np.abs(np.nan_to_num(numbers))
    return bool(back.any() and (back <= np.nan_to_num(ordered)).mean() >= _WITHIN)
