"""Removes what is old: uploaded files, written results, jobs of long ago, ended sessions, old lines of the record; and
seals addresses of schedules that stand open from before they were.

Asked for once a day by the worker itself.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func

from accounts import audit
from accounts.sign_in import attempts, sessions
from warehouse import results
from warehouse.jobs import OPEN
from warehouse.schema import asked_forms, jobs
from warehouse.uploads import remove_old
from worker.fetching import forget_old, seal_all
from worker.work import Made, Work

OF_FORMS: Any = timedelta(hours=1)  # of which a moment counts


def run(work: Work) -> Made:
    """Remove; how much of what."""
    settings, now = work.settings, func.clock_timestamp()
    files = remove_old(work.engine, settings)
    written = results.remove_old(settings)
    forget_old(settings)
    age: Any = now - timedelta(days=settings.job_days)
    with work.engine.begin() as connection:
        old = delete(jobs).where(jobs.c.state.not_in(OPEN), jobs.c.finished_at < age)
        forgotten = connection.execute(old).rowcount
        connection.execute(delete(asked_forms).where(asked_forms.c.asked_at < now - OF_FORMS))
        seal_all(connection, settings.secret_key)
    return Made({"uploads": files, "results": written, "jobs": forgotten, **_of_accounts(work)})


def _of_accounts(work: Work) -> dict[str, int]:
    """What signing in leaves behind."""
    now = datetime.now(UTC)
    with work.engine.begin() as connection:
        ended, tried = sessions.tidy(connection, now=now), attempts.tidy(connection, now=now)
    return {"sessions": ended, "attempts": tried, "audit": audit.retire(work.engine, now=now)}
