"""Which column of a customers file is the address or the number where names do not tell: what the first rows hold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyarrow.compute as pc

from etl.names.labels import fold
from etl.names.matching import Match
from etl.names.vocabulary import synonyms
from etl.people.keys import Known, keys_in
from etl.recognition.head.first_rows import Head
from etl.recognition.head.first_values import Column
from etl.values.blanks import is_blank

MOST_ASKED = 1_000  # values of a column that the store is asked about
LEAST_KNOWN = 3  # customers that a column of numbers must name: one or two may be chance
_KNOWN = 0.5  # of a column's values that are numbers of known customers
_UNIQUE = 0.98  # of the rows that have a number of their own
_FLOAT = r"^\d+\.0$"


@dataclass(frozen=True)
class Guess:
    """Adds to what names tell; `head` reads the first rows, `known` says which numbers are those of customers."""

    head: Callable[[], Head]
    known: Callable[[Sequence[str]], set[str]]
    keys: Callable[[], Known] = lambda: Known(others=True)

    def __call__(self, header: Sequence[str], match: Match) -> tuple[str, ...]:
        """Add an address and a number to `match`, several equally good ones as open; the names told so."""
        if "name" in match.where and _holds_none(header[match.where["name"]], self.head, match.where["name"]):
            del match.where["name"]
        wanted = [name for name in ("email", "customer_id") if name not in match.where and name not in match.open]
        columns = self.head().columns if wanted else []
        for name in wanted:
            taken = match.places
            free = [at for at in range(len(columns)) if header[at] and at not in taken and not columns[at].blank]
            found = _emails(columns, free, match) if name == "email" else self._numbers(columns, free)
            if name == "customer_id" and not found and "email" not in match.where:
                found = keys_in(header, columns, match, self.keys())
            if len(found) == 1:
                match.where[name] = found[0]
            elif found:
                match.open[name] = found
        return tuple(name for name in wanted if name in match.where)

    def _numbers(self, columns: Sequence[Column], free: Sequence[int]) -> list[int]:
        """Those columns that name most customers of the store, one in nearly every row."""
        named = {at: self._share_known(columns[at]) for at in free}
        best = max(named.values(), default=0.0)
        return [at for at, share in named.items() if share == best and share >= _KNOWN]

    def _share_known(self, column: Column) -> float:
        filled = int((~is_blank(column.data.dictionary).to_numpy(zero_copy_only=False))[column.codes].sum())
        if len(column.values) < max(LEAST_KNOWN, _UNIQUE * filled):
            return 0.0
        values = column.values.slice(0, MOST_ASKED)
        if pc.all(pc.match_substring_regex(values, _FLOAT)).as_py():
            values = pc.replace_substring(values, ".0", "")
        found = self.known(values.to_pylist())
        return len(found) / len(values) if len(found) >= LEAST_KNOWN else 0.0


def _holds_none(label: str, head: Callable[[], Head], at: int) -> bool:
    """Whether a column such as `Customer`, which may be names or numbers, has no letters."""
    if fold(label) not in {fold(each) for each in synonyms("customers")["name"][-1]}:
        return False
    columns = head().columns
    return bool(columns) and not pc.any(pc.match_substring_regex(columns[at].values, r"\p{L}{2}")).as_py()


def _emails(columns: Sequence[Column], free: Sequence[int], match: Match) -> list[int]:
    """Columns of addresses; without one, the column of customers where these are addresses."""
    found = [at for at in free if columns[at].is_email]
    customer = match.where.get("customer_id")
    return found if found or customer is None or not columns or not columns[customer].is_email else [customer]
