"""Work done in a thread while what came before it is used."""

from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
_DEPTH = 2  # with one, each waits for the slowest; more take memory and save nothing


def ahead(items: Iterator[Item]) -> Generator[Item]:
    """The same items, none of them None, each made in a thread while those before it are used."""
    with ThreadPoolExecutor(1) as pool:
        coming = deque(pool.submit(next, items, None) for _ in range(_DEPTH))
        while (item := coming.popleft().result()) is not None:
            coming.append(pool.submit(next, items, None))
            yield item
