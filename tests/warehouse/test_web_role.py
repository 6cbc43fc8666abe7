"""How a process comes to the web's role: by its own login, by laying rights down, or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url

from tests.conftest import RunModule
from warehouse.access import ROLE, WebRole, let_log_in, web_role
from warehouse.embedded import EmbeddedServer
from warehouse.engine import Warehouse
from warehouse.errors import SchemaError, WarehouseError
from warehouse.migrations import VERSION_TABLE, prepare, upgrade
from warehouse.settings import Settings, libpq_url, spell

WHO = text("select current_user, session_user")


def url_of(database_url: str, user: str) -> str:
    return spell(make_url(database_url).set(username=user))


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a server of its own: roles are a whole server's, and other tests read as the one that lacks here."""
    server = EmbeddedServer(tmp_path_factory.mktemp("roles"))
    yield server.url
    server.release()


@pytest.fixture
def owner(apart: str) -> Iterator[Engine]:
    """Who may do everything there."""
    engine = create_engine(apart)
    yield engine
    engine.dispose()


@pytest.fixture
def keeper(owner: Engine, apart: str) -> Iterator[str]:
    """The URL of an ordinary user who owns an empty database, where nobody has made the web's role."""
    without(owner, ROLE, "keeper")
    with owner.begin() as connection:
        connection.execute(text("drop schema public cascade"))
        connection.execute(text("create role keeper login"))
        connection.execute(text("create schema public authorization keeper"))
    yield url_of(apart, "keeper")
    without(owner, "keeper", ROLE)
    with owner.begin() as connection:
        connection.execute(text("create schema if not exists public"))


def without(owner: Engine, *roles: str) -> None:
    """Drop the roles with all that is theirs, where they are."""
    with owner.begin() as connection:
        for role in roles:
            if connection.scalar(text("select 1 from pg_roles where rolname = :role"), {"role": role}):
                connection.execute(text(f"drop owned by {role} cascade"))
                connection.execute(text(f"drop role {role}"))


def test_embedded_it_logs_in_as_itself(tmp_path: Path) -> None:
    warehouse = Warehouse(Settings(home=tmp_path / "home"), for_web=True)
    try:
        with warehouse.engine.connect() as connection:
            assert tuple(connection.execute(WHO).one()) == (ROLE, ROLE)
            connection.execute(text("reset role"))
            assert connection.scalar(text("select rolsuper from pg_roles where rolname = current_user")) is False
    finally:
        warehouse.close()


def test_an_owner_lays_down_what_it_may_in_each_transaction(settings: Settings) -> None:
    warehouse = Warehouse(settings, for_web=True)
    try:
        with warehouse.engine.connect() as connection:
            for _ in range(2):
                assert connection.execute(WHO).one()[0] == ROLE
                connection.commit()
    finally:
        warehouse.close()


def test_a_login_of_its_own_makes_no_tables(engine: Engine, settings: Settings, database_url: str) -> None:
    with engine.begin() as connection:
        let_log_in(connection)
    own = Settings(web_url=url_of(database_url, ROLE), home=settings.home)
    warehouse = Warehouse(own, for_web=True)
    with warehouse.engine.connect() as connection:
        assert tuple(connection.execute(WHO).one()) == (ROLE, ROLE)
        assert web_role(connection) is WebRole.ITSELF
    warehouse.close()
    with engine.begin() as connection:
        connection.execute(text("drop schema public cascade"))
        connection.execute(text("create schema public"))
        connection.execute(text(f"grant usage on schema public to {ROLE}"))
    with pytest.raises(SchemaError, match="lacks tables that Regulars needs: run `python -m warehouse upgrade`"):
        Warehouse(own, for_web=True)


def test_whoever_may_not_make_the_role_is_told_what_to_ask_for(keeper: str, run_module: RunModule) -> None:
    env = {"DATABASE_URL": libpq_url(keeper)}
    first = run_module("warehouse", "upgrade", env=env)
    assert first.returncode == 0, first.stderr
    wanted = f"Ask whoever administers the database to run: create role {ROLE}; grant {ROLE} to keeper;"
    assert wanted in first.stdout
    with pytest.raises(WarehouseError) as caught:
        Warehouse(Settings(database_url=keeper), for_web=True)
    assert str(caught.value).startswith(f"The database has no role {ROLE}, as which the dashboard reads")
    assert wanted in str(caught.value)
    commands = Warehouse(Settings(database_url=keeper))  # loading and fitting need no such role
    commands.close()


def test_with_the_role_an_upgrade_gives_it_its_rights(keeper: str, owner: Engine) -> None:
    own = create_engine(keeper)
    upgrade(own)
    with owner.begin() as connection:
        connection.execute(text(f"create role {ROLE}"))
    with pytest.raises(WarehouseError, match="does not let keeper take the role"):
        Warehouse(Settings(database_url=keeper), for_web=True)
    with owner.begin() as connection:
        connection.execute(text(f"grant {ROLE} to keeper"))
    assert [upgrade(own), upgrade(own)] == [True, False]
    own.dispose()
    warehouse = Warehouse(Settings(database_url=keeper), for_web=True)
    with warehouse.engine.connect() as connection:
        assert connection.execute(WHO).one()[0] == ROLE
        assert connection.scalar(text("select count(*) from run_names")) == 0
    warehouse.close()


def test_whoever_may_make_roles_makes_it(keeper: str, owner: Engine) -> None:
    with owner.begin() as connection:
        connection.execute(text("alter role keeper createrole"))
    warehouse = Warehouse(Settings(database_url=keeper), for_web=True)
    with warehouse.engine.connect() as connection:
        assert connection.execute(WHO).one()[0] == ROLE
    warehouse.close()


def test_a_role_above_the_policies_is_refused(keeper: str, owner: Engine) -> None:
    own = create_engine(keeper)
    with owner.begin() as connection:
        connection.execute(text(f"create role {ROLE} bypassrls"))
        connection.execute(text(f"grant {ROLE} to keeper"))
    upgrade(own)
    own.dispose()
    with pytest.raises(WarehouseError, match="stands above the database's policies"):
        Warehouse(Settings(database_url=keeper), for_web=True)


def test_rules_of_another_program_are_put_in_place_anew(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text(f"comment on table {VERSION_TABLE} is 'policies of before'"))
        connection.execute(text("drop policy regulars_select on orders"))
    with pytest.raises(SchemaError, match="older than this program"):
        prepare(engine)
    assert [upgrade(engine), upgrade(engine)] == [True, False]
    prepare(engine)
    with engine.connect() as connection:
        found = connection.scalar(text("select count(*) from pg_policies where tablename = 'orders'"))
    assert found == 1
