"""The sample shop's customers as a file like a shop's own: names, addresses that reach nobody, consent, attributes.

What is said of somebody goes with how they buy, so that segments differ by it, and much of it is missing, as it is
in real files. Mail to example.com, .net and .org is delivered to nobody (RFC 2606).
"""

import tomllib
import unicodedata
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.files.inputs.whole_files import written_whole
from etl.sample.goods import MARKETS
from etl.sample.lines import Drawn
from etl.sample.orders import LAST_DAY

COLUMNS = (
    *("CustomerID", "FirstName", "LastName", "Email", "MarketingConsent", "Channel", "LoyaltyCard", "HouseholdSize"),
    *("BirthYear", "City", "Country"),
)
HEADER = (",".join(COLUMNS) + "\n").encode()
CHUNK = 50_000  # people
YEAR = int(str(LAST_DAY)[:4])
DOMAINS = ("example.com", "example.org", "example.net")
ABSENT = 0.02  # of the customers: nothing is known of them but their orders
# Column -> share of the people of whom it says nothing.
HOLES = {
    "FirstName": 0.05,
    "LastName": 0.03,
    "Email": 0.07,
    "City": 0.08,
    "BirthYear": 0.28,
    "Channel": 0.04,
    "HouseholdSize": 0.22,
}
_PEOPLE = 0x9E0  # a stream of its own: the orders are the same with and without people

CHANNELS = ("Search", "Social media", "Recommended", "Newsletter", "Shop window", "Trade fair")
#             how customers of each habit came       yes, no (else unknown)  age   card  people at home
PROFILES: dict[str, tuple[tuple[float, ...], tuple[float, float], float, float, float]] = {
    "loyal": ((20, 8, 30, 26, 15, 1), (0.68, 0.14), 52, 0.72, 2.9),
    "regular": ((26, 14, 27, 18, 14, 1), (0.58, 0.19), 47, 0.46, 2.7),
    "occasional": ((34, 22, 18, 12, 13, 1), (0.45, 0.26), 43, 0.18, 2.4),
    "once": ((36, 38, 10, 7, 8, 1), (0.31, 0.36), 36, 0.04, 2.0),
    "lapsing": ((33, 30, 12, 14, 10, 1), (0.40, 0.31), 40, 0.27, 2.2),
    "wholesale": ((12, 2, 22, 6, 3, 55), (0.62, 0.20), 49, 0.10, 0.0),
}


def write_people(path: Path, made: Drawn) -> int:
    """Write the file of the shop's customers, under another name until it is complete; how many they are.

    Raises InputError when the file cannot be written.
    """
    buyers = np.unique(made.orders.customer[made.orders.customer >= 0])
    random = np.random.default_rng([made.shop.seed, made.shop.lines, _PEOPLE])
    known = buyers[random.random(len(buyers)) >= ABSENT]
    known = known[np.argsort(made.numbers[known])]
    with written_whole(path) as file:
        file.write(HEADER)
        for start in range(0, len(known), CHUNK):
            file.write(_as_csv(_cells(made, known[start : start + CHUNK], random)))
    return len(known)


def _cells(made: Drawn, who: np.ndarray, random: np.random.Generator) -> dict[str, np.ndarray]:
    """One array of texts a column; '' where nothing is known."""
    people = made.orders.people
    habit, numbers = people.habit[who], made.numbers[who].astype(str)
    channel, yes_no, age, card, home = (np.array(column) for column in zip(*PROFILES.values(), strict=True))
    markets = np.array(list(MARKETS))[people.home[who]]
    first, last, city = _names(markets, random)
    draw = random.random(len(who))
    consents = np.where(draw < yes_no[habit, 0], "yes", np.where(draw < yes_no[habit].sum(axis=1), "no", ""))
    reach = np.cumsum(channel, axis=1)[habit] / channel.sum(axis=1)[habit, None]
    came = np.array(CHANNELS)[(random.random(len(who))[:, None] >= reach).sum(axis=1).clip(max=len(CHANNELS) - 1)]
    ages = np.clip(np.round(random.normal(age[habit], 11)), 18, 88).astype(int)
    size = np.clip(1 + random.poisson(np.maximum(home[habit] - 1, 0)), 1, 7).astype(str)
    found = {
        "CustomerID": numbers,
        "FirstName": first,
        "LastName": last,
        "Email": _addresses(first, last, numbers, random),
        "MarketingConsent": consents,
        "City": city,
        "Country": np.where(markets == "Unspecified", "", markets),
        "BirthYear": (YEAR - ages).astype(str),
        "Channel": came,
        "HouseholdSize": np.where(home[habit] > 0, size, ""),
        "LoyaltyCard": np.where(random.random(len(who)) < card[habit], "yes", "no"),
    }
    return found | {name: np.where(random.random(len(who)) < share, "", found[name]) for name, share in HOLES.items()}


@cache
def _names_by_language() -> dict[str, Any]:
    return tomllib.loads(resources.files("etl.sample").joinpath("names.toml").read_text(encoding="utf-8"))


def _names(markets: np.ndarray, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """First names, last names and cities as they are common in these markets."""
    told = _names_by_language()
    found = np.zeros((3, len(markets)), dtype=object)
    draws = random.random((3, len(markets)))
    for market in sorted(set(markets)):
        language, cities = told["markets"].get(market, ("english", ""))
        here = markets == market
        for row, options in enumerate((told[language]["first"], told[language]["last"], cities)):
            choice = np.array(options.split("|"), dtype=object)
            found[row, here] = choice[(draws[row, here] * len(choice)).astype(int)]
    first, last, city = (row.astype(str) for row in found)
    return first, last, city


def _addresses(first: np.ndarray, last: np.ndarray, numbers: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """An address for each, no two alike; some people write theirs without their first name."""
    plain = {name: _plain(name) for name in {*first.tolist(), *last.tolist()}}
    firsts, lasts = (np.array([plain[name] for name in column.tolist()]) for column in (first, last))
    short = random.random(len(first)) < 0.2
    local = np.where(short, lasts, np.char.add(np.char.add(firsts, "."), lasts))
    domains = np.array(DOMAINS)[random.choice(len(DOMAINS), len(first), p=(0.6, 0.25, 0.15))]
    return np.char.add(np.char.add(np.char.add(local, numbers), "@"), domains)


def _plain(name: str) -> str:
    """A name in the letters of addresses: `bjorn` of Bjørn."""
    apart = unicodedata.normalize("NFKD", name.lower().replace("ø", "o").replace("ł", "l").replace("æ", "ae"))
    return "".join(letter for letter in apart if letter.isascii() and letter.isalnum())


def _as_csv(cells: dict[str, np.ndarray]) -> bytes:
    rows = pc.binary_join_element_wise(*(pa.array(cells[name].tolist()) for name in COLUMNS), ",")
    return "\n".join(rows.to_pylist()).encode() + b"\n"
