"""Rows of a customers file about people who were erased: none of them is stored."""

from dataclasses import dataclass

import pyarrow as pa

from warehouse.forgotten import Forgotten

_NAMES = ("customer_id", "email")


@dataclass
class Gate:
    """Lets rows through that are not about anybody who was erased, and counts the others."""

    forgotten: Forgotten
    erased: int = 0

    def let_through(self, table: pa.Table) -> pa.Table:
        """The rows whose number and address are nobody's who was erased."""
        if not self.forgotten:
            return table
        columns = [table[name].to_pylist() for name in _NAMES]
        kept = [not any(name and self.forgotten.has(name) for name in names) for names in zip(*columns, strict=True)]
        self.erased += kept.count(False)
        return table.filter(pa.array(kept, pa.bool_()))
