"""What a process does beside its requests: one thread, that writes what others may read, and works ahead.

It works ahead only while no request is being answered, and none was a moment ago: what it has begun it ends, and then
looks again. So what it begins has to be short.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from contextvars import copy_context

QUIET_SECONDS = 0.4  # after the last request, before anything is worked out ahead
MOST_WAITING = 500  # of each kind; more are forgotten, the oldest first
LOOK_SECONDS = 5.0  # between two times that a quiet process looks whether there is something to do
TELL_SECONDS = 60.0  # between two lines of log
log = logging.getLogger(__name__)
Task = Callable[[], object]


class Aside:
    """The thread, which starts with the first thing to do and ends with the process."""

    def __init__(self) -> None:
        self.look: Task | None = None  # done every few seconds: it may find something to work out ahead
        self._looked_at = self._told_at = float("-inf")
        self._soon: deque[Task] = deque(maxlen=MOST_WAITING)
        self._ahead: deque[Task] = deque(maxlen=MOST_WAITING)
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None
        self._is_over, self._is_at_work = False, False
        self._answering = 0
        self._answered_at = 0.0

    def start(self) -> None:
        """Begin to look."""
        with self._wake:
            self._start()

    def stop(self) -> None:
        """End when what was begun is done."""
        with self._wake:
            self._is_over = True
            self._wake.notify()
        if self._thread is not None:
            self._thread.join()

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits."""
        with self._wake:
            return not (self._soon or self._ahead or self._is_at_work)

    def begin(self) -> None:
        """A request is being answered."""
        with self._wake:
            self._answering += 1

    def end(self) -> None:
        """It has been."""
        with self._wake:
            self._answering -= 1
            self._answered_at = time.monotonic()
            self._start()

    def soon(self, task: Task) -> None:
        """Do it as soon as the thread is free, for who asks here."""
        context = copy_context()
        with self._wake:
            self._soon.append(lambda: context.run(task))
            self._start()
            self._wake.notify()

    def ahead(self, task: Task, *, first: bool = False) -> None:
        """Do it when nobody asks for anything; `first` before what waits already."""
        with self._wake:
            (self._ahead.appendleft if first else self._ahead.append)(task)
            self._start()
            self._wake.notify()

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="aside", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while (task := self._next()) is not None:
            try:
                task()
            except Exception as error:  # of no request: nobody waits for it
                self._tell(str(error).partition("\n")[0])

    def _tell(self, why: str) -> None:
        """A line now and then: on a full disk everything aside fails, and each line needs room as well."""
        if (now := time.monotonic()) - self._told_at >= TELL_SECONDS:
            self._told_at = now
            log.warning("something aside was left undone: %s", why)

    def _next(self) -> Task | None:
        """What to do now; None to end. Waits until there is something."""
        with self._wake:
            self._is_at_work = False
            while not self._is_over:
                if (task := self._now()) is not None:
                    self._is_at_work = True
                    return task
                quiet_in = self._quiet_in()
                self._wake.wait(max(quiet_in, 0.02) if self._ahead else LOOK_SECONDS)
            return None

    def _quiet_in(self) -> float:
        return QUIET_SECONDS if self._answering else self._answered_at + QUIET_SECONDS - time.monotonic()

    def _now(self) -> Task | None:
        if self._soon:
            return self._soon.popleft()
        if self._quiet_in() > 0:
            return None
        now = time.monotonic()
        if self.look is not None and now - self._looked_at >= LOOK_SECONDS:
            self._looked_at = now
            return self.look
        return self._ahead.popleft() if self._ahead else None
