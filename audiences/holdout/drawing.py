"""Who is held out: by a hash of the campaign's seed and the customer's number, the same share of every segment.

The first list of a campaign draws. Of each segment those with the lowest hashes are held out, as many as its share by
largest remainders, so that the shares hold in every segment and in all. That gives each segment a bound, its highest
hash that is held. Whoever has been drawn keeps their part in every later list; who comes new is held out where their
hash lies below the share itself, since a list of three newcomers would else never hold out anybody. No draw depends on
another one, nor on the order of customers.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

RANGE = 2**64
_BETWEEN = "\x1f"  # in no number
Hashes = NDArray[np.uint64]


def hashed(seed: str, customer_id: str) -> int:
    """A number from 0 to RANGE - 1: the first eight bytes of a SHA-256."""
    whole = hashlib.sha256(f"{seed}{_BETWEEN}{customer_id}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(whole[:8], "big")


def quotas(sizes: Mapping[str, int], share: Fraction) -> dict[str, int]:
    """How many to hold out of each stratum: whole numbers that add up to the share of all, by largest remainders.

    Ties go to the larger stratum, then by name.
    """
    exact = {name: share * size for name, size in sizes.items()}
    found = {name: int(one) for name, one in exact.items()}
    missing = _rounded(share * sum(sizes.values())) - sum(found.values())
    order = sorted(sizes, key=lambda name: (-(exact[name] - found[name]), -sizes[name], name))
    return found | {name: found[name] + 1 for name in order[:missing]}


def split(people: int, share: Fraction) -> tuple[int, int]:
    """How many of a first list are written to, and how many are held out."""
    held = _rounded(share * people)
    return people - held, held


def _rounded(number: Fraction) -> int:
    return int(number + Fraction(1, 2))


@dataclass(frozen=True)
class Draw:
    """A draw that was made: the bound of each stratum, which is held out itself."""

    share: Fraction
    bounds: Mapping[str, int]  # -1: nobody of it

    @classmethod
    def of(cls, hashes: Mapping[str, Hashes], share: Fraction) -> "Draw":
        """Draw from the hashes of each stratum."""
        wanted = quotas({name: len(one) for name, one in hashes.items()}, share)
        return cls(share, {name: _lowest(hashes[name], count) for name, count in wanted.items()})

    def holds(self, stratum: str, hash_: int) -> bool:
        """Whether somebody of the first list is held out."""
        return hash_ <= self.bounds[stratum]

    def holds_newcomer(self, hash_: int) -> bool:
        """Whether somebody who came later is."""
        return hash_ < self.share * RANGE


def _lowest(hashes: Hashes, count: int) -> int:
    """The highest of the `count` lowest."""
    return int(np.partition(hashes, count - 1)[count - 1]) if count else -1
