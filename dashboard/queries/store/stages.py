"""How far a store is in which nothing is published yet, and what to do about it. Read as it is now, never cached."""

from __future__ import annotations

from sqlalchemy import Connection, select

from warehouse.errors import NoDataError
from warehouse.schema import load_stand
from warehouse.writers import is_written
from wording.languages import to_say

# By what is known of the loads and of the writer's lock: a title, and a text with commands in backticks.
FIT = to_say("When it is done, work out its segments with `python -m models fit`.")
EMPTY = (
    to_say("Nothing has been loaded yet"),
    to_say("Load a file with `python -m etl load FILE`, then work out its segments with `python -m models fit`."),
)
FIRST_LOAD = (to_say("The first file is being loaded"), FIT)
LATER_LOAD = (to_say("A file is being loaded"), FIT)
AT_WORK = (
    to_say("The store is being worked on"),
    to_say("If `python -m models fit` is running, its segments show when it is done."),
)
LOADED = (to_say("Nothing has been segmented yet"), to_say("Work out the segments with `python -m models fit`."))


class NothingPublishedError(NoDataError):
    """There are no segments to show yet."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__(f"{title}. {text}")
        self.title, self.text = title, text


def nothing_published(connection: Connection) -> NothingPublishedError:
    """What to tell readers of a store without segments; reads no table that a first load locks."""
    done, running = connection.execute(select(load_stand.c.has_done, load_stand.c.has_running)).one()
    if is_written(connection):  # else a running load is dead
        stage = (LATER_LOAD if done else FIRST_LOAD) if running else AT_WORK
    else:
        stage = LOADED if done else EMPTY
    return NothingPublishedError(*stage)
