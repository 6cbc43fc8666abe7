"""Accounts with passwords that are quick to hash."""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from accounts import passwords

LEAST = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # the same in a thousandth of the time


@pytest.fixture(autouse=True)
def quick_hashes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hash with the least that Argon2 can do, but in tests marked `true_hashes`."""
    if request.node.get_closest_marker("true_hashes"):
        yield
        return
    monkeypatch.setattr(passwords, "HASHER", LEAST)
    passwords._nobodys.cache_clear()
    yield
    passwords._nobodys.cache_clear()
