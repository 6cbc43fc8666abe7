"""A statement as text that psql takes, for people who want to see what is asked."""

from sqlalchemy import Select
from sqlalchemy.dialects import postgresql


def as_sql(statement: Select[tuple[str]]) -> str:
    """The statement with its values written into it: to be read, never to be run by us."""
    dialect = postgresql.dialect(paramstyle="named")
    return str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
