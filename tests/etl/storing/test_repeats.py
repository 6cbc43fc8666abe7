"""Lines that may have occurred before."""

import numpy as np
import pytest

from etl.storing.copying.repeats import Recent, Repeats, firsts

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


@pytest.mark.parametrize(("keys", "different"), [(0, 5), (1, 1), (1000, 300), (60_000, 59_000), (60_000, 2)])
def test_the_first_of_equal_keys_is_found(keys: int, different: int) -> None:
    hashes = HASHES[np.random.default_rng(1).integers(0, different, keys)]
    found: dict[int, int] = {}
    assert firsts(hashes).tolist() == [found.setdefault(key, at) for at, key in enumerate(hashes.tolist())]


def test_recent_keys_are_passed_on_once_and_forgotten_ones_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Recent().are_new(HASHES[:3]).tolist() == [True, True, True]
    recent = Recent()
    assert recent.are_new(HASHES[:3]).all()
    assert recent.are_new(HASHES[[1, 3, 0]]).tolist() == [False, True, False]
    monkeypatch.setattr("etl.storing.copying.repeats._PLACES", 4)
    crowded = Recent()
    passed = {key for _ in range(3) for key in HASHES[:1000][crowded.are_new(HASHES[:1000])].tolist()}
    assert passed == set(HASHES[:1000].tolist())
