"""Made-up shops as order days, of which the truth after a day is known: with and without a season, and a cohort."""

from collections.abc import Callable

import numpy as np

from models.value.order_days import OrderDays

Season = Callable[[np.ndarray], np.ndarray]
YEAR = 365


def steady(day: np.ndarray) -> np.ndarray:
    """The same all year."""
    return np.ones(len(day))


def christmas(day: np.ndarray) -> np.ndarray:
    """Twice as much in November as in summer; day 0 is a first of January."""
    return 1 + 1.2 * np.exp(-((((day % YEAR) - 325) / 28) ** 2))


def summer(day: np.ndarray) -> np.ndarray:
    """Nine times as much in mid July as in mid January."""
    return 1 + 0.8 * np.cos(2 * np.pi * (day - 195) / YEAR)


def order_days(customers: np.ndarray, days: np.ndarray) -> OrderDays:
    """A row a customer and day, the customers numbered anew in their order."""
    pairs = np.unique(np.column_stack([customers, days]), axis=0)
    return OrderDays(np.unique(pairs[:, 0], return_inverse=True)[1], pairs[:, 1])


def before(orders: OrderDays, day: int) -> OrderDays:
    """What was known by then."""
    known = orders.days < day
    return order_days(orders.customers[known], orders.days[known])


def shop(season: Season, years: int, seed: int, customers: int = 4_000) -> OrderDays:
    """A shop that grows by a fifth a year and existed a year before its data; customers buy, fade and stop."""
    random = np.random.default_rng(seed)
    days = np.arange(-YEAR, years * YEAR)
    weights = 1.2 ** (days / YEAR) * season(days)
    came = random.choice(days, customers, p=weights / weights.sum())
    rate = random.gamma(0.8, 1 / 48, customers)
    span = np.minimum(random.exponential(400, customers), days[-1] - came)
    most = season(days).max()
    who = np.repeat(np.arange(customers), random.poisson(rate * most * span))
    day = (came[who] + 1 + np.floor(random.random(len(who)) * span[who])).astype(int)
    kept = random.random(len(who)) < season(day) / most
    who, day = np.concatenate([np.arange(customers), who[kept]]), np.concatenate([came, day[kept]])
    return order_days(who[day >= 0], day[day >= 0])


def cohort(weeks: int, seed: int, customers: int = 2_357) -> OrderDays:
    """Everyone joins within twelve weeks, buys and stops as BG/NBD says of CDNOW (Fader, Hardie & Lee 2005)."""
    random = np.random.default_rng(seed)
    rate, stops = random.gamma(0.243, 1 / 4.414, customers) / 7, random.beta(0.793, 2.426, customers)
    found = []
    for number, joined in enumerate(random.integers(0, 84, customers).astype(float)):
        found.append((number, int(joined)))
        day = joined + random.exponential(1 / rate[number])
        while day < weeks * 7:
            found.append((number, int(day)))
            day += random.exponential(1 / rate[number]) if random.random() >= stops[number] else np.inf
    return order_days(*np.array(found).T)
