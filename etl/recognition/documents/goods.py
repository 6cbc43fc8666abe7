"""What goods are called in a column `Name`, where it stands beside their codes; and their codes in a column `Product`,
where it stands beside their names."""

from collections.abc import Mapping, Sequence

from etl.names.hints import says
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


def add_codes_of_goods(header: Sequence[str], match: Match, head: Head, free: Sequence[int]) -> None:
    """Take the one column of a product that is no word for its code, where each of its values has one name."""
    where = match.where
    if "stock_code" in (set(where) | set(match.open)) or "description" not in where:
        return
    found = [at for at in free if says(header[at], "product") and _are_codes(head, where, at)]
    if len(found) == 1:
        where["stock_code"] = found[0]


def _are_codes(head: Head, where: Mapping[str, int], at: int) -> bool:
    column = head.columns[at]
    if column.is_wordy or column.is_fraction or column.is_money or column.is_date or column.is_count:
        return False
    repeats = 1 < len(column.values) < len(column.codes)
    return repeats and head.determines(at, where["description"])


def _are_goods(head: Head, where: Mapping[str, int], at: int) -> bool:
    column = head.columns[at]
    if column.numbers is not None or column.is_date or column.is_email:
        return False
    return head.determines(where["stock_code"], at) and not head.determines(where["customer_id"], at)
