"""The kinds of a file's records, counted and added up over the whole file."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.values.numbers.decimals import Mark, plain_decimals, without_units
from etl.values.records.kinds import Meaning, meaning_of

POINTS: Mapping[str, Mark] = {}
_MOST = 1_000  # different ones; what has more is none


class RecordKinds:
    """Gathers over the batches of a file: rows by kind, and what they come to where the file has amounts."""

    def __init__(self, marks: Mapping[str, Mark] = POINTS, cents: Sequence[str] = ()) -> None:
        """`marks` are the decimal marks of amounts, by name; a point where it has none."""
        self.rows: Counter[str] = Counter()
        self.sums: Counter[str] = Counter()
        self._marks, self._cents = marks, cents

    def add(self, columns: Mapping[str, pa.DictionaryArray]) -> None:
        """Take in some rows, by name."""
        if "type" not in columns or len(self.rows) > _MOST:
            return
        kinds = columns["type"]
        texts = pc.utf8_trim_whitespace(kinds.dictionary).to_pylist()
        codes = kinds.indices.to_numpy()
        amounts = np.abs(np.nan_to_num(self._amounts(columns, len(codes))))
        rows, sums = np.bincount(codes, minlength=len(texts)), np.bincount(codes, amounts, len(texts))
        for text, count, amount in zip(texts, rows.tolist(), sums.tolist(), strict=True):
            if count:
                self.rows[text] += count
                self.sums[text] += amount

    @property
    def texts(self) -> list[str]:
        """The kinds, as they are written."""
        return [text for text in self.rows if text]

    def take_back(self, told: Mapping[str, Meaning]) -> bool:
        """Whether some take back what others sold."""
        return any(meaning_of(text, told) == "back" for text in self.texts)

    def _amounts(self, columns: Mapping[str, pa.DictionaryArray], rows: int) -> np.ndarray:
        if "total" in columns:
            return self._numbers("total", columns["total"])
        price = self._numbers("unit_price", columns["unit_price"]) if "unit_price" in columns else np.zeros(rows)
        return price * self._numbers("quantity", columns["quantity"]) if "quantity" in columns else price

    def _numbers(self, name: str, column: pa.DictionaryArray) -> np.ndarray:
        mark, cents = self._marks.get(name, "."), name in self._cents
        plain, good, _ = plain_decimals(without_units(column.dictionary), mark, cents)
        return np.where(good, plain.cast(pa.float64()).to_numpy(), np.nan)[column.indices.to_numpy()]
