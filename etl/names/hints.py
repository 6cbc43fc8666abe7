"""Words in a column's name that say what it is not, or whether an amount is with tax."""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from etl.names.labels import fold, quoted
from etl.names.matching import Match
from etl.names.questions import which_column
from etl.names.vocabulary import synonyms
from warehouse.errors import InputError
from wording.languages import say

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[^\W\d_][^\W\d_A-Z]*")
_NO_PRODUCT = ("not_product", "calendar", "not_order", "not_amount", "not_date", "till")
_ANYWHERE = 5  # letters of a word that is looked for within others
_MOST_ASKED = 1 << 14  # labels and lists: of each column the same is asked many times


@lru_cache(_MOST_ASKED)
def says(label: str, what: str, among: str = "content") -> bool:
    """Whether a column's name has a word of one of the lists in `synonyms/content.toml`, or another such file."""
    words, whole = {fold(word) for word in _WORDS.findall(label)}, fold(label)
    return any(word in words or (long and word in whole) for word, long in _hints(what, among))


def has_word(label: str, what: str, among: str = "content") -> bool:
    """Whether one of the words of a column's name is in such a list: `charge` is none of `Amount Charged`."""
    words = {fold(word) for word in _WORDS.findall(label)}
    return any(word in words for word, _ in _hints(what, among))


@cache
def _hints(what: str, among: str) -> tuple[tuple[str, bool], ...]:
    words: Sequence[str] = synonyms(among)[what]
    alone = synonyms("content")["alone"]
    return tuple((fold(word), word not in alone and (" " in word or len(fold(word)) >= _ANYWHERE)) for word in words)


def is_left(label: str) -> bool:
    """Whether a name is of what is left after refunds and returns, as `Total after refund` is."""
    behind = [fold(word) for word in synonyms("content")["left_behind"]]
    back = (*synonyms("orders")["refund"], *synonyms("content")["returns"])
    whole = fold(label)
    if any(fold(word) + after in whole for word in back if fold(word) in whole for after in behind):
        return True
    return _stands_before_back(label, "left_after")


@lru_cache(_MOST_ASKED)
def says_back(label: str) -> bool:
    """Whether a name is of what came back: not of what is left, was there before, or may come back."""
    other = is_left(label) or _stands_before_back(label, "still_with") or says(label, "may_come_back")
    return of_returns(label) and not other


def of_returns(label: str) -> bool:
    """Whether a name has a word for refunds or returns."""
    return says(label, "refund", "orders") or (says(label, "returns") and not says(label, "called_off"))


def _stands_before_back(label: str, among: str) -> bool:
    """Whether one of these words stands before the first word for refunds or returns."""
    words = [fold(word) for word in _WORDS.findall(label)]
    first = next((at for at, word in enumerate(words) if says(word, "refund", "orders") or says(word, "returns")), 0)
    before = f" {' '.join(words[:first])} "
    return any(f" {' '.join(map(fold, phrase.split()))} " in before for phrase in synonyms("content")[among])


def may_be_customer(label: str) -> bool:
    """Whether a name leaves it open that the column holds customers."""
    return not (says(label, "not_customer") or says(label, "calendar"))


def may_be_product(label: str) -> bool:
    """Whether a name leaves it open that the column holds products: nothing of people, places, payment or the way."""
    return says(label, "product") or not any(says(label, what) for what in _NO_PRODUCT)


def may_be_date(label: str) -> bool:
    """Whether a name leaves it open that the column says when something was bought."""
    return not says(label, "not_date")


def is_taken_off(label: str) -> bool:
    """Whether a name says that an amount is a discount: `Preisnachlass`, `markdown`, and not `discounted price`."""
    words = [fold(word) for word in _WORDS.findall(label)]
    off = [word for word, _ in _hints("discount", "orders")]
    behind = any(word.endswith(each) for word in words for each in off if len(each) >= _ANYWHERE)
    return behind if says(label, "not_discount", "orders") else behind or says(label, "discount", "orders")


def may_be_amount(label: str) -> bool:
    """Whether a name leaves it open that the column holds what customers paid; with or without tax, it is that."""
    return (
        not is_taken_off(label)
        and not says(label, "settling")
        and (says(label, "gross") or says(label, "net") or not says(label, "not_amount"))
    )


def is_payment(label: str) -> bool:
    """Whether a name says that an amount is what was paid so far, and not what was sold."""
    return says(label, "payment") and not says(label, "settling")


def never_counts(label: str) -> bool:
    """Whether an amount of this name is nothing to count: what is owed, taken off, added, or pays a part of it."""
    if says(label, "gross") or says(label, "net"):
        return False
    beside = any(says(label, what, "orders") for what in ("discount", "shipping", "tax", "fee"))
    return beside or says(label, "settling") or says(label, "owed")


def may_be(name: str, label: str) -> bool:
    """Whether a column's name leaves it open that it is what `name` says."""
    tests = {
        "customer_id": may_be_customer,
        "invoiced_at": may_be_date,
        "unit_price": may_be_amount,
        "total": may_be_amount,
    }
    return name not in tests or tests[name](label)


def refuse_open(header: Sequence[str], match: Match, names: Iterable[str]) -> None:
    """InputError when one of these names has several equally good candidates."""
    for name in names:
        if positions := match.open.get(name):
            both = " and ".join(dict.fromkeys(header[position] or "(unnamed)" for position in positions))
            likely = (header[at] for at in positions if header[at] and may_be(name, header[at]))
            first = quoted(next(likely, "COLUMN"))
            raise InputError(
                say(
                    "{both} could each be the {file}. Say which with --map {file}=COLUMN, as in --map {file}={first}.",
                    both=both,
                    file=name,
                    first=first,
                ),
                (which_column(name, [header[at] for at in positions]),),
            )


def with_tax(header: Sequence[str], positions: list[int]) -> list[int]:
    """Of amounts that are one with and the others without tax, the one with it, which is what customers pay."""
    gross = [at for at in positions if says(header[at], "gross")]
    net = [at for at in positions if at not in gross and says(header[at], "net")]
    return gross if net and len(gross) == 1 and len(positions) == 1 + len(net) else positions
