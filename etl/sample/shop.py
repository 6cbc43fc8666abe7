"""The generated sample shop, as a transactions file like Online Retail's; also makes the big files for benchmarks.

Invoices are drawn first and kept (a tenth of the lines); lines are made in chunks from numbers hashed out of the seed,
the order and the position, so that a return can show the very line it takes back, and memory stays small.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.files.inputs.whole_files import written_whole
from etl.sample.goods import MARKETS
from etl.sample.lines import Drawn, Shop, drawn, lines_of, uniform
from etl.sample.people import HEADER as PEOPLE_HEADER
from etl.sample.people import write_people

HEADER = b"InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
MAX_LINES = 200_000_000
CHUNK = 200_000  # lines
_FIRST_INVOICE = 500_001

FILES = "sample-shop*.csv"  # what `etl sample` is told to write by `make demo`


def is_sample(path: Path) -> bool:
    """Whether a file is a sample that may be cleared again: by its name and by how it begins."""
    beginnings = (HEADER + b"%d," % _FIRST_INVOICE, PEOPLE_HEADER)
    if not path.match(FILES):
        return False
    with path.open("rb") as file:
        return file.read(max(map(len, beginnings))).startswith(beginnings)


def write_sample(
    path: Path, shop: Shop, advance: Callable[[float], None] = lambda _lines: None, people: Path | None = None
) -> int:
    """Write the shop's file, and that of its customers if a path is given for it; how many of them were written.

    Files have another name until they are complete; `advance` is told lines written. Raises InputError when a file
    cannot be written.
    """
    made = drawn(shop)
    with written_whole(path) as file:
        file.write(HEADER)
        for text, lines in _chunks(made):
            file.write(text)
            advance(lines)
    return write_people(people, made) if people else 0


def _chunks(made: Drawn) -> Iterator[tuple[bytes, int]]:
    ends = np.cumsum(made.orders.lines)
    first = 0
    while first < len(ends):
        until = int(np.searchsorted(ends, (ends[first - 1] if first else 0) + CHUNK, side="right"))
        until = max(until, first + 1)
        lines = lines_of(made, slice(first, until))
        yield _as_csv(lines, made.shop), len(lines["number"])
        first = until


def _as_csv(lines: dict[str, np.ndarray], shop: Shop) -> bytes:
    invoice, starts = np.unique(lines["invoice"], return_index=True)
    of_invoice = pa.array(lines["invoice"] - invoice[0])
    prefix = np.where(lines["back"][starts], "C", "")
    invoices = pa.array(np.char.add(prefix, (invoice + _FIRST_INVOICE).astype(str)))
    times = pa.array(lines["at"][starts].astype("datetime64[s]")).cast(pa.string())
    product, pence = pa.array(lines["product"]), pa.array(lines["pence"])
    pounds = pc.divide(pence, 100).cast(pa.string())
    cents = pc.utf8_lpad(pc.subtract(pence, pc.multiply(pc.divide(pence, 100), 100)).cast(pa.string()), 2, "0")
    customer = pa.array(lines["customer"])
    cells = {
        "InvoiceNo": invoices.take(of_invoice),
        "StockCode": pa.array(lines["code"]).take(product),
        "Description": pa.array(lines["name"]).take(product),
        "Quantity": pa.array(lines["quantity"]).cast(pa.string()),
        "InvoiceDate": times.take(of_invoice),
        "UnitPrice": pc.binary_join_element_wise(pounds, cents, "."),
        "CustomerID": pc.if_else(pc.less(customer, 0), "", customer.cast(pa.string())),
        "Country": pa.array(list(MARKETS)).take(pa.array(lines["country"])),
    }
    if shop.dirty:
        cells = _with_mistakes(cells, lines, shop)
    rows = pc.binary_join_element_wise(*cells.values(), ",")
    return "\n".join(rows.to_pylist()).encode() + b"\n"


# Column, what stands there instead, and how many lines in 100,000.
_MISTAKES: tuple[tuple[str, str, int], ...] = (
    ("Description", "", 270),
    ("InvoiceDate", "2025-02-30 10:15:00", 30),
    ("InvoiceDate", "tomorrow", 15),
    ("InvoiceNo", "", 40),
    ("Quantity", "six", 30),
    ("UnitPrice", "n/a", 30),
    ("UnitPrice", "-11.50", 6),  # a correction by hand
    ("Country", "United Kingdom,", 25),  # one comma too many
)


def _with_mistakes(cells: dict[str, pa.Array], lines: dict[str, np.ndarray], shop: Shop) -> dict[str, pa.Array]:
    """The same cells with a few wrong ones among them."""
    draw = uniform(shop, lines["origin"], lines["number"], 7) * 100_000
    begin = 0
    for column, wrong, share in _MISTAKES:
        here = pa.array((draw >= begin) & (draw < begin + share))
        cells[column] = pc.if_else(here, wrong, cells[column])
        begin += share
    return cells
