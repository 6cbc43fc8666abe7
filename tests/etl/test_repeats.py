"""Lines that may have occurred before."""

import numpy as np
import pytest

from etl.repeats import Distinct, Repeats

HASHES = np.random.default_rng(7).integers(0, 2**64, 200_000, np.uint64)


@pytest.mark.parametrize("expected", [1, 200_000, 10**9])
def test_no_repetition_is_missed(expected: int) -> None:
    repeats = Repeats(expected)
    repeats.notice(HASHES[:50_000])
    assert repeats.notice(HASHES[:50_000]).all()
    assert repeats.notice(np.repeat(HASHES[60_000:60_010], 2))[1::2].all()


def test_few_others_are_suspected() -> None:
    repeats = Repeats(len(HASHES))
    suspected = sum(repeats.notice(part).sum() for part in np.array_split(HASHES, 20))
    assert suspected < len(HASHES) / 1000


@pytest.mark.parametrize("at_once", [1 << 30, 1000])
def test_distinct_keys_are_counted(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr("etl.repeats._AT_ONCE", at_once)
    distinct = Distinct()
    assert distinct.count() == 0
    for part in np.array_split(np.concatenate([HASHES, HASHES[::3], HASHES[:5]]), 7):
        distinct.add(part)
    assert distinct.count() == len(HASHES)
    distinct.close()
