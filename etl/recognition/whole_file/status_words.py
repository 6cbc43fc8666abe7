"""The statuses of a file's rows, counted over the whole file."""

from collections import Counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_MOST = 100  # different ones; what has more is no status


class StatusWords:
    """Gathers over the batches of a file; `counts` are rows by status, empty where there are too many statuses."""

    def __init__(self) -> None:
        self._counts: Counter[str] | None = Counter()

    def add(self, statuses: pa.DictionaryArray) -> None:
        """Take in some rows."""
        if self._counts is None:
            return
        rows = np.bincount(statuses.indices.to_numpy(), minlength=len(statuses.dictionary))
        texts = pc.utf8_trim_whitespace(statuses.dictionary).to_pylist()
        self._counts.update({text: int(count) for text, count in zip(texts, rows, strict=True) if text and count})
        if len(self._counts) > _MOST:
            self._counts = None

    @property
    def counts(self) -> Counter[str]:
        """Rows by status."""
        return Counter() if self._counts is None else self._counts
