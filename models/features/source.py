"""The lines of one table on their way into a run: those of the store that are not packed, and those that are."""

from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection

from models.features import kept
from models.features.kept import OF_LOADS, by_index
from models.features.packed import BLOCK_LINES, Packer, unpack
from models.features.sizes import Lines
from models.store.reading import batches

NUMBERED = {  # the texts that everything is grouped by: a table's columns, and the type of each
    "transactions": {"customer_id": "customer", "stock_code": "product"},
    "guest_transactions": {"stock_code": "product"},
}
ONCE = pa.dictionary(pa.int32(), pa.string())
TEXTS = ("invoice_no", "stock_code", "description", "country", "kind")
PRODUCT = "product_of(stock_code, description) as stock_code"  # of a line without a code it is the product's name


class Source:
    """What goes by is packed, where there is a packer; what is new or gone since the last run is remembered."""

    def __init__(self, connection: Connection, lines: Lines, table_name: str, packer: Packer | None) -> None:
        self._connection, self._kept, self._table_name, self._packer = connection, lines.kept, table_name, packer
        self._is_guests = table_name != "transactions"
        texts = (*(() if self._is_guests else ("customer_id",)), *TEXTS)
        types = dict.fromkeys(texts, pa.string()) | {"invoiced_at": pa.timestamp("us"), "load_id": pa.int64()}
        sent = [name for name in lines.numbers if name != "amount" or not lines.is_exact]
        own = [PRODUCT if name == "stock_code" else name for name in types]
        self._columns = [*own, *(f"{lines.numbers[name].statement} as {name}" for name in sent)]
        self._types = types | {name: lines.numbers[name].kind for name in sent}
        self._schema = pa.schema(self._types)
        # Numbered as they come: a block has each of its customers once.
        self._numbered = pa.schema(self._types | dict.fromkeys(NUMBERED[table_name], ONCE))
        self._of_changed = [*types.keys() & {"customer_id"}, "stock_code", "kind"]
        self._schema_of_changed = pa.schema([self._schema.field(name) for name in self._of_changed])
        self._changed: dict[bool, list[pa.RecordBatch]] = {True: [], False: []}  # by whether they are new
        self.stale: list[int] = []  # blocks whose lines are packed anew

    @contextmanager
    def stored(self) -> Iterator[pa.RecordBatchReader]:
        """The lines of the store that are not packed, for the length of a `with`."""
        statement = f"select {', '.join(self._columns)} from {self._table_name}"  # noqa: S608 own names only
        loads = None if self._kept.why else {"loads": list(self._kept.new)}
        if loads:
            statement += f" {OF_LOADS}"
        with by_index(self._connection, bool(loads)), batches(self._connection, statement, self._types, loads) as found:
            seen = (self._seen(batch) for batch in found)
            yield pa.RecordBatchReader.from_batches(self._schema, seen)

    def packed(self) -> pa.RecordBatchReader:
        """The others, as far as they count, a block at a time: packed anew where it holds what does not, or little."""
        return pa.RecordBatchReader.from_batches(self._numbered, self._counting())

    def changed(self) -> pa.Table:
        """What is new or gone since the last run, when all lines have gone by; nothing where all were read."""
        schema = self._schema_of_changed
        parts = [
            pa.Table.from_batches(found, schema).append_column(
                "is_new", pa.repeat(pa.scalar(is_new), sum(map(len, found)))
            )
            for is_new, found in self._changed.items()
        ]
        return pa.concat_tables(parts)

    def _seen(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        if self._packer:
            self._packer.see(batch)
        if not self._kept.why:
            self._changed[True].append(batch.select(self._of_changed))
        return batch

    def _counting(self) -> Iterator[pa.RecordBatch]:
        gone = pa.array(self._kept.gone, pa.int64())
        for number, size, content in kept.blocks(self._connection, self._is_guests):
            block = unpack(content, self._numbered)
            is_gone = pc.is_in(block["load_id"], value_set=gone)
            left = block.filter(pc.invert(is_gone))
            self._changed[False] += (
                block.filter(is_gone).select(self._of_changed).cast(self._schema_of_changed).to_batches()
            )
            is_stale = len(left) < min(size, BLOCK_LINES)
            if is_stale:
                self.stale.append(number)
            for batch in left.to_batches():
                if is_stale and self._packer:
                    self._packer.see(batch.cast(self._schema))
                yield batch
