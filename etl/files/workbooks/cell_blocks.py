"""Cells of a sheet in blocks. Imports nothing: the process that reads .xls starts quickly and stays small."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cells:
    """Some rows of a sheet, cell after cell: lists, since each cell costs as many Python calls as it has fields."""

    numbers: list[int] = field(default_factory=list)  # of the rows
    ends: list[int] = field(default_factory=list)  # the count of cells up to the end of each row
    columns: list[int] = field(default_factory=list)  # of the cells, 0-based; anything where the file is damaged
    kinds: list[int] = field(default_factory=list)  # as `kind_of` says
    texts: list[str] = field(default_factory=list)

    def take(self) -> "Cells":
        """The rows that are complete; what there is of the next one stays."""
        done = self.ends[-1] if self.ends else 0
        taken = Cells(self.numbers[:], self.ends[:], self.columns[:done], self.kinds[:done], self.texts[:done])
        for rows in (self.numbers, self.ends):
            rows.clear()
        for cells in (self.columns, self.kinds, self.texts):
            del cells[:done]
        return taken
