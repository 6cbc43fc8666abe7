"""Settings -> SQLAlchemy Engine; the only place that connects."""

import atexit
import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Engine, ExceptionContext, make_url
from sqlalchemy.exc import DBAPIError

from warehouse.access import ROLE, WebRole, has_provider, let_log_in, let_provider_in, see_everything, web_role
from warehouse.embedded import EmbeddedServer
from warehouse.errors import EmbeddedError, EnoughError, SchemaError, WarehouseError
from warehouse.explain import CLOSED, CRASHED, FULL, NO_TABLES, explain
from warehouse.forgotten import SECRET_KEY
from warehouse.migrations import LOCK, VERSION_TABLE, current_version, prepare
from warehouse.patience import options as limits
from warehouse.settings import Settings, spell

OLDEST = (15, 0)
_SCHEMA = text("select current_schema(), current_setting('search_path')")
_OWNS = text("select pg_has_role(relowner, 'usage') from pg_class where oid = to_regclass(:table)")
# A server that vanished behind a network that says nothing is given up after some 25 seconds, not a quarter of an hour.
CONNECTING: dict[str, Any] = {
    "application_name": "regulars",
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}


class Warehouse:
    """An open store for long-lived processes: one Engine until `close`, which also runs at the process's exit.

    Open it after forking: a child shares neither connections nor the hold on the embedded server with its parent.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        migrate: bool = True,
        for_web: bool = False,
        pool_size: int = 8,
        patience: float | None = None,
    ) -> None:
        """Connect and check. `migrate` creates the tables on an empty database and refuses other versions than ours;
        without it the tables are not looked at. `for_web` connects as the web's role, which sees no more than the
        viewer whom each transaction names (`warehouse.access`). `patience` is how many seconds an answer is waited
        for; else for ever.

        Raises WarehouseError when the database is unreachable, refuses us or is too old; SchemaError when its tables
        are older or newer than the program; EmbeddedError when the embedded server does not start.
        """
        self._process = os.getpid()
        url = (settings.web_url if for_web else None) or settings.database_url
        self.server = EmbeddedServer(settings.home) if url is None else None
        try:
            self.url: str = url or self.server.url  # type: ignore[union-attr]
            self.engine = _engine(self.url, self.server, pool_size, patience)
            if not for_web:  # which erases nobody and loads nothing
                self.engine.update_execution_options(**{SECRET_KEY: settings.secret_key})
            _check(self.engine)
            if migrate:
                _prepare_for_web(self.engine) if for_web and settings.web_url else prepare(self.engine)
            if for_web:
                self._let_provider_in(settings)
                self._become_web(pool_size, patience)
            else:
                _see_everything(self.engine)
        except BaseException as error:
            self.close()
            explained = explain(error) if isinstance(error, Exception) else None
            why = self.why_it_died(error) if isinstance(error, Exception) else None
            if why is None and (explained is None or explained is error):
                raise
            raise why or explained or error from error
        atexit.register(self.close)

    def _let_provider_in(self, settings: Settings) -> None:
        """Said by the tables' owner: here, where the dashboard starts as that; else by `python -m warehouse upgrade`.

        Raises WarehouseError where it has not been said.
        """
        is_used = settings.provider is not None
        with self.engine.begin() as connection:
            if connection.scalar(_OWNS, {"table": VERSION_TABLE}):
                let_provider_in(connection, is_used)
            elif is_used and not has_provider(connection):
                raise WarehouseError(
                    "The database does not know yet that people sign in by a provider: run "
                    "`python -m warehouse upgrade` with the same REGULARS_OIDC_ settings."
                )

    def _become_web(self, pool_size: int, patience: float | None) -> None:
        """From here on as the web's role: by another login where the server is ours, else by laying rights down."""
        if self.server is None:
            as_web(self.engine)
            return
        with self.engine.begin() as connection:
            connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            let_log_in(connection)
        self.engine.dispose()
        self.url = spell(make_url(self.url).set(username=ROLE))
        self.engine = _engine(self.url, self.server, pool_size, patience)
        event.listen(self.engine, "handle_error", _tell_enough)

    def why_it_died(self, error: Exception) -> WarehouseError | None:
        """What the embedded server died of or lacks, where that is known: room on its disk."""
        if self.server is None:
            return None
        died, full = self.server.died_of, self.server.lacks_room
        found = {CLOSED: died, CRASHED: died, FULL: full}.get(str(explain(error)))
        said = found() if found else None
        return EmbeddedError(said) if said else None

    def close(self) -> None:
        """Give back connections and the embedded server; the last one out stops it. May be called twice."""
        atexit.unregister(self.close)
        if engine := getattr(self, "engine", None):
            engine.dispose(close=self._process == os.getpid())
        if self.server is not None and self._process == os.getpid():
            self.server.release()


@contextmanager
def open_warehouse(settings: Settings, *, migrate: bool = True, for_web: bool = False) -> Iterator[Engine]:
    """The Engine of the store for the length of a block: embedded, or what DATABASE_URL names.

    Raises what `Warehouse` raises.
    """
    warehouse = Warehouse(settings, migrate=migrate, for_web=for_web)
    try:
        yield warehouse.engine
    except Exception as error:
        if (why := warehouse.why_it_died(error)) is not None:
            raise why from error
        raise
    finally:
        warehouse.close()


def as_web(engine: Engine) -> None:
    """Let each transaction of an engine be one of the web's role, unless its user is no more than that already.

    Per transaction, not per session: behind a pool that hands out sessions anew, another one would come without.
    Raises WarehouseError where its user may not.
    """
    with engine.connect() as connection:
        found = web_role(connection)
    if found is WebRole.ASSUMED:
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(f"set local role {ROLE}"))
    event.listen(engine, "handle_error", _tell_enough)


def _tell_enough(context: ExceptionContext) -> EnoughError | None:
    """What the database says of too much is for people, wherever it is asked."""
    said = explain(context.original_exception)
    return said if isinstance(said, EnoughError) else None


def _see_everything(engine: Engine) -> None:
    """Commands work on the whole store: a user who owns no table is a viewer of everything in each transaction."""
    with engine.connect() as connection:
        if connection.scalar(_OWNS, {"table": VERSION_TABLE}) is not False:  # no tables yet: its user will own them
            return
    event.listen(engine, "begin", see_everything)


def _prepare_for_web(engine: Engine) -> None:
    """The web's own user makes no tables; whoever owns them does, by `python -m warehouse upgrade`."""
    with engine.connect() as connection:
        if current_version(connection) is None:
            raise SchemaError(NO_TABLES)
    prepare(engine)


def _engine(url: str, server: EmbeddedServer | None, pool_size: int, patience: float | None = None) -> Engine:
    given = make_url(url).query
    wanted = CONNECTING | (limits(patience) if patience else {})
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=4,
        pool_timeout=15,
        pool_recycle=1800,
        hide_parameters=True,  # which are people's, and errors go to the log
        pool_pre_ping=True,
        connect_args={name: value for name, value in wanted.items() if name not in given},
    )
    if server is not None:
        event.listen(engine, "do_connect", _reviving(server))
    return engine


def _reviving(server: EmbeddedServer) -> Any:
    """Connecting that starts the embedded server again when it was killed under a running command."""

    def connect(dialect: Any, record: Any, arguments: list[Any], options: dict[str, Any]) -> Any:
        try:
            return dialect.connect(*arguments, **options)
        except psycopg2.OperationalError as error:
            if "timeout expired" in str(error):  # it is there and does not get to answer: it was stopped, or is busy
                raise
            server.ensure_running()
            return dialect.connect(*arguments, **options | {"host": server.socket})

    return connect


def _check(engine: Engine) -> None:
    try:
        with engine.connect() as connection:
            version = connection.dialect.server_version_info or OLDEST
            schema, path = connection.execute(_SCHEMA).one()
    except DBAPIError as error:
        if error.connection_invalidated and _knows_no_transactions(engine):
            raise WarehouseError(
                "The pool in front of the database does not allow transactions: set its pool_mode to transaction or "
                "session."
            ) from error
        raise explain(error) or WarehouseError("The database cannot be used: check DATABASE_URL.") from error
    if version < OLDEST:
        raise WarehouseError(
            f"The database server is PostgreSQL {'.'.join(map(str, version))}, and Regulars needs {OLDEST[0]} or newer."
        )
    if schema is None:
        raise WarehouseError(
            f"The database has none of the schemas in its search_path ({path}), or its user may not use them: create "
            "one, or change the search_path of DATABASE_URL or of the user."
        )


def _knows_no_transactions(engine: Engine) -> bool:
    """Whether questions are answered, but not inside a transaction: a pool in statement mode just hangs up."""
    arguments, options = engine.dialect.create_connect_args(engine.url)
    try:
        with contextlib.closing(psycopg2.connect(*arguments, **options)) as connection:
            connection.autocommit = True
            connection.cursor().execute("select 1")
            connection.autocommit = False
            with contextlib.suppress(psycopg2.OperationalError):
                connection.cursor().execute("select 1")
                return False
    except psycopg2.Error:
        return False
    return True
