"""Lines -> blocks of bytes and back: Arrow's stream, each different text of a block once, compressed."""

import io
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

BLOCK_LINES = 200_000  # some 2 MB packed, 30 MB unpacked
_OPTIONS = pa.ipc.IpcWriteOptions(compression=pa.Codec("zstd", 1))


class Packer:
    """Takes lines, a batch at a time, and puts them into files of a folder, a block each."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder, self._lines = folder, 0
        self._waiting: list[pa.RecordBatch] = []
        self._blocks: list[tuple[Path, int]] = []

    def see(self, batch: pa.RecordBatch) -> None:
        """Take some lines; all have the same columns."""
        self._waiting.append(batch)
        self._lines += len(batch)
        if self._lines >= BLOCK_LINES:
            self._pack()

    def blocks(self) -> Iterator[tuple[bytes, int]]:
        """All of them, with the number of lines in each."""
        self._pack()
        for path, lines in self._blocks:
            yield path.read_bytes(), lines
            path.unlink()
        self._blocks.clear()

    def forget(self) -> None:
        """Begin again."""
        self._waiting, self._lines = [], 0
        self._blocks.clear()

    def _pack(self) -> None:
        if not self._lines:
            return
        path = self._folder / f"block-{len(self._blocks)}"
        path.write_bytes(pack(pa.Table.from_batches(self._waiting)))
        self._blocks.append((path, self._lines))
        self._waiting, self._lines = [], 0


def pack(lines: pa.Table) -> bytes:
    """A block of lines."""
    columns = {}
    for name in lines.column_names:
        column = lines[name].combine_chunks()
        columns[name] = column.dictionary_encode() if pa.types.is_string(column.type) else column
    table, buffer = pa.table(columns), io.BytesIO()
    with pa.ipc.new_stream(buffer, table.schema, options=_OPTIONS) as stream:
        stream.write_table(table)
    return buffer.getvalue()


def unpack(block: bytes | memoryview, schema: pa.Schema) -> pa.Table:
    """The lines of a block, with the columns of a schema, of which some may have each different text once.

    Decimals that it cannot hold raise pyarrow.ArrowInvalid.
    """
    with pa.ipc.open_stream(block) as stream:
        return stream.read_all().select(schema.names).cast(schema)
