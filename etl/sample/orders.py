"""Who buys from the sample shop, and when: people with habits, over three years with seasons, weekdays and hours."""

from dataclasses import dataclass

import numpy as np

from etl.sample.goods import MARKETS

FIRST_DAY = np.datetime64("2023-07-01")
LAST_DAY = np.datetime64("2026-06-17")  # fixed, and mid-month: the last month is a partial one
DAYS = int((LAST_DAY - FIRST_DAY).astype(int)) + 1
CUSTOMERS_PER_LINE = 8_000 / 250_000
GUEST_SHARE = 0.12  # of invoices; they are smaller, which makes about 8 % of lines
RETURN_SHARE = 0.11  # of invoices of which something comes back

#            share of customers, orders a year, years they stay (mean), size of an order
HABITS = {
    "loyal": (0.10, 9.0, 30.0, 1.1),
    "regular": (0.18, 4.2, 30.0, 1.0),
    "occasional": (0.27, 1.5, 30.0, 1.1),
    "once": (0.26, 0.0, 30.0, 1.1),
    "lapsing": (0.182, 6.0, 0.8, 1.0),
    "wholesale": (0.008, 12.0, 30.0, 2.0),
}
WHOLESALE = list(HABITS).index("wholesale")
FAITHFUL = [list(HABITS).index(habit) for habit in ("loyal", "regular")]
# How much more of a thing one customer takes than another, as the deviation of a logarithm: with these, the share of
# sales of the first 1, 5, 10 and 20 % of customers is near that of a real wholesaler of gifts (32, 50, 61 and 75 %).
VOLUME, TRADE_VOLUME = 0.45, 0.62
_MONTHS = np.array([0.78, 0.80, 0.92, 0.95, 0.98, 0.92, 0.86, 0.88, 1.06, 1.22, 1.62, 1.38])
_WEEKDAYS = np.array([1.05, 1.12, 1.10, 1.18, 1.02, 0.62, 0.70])  # Monday first
_OFFICE = [0, 0, 0, 0, 0, 0, 0.2, 0.8, 2.2, 4.5, 6.5, 7.0, 8.0, 6.8, 6.0, 5.6, 4.6, 3.4, 2.6, 2.8, 3.0, 1.8, 0.7, 0.2]
_SATURDAY = [0, 0, 0, 0, 0, 0, 0, 0.2, 1.2, 4.0, 6.5, 7.5, 6.5, 5.4, 4.8, 4.0, 2.8, 1.6, 0.9, 0.5, 0.4, 0.2, 0, 0]
_SUNDAY = [0, 0, 0, 0, 0, 0, 0, 0, 0.4, 2.2, 5.6, 7.2, 6.8, 5.8, 4.6, 3.0, 0.8, 0, 0, 0, 0, 0, 0, 0]


@dataclass(frozen=True)
class Orders:
    """Invoices by time, n of each array. `origin` numbers the order whose lines an invoice shows: a return has the
    number of what it takes back."""

    at: np.ndarray  # datetime64[m]
    customer: np.ndarray  # -1 = a guest
    country: np.ndarray  # position in MARKETS
    habit: np.ndarray  # position in HABITS
    volume: np.ndarray  # how much more of a thing this customer takes than others
    lines: np.ndarray
    origin: np.ndarray
    ordered_at: np.ndarray  # of a return: when what comes back was bought
    is_return: np.ndarray
    people: "People"


@dataclass(frozen=True)
class People:
    """What is known of the customers, n of each array."""

    habit: np.ndarray  # position in HABITS
    home: np.ndarray  # position in MARKETS
    volume: np.ndarray


def draw_orders(lines: int, random: np.random.Generator) -> Orders:
    """All invoices of a shop with exactly this many lines."""
    people, customer, day, habit, home, volume = _all_visits(lines, random)
    at = (FIRST_DAY + day).astype("datetime64[m]") + _minutes(day, random)
    abroad = random.random(len(day)) < 0.002  # someone orders from another country now and then
    country = np.where(abroad, _markets(len(day), random), home)
    origin = np.arange(len(day))
    back = np.flatnonzero(random.random(len(day)) < RETURN_SHARE)
    back_at = at[back] + (random.gamma(2.0, 5.0, len(back)) * 1440).astype("timedelta64[m]")
    back_day = (back_at.astype("datetime64[D]") - FIRST_DAY).astype(int) + 1  # not before it was bought
    back_at = (FIRST_DAY + back_day).astype("datetime64[m]") + _minutes(back_day, random)
    back, back_at = back[back_day < DAYS], back_at[back_day < DAYS]
    sizes, back_sizes = _sizes(lines, habit, customer, back, random)
    back, back_at = back[back_sizes > 0], back_at[back_sizes > 0]
    which = np.concatenate([origin, back])
    times = np.concatenate([at, back_at])
    is_return = np.arange(len(which)) >= len(origin)
    by_time = np.lexsort([which, times])
    which = which[by_time]
    all_sizes = np.concatenate([sizes, back_sizes[back_sizes > 0]])[by_time]
    return Orders(
        at=times[by_time],
        customer=customer[which],
        country=country[which],
        habit=habit[which],
        volume=volume[which],
        lines=all_sizes,
        origin=which,
        ordered_at=at[which],
        is_return=is_return[by_time],
        people=people,
    )


def _all_visits(
    lines: int, random: np.random.Generator
) -> tuple[People, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The customers, and each visit's customer (-1 a guest), day, habit, home and volume; no more visits than lines."""
    calendar = _calendar(random)
    people, customer, day = _visits(max(1, round(lines * CUSTOMERS_PER_LINE)), calendar, random)
    habit, home, volume = people.habit[customer], people.home[customer], people.volume[customer]
    guests = round(len(day) * GUEST_SHARE / (1 - GUEST_SHARE))
    customer = np.concatenate([customer, np.full(guests, -1)])
    day = np.concatenate([day, _days_between(np.zeros(guests), np.ones(guests), calendar, random)])
    habit = np.concatenate([habit, np.full(guests, list(HABITS).index("once"))])
    home = np.concatenate([home, _markets(guests, random)])
    volume = np.concatenate([volume, random.lognormal(-0.15, VOLUME, guests)])
    if len(day) > lines:
        kept = np.sort(random.permutation(len(day))[:lines])
        customer, day, habit, home, volume = customer[kept], day[kept], habit[kept], home[kept], volume[kept]
    return people, customer, day, habit, home, volume


def _calendar(random: np.random.Generator) -> np.ndarray:
    """The cumulative share of the shop's visits by day, from 0 to 1."""
    days = FIRST_DAY + np.arange(DAYS)
    month = days.astype("datetime64[M]").astype(int) % 12
    of_month = (days - days.astype("datetime64[M]")).astype(int)
    weekday = (days.astype(int) + 3) % 7
    growth = 1.16 ** (np.arange(DAYS) / 365)
    weights = _MONTHS[month] * _WEEKDAYS[weekday] * growth * random.lognormal(0, 0.10, DAYS)
    weights[(month == 11) & (of_month > 20)] *= 0.45  # too late for the post
    weights[((month == 11) & np.isin(of_month, (24, 25))) | ((month == 0) & (of_month == 0))] = 0
    return np.cumsum(weights) / weights.sum()


def _visits(customers: int, calendar: np.ndarray, random: np.random.Generator) -> tuple[People, np.ndarray, np.ndarray]:
    """The customers, and (customer, day) of each order: the first one, then as many as the habit brings while they
    stay."""
    share, rate, stay, _ = (np.array(column) for column in zip(*HABITS.values(), strict=True))
    habit = random.choice(len(HABITS), customers, p=share / share.sum())
    # A third were customers before the records begin; the others come with the seasons and the shop's growth.
    begin = np.where(random.random(customers) < 0.30, random.random(customers) * 0.06, random.random(customers))
    years = DAYS / 365.25
    end = np.minimum(begin + random.exponential(stay[habit]) / years, 1.0)
    pace = rate[habit] * random.gamma(3.0, 1 / 3.0, customers)
    more = random.poisson(pace * (end - begin) * years)
    customer = np.concatenate([np.arange(customers), np.repeat(np.arange(customers), more)])
    low, high = begin.copy(), begin + 1e-9
    low, high = np.concatenate([low, np.repeat(begin, more)]), np.concatenate([high, np.repeat(end, more)])
    spread = np.where(habit == WHOLESALE, TRADE_VOLUME, VOLUME)
    people = People(habit, _markets(customers, random), np.exp(random.normal(0, 1, customers) * spread))
    return people, customer, _days_between(low, high, calendar, random)


def _days_between(low: np.ndarray, high: np.ndarray, calendar: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """A day for each pair of shares of the calendar; busy days come up more often."""
    return np.minimum(np.searchsorted(calendar, low + random.random(len(low)) * (high - low)), DAYS - 1)


def _markets(people: int, random: np.random.Generator) -> np.ndarray:
    shares = np.array(list(MARKETS.values()))
    return random.choice(len(MARKETS), people, p=shares / shares.sum())


def _minutes(day: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """A time of day for each day, in minutes, by the hours people shop on such a weekday."""
    weekday = ((FIRST_DAY + day).astype("datetime64[D]").astype(int) + 3) % 7
    minutes, draw = np.zeros(len(day), np.int64), random.random(len(day))
    for hours, days in ((_OFFICE, range(5)), (_SATURDAY, (5,)), (_SUNDAY, (6,))):
        here = np.isin(weekday, list(days))
        chances = np.cumsum(hours) / np.sum(hours)
        minutes[here] = np.searchsorted(chances, draw[here], side="right") * 60
    return (minutes + random.integers(0, 60, len(day))).astype("timedelta64[m]")


def _sizes(
    lines: int, habit: np.ndarray, customer: np.ndarray, returned: np.ndarray, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Lines of each order and of each return (of these orders), which together make exactly `lines`."""
    orders = len(habit)
    back = np.minimum(random.geometric(0.7, len(returned)), 3) if lines >= 100 else np.zeros(len(returned), np.int64)
    size = np.array([size for *_, size in HABITS.values()])[habit] * np.where(customer < 0, 0.6, 1.0)
    wish = size * random.lognormal(0, 0.75, orders)
    spare = lines - int(back.sum()) - orders
    sizes = 1 + np.floor(wish / wish.sum() * spare).astype(np.int64)
    back = np.minimum(back, sizes[returned])
    rest = lines - int(back.sum() + sizes.sum())
    return sizes + np.bincount(random.integers(0, orders, rest), minlength=orders), back
