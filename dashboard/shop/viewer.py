"""Who looks: of which countries, and whether they may see who people are. Set a request, held by the database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, event

from warehouse.access import COUNTRIES, PERSONAL, PROOF, SEPARATOR
from warehouse.access import EVERYTHING as ALL
from warehouse.errors import InputError, RegularsError
from wording.languages import to_say

TOO_FEW = to_say("Too few people to show: fewer than 5.")  # FEWEST


class LimitedError(RegularsError):
    """Something is worked out over all countries at once, and the viewer sees some of them."""


class FewError(RegularsError):
    """Something would be told of fewer than FEWEST people, whom the viewer may not know."""


@dataclass(frozen=True)
class Viewer:
    """What somebody may see; the same values are the same viewer, whoever they are."""

    countries: tuple[str, ...] | None = None  # None: all of them; () is nothing at all
    personal: bool = True  # names, addresses, numbers, places and ages of people

    def __post_init__(self) -> None:
        """Raises InputError for a country that the database could take for something else."""
        if self.countries is None:
            return
        if any(not one or one == ALL or SEPARATOR in one or "\x00" in one for one in self.countries):
            raise InputError(f"These are no names of countries: {self.countries!r}.")
        object.__setattr__(self, "countries", tuple(sorted(set(self.countries))))

    @property
    def is_limited(self) -> bool:
        """Whether there may be countries that they do not see."""
        return self.countries is not None

    def settings(self) -> Mapping[str, str]:
        """What the policies and views of the database go by."""
        return {
            "countries": ALL if self.countries is None else SEPARATOR.join(self.countries),
            "personal": "yes" if self.personal else "no",
        }


EVERYTHING = Viewer()
NOBODY = Viewer((), personal=False)
_OF_BLOCK: ContextVar[Viewer | None] = ContextVar("viewer_of_block", default=None)
_OF_REQUEST: ContextVar[Viewer | None] = ContextVar("viewer_of_request", default=None)
# Not by a query: what begins a transaction may go on to choose its isolation.
_BE = f'set local {COUNTRIES} = %(countries)s; set local {PERSONAL} = %(personal)s; set local "{PROOF}" = %(proof)s'
_PROOF: ContextVar[str] = ContextVar("proof", default="")


@contextmanager
def viewing(viewer: Viewer) -> Iterator[None]:
    """Be this viewer for the length of a block, in this thread and those that the shop asks in; whoever else is set
    meanwhile."""
    token = _OF_BLOCK.set(viewer)
    try:
        yield
    finally:
        _OF_BLOCK.reset(token)


def be(viewer: Viewer | None) -> None:
    """Be this viewer from here on: for whoever sets it before each request. None is the shop's default."""
    _OF_REQUEST.set(viewer)


def be_known_by(proof: str) -> None:
    """Show this to the database from here on: who asks, as far as what they change is concerned."""
    _PROOF.set(proof)


def proof_now() -> str:
    """What shows who asks in this request; '' of nobody."""
    return _PROOF.get()


def viewer_now() -> Viewer | None:
    """The viewer of this request, where one was set."""
    return _OF_BLOCK.get() or _OF_REQUEST.get()


def for_viewers(engine: Engine) -> Engine:
    """The same engine for what asks the database beside the shop: each transaction is of whoever looks then."""
    found = engine.execution_options()

    @event.listens_for(found, "begin")
    def _be(connection: Connection) -> None:
        connection.exec_driver_sql(_BE, {**(viewer_now() or EVERYTHING).settings(), "proof": proof_now()})

    return found
