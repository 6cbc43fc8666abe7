"""Databases with empty tables that tests use one after another: emptying one costs a tenth of copying the template."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from tests.databases import dropped, made, on

_OWN = 16384  # the first number of what is not PostgreSQL's own

# What a test may have left at work: its sessions, which hold locks and know tables of their own.
_ENDED = """
select pg_terminate_backend(pid, 10000) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
"""
# The tables, views, rights and rules as such: `xmin` is who wrote a row of the catalogue last. Truncating writes to
# pg_class, hence its columns one by one; a load makes indexes anew, hence these by name. What sessions had for
# themselves has gone with them.
_WRITTEN = (
    *(("attrdef", "adrelid"), ("constraint", "oid"), ("description", "objoid"), ("extension", "oid")),
    *(("largeobject_metadata", "oid"), ("policy", "oid"), ("proc", "oid"), ("rewrite", "oid"), ("trigger", "oid")),
    ("type", "oid"),
)
_SHAPE = f"""
select array[
    (select concat(count(*), ' ', sum(hashtextextended(concat_ws(
         ' ', case when relkind <> 'i' then oid end, relname, relnamespace, relowner, relkind, relacl, relrowsecurity,
         relforcerowsecurity, reloptions), 0)))
     from pg_class where oid >= {_OWN} and relkind <> 't' and relname !~ '^pg_toast'),
    (select concat(count(*), ' ', sum(xmin::text::bigint)) from pg_attribute
     where attrelid = any (array(select oid from pg_class where oid >= {_OWN} and relkind in ('r', 'v')))),
    (select md5(string_agg(concat_ws(' ', nspname, nspowner, nspacl), ',' order by oid)) from pg_namespace
     where nspname !~ '^pg_(toast_)?temp'),
    (select concat_ws(' ', datacl, setconfig)
     from pg_database left join pg_db_role_setting on setdatabase = pg_database.oid where datname = current_database()),
    (select md5(string_agg(version_num, ',')) from regulars_version),
    {
    ", ".join(
        f"(select concat(count(*), ' ', sum(xmin::text::bigint)) from pg_{catalogue} where {number} >= {_OWN})"
        for catalogue, number in _WRITTEN
    )
}
]
"""
# What empties the tables that hold or held rows: to truncate one takes a millisecond, as it makes new files of it and
# of its indexes, to delete a few rows a tenth of that.
_FILLED = f"""
select concat_ws('; ', 'truncate ' || string_agg(name, ', ') filter (where is_large) || ' cascade',
                 string_agg('delete from ' || name, '; ') filter (where not is_large))
from (
    select oid::regclass::text as name, pg_relation_size(oid) > {8 * 8192} as is_large from pg_class
    where oid >= {_OWN} and relkind = 'r' and relname <> 'regulars_version' and pg_relation_size(oid) > 0
) as filled
"""
_ASKED = {"_ended": _ENDED, "_shape": _SHAPE, "_filled": _FILLED}  # each prepared once a session
_REPLICA = "set local session_replication_role = replica"  # nothing on record is to be removed, says a trigger
_UNKNOWN = f"""
delete from pg_statistic where starelid >= {_OWN};
update pg_class set relpages = 0, reltuples = case relkind when 'r' then -1 else 0 end
where oid >= {_OWN} and (reltuples > 0 or (reltuples = 0 and relkind = 'r'))
"""
_STARTED = """
select setval(seqrelid, seqstart, false) from pg_sequence where pg_sequence_last_value(seqrelid) is not null
"""
# `discard all` but for what is prepared.
_DISCARDED = """
reset session authorization; reset all; close all; unlisten *; select pg_advisory_unlock_all();
discard temp; discard sequences
"""


@dataclass
class Emptied:
    """A database whose tables are empty, for one test at a time."""

    name: str
    engine: Engine  # of which each test gets an offshoot: sessions that know the tables are kept, listeners are not
    shape: list[str | None]


_idle: dict[str, list[Emptied]] = {}  # of each server
_taken: dict[str, Emptied] = {}  # by their URL


@contextmanager
def emptied(server_url: str, name: str) -> Iterator[str]:
    """The URL of a database with empty tables: one that an earlier test left behind, or a new one of this name."""
    idle = _idle.setdefault(server_url, [])
    found = idle.pop() if idle else _made(server_url, name)
    url = on(server_url, found.name)
    _taken[url] = found
    try:
        yield url
    finally:
        del _taken[url]
        if _empty(found):
            idle.append(found)
        else:
            found.engine.dispose()
            dropped(server_url, found.name)


@contextmanager
def engine_on(url: str) -> Iterator[Engine]:
    """An Engine on a test's database."""
    if url in _taken:
        yield _taken[url].engine.execution_options()
        return
    engine = create_engine(url)
    yield engine
    engine.dispose()


def leave_emptied(server_url: str) -> None:
    """Close what is kept open of the databases that lie ready."""
    for found in _idle.pop(server_url, []):
        found.engine.dispose()


def _made(server_url: str, name: str) -> Emptied:
    made(server_url, name)
    engine = create_engine(on(server_url, name))
    with engine.connect() as connection:
        return Emptied(name, engine, connection.scalar(text(_SHAPE)))


def _empty(database: Emptied) -> bool:
    """Leave no row behind; False where the tables themselves are other ones than before, or the database is gone."""
    pool = database.engine.pool
    assert isinstance(pool, QueuePool)
    if pool.checkedout():
        return False
    if pool.checkedin() > 1:
        database.engine.dispose()
    with suppress(DBAPIError), database.engine.connect() as connection:
        run = connection.exec_driver_sql
        if "emptying" not in connection.info:
            for name, query in _ASKED.items():
                run(f"prepare {name} as {query}")
            connection.info["emptying"] = True
        if not all(run("execute _ended").scalars()) or run("execute _shape").scalar() != database.shape:
            return False
        if removing := run("execute _filled").scalar():
            run(f"{_REPLICA}; {removing}; {_UNKNOWN}")
        run(_STARTED)
        connection.commit()
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(_DISCARDED)
        return True
    return False
