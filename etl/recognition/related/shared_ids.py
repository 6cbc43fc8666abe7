"""The ids by which tables are joined: of one name and with values in common, different on each row of one of them."""

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.names.combined import combined
from etl.names.hints import says
from etl.names.labels import fold
from etl.recognition.head.first_rows import MOST_ROWS
from etl.recognition.head.first_values import Column
from etl.recognition.related.tables import Link, Table
from etl.values.blanks import is_blank

_NEARLY = 0.9  # of the values that are keys of the other table, where its name does not say so
_BARE = {"id", "no", "nr", "number", "key", "code"}  # says of what by the name of its file


def shared_ids(base: Table, labels: Sequence[str], links: Sequence[Link], table: Table) -> Iterator[tuple[str, int]]:
    """Labels of what is there and columns of a table that are the same id, different on each of its rows."""
    for at, label in enumerate(table.columns):
        if not table.head.columns or not label or not _is_key(table.head.columns[at]):
            continue
        for left in labels:
            same = fold(left) == fold(label) and fold(label) not in _BARE and is_id(label)
            if not same and not (fold(label) in _BARE and _is_its_number(base, links, left, table, at)):
                continue
            cut = len(table.head.columns[at].codes) >= MOST_ROWS
            if (same and cut) or meet(_column(base, links, left), table.head.columns[at]):
                yield left, at


def is_id(label: str) -> bool:
    """Whether a column is of ids, by its name."""
    return fold(label).endswith("id") or says(label, "numbering") or says(label, "joining")


def _means(left: str, table: Table) -> bool:
    """Whether `customer_id` is of a table in a file called customers."""
    ends = (end for end in ("id", "number", "no", "key") if fold(left).endswith(end))
    thing = next((fold(left).removesuffix(end) for end in ends), "")
    return len(thing) > 2 and thing in fold(table.sources[0].stem)


def _is_its_number(base: Table, links: Sequence[Link], left: str, table: Table, at: int) -> bool:
    """Whether an id called `id` is what `order_id` is of: by the name of its file, else by all that both hold."""
    return _means(left, table) or (_is_about(left, table) and _all_met(_column(base, links, left), table, at))


def _is_about(left: str, table: Table) -> bool:
    """Whether `order_id` is of a table that has what orders have, whatever its file is called."""
    said = combined(left)
    return (said == "Order ID" and table.has("invoiced_at")) or (said == "Product ID" and table.has("description"))


def _all_met(left: Column | None, table: Table, at: int) -> bool:
    """Whether nearly all of the first values are keys of a table."""
    if left is None or not len(left.values):
        return False
    keys = plain_keys(table.head.columns[at].values).to_pylist()
    return bool(np.isin(plain_keys(left.values).to_pylist(), keys).mean() >= _NEARLY)


def _column(base: Table, links: Sequence[Link], label: str) -> Column | None:
    for table, names in ((base, list(enumerate(base.columns))), *((link.table, list(link.taken)) for link in links)):
        if at := [at for at, name in names if name == label]:
            return table.head.columns[at[0]]
    return None


def _is_key(column: Column) -> bool:
    blank = is_blank(column.data.dictionary).to_numpy(zero_copy_only=False)
    filled = int((~blank[column.codes]).sum())
    return bool(len(column.values)) and len(column.values) == filled and 2 * filled > len(column.codes)


def meet(left: Column | None, right: Column) -> bool:
    """Whether some of the first values of two columns are the same."""
    if left is None:
        return False
    return bool(np.isin(plain_keys(left.values).to_pylist(), plain_keys(right.values).to_pylist()).any())


def plain_keys(values: pa.StringArray) -> pa.StringArray:
    """Ids as they are compared: without white space around, and without the zero of a number kept as a fraction."""
    return pc.replace_substring_regex(pc.utf8_trim_whitespace(values), r"^(\d+)\.0+$", r"\1")
