"""What gunicorn finds when it is started here: `gunicorn dashboard.wsgi:server`. Its command line goes first."""

from dashboard.web.serving import OPTIONS, check_settings, import_once

check_settings()  # before there is a worker, which would end with a traceback
globals().update(OPTIONS)
import_once("dashboard.app")
