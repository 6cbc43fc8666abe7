"""After a run: look at what it brought, keep what looks wrong, tell those who want to hear of it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import Connection

from warehouse.errors import InputError
from warehouse.jobs import Job
from warehouse.outward import WEBHOOK
from warehouse.schedules import Schedule
from warehouse.settings import Settings
from wording.languages import ENGLISH, say, say_again, to_say
from worker.fetching import Outside
from worker.notices import facts, loads, mail, shrinking, webhook
from worker.notices.alert import FAILURE, Alert, failures_are_over, keep
from worker.notices.letter import Letter
from worker.notices.mail import TryAgainError
from worker.notices.readers import Edition
from worker.notices.writing import letter_of

UNOPENED = to_say(
    "The webhook's address and secret cannot be opened: SECRET_KEY is another one than when they were sealed."
)
WAITS = (2.0, 10.0, 60.0)  # seconds before it is tried again


def noticed(connection: Connection, job: Job, schedule: Schedule) -> list[Alert]:
    """What looks wrong in a run and was not told before; a failure as well."""
    found: list[Alert] = []
    if job.state == "failed":
        what = hashlib.sha256((job.error or "").encode()).hexdigest()[:16]
        key = f"{FAILURE}:{schedule.schedule_id}:{job.kind}:{what}"
        found.append(Alert(key, FAILURE, lambda: say_again(job.error or "") or say("It failed.")))
    elif job.kind == schedule.kind:
        failures_are_over(connection, schedule.schedule_id)
    came = facts.loads_of(job)
    earlier = facts.earlier_loads(connection, job) if came else []
    for load in came:
        found += loads.alerts_of(load, earlier, facts.stored_until(connection, load.load_id))
        earlier.insert(0, load)
    if job.kind == "fit" and job.state == "done" and (known := facts.sizes(connection)) is not None:
        found += shrinking.alerts_of(*known)
    return keep(connection, schedule.schedule_id, job.job_id, found)


def compose(connection: Connection, job: Job, schedule: Schedule, new: list[Alert], currency: str) -> Letter | None:
    """The letter of a run, None where there is nothing to tell."""
    ids = [load.load_id for load in facts.loads_of(job) if load.about == "transactions"]
    came = facts.brought(connection, ids) if ids else None
    is_news = any(one.kind == FAILURE for one in new)
    return letter_of(job, schedule, [one.words for one in new if one.kind != FAILURE], is_news, came, currency)


def tell(
    editions: Sequence[Edition], schedule: Schedule, sealed: Mapping[str, str], settings: Settings, sent: set[str]
) -> str:
    """Send it wherever the schedule says, to each in their language, but where it was `sent`; why it could not be, ''
    where it was.

    What was sent is added to `sent`; what is attached goes with the mail alone.
    """
    outward, now = settings.outward, datetime.now(UTC)
    outside = Outside(outward.networks)
    ways: dict[str, Callable[[], None]] = {}
    for one in editions:
        if one.to:
            ways[mail_in(one.letter.language)] = partial(mail.send, one.letter, one.to, outward.smtp, one.attached)
    if address := str(schedule.tell.get("webhook", "")):
        letter = next(one.letter for one in editions if one.letter.language == ENGLISH)
        said = letter.as_json("failed" if letter.failure else "run", now)
        ways["webhook"] = lambda: webhook.send(_whole(address, sealed), said, sealed["webhook"], now, outside)
    problems = []
    for way, send in ways.items():
        if way in sent:
            continue
        try:
            patiently(send)
            sent.add(way)
        except InputError as error:
            problems.append(str(error))
    return " ".join(problems)


def mail_in(language: str) -> str:
    """What the way is called by which a mail in a language goes."""
    return "mail" if language == ENGLISH else f"mail {language}"


def _whole(address: str, sealed: Mapping[str, str]) -> str:
    if "webhook" not in sealed:
        raise InputError(UNOPENED)
    return sealed.get(WEBHOOK, address)


def patiently(send: Callable[[], None]) -> None:
    """Send, and again a while later where that may help."""
    for wait in WAITS:
        try:
            return send()
        except TryAgainError:
            time.sleep(wait)
    return send()
