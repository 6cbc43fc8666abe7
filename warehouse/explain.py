"""What a database error means for people: one sentence each, never a password, never the server's own message."""

import errno
import re

import psycopg2
from sqlalchemy import exc

from warehouse.errors import EnoughError, LockedError, RegularsError, SchemaError, WarehouseError

# Connecting fails before there is a result, so libpq gives no SQLSTATE: its texts are all there is to go by.
CLOSED = "The database closed the connection: it was stopped, restarted or ran out of memory. Try again."
CRASHED = "The database crashed while we were using it. Try again."
FULL = "The disk of the database is full: make room on it and try again."
OURS_FULL = "The disk is full: make room on it and try again."
CONNECTING: tuple[tuple[str, str], ...] = (
    ("No space left on device|Disk quota exceeded", FULL),
    # What PgBouncer says comes first: it closes the connection as well.
    (
        "query_wait_timeout|max_client_conn|no more connections allowed",
        "The pool in front of the database has no connection left: try again soon, or give the pool more.",
    ),
    (
        "unsupported startup parameter",
        "The pool in front of the database refuses an option of DATABASE_URL: leave the option out.",
    ),
    ("password authentication failed", "The database refuses the password for user {user}: check DATABASE_URL."),
    ("no password supplied", "The database asks for a password, and DATABASE_URL has none."),
    ("authentication failed", "The database refuses user {user}: check DATABASE_URL."),
    ("pg_hba.conf", "The database does not let user {user} in from this machine: ask who runs it."),
    ("role .* does not exist", "The database knows no user {user}: check DATABASE_URL."),
    ("database .* does not exist", "There is no database {database} on {server}: create it, or check DATABASE_URL."),
    ("too many clients|connection slots|too many connections", "The database has no connection left: try again soon."),
    ("starting up|in recovery mode|not yet accepting", "The database is starting: try again in a moment."),
    ("shutting down", "The database is shutting down."),
    ("could not translate host name", "There is no host {host}: check DATABASE_URL and the network."),
    ("Connection refused", "Nothing answers at {server}: start the database there, or check DATABASE_URL."),
    ("timeout expired|timed out", "{server} does not answer: check DATABASE_URL, the network and the firewall."),
    ("No such file or directory", "No database listens in {server}: start it, or check DATABASE_URL."),
    ("Network is unreachable|No route to host", "{server} cannot be reached from here: check the network."),
    (
        "server closed the connection|terminating connection|connection (already|has been) closed|connection not open|"
        "invalid socket|SSL SYSCALL|could not (send|receive) data|Broken pipe|Connection reset",
        CLOSED,
    ),
    ("SSL|certificate", "No secure connection to {server} comes about: check sslmode and the certificates."),
)
IN_USE: dict[str, str] = {
    "53100": FULL,
    "53200": "The database ran out of memory: give it more, or work on less at once.",
    "53300": "The database has no connection left: try again soon.",
    "57P01": "The database was stopped while we were using it. Try again.",
    "57P02": CRASHED,
    "57P03": "The database is starting or stopping: try again in a moment.",
    "57014": "The database gave up: the question took longer than it is allowed to.",
    "40P01": "Two commands waited for each other, and the database ended this one: run it again.",
    "42501": "The database user may not do this: to look it needs the right to read all of Regulars' tables, "
    "to change anything it needs to own them.",
    "25006": "The database is read-only: DATABASE_URL must point to the primary server.",
    "58030": "The database cannot read or write its files: check its disk and its log.",
    "XX001": "The database found damaged data: check its disk and restore a backup.",
}
AWAY = ("08000", "08003", "08006", "57P01", "57P02", "57P03", "53300")  # codes of what passes by itself
LOCKED = "Another command holds what this one needs: try again when it has finished."
NO_TABLES = "The database lacks tables that Regulars needs: run `python -m warehouse upgrade`."


def explain(error: BaseException) -> RegularsError | None:
    """The error for people behind a SQLAlchemy, psycopg2 or disk-full error; None when it is none of these."""
    match error:
        case WarehouseError() | EnoughError():
            return error
        case exc.TimeoutError():
            return WarehouseError("The database is busy: all connections are in use. Try again in a moment.")
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            return WarehouseError(OURS_FULL)
        case exc.DBAPIError(orig=psycopg2.Error(pgcode="RG001") as said) | (psycopg2.Error(pgcode="RG001") as said):
            return EnoughError(str(said.diag.message_primary))  # a sentence of ours: `warehouse.access.amounts`
        case exc.DBAPIError(orig=psycopg2.Error() as original) | (psycopg2.Error() as original):
            return _database(original)
    return None


def is_full(error: BaseException) -> bool:
    """Whether it says that a disk is full, the database's or ours."""
    return str(explain(error)) in (FULL, OURS_FULL)


def is_away(error: BaseException) -> bool:
    """Whether the database cannot be asked just now: it is not there, starts, ends, or has no connection left."""
    match error:
        case exc.TimeoutError():
            return True
        case exc.DBAPIError(connection_invalidated=True):
            return True
        case exc.DBAPIError(orig=psycopg2.Error() as original) | (psycopg2.Error() as original):
            cannot = isinstance(original, psycopg2.OperationalError | psycopg2.InterfaceError)
            return cannot and (original.pgcode or "08000")[:5] in AWAY
    return False


def _database(original: psycopg2.Error) -> WarehouseError | None:
    if original.pgcode in ("42P01", "42703", "3F000"):
        return SchemaError(NO_TABLES)
    if original.pgcode == "55P03":
        return LockedError(LOCKED)
    if original.pgcode in IN_USE:
        return WarehouseError(IN_USE[original.pgcode])
    if original.pgcode == "XX000" and re.search('could not .* file "', str(original)):  # such as one that is too large
        return WarehouseError(IN_USE["58030"])
    if isinstance(original, psycopg2.OperationalError | psycopg2.InterfaceError):
        return _connecting(str(original))
    return None


def _connecting(message: str) -> WarehouseError:
    server = re.search(r'connection to server at "(?P<host>[^"]*)"(?: \([^)]*\))?, port (?P<port>\d+)', message)
    socket = re.search(r'connection to server on socket "(?P<path>.*)" failed', message)
    host = re.search(r'could not translate host name "([^"]*)"', message)
    names = {
        "server": f"{server['host']}:{server['port']}" if server else socket["path"] if socket else "the server",
        "host": host[1] if host else "",
        "user": _named("user|role", message),
        "database": _named("database", message),
    }
    for pattern, sentence in CONNECTING:
        if re.search(pattern, message):
            text = sentence.format(**names)
            return WarehouseError(text[0].upper() + text[1:])
    return WarehouseError(f"The connection to {names['server']} failed: check DATABASE_URL and the database's log.")


def _named(kind: str, message: str) -> str:
    found = re.search(rf'(?:{kind}) "([^"]*)"', message)
    return found[1] if found else "given"
