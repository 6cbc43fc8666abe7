"""What goods are called in a column that is called `Name`: that of a product, where it stands beside its code."""

from collections.abc import Mapping, Sequence

from etl.names.labels import fold
from etl.names.matching import Match
from etl.names.vocabulary import folded
from etl.recognition.head.first_rows import Head


def add_names_of_goods(header: Sequence[str], match: Match, head: Head, free: Sequence[int]) -> None:
    """Take a bare name for the description, where each code of a product has one name, and no customer does."""
    where = match.where
    if {"description"} & (set(where) | set(match.open)) or not {"stock_code", "customer_id"} <= set(where):
        return
    found = [at for at in free if fold(header[at]) in folded("content", "bare_name")]
    found = [at for at in found if _are_goods(head, where, at)]
    if len(found) == 1:
        where["description"] = found[0]


def _are_goods(head: Head, where: Mapping[str, int], at: int) -> bool:
    column = head.columns[at]
    if column.numbers is not None or column.is_date or column.is_email:
        return False
    return head.determines(where["stock_code"], at) and not head.determines(where["customer_id"], at)
