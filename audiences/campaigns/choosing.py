"""Those who may be written to, and the draw of who of them is not, in memory of a few bytes a person."""

import json
from array import array
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import IO

import numpy as np

from audiences.campaigns.keeping import Campaign
from audiences.campaigns.ledger import HELD, SENT, Entry
from audiences.campaigns.snapshots import as_text
from audiences.destinations import Member
from audiences.holdout import Draw, hashed


class Chosen:
    """Those who may be written to, kept aside while it is drawn who of them is not: a line each in a file."""

    def __init__(self, campaign: Campaign, is_again: bool, spool: IO[str]) -> None:
        self._seed, self._share = campaign.seed, Fraction(campaign.held_share)
        self._is_again, self._spool = is_again, spool
        self._hashes: dict[str, array[int]] = {}
        self._draw: Draw | None = None

    def add(self, member: Member, part_before: str | None) -> None:
        """Another one, with the part they had in an earlier list of the campaign."""
        hash_ = hashed(self._seed, member.customer_id)
        self._hashes.setdefault(member.segment or "", array("Q")).append(hash_)
        json.dump((member.customer_id, member.segment, hash_, part_before, as_text(member)), self._spool)
        self._spool.write("\n")

    def count(self) -> tuple[int, int]:
        """How many are written to, and how many are held out."""
        parts = Counter(role for _, _, role, _ in self._read())
        return parts[SENT], parts[HELD]

    def entries(self) -> Iterator[Entry]:
        """Everybody with their part, in the order of the file."""
        place = 0
        for customer, segment, role, sent_as in self._read():
            place += role == SENT
            yield Entry(customer, role, segment, *((place, sent_as) if role == SENT else (None, None)))

    def close(self) -> None:
        """Let go of what is remembered."""
        self._hashes.clear()

    def _read(self) -> Iterator[tuple[str, str | None, str, str]]:
        if self._draw is None:
            found = {name: np.frombuffer(one, np.uint64) for name, one in self._hashes.items()}
            self._draw = Draw.of({} if self._is_again else found, self._share)
        self._spool.seek(0)
        for line in self._spool:
            customer, segment, hash_, part_before, sent_as = json.loads(line)
            yield customer, segment, part_before or self._part(segment, hash_), sent_as

    def _part(self, segment: str | None, hash_: int) -> str:
        assert self._draw is not None
        is_held = self._draw.holds_newcomer(hash_) if self._is_again else self._draw.holds(segment or "", hash_)
        return HELD if is_held else SENT
