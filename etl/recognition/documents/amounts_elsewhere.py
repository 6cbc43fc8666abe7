"""Documents of returns whose amounts stand in another column than those of sales: in a ledger's Debit and Credit."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from etl.recognition.documents.counted_kinds import Kinds
from etl.recognition.head.first_rows import Head
from etl.values.records.kinds import meaning_of
from wording.counts import counted


def said_of_amounts_elsewhere(
    header: Sequence[str], where: Mapping[str, int], head: Head, kinds: Kinds
) -> Iterator[str]:
    """A sentence for each kind that takes something back, none of whose rows has what counts and all of which have an
    amount in a column that is blank where sales have theirs: nothing of it is counted."""
    counts = where.get("total", where.get("unit_price"))
    if "type" not in where or counts is None or not head.columns:
        return
    column, made = head.columns[where["type"]], _filled(head, counts)
    texts = [text or "" for text in column.data.dictionary.to_pylist()]
    told = kinds.told([text for text in texts if text])
    free = [at for at, label in enumerate(header) if label and at not in where.values()]
    for code, text in enumerate(texts):
        rows = column.codes == code
        if not rows.any() or made[rows].any() or meaning_of(text, told) != "back":
            continue
        for at in free:
            there, numbers = _filled(head, at), head.columns[at].numbers
            if numbers is not None and there[rows].all() and not there[made].any() and not head.columns[at].is_date:
                amount = float(np.abs(np.nan_to_num(numbers))[rows].sum())
                yield (
                    f"{text} ({counted(int(rows.sum()), 'row')} of the first {len(rows):,}) has nothing in "
                    f"{header[counts]}, which counts, but {amount:,.2f} in {header[at]}: these returns are NOT "
                    f"counted. Write their amounts into {header[counts]} to take them back."
                )
                break


def _filled(head: Head, at: int) -> np.ndarray:
    """Which of the first rows have an amount in a column: bool."""
    numbers = head.columns[at].numbers
    return np.zeros(len(head.columns[at].codes), bool) if numbers is None else np.nan_to_num(numbers) != 0
