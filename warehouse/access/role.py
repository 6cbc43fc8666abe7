"""The web's own role, and how a connection comes to it: as itself, or by laying down what its user may do more."""

from enum import StrEnum

from sqlalchemy import Connection, text

from warehouse.errors import WarehouseError

ROLE = "regulars_web"
ADVICE = (
    f"Ask whoever administers the database to run: create role {ROLE}; grant {ROLE} to {{user}}; "
    "and then run `python -m warehouse upgrade`."
)
_STANDING = text(
    "select current_user as name, rolsuper or rolbypassrls as is_above,"
    " exists (select from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace"
    " and relname = 'segmentations' and pg_has_role(relowner, 'usage')) as is_owner"
    " from pg_roles where rolname = current_user"
)
# Since PostgreSQL 16 a member may be one without the right to take the role.
_ROLE = text(
    "select rolcanlogin, rolsuper or rolbypassrls as is_above,"
    " case when cast(current_setting('server_version_num') as integer) < 160000 then pg_has_role(oid, 'member')"
    " else pg_has_role(oid, 'set') end as is_ours"
    " from pg_roles where rolname = :role"
)


class WebRole(StrEnum):
    """How a connection keeps to the policies."""

    ITSELF = "itself"  # its user neither owns the tables nor stands above policies
    ASSUMED = "assumed"  # by `set local role` in each transaction; weaker, since it could be taken back


def web_role(connection: Connection) -> WebRole:
    """How this connection's user may serve the web. Raises WarehouseError, saying what to do, where it may not."""
    own = connection.execute(_STANDING).one()
    if not own.is_above and not own.is_owner:
        return WebRole.ITSELF
    role = connection.execute(_ROLE, {"role": ROLE}).one_or_none()
    if role is None or not role.is_ours:
        what = "has no role" if role is None else f"does not let {own.name} take the role"
        raise WarehouseError(
            f"The database {what} {ROLE}, as which the dashboard reads: no more than its viewer may see. "
            + ADVICE.format(user=own.name)
        )
    if role.is_above:
        raise WarehouseError(
            f"The role {ROLE} stands above the database's policies, so the dashboard must not use it: "
            f"alter role {ROLE} nosuperuser nobypassrls."
        )
    return WebRole.ASSUMED


def let_log_in(connection: Connection) -> None:
    """Let the role connect; of the embedded server, whose socket is private."""
    role = connection.execute(_ROLE, {"role": ROLE}).one_or_none()
    if role is not None and not role.rolcanlogin:
        connection.execute(text(f"alter role {ROLE} login"))
