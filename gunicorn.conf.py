"""What gunicorn finds when it is started here: `gunicorn dashboard.wsgi:server`. Its command line goes first."""

from dashboard.web.serving import OPTIONS

globals().update(OPTIONS)
