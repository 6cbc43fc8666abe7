"""Addresses of schedules from before these were sealed: what opens something is sealed with the tidying.

It stood open in the database, and stays so in backups from then: whoever may have read it has to be given another one.
"""

import logging
from contextlib import suppress

from sqlalchemy import Connection, literal, update

from accounts.tokens import is_bound, new_token, seal_for, unseal_for
from audiences.destinations import connections
from warehouse import schedules
from warehouse.errors import SettingsError
from warehouse.outward import apart, is_veiled
from warehouse.schedules import Schedule
from warehouse.schema import jobs

NO_KEY = "%d schedule(s) hold addresses that open something. To seal them, set SECRET_KEY, as it was for the others."
DONE = "The addresses of %d schedule(s) that open something are sealed now. Backups from before hold them open."
logger = logging.getLogger("regulars.worker")


def seal_all(connection: Connection, secret_key: str | None) -> int:
    """Seal what stands open in schedules and the jobs they asked for; of how many schedules. And seal for its place
    what older versions sealed for none."""
    found = [one for one in schedules.listed(connection) if _is_open(one)]
    try:
        for one in found:
            _seal(connection, one, secret_key)
    except SettingsError:
        logger.warning(NO_KEY, len(found))
        return 0
    with suppress(SettingsError):  # whatever needs them says so by itself
        bind_all(connection, secret_key)
    if found:
        logger.info(DONE, len(found))
    return len(found)


def bind_all(connection: Connection, secret_key: str | None) -> None:
    """Seal for its place what was sealed for none. Raises SettingsError where it cannot be opened."""
    for one in schedules.listed(connection):
        if one.sealed and not is_bound(secret_key, one.sealed):
            sealed = seal_for(secret_key, unseal_for(secret_key, one.sealed, one.place), one.place)
            schedules.change(connection, one.schedule_id, sealed=sealed)
    for outlet in connections.listed(connection):
        known = connections.sealed_in(connection, outlet.connection_id)
        if known and not is_bound(secret_key, known):
            place = connections.place_of(outlet.kind, outlet.settings)
            connections.seal_anew(
                connection, outlet.connection_id, seal_for(secret_key, unseal_for(secret_key, known, place), place)
            )


def _is_open(one: Schedule) -> bool:
    webhook = one.tell.get("webhook")
    return apart(one.arguments, {})[0] != one.arguments or bool(webhook and not is_veiled(webhook))


def _seal(connection: Connection, one: Schedule, secret_key: str | None) -> None:
    held = unseal_for(secret_key, one.sealed, one.place) if one.sealed else {}
    webhook = one.tell.get("webhook")
    done, told, secrets = apart(one.arguments, one.tell if webhook and not is_veiled(webhook) else {})
    if webhook and "webhook" not in held:
        held["webhook"] = new_token()
    sealed = seal_for(secret_key, held | secrets, schedules.place_of(done))
    changed = {"arguments": done, "tell": {**one.tell, **told}, "sealed": sealed}
    schedules.change(connection, one.schedule_id, **changed)
    if "source" in done:
        asked = jobs.c.schedule_id == one.schedule_id, jobs.c.arguments.has_key("source")
        source = literal({"source": done["source"]}, jobs.c.arguments.type)
        connection.execute(update(jobs).where(*asked).values(arguments=jobs.c.arguments.concat(source)))
