"""What tells equal rows of a file apart."""

from dataclasses import dataclass

ROW_ID = "row_id"


@dataclass(frozen=True)
class Apart:
    """Where to look, in positions of the header."""

    row_id: int | None = None  # a column that is different on every row
    counts: bool = False  # it counts the rows of its file from the first on, so it means nothing in another file
    others: tuple[int, ...] = ()  # columns in which a row must be equal too, to repeat another
    repeatable: bool = True  # whether any row can repeat another
