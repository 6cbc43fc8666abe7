"""Reading the store as Arrow by COPY, and running the SQL files of the rooms in the transaction of a run."""

__all__ = ["reading", "statements"]  # the modules that other rooms use
