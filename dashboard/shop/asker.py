"""Who asks for work and what they may ask for. Set a request where people sign in; without accounts nobody, and all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

from accounts.rights import WHOLE_SHOP
from dashboard.shop.finished import fleeting
from warehouse.errors import InputError
from wording.languages import to_say

T = TypeVar("T")
REFUSED = to_say("You may not do this. Ask an administrator for the right to it.")
LIMITED = to_say("This concerns all countries, and you see some of them. Ask somebody who sees all to do it.")


@dataclass(frozen=True)
class Asker:
    """Somebody by their name, with their rights (upload, load, fit, export …); None: all of them."""

    who: str | None = None
    rights: frozenset[str] | None = None
    is_limited: bool = False  # to countries, and therefore without the rights that concern the whole shop

    @property
    def name(self) -> str | None:
        """Their name: what is made of it is for nobody else."""
        fleeting()
        return self.who

    def may(self, right: str) -> bool:
        """Whether they have this right."""
        return self.rights is None or right in self.rights

    def need(self, right: str) -> None:
        """Raises InputError with a sentence for people where they have it not."""
        if not self.may(right):
            raise InputError(LIMITED if self.is_limited and right in WHOLE_SHOP else REFUSED)


_ASKER: ContextVar[Asker] = ContextVar("asker", default=Asker())  # noqa: B039 (frozen)


def asker() -> Asker:
    """Who asks now."""
    return _ASKER.get()


def for_whom(right: str, *, in_a_shell: T, on_the_page: T, by_others: T) -> T:
    """What to tell of something that is still to be done: on one's own machine, with the right to it, and without."""
    who = asker()
    if who.rights is None:
        return in_a_shell
    return on_the_page if who.may(right) else by_others


@contextmanager
def asking(who: Asker) -> Iterator[None]:
    """Be this asker for the length of a block, in this thread."""
    token = _ASKER.set(who)
    try:
        yield
    finally:
        _ASKER.reset(token)
