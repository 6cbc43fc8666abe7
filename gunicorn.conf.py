"""What gunicorn finds when it is started here: `gunicorn dashboard.wsgi:server`. Its command line goes first."""

from dashboard.web.access.starting import check_database
from dashboard.web.serving import OPTIONS, check_settings

check_settings()  # before there is a worker, which would end with a traceback
globals().update(OPTIONS)


def on_starting(_arbiter):  # type: ignore[no-untyped-def]
    """Once, and not at each reload."""
    check_database()
