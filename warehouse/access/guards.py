"""Functions and triggers: what the web's role changes it does in the name of whom it has shown.

Triggers hold it: `sql/accounts.sql` looks up what a transaction shows in PROOF, and users, sessions, links and the
record ask that.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from sqlalchemy import Connection, text

from warehouse.access import amounts, conditions
from warehouse.access.role import ROLE
from warehouse.access.tables import FEWEST
from warehouse.bulk import read_sql_file

PROOF: Final = "regulars.proof"
BROUGHT: Final = "regulars.brought"
_MADE = re.compile(r"create (?:or replace )?function (\w+)")
_ABOVE = re.compile(r"create or replace function (\w+)\([^;]*?security definer")  # run as their owner
_SHOW = text(f"select set_config('{PROOF}', :proof, true)")
_BRING = text(f"select set_config('{BROUGHT}', :token, true)")
_HAS_PROVIDER = text("select has_provider()")


def show(connection: Connection, kind: str, *what: object) -> None:
    """From here on in this transaction, be known by this: the database looks it up, and believes nothing else."""
    connection.execute(_SHOW, {"proof": proof(kind, *what)})


def bring(connection: Connection, token_hash: bytes) -> None:
    """Let this transaction use up the session or the link of this hash, whoever is known in it."""
    connection.execute(_BRING, {"token": token_hash.hex()})


def proof(kind: str, *what: object) -> str:
    """What shows who somebody is, as the database reads it."""
    return ":".join((kind, *(one.hex() if isinstance(one, bytes) else str(one) for one in what)))


def has_provider(connection: Connection) -> bool:
    """Whether the word of an OpenID provider counts."""
    return bool(connection.scalar(_HAS_PROVIDER))


def let_provider_in(connection: Connection, is_used: bool) -> bool:
    """Whether the word of an OpenID provider counts, for whoever owns the tables to say; whether that was changed."""
    if has_provider(connection) == is_used:
        return False
    said = "true" if is_used else "false"
    connection.exec_driver_sql(
        f"create or replace function has_provider() returns boolean language sql stable as 'select {said}'"
    )
    return True


def functions() -> Iterator[str]:
    """Functions and triggers; nobody else's tables are looked into by them, whatever path of schemas is set."""
    yield _sql()
    yield from amounts.triggers()
    names = ", ".join(f"'{name}'" for name in guarding())
    yield (
        "do $$ declare one regprocedure; begin for one in select oid from pg_proc"  # noqa: S608
        f" where pronamespace = current_schema()::regnamespace and proname in ({names}) loop"
        " execute format('alter function %%s set search_path = pg_catalog, %%I, pg_temp', one, current_schema());"
        " end loop; end $$"
    )
    for name in _ABOVE.findall(_sql()):
        yield f"revoke execute on function {name} from public"


def guarding() -> tuple[str, ...]:
    """The names of these functions; each has one."""
    return tuple(_MADE.findall(_sql()))


def rights() -> Iterator[str]:
    """What the web's role may ask of them."""
    for name in _ABOVE.findall(_sql()):
        yield f"grant execute on function {name} to {ROLE}"


@cache
def _sql() -> str:
    counts = read_sql_file("warehouse.access.sql", "attribute_counts.sql").format(
        is_theirs=conditions.of_countries("mart.country"), is_personal=conditions.IS_PERSONAL, fewest=FEWEST
    )
    told = (read_sql_file("warehouse.access.sql", name) for name in ("accounts.sql", "work.sql"))
    return "\n".join((*told, counts))
