"""Brings a database to what `tables` says: the role with its rights, a policy for each, the views.

State, not history: the whole of it is put in place anew after the tables have changed, whatever stood there before.
"""

import hashlib
from collections.abc import Iterator
from functools import cache

from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

from warehouse.access import conditions, guards
from warehouse.access.role import ADVICE, ROLE
from warehouse.access.tables import ACCESS, BARRIERS, FEWEST, INVOKED, VIEWS, Access
from warehouse.bulk import read_sql_file

_KNOWN_POLICIES = text(
    "select policyname, tablename from pg_policies"
    " where schemaname = current_schema() and policyname like 'regulars\\_%'"
)
_KNOWN_TRIGGERS = text(
    "select tgname, tgrelid::regclass as table from pg_trigger join pg_class on pg_class.oid = tgrelid"
    " where relnamespace = current_schema()::regnamespace and pg_get_triggerdef(pg_trigger.oid) like '%is_web()%'"
)
# What runs with its owner's rights, and everybody could run.
OWNERS_ONLY = "revoke execute on function retire_audit(timestamptz) from public"
# Temporary tables and functions, which every role may make unless told otherwise, are for commands alone: a function
# could be told what a condition is asked of. Has an effect only where this user owns the database.
NOTHING_TEMPORARY = (
    "do $$ begin"
    " execute format('grant temporary on database %%I to current_user', current_database());"
    " execute format('revoke temporary on database %%I from public', current_database()); "
    "exception when insufficient_privilege then null; end $$"
)
COMMANDS = ("select", "insert", "update", "delete")
_MARK = text("select obj_description(cast(:table as regclass), 'pg_class')")
_HAS_ROLE = text("select exists (select from pg_roles where rolname = :role)")


def put_in_place(connection: Connection, version_table: str, *, anew: bool = False) -> bool:
    """Put the policies, views and, where the role is there or can be made, its rights in place; whether any changed.

    In the caller's transaction; `anew` also where they seem to be in place, as after `withdraw`. What is in place is
    noted as the comment of the version table.
    """
    mark = connection.scalar(_MARK, {"table": version_table}) or ""
    had_role = bool(connection.scalar(_HAS_ROLE, {"role": ROLE}))
    has_role = had_role or _make_role(connection)
    wanted = _policies_mark() + (f"; rights of {ROLE}" if has_role else "")
    if mark == wanted and had_role == has_role and not anew:
        return False
    for statement in (*_for_all(), *(_rights(version_table) if has_role else ())):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"comment on table {version_table} is '{wanted}'")
    return True


def is_in_place(connection: Connection, version_table: str) -> bool:
    """Whether the policies and views are this program's."""
    return (connection.scalar(_MARK, {"table": version_table}) or "").startswith(_policies_mark())


def withdraw(connection: Connection) -> None:
    """Take away views, policies and guards, which would stand in the way of changing the tables below them.

    Row-level security stays on: until `put_in_place` nobody but the owner sees a row.
    """
    for policy in connection.execute(_KNOWN_POLICIES).all():
        connection.exec_driver_sql(f"drop policy {policy.policyname} on {policy.tablename}")
    for guard in connection.execute(_KNOWN_TRIGGERS).all():
        connection.exec_driver_sql(f"drop trigger {guard.tgname} on {guard.table}")
    for name in VIEWS:
        connection.exec_driver_sql(f"drop view if exists {name}")


def missing_role(connection: Connection) -> str | None:
    """What to say where the role is not there."""
    if connection.scalar(_HAS_ROLE, {"role": ROLE}):
        return None
    user = connection.scalar(text("select current_user"))
    return f"The dashboard needs a database role of its own, {ROLE}, which this user may not make. " + ADVICE.format(
        user=user
    )


def _make_role(connection: Connection) -> bool:
    """Make the role, and let this user take it; False where that is not allowed. Safe beside others who do the same."""
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(
                f"do $$ begin create role {ROLE} noinherit;"
                " exception when duplicate_object or unique_violation then null; end $$"
            )
            connection.exec_driver_sql(
                "do $$ begin if not (select rolsuper from pg_roles where rolname = current_user) then"  # noqa: S608
                f" execute format('grant {ROLE} to %%I', current_user); end if; end $$"
            )
    except ProgrammingError:
        return False
    return True


def _for_all() -> Iterator[str]:
    """What holds for every role."""
    yield from (*guards.functions(), *_policies(), *_views(), OWNERS_ONLY, NOTHING_TEMPORARY)


def _policies() -> Iterator[str]:
    """Row-level security of each table: for all who may read it, and for what the web may write."""
    for table, access in ACCESS.items():
        yield f"alter table {table} enable row level security"
        sees = conditions.condition(access.rule, table)
        if access.impersonal:
            sees = f"({sees}) and ({conditions.IS_PERSONAL} or {access.impersonal})"
        for command in COMMANDS:
            yield f"drop policy if exists regulars_{command} on {table}"
            if command in ("select", *access.may):
                yield f"create policy regulars_{command} on {table} for {command} {_clauses(command, sees)}"


def _clauses(command: str, sees: str) -> str:
    using, check = f"using ({sees})", f"with check ({sees})"
    return {"insert": check, "update": f"{using} {check}"}.get(command, using)


def _views() -> Iterator[str]:
    """Most views run as their owner, so each states its own condition; a mask stands in the column, and no condition
    gets behind it. What joins a view with a barrier asks it by its key, one by one, or all of it.

    The functions that they ask come first; unlike guards these have no path of their own, with which a function is
    called for each row instead of standing in the question.
    """
    yield read_sql_file("warehouse.access.sql", "addresses.sql")
    for name in VIEWS:
        how = " with (security_barrier)" if name in BARRIERS else " with (security_invoker)" if name in INVOKED else ""
        yield f"drop view if exists {name}"
        yield f"create view {name}{how} as {_body(name)}"


@cache
def _body(name: str) -> str:
    return read_sql_file("warehouse.access.sql", f"{name}.sql").format(
        is_whole=conditions.condition(ACCESS["loads"].rule, "loads"),
        is_somebody=conditions.IS_SOMEBODY,
        is_home_theirs=conditions.condition(ACCESS["customer_features"].rule, "customer_features"),
        is_personal=conditions.IS_PERSONAL,
        fewest=FEWEST,
        is_theirs=conditions.condition(ACCESS["customers"].rule, "customers"),
    )


def _rights(version_table: str) -> Iterator[str]:
    """What the role may do: no more than this, whatever it could before."""
    yield f"do $$ begin execute format('grant usage on schema %%I to {ROLE}', current_schema()); end $$"
    for name in (*ACCESS, *VIEWS, version_table):
        yield f"revoke all on {name} from {ROLE}"
    for name in (*VIEWS, version_table):
        yield f"grant select on {name} to {ROLE}"
    for table, access in ACCESS.items():
        yield from _grants(table, access)
    yield from guards.rights()


def _grants(table: str, access: Access) -> Iterator[str]:
    parts = {"select": access.columns, "update": access.updates}
    for command in access.may:
        columns = f" ({', '.join(parts[command])})" if parts.get(command) else ""
        yield f"grant {command}{columns} on {table} to {ROLE}"


@cache
def _policies_mark() -> str:
    """A fingerprint of all that is put in place: a program with other rules puts them in place anew."""
    whole = "\n".join((*_for_all(), *_rights("version")))
    return f"policies {hashlib.sha256(whole.encode()).hexdigest()[:16]}"
