"""The lines of the sample shop's invoices, made in chunks from numbers hashed out of the seed, the order and the
position: a return can show the very line it takes back, and memory stays small."""

from dataclasses import dataclass

import numpy as np

from etl.sample.goods import HOME, QUARTERS, SHOWN, Goods, stock
from etl.sample.orders import DAYS, FAITHFUL, FIRST_DAY, WHOLESALE, Orders, draw_orders

_QUANTITIES = np.array([1, 1, 1, 2, 2, 2, 3, 4, 4, 6, 6, 8, 10, 12, 12, 24])
_TRADE = np.array([6, 12, 12, 24, 24, 36, 48, 72])
_FIRST_CUSTOMER = 12_001
# What makes a line what it is: shares of the lines that are the partner of the one before, food of those who come
# often, what this kind of customer likes (by habit), what the shop shows in the quarter.
_TOGETHER, _HUNGRY, _SHOWN = 0.18, 0.10, 0.08
_LIKED = np.array([0.09, 0.12, 0.09, 0.05, 0.09, 0.09])


@dataclass(frozen=True)
class Shop:
    """A shop is its size and its seed: the same two give the same file to the byte."""

    lines: int
    seed: int = 1
    dirty: bool = True  # some rows with mistakes, as real exports have them


@dataclass(frozen=True)
class Drawn:
    """A shop with its shelves and its invoices, a tenth of the lines."""

    shop: Shop
    goods: Goods
    orders: Orders
    numbers: np.ndarray  # of the customers, as files name them


def drawn(shop: Shop) -> Drawn:
    """The shop, drawn from its seed."""
    random = np.random.default_rng([shop.seed, shop.lines])
    goods, orders = stock(random), draw_orders(shop.lines, random)
    return Drawn(shop, goods, orders, _FIRST_CUSTOMER + random.permutation(len(orders.people.habit)))


def lines_of(made: Drawn, part: slice) -> dict[str, np.ndarray]:
    """The lines of some invoices: one array a column, money in pence."""
    shop, goods, orders = made.shop, made.goods, made.orders
    sizes = orders.lines[part]
    invoice = np.repeat(np.arange(part.start, part.stop), sizes)
    starts = np.cumsum(sizes) - sizes
    position = np.arange(len(invoice)) - np.repeat(starts, sizes)
    origin, back = orders.origin[invoice], orders.is_return[invoice]
    twice = (uniform(shop, origin, position, 1) < 0.006) & (position > 0)  # someone pressed enter twice
    number = position - twice
    abroad = (orders.country[invoice] != HOME) & (number == 0) & (uniform(shop, origin, number, 8) < 0.4)
    product = np.where(abroad, len(goods.codes) - 1, _products(made, invoice, number))
    quantity = np.where(abroad, 1, _quantities(made, invoice, number, product))
    years = (orders.ordered_at[invoice] - orders.at[0]).astype(int) / (365 * 1440)
    trade = np.where(orders.habit[invoice] == WHOLESALE, 0.82, 1)
    pence = np.round(goods.pence[product] * 1.035 ** np.floor(years) * trade)
    free = uniform(shop, origin, number, 6) < 0.004
    guest = orders.customer[invoice] < 0
    return {
        "invoice": invoice,
        "number": number,
        "origin": origin,
        "back": back,
        "product": product,
        "quantity": np.where(back, -np.maximum(quantity // 2, 1), quantity),
        "pence": np.where(free & ~back, 0, pence).astype(np.int64),
        "customer": np.where(guest, -1, made.numbers[orders.customer[invoice]]),
        "country": orders.country[invoice],
        "at": orders.at[invoice],
    } | {"code": goods.codes, "name": goods.names}


def _products(made: Drawn, invoice: np.ndarray, number: np.ndarray) -> np.ndarray:
    """What the lines hold: by popularity, by collection, by taste, by the season and by what is new."""
    goods, orders = made.goods, made.orders
    origin, habit, at = orders.origin[invoice], orders.habit[invoice], orders.ordered_at[invoice]

    def draw(purpose: int, of: np.ndarray = number) -> np.ndarray:
        return uniform(made.shop, origin, of, purpose)

    product = np.searchsorted(goods.chances, draw(2))
    why, which = draw(10), draw(11)
    liked = goods.liked[habit, (which * goods.liked.shape[1]).astype(int)]
    liking = _LIKED[habit]
    product = np.where(why < liking, liked, product)
    day = (at.astype("datetime64[D]") - FIRST_DAY).astype(int)
    shown = goods.shown[np.minimum(day * QUARTERS // DAYS, QUARTERS - 1), (which * SHOWN).astype(int)]
    product = np.where((why >= liking) & (why < liking + _SHOWN), shown, product)
    hungry = np.isin(habit, FAITHFUL) & (why > 1 - _HUNGRY)
    product = np.where(hungry, goods.pantry[product % len(goods.pantry)], product)
    before = np.searchsorted(goods.chances, draw(2, np.maximum(number, 1) - 1))
    product = np.where((number > 0) & (draw(9) < _TOGETHER), goods.partners[before], product)
    off_season = goods.festive[product] & (at.astype("datetime64[M]").astype(int) % 12 < 8) & (draw(3) < 0.92)
    everyday = np.flatnonzero(~goods.festive)[:-1]
    return np.where(off_season, everyday[product % len(everyday)], product)


def _quantities(made: Drawn, invoice: np.ndarray, number: np.ndarray, product: np.ndarray) -> np.ndarray:
    """How many pieces: few of what is dear, more with who takes more, whole boxes in wholesale."""
    origin = made.orders.origin[invoice]
    wish = _QUANTITIES[(uniform(made.shop, origin, number, 4) * len(_QUANTITIES)).astype(int)].astype(float)
    wish = np.where(made.goods.pence[product] > 1200, (wish + 2) // 3, wish)
    boxes = _TRADE[(uniform(made.shop, origin, number, 5) * len(_TRADE)).astype(int)]
    wish = np.where(made.orders.habit[invoice] == WHOLESALE, boxes, wish) * made.orders.volume[invoice]
    return np.clip(np.round(wish), 1, 2_400).astype(np.int64)


def uniform(shop: Shop, origin: np.ndarray, number: np.ndarray, purpose: int) -> np.ndarray:
    """A number in [0, 1) for each line and purpose, the same whenever asked (splitmix64)."""
    mixed = (origin.astype(np.uint64) << np.uint64(20)) + number.astype(np.uint64)
    mixed += np.uint64((shop.seed * 1_000_003 + purpose * 0x9E3779B97F4A7C15) % 2**64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return ((mixed ^ (mixed >> np.uint64(31))) >> np.uint64(11)).astype(np.float64) / 2**53
