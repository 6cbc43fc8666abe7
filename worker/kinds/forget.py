"""Erases one customer from the whole store. Arguments: `customer` (a number or an address; gone with the person)."""

from datetime import UTC, datetime

from sqlalchemy import update

from accounts.audit import SYSTEM, Actor
from accounts.erasure import forget, in_words
from accounts.users import by_email
from warehouse.errors import InputError
from warehouse.schema import jobs
from wording.languages import say, to_say
from worker.work import Made, Work

DONE = to_say("It was done already.")


def run(work: Work) -> Made:
    """Erase, and say what went; nothing where an earlier attempt came to its end unheard."""
    customer = work.arguments.get("customer")
    if not isinstance(customer, str):
        raise InputError(say("The job needs a customer."))
    if not customer:  # the erasure took the number from the job as well
        return Made({"said": [DONE]})
    with work.engine.connect() as connection:
        user = by_email(connection, work.asked_by) if work.asked_by else None
    work.say("Erasing a customer")
    who, waits = Actor.of(user) if user else SYSTEM, lambda: work.say("Waiting for another load or fit to end")
    try:
        found = forget(work.engine, work.settings, customer, who, waits, now=datetime.now(UTC))
    except InputError:  # nothing is stored of them, so the job keeps nothing either
        with work.engine.begin() as connection:
            connection.execute(update(jobs).where(jobs.c.job_id == work.job_id).values(arguments={"customer": ""}))
        raise
    return Made({"said": in_words(found)})
