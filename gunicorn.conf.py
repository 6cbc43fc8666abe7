"""What gunicorn finds when it is started here: `gunicorn dashboard.wsgi:server`. Its command line goes first."""

from dashboard.web.access.starting import check_database
from dashboard.web.serving import APP, OPTIONS, check_settings, import_for_all, renew_secret

check_settings()  # before there is a worker, which would end with a traceback
renew_secret()
import_for_all(APP)
globals().update(OPTIONS)


def on_starting(_arbiter):  # type: ignore[no-untyped-def]
    """Once, and not at each reload."""
    check_database()
