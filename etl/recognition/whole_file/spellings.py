"""Customers who are written in several cases, `c001` and `C001`: one, unless case is what tells codes apart."""

from collections import Counter
from collections.abc import Iterable, Sequence

import pyarrow as pa
import pyarrow.compute as pc

_LETTERS = r"\p{L}"
_CODE = r"^\S*\p{Ll}\S*\p{Lu}\S*$"  # aB3dE, in which a small letter comes before a capital one, without a space
_MANY = 0.2  # of the numbers with letters that are such codes, from which case counts
_MOST = 1_000_000  # different ones that are looked at


class Spellings:
    """Gathers over the batches of a file: numbers and names with letters, and in how many batches each is."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def add(self, numbers: pa.StringArray) -> None:
        """Take in the distinct ones of some rows."""
        if len(self._seen) <= _MOST:
            self._seen.update(numbers.filter(pc.match_substring_regex(numbers, _LETTERS)).to_pylist())

    @property
    def texts(self) -> tuple[str, ...]:
        """All that were seen; none where they are too many to be compared."""
        return tuple(self._seen) if len(self._seen) <= _MOST else ()

    @property
    def same(self) -> dict[str, str]:
        """Spellings -> the one that stands for them: that of most batches, else in the file's usual case."""
        return self.met(())

    def met(self, stored: Iterable[str]) -> dict[str, str]:
        """The same, but that a spelling that is stored stands for all others."""
        if len(self._seen) > _MOST:
            return {}
        known = set(stored)
        groups: dict[str, list[str]] = {}
        for text in dict.fromkeys((*self._seen, *known)):
            groups.setdefault(text.casefold(), []).append(text)
        several = [texts for texts in groups.values() if len(texts) > 1]
        if not several or _case_counts(list(dict.fromkeys((*self._seen, *known)))):
            return {}
        styles = Counter(map(_style, self._seen))
        usual = {
            tuple(texts): max(texts, key=lambda text: (text in known, self._seen[text], styles[_style(text)]))
            for texts in several
        }
        return {text: one for texts, one in usual.items() for text in texts if text != one and text in self._seen}


def _case_counts(texts: Sequence[str]) -> bool:
    """Whether case tells codes apart, as in aB3dE."""
    values = pa.array(texts, pa.string())
    codes, digits = pc.match_substring_regex(values, _CODE), pc.match_substring_regex(values, r"\d")
    return bool(pc.mean(pc.and_(codes, digits).cast(pa.int8())).as_py() >= _MANY)


def _style(text: str) -> str:
    return "capitals" if text.isupper() else "small" if text.islower() else "mixed"
