"""Reading the store as Arrow by COPY; the SQL of the rooms, run in DuckDB (`analysis`) or in the run's transaction."""

__all__ = ["analysis", "reading", "statements"]  # the modules that other rooms use
