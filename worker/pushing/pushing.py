"""A delivery to a place outside: batch after batch, or file after file, each noted when it arrived.

Whatever ends it, it goes on from there: what was noted is not sent again. Only what had arrived without that being
heard is sent twice, under the same idempotency key or name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, exists, select

from accounts.tokens import unseal_for
from audiences.destinations import Outlet, connections, pushed, write
from warehouse.errors import InputError
from warehouse.schema import jobs
from warehouse.settings import Settings
from wording.console import progress
from wording.languages import say, to_say
from worker.fetching import Outside, folder_of_job, forget_folder
from worker.pushing.asking import patiently
from worker.pushing.parcels import PARTS, Parcel, batch_of, counts_of, members_of_part, parcel_of
from worker.pushing.places import BY_FILES, BY_ROWS

BUSY = to_say("This delivery is being pushed there just now.")
NAMES = {("full", "sent"): "", ("movers", "sent"): "-entered", ("movers", "left"): "-left", ("full", "left"): "-left"}


def try_out(engine: Engine, settings: Settings, connection_id: int) -> str:
    """Whether a place can be reached and opened, in a sentence. InputError where not."""
    with engine.connect() as connection:
        outlet = connections.get(connection, connection_id)
        place = _open(connection, outlet, settings)
    try:
        found: str = place.try_out()
    except (KeyError, TypeError, IndexError):
        raise InputError(
            say("{name} does not answer as {kind} does.", name=outlet.name, kind=outlet.way.name)
        ) from None
    finally:
        place.close()
    return found


def push(engine: Engine, settings: Settings, delivery_id: int, connection_id: int, job_id: int) -> dict[str, Any]:
    """Push all that has not arrived yet; what went, in numbers. InputError where it cannot, or not further."""
    with engine.begin() as connection:
        _refuse_two(connection, delivery_id, connection_id, job_id)
        outlet = connections.get(connection, connection_id)
        parcel = parcel_of(connection, delivery_id, connection_id)
        if parcel.format not in outlet.formats:
            wanted = " or ".join(one.name for one in outlet.formats)
            raise InputError(
                say(
                    "{name} takes {wanted}, and this list was made for {format}.",
                    name=outlet.name,
                    wanted=wanted,
                    format=parcel.format.name,
                )
            )
        place = _open(connection, outlet, settings)
        done, has_arrived = pushed.begun(connection, delivery_id, connection_id)
        counts = counts_of(connection, delivery_id)
    try:
        if not has_arrived and outlet.way.takes_files:
            _files(engine, settings, parcel, counts, done, place, job_id)
        elif not has_arrived:
            _batches(engine, parcel, counts, done, place, outlet.name)
    finally:
        place.close()
    with engine.begin() as connection:
        pushed.arrived(connection, delivery_id, connection_id)
    told = {"connection": outlet.name, "name": parcel.label, "format": parcel.format.key, "mode": parcel.mode}
    rows = {f"rows_{part}": counts.get(part, 0) for part in PARTS}
    return {**told, **rows, "had_arrived": has_arrived}


def _batches(
    engine: Engine, parcel: Parcel, counts: dict[str, int], done: dict[str, int], place: Any, name: str
) -> None:
    with progress(say("Sending to {name}", name=name), sum(counts.values()), "customers") as advance:
        for part, last in counts.items():
            number = done.get(part, 0)
            advance(min(number * place.size, last))
            while number * place.size < last:
                number += 1
                with engine.connect() as connection:
                    batch = batch_of(connection, parcel, part, number, place.size, last)
                if batch.rows:
                    patiently(lambda: place.send(batch))  # noqa: B023 (sent before the next is made)
                _note(engine, parcel, done, part, number)
                advance(len(batch.rows))


def _files(
    engine: Engine,
    settings: Settings,
    parcel: Parcel,
    counts: dict[str, int],
    done: dict[str, int],
    place: Any,
    job_id: int,
) -> None:
    stem = parcel.name.removesuffix(f".{parcel.format.ending}")
    try:
        for part in [one for one in PARTS if one in counts or (one == "sent" and parcel.mode == "full")]:
            with engine.connect() as connection:
                members = members_of_part(connection, parcel.delivery_id, part)
                folder = folder_of_job(settings, job_id)
                written = write(members, parcel.format, folder, stem + NAMES[parcel.mode, part])
            with progress(say("Sending the file"), len(written.files), "files") as advance:
                for number, file in enumerate(written.files, 1):
                    if number > done.get(part, 0):
                        patiently(lambda: place.put(file.path, file.name))  # noqa: B023 (put before the next)
                        _note(engine, parcel, done, part, number)
                    advance(1)
    finally:
        forget_folder(settings, job_id)


def _note(engine: Engine, parcel: Parcel, done: dict[str, int], part: str, number: int) -> None:
    done[part] = number
    with engine.begin() as connection:
        pushed.note(connection, parcel.delivery_id, parcel.connection_id, done)


def _open(connection: Connection, outlet: Outlet, settings: Settings) -> Any:
    """The place, with what opens it. SettingsError where SECRET_KEY is another one."""
    sealed = connections.sealed_in(connection, outlet.connection_id)
    place = connections.place_of(outlet.kind, outlet.settings)
    secrets = unseal_for(settings.secret_key, sealed, place) if sealed else {}
    opened: Callable[..., Any] = {**BY_ROWS, **BY_FILES}[outlet.kind]
    return opened(outlet.settings, secrets, Outside(settings.outward.networks))


def _refuse_two(connection: Connection, delivery_id: int, connection_id: int, job_id: int) -> None:
    """One job at a time: two would send the same batches. A job whose worker died does not run any more."""
    said = jobs.c.arguments
    same = said["delivery"].as_integer() == delivery_id, said["connection"].as_integer() == connection_id
    others = exists().where(jobs.c.kind == "push", jobs.c.state == "running", jobs.c.job_id < job_id, *same)
    if connection.scalar(select(others)):
        raise InputError(BUSY)
