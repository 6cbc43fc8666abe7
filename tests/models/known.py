"""What a fitted store knows, in an analysis as a run has one."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from models.features.lines import look
from models.features.recall import recall
from models.store.analysis import Analysis, analysing


@contextmanager
def known(connection: Connection) -> Iterator[Analysis]:
    """An analysis with the lines and the tables of the last run."""
    with analysing(connection) as analysis:
        recall(analysis, look(connection))
        yield analysis
