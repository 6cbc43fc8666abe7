"""Fetches what is new at a schedule's source, loads it, and has the segments worked out where that is wanted.

Arguments: `source` (address, user, endpoint, region, host_key); `options` as of `load`, as answered once for this
source; `fit`, whether segments are worked out after something came; `files`, secrets that stand in files of the
worker's machine (password, key). What else is secret is sealed in the schedule.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from accounts.tokens import unseal_for
from etl.files.inputs.inputs import Input
from warehouse import schedules
from warehouse.errors import InputError, RegularsError
from warehouse.forgotten import known as erased
from warehouse.outward import ADDRESS, Source, is_veiled, source
from warehouse.schedules import Schedule, place_of
from warehouse.settings import Settings
from wording.languages import say
from worker.fetching import Brought, bring_new, forget_folder, known, note
from worker.kinds.load import load_inputs
from worker.kinds.watch import gathered, load_folder
from worker.work import Made, Work

FIT = ({"kind": "fit", "arguments": {}},)


def run(work: Work) -> Made:
    """Fetch and load, one file after the other; a file that fails keeps no other from it."""
    schedule = _schedule(work)
    wanted = _source(work, schedule)
    if wanted.kind == "folder":
        made = load_folder(work, wanted.path)
    else:
        try:
            made = _fetched(work, schedule, wanted)
        finally:
            forget_folder(work.settings, work.job_id)
    came = any(each.get("rows_loaded") for each in made.result["loads"])
    return replace(made, then=FIT if came and work.arguments.get("fit") else ())


def sealed_in(schedule: Schedule, settings: Settings, place: Mapping[str, Any] | None = None) -> dict[str, str]:
    """What is sealed in a schedule, for its own place or where a job says it goes.

    SettingsError where it cannot be opened, InputError where it is another's.
    """
    if not schedule.sealed:
        return {}
    return unseal_for(settings.secret_key, schedule.sealed, schedule.place if place is None else place)


def told_by(schedule: Schedule, settings: Settings) -> dict[str, str]:
    """The webhook's address and what signs; nothing where it cannot be opened, which keeps no mail from being sent."""
    try:
        return sealed_in(schedule, settings)
    except RegularsError:
        return {}


def secrets_of(schedule: Schedule, settings: Settings, place: Mapping[str, Any]) -> dict[str, str]:
    """What is sealed in a schedule, and what stands in files that it names."""
    return sealed_in(schedule, settings, place) | {
        name: _read(path) for name, path in schedule.arguments.get("files", {}).items()
    }


def _source(work: Work, schedule: Schedule) -> Source:
    said = dict(work.arguments.get("source", {}))
    if is_veiled(str(said.get("address", ""))):
        said["address"] = sealed_in(schedule, work.settings, place_of(work.arguments)).get(ADDRESS, "")
    return source(**said)


def _schedule(work: Work) -> Schedule:
    if work.schedule_id is None:
        raise InputError(say("This is fetched for a schedule only."))
    with work.engine.connect() as connection:
        found = schedules.get(connection, work.schedule_id)
    if found is None:
        raise InputError(say("The schedule was removed before this began."))
    return found


def _fetched(work: Work, schedule: Schedule, wanted: Source) -> Made:
    with work.engine.connect() as connection:
        forgotten, way = erased(connection), read_by(work.arguments)
        before = known(connection, schedule.schedule_id, way, forgotten.in_file)
    work.say(say("Looking at {host}", host=wanted.host))
    loads: list[dict[str, Any]] = []
    failed: list[dict[str, Any]] = []
    secrets = secrets_of(schedule, work.settings, place_of(work.arguments))
    for brought in bring_new(wanted, secrets, before, work.settings, work.job_id):
        made = _loaded(work, brought)
        loads += made.result["loads"]
        failed += made.result["failed"]
        with work.engine.begin() as connection:
            said = forgotten.without(made.result["failed"])
            note(connection, schedule.schedule_id, brought, before, said, way)
    return gathered(loads, failed)


def _loaded(work: Work, brought: Brought) -> Made:
    if brought.error:
        return gathered([], [_failed(brought)])
    if brought.said:  # read before in the same way
        return gathered([], [dict(one) for one in brought.said])
    if brought.is_known:
        return gathered([], [])
    # Each file by itself: what an interrupted attempt had loaded is noticed by the loads, not by a name.
    return load_inputs(replace(work, before={}), [Input(brought.path, given_name=brought.title)])


def read_by(arguments: Mapping[str, Any]) -> str:
    """What tells one way of reading a file from another: what was answered."""
    return hashlib.sha256(json.dumps(arguments.get("options", {}), sort_keys=True).encode()).hexdigest()[:16]


def _failed(brought: Brought) -> dict[str, Any]:
    return {"file": brought.title, "files": [brought.title], "error": brought.error, "questions": []}


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        raise InputError(
            say("{path} holds a password or key of this schedule, and cannot be read.", path=path)
        ) from None
