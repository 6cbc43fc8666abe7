"""The generated sample shop, as a transactions file like Online Retail's; also makes the big files for benchmarks.

Invoices are drawn first and kept (a tenth of the lines); lines are made in chunks from numbers hashed out of the seed,
the order and the position, so that a return can show the very line it takes back, and memory stays small.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.sample_goods import HOME, MARKETS, Goods, stock
from etl.sample_orders import FAITHFUL, WHOLESALE, Orders, draw_orders
from etl.whole import written_whole

HEADER = b"InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
MAX_LINES = 200_000_000
CHUNK = 200_000  # lines
_QUANTITIES = np.array([1, 1, 1, 2, 2, 2, 3, 4, 4, 6, 6, 8, 10, 12, 12, 24])
_FIRST_INVOICE, _FIRST_CUSTOMER = 500_001, 12_001


FILES = "sample-shop*.csv"  # what `etl sample` is told to write by `make demo`


def is_sample(path: Path) -> bool:
    """Whether a file is a sample that may be cleared again: by its name and by how it begins."""
    beginning = HEADER + b"%d," % _FIRST_INVOICE
    if not path.match(FILES):
        return False
    with path.open("rb") as file:
        return file.read(len(beginning)) == beginning


@dataclass(frozen=True)
class Shop:
    """A shop is its size and its seed: the same two give the same file to the byte."""

    lines: int
    seed: int = 1
    dirty: bool = True  # some rows with mistakes, as real exports have them


def write_sample(path: Path, shop: Shop, advance: Callable[[float], None] = lambda _lines: None) -> None:
    """Write the shop's file, under another name until it is complete; `advance` is told lines written.

    Raises InputError when the file cannot be written.
    """
    with written_whole(path) as file:
        file.write(HEADER)
        for text, lines in _chunks(shop):
            file.write(text)
            advance(lines)


def _chunks(shop: Shop) -> Iterator[tuple[bytes, int]]:
    random = np.random.default_rng([shop.seed, shop.lines])
    goods, orders = stock(random), draw_orders(shop.lines, random)
    names = _FIRST_CUSTOMER + random.permutation(int(orders.customer.max(initial=0)) + 1)
    ends = np.cumsum(orders.lines)
    first = 0
    while first < len(ends):
        until = int(np.searchsorted(ends, (ends[first - 1] if first else 0) + CHUNK, side="right"))
        until = max(until, first + 1)
        lines = _lines(orders, slice(first, until), goods, names, shop)
        yield _as_csv(lines, shop), len(lines["number"])
        first = until


def _lines(orders: Orders, part: slice, goods: Goods, names: np.ndarray, shop: Shop) -> dict[str, np.ndarray]:
    """The lines of some invoices: one array a column, money in pence."""
    sizes = orders.lines[part]
    invoice = np.repeat(np.arange(part.start, part.stop), sizes)
    starts = np.cumsum(sizes) - sizes
    position = np.arange(len(invoice)) - np.repeat(starts, sizes)
    origin, back, habit = orders.origin[invoice], orders.is_return[invoice], orders.habit[invoice]
    twice = (_uniform(shop, origin, position, 1) < 0.006) & (position > 0)  # someone pressed enter twice
    number = position - twice
    month = orders.at[invoice].astype("datetime64[M]").astype(int) % 12
    product = _products(shop, goods, origin, number, month, habit)
    abroad = (orders.country[invoice] != HOME) & (number == 0) & (_uniform(shop, origin, number, 8) < 0.4)
    product = np.where(abroad, len(goods.codes) - 1, product)
    quantity = _QUANTITIES[(_uniform(shop, origin, number, 4) * len(_QUANTITIES)).astype(int)]
    quantity = np.where(goods.pence[product] > 1200, (quantity + 2) // 3, quantity)
    trade = np.array([6, 12, 12, 24, 24, 36, 48, 96])[(_uniform(shop, origin, number, 5) * 8).astype(int)]
    quantity = np.where(habit == WHOLESALE, quantity * trade // 2 + 6, quantity)
    quantity = np.where(abroad, 1, quantity)
    years = (orders.at[invoice] - orders.at[0]).astype(int) / (365 * 1440)
    pence = np.round(goods.pence[product] * 1.035 ** np.floor(years) * np.where(habit == WHOLESALE, 0.82, 1))
    free = _uniform(shop, origin, number, 6) < 0.004
    return {
        "invoice": invoice,
        "number": number,
        "origin": origin,
        "back": back,
        "product": product,
        "quantity": np.where(back, -np.maximum(quantity // 2, 1), quantity),
        "pence": np.where(free & ~back, 0, pence).astype(np.int64),
        "customer": np.where(orders.customer[invoice] < 0, -1, names[orders.customer[invoice]]),
        "country": orders.country[invoice],
        "at": orders.at[invoice],
    } | {"code": goods.codes, "name": goods.names}


def _products(
    shop: Shop, goods: Goods, origin: np.ndarray, number: np.ndarray, month: np.ndarray, habit: np.ndarray
) -> np.ndarray:
    """What the lines hold: by popularity, by collection, by the season, and food for those who come often."""
    product = np.searchsorted(goods.chances, _uniform(shop, origin, number, 2))
    before = np.searchsorted(goods.chances, _uniform(shop, origin, np.maximum(number, 1) - 1, 2))
    together = (number > 0) & (_uniform(shop, origin, number, 9) < 0.18)
    product = np.where(together, goods.partners[before], product)
    hungry = np.isin(habit, FAITHFUL) & ~together & (_uniform(shop, origin, number, 10) < 0.15)
    product = np.where(hungry, goods.pantry[product % len(goods.pantry)], product)
    off_season = goods.festive[product] & (month < 8) & (_uniform(shop, origin, number, 3) < 0.92)
    everyday = np.flatnonzero(~goods.festive)[:-1]
    return np.where(off_season, everyday[product % len(everyday)], product)


def _uniform(shop: Shop, origin: np.ndarray, number: np.ndarray, purpose: int) -> np.ndarray:
    """A number in [0, 1) for each line and purpose, the same whenever asked (splitmix64)."""
    mixed = (origin.astype(np.uint64) << np.uint64(20)) + number.astype(np.uint64)
    mixed += np.uint64((shop.seed * 1_000_003 + purpose * 0x9E3779B97F4A7C15) % 2**64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return ((mixed ^ (mixed >> np.uint64(31))) >> np.uint64(11)).astype(np.float64) / 2**53


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
    draw = _uniform(shop, lines["origin"], lines["number"], 7) * 100_000
    begin = 0
    for column, wrong, share in _MISTAKES:
        here = pa.array((draw >= begin) & (draw < begin + share))
        cells[column] = pc.if_else(here, wrong, cells[column])
        begin += share
    return cells
