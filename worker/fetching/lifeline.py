"""How long a place may take over something, all of it: a byte now and then keeps a connection alive for ever otherwise.

The connections are cut off from a thread beside, whatever they are in the middle of: TLS, headers, a block, signing in.
"""

from __future__ import annotations

import socket
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from warehouse.errors import InputError

MOST_HELD = 32  # connections: those before them were let go of long ago, since a place is asked one thing at a time


class Lifeline:
    """The connections to a place, and the time that it has for what it is asked just now."""

    def __init__(self) -> None:
        self._held: deque[socket.socket] = deque()
        self._lock = threading.Lock()
        self._is_over = threading.Event()

    @property
    def is_over(self) -> bool:
        """Whether the time is over: nothing more is connected to."""
        return self._is_over.is_set()

    def hold(self, made: socket.socket) -> None:
        """Have a connection that is cut off in time; TLS takes the socket itself over, so another handle is kept."""
        with self._lock:
            self._held.append(made.dup())
            if len(self._held) > MOST_HELD:
                self._held.popleft().close()
        if self.is_over:
            self._cut()

    @contextmanager
    def within(self, seconds: float, sentence: str) -> Iterator[None]:
        """Give the block so long; InputError with the sentence where it took longer, whatever came of it."""
        self._is_over.clear()
        timer = threading.Timer(seconds, self._end)
        timer.daemon = True
        timer.start()
        try:
            yield
        except Exception as error:
            if self.is_over:
                raise InputError(sentence) from error
            raise
        finally:
            timer.cancel()
        if self.is_over:  # an end without a length looks like that of the whole
            raise InputError(sentence)

    def close(self) -> None:
        """Let go of all connections."""
        with self._lock:
            while self._held:
                self._held.pop().close()

    def _end(self) -> None:
        self._is_over.set()
        self._cut()

    def _cut(self) -> None:
        with self._lock:
            for one in self._held:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
