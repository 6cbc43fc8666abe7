"""What the footer of a Parquet file says of sizes, read without pyarrow, which ends the whole program over a bad one.

pyarrow lets no error of a column's metadata out (`RowGroupMetaData.column` aborts), and tells their sizes in no other
way. The footer is a structure in Thrift's compact protocol: https://parquet.apache.org/docs/file-format/metadata/
"""

from typing import IO, Any

_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = 1, 2, 3, 7, 8, 9, 10, 11, 12
_INTEGERS = {4, 5, 6}
_ROW_GROUPS, _COLUMNS, _METADATA = 4, 1, 3  # field numbers, from the file down to a column's metadata
_VALUES, _UNCOMPRESSED, _DICTIONARY_AT = 5, 6, 11  # in that
_PAGE_SIZE, _DICTIONARY, _ENTRIES = 2, 7, 1  # in the head of a page of a dictionary
_PAGE_HEAD = 1024  # bytes that hold it
_END = 8  # bytes behind the footer: its length and PAR1


def widest_column(file: IO[bytes]) -> tuple[int, int]:
    """The bytes that the largest column of any row group unpacks to, and those of a value where these are longest on
    the average; ValueError where the footer is damaged."""
    file.seek(-_END, 2)
    length = int.from_bytes(file.read(4), "little")
    file.seek(-_END - length, 2)
    try:
        footer = _Compact(file.read(length)).value(_STRUCT)
        columns = [chunk[_METADATA] for group in footer[_ROW_GROUPS] for chunk in group[_COLUMNS]]
        widest = max((int(column[_UNCOMPRESSED]) for column in columns), default=0)
        return widest, max((_length(file, column) for column in columns), default=0)
    except (LookupError, TypeError, RecursionError) as error:
        raise ValueError("a damaged footer") from error


def _length(file: IO[bytes], column: dict[int, Any]) -> int:
    """The mean bytes of a column's values: over its rows, or over its dictionary where that is more."""
    mean = int(column[_UNCOMPRESSED]) // max(1, column[_VALUES])
    if column.get(_DICTIONARY_AT) is None:
        return mean
    file.seek(column[_DICTIONARY_AT])
    head = _Compact(file.read(_PAGE_HEAD)).value(_STRUCT)
    return max(mean, head[_PAGE_SIZE] // max(1, head[_DICTIONARY][_ENTRIES])) if head.get(_DICTIONARY) else mean


class _Compact:
    """Reads values one after the other."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def value(self, kind: int) -> Any:
        """The next value, of this kind: structures by field number, integers, lists; None for what says no size."""
        if kind in _INTEGERS:
            number = self._number()
            return number >> 1 ^ -(number & 1)
        if kind == _STRUCT:
            return self._struct()
        if kind in {_LIST, _SET}:
            head = self._byte()
            size = self._number() if head >> 4 == 15 else head >> 4
            return [self._element(head & 15) for _ in range(size)]
        if kind == _MAP:
            size = self._number()
            kinds = self._byte() if size else 0
            for _ in range(size):
                self._element(kinds >> 4)
                self._element(kinds & 15)
            return None
        if kind not in {_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY}:
            raise ValueError(f"no kind of value: {kind}")
        size = self._number() if kind == _BINARY else {_BYTE: 1, _DOUBLE: 8}.get(kind, 0)
        self._at += size
        if self._at > len(self._data):
            raise IndexError("beyond the end")
        return None

    def _element(self, kind: int) -> Any:
        """A value within a list or map, where a truth value takes a byte."""
        return self.value(_BYTE if kind in {_TRUE, _FALSE} else kind)

    def _struct(self) -> dict[int, Any]:
        found: dict[int, Any] = {}
        field = 0
        while head := self._byte():
            field = field + (head >> 4) if head >> 4 else self.value(4)
            found[field] = self.value(head & 15)
        return found

    def _byte(self) -> int:
        self._at += 1
        return self._data[self._at - 1]

    def _number(self) -> int:
        """An unsigned integer, seven bits a byte."""
        found = shift = 0
        while True:
            byte = self._byte()
            found |= (byte & 127) << shift
            if byte < 128:
                return found
            shift += 7
