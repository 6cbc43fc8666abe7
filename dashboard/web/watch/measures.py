"""/metrics for Prometheus: requests, queries, and what the store holds; the same from whichever worker is asked.

With several workers each writes its counts to files that all of them read: `PROMETHEUS_MULTIPROC_DIR`, which
`share_between_workers` sets before prometheus_client is imported.
"""

from __future__ import annotations

import hmac
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Flask, Response, g, request
from sqlalchemy import Engine, event

from dashboard.queries.store.measures import measures
from dashboard.shop import EVERYTHING, viewing
from dashboard.web.access.force import is_from_here
from dashboard.web.watch.logs import method, route
from warehouse.web_settings import WebSettings

SHARED = "PROMETHEUS_MULTIPROC_DIR"
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
MEANINGS = {
    "loads": "Loads by status.",
    "last_load_timestamp_seconds": "When the last load was done.",
    "segments_timestamp_seconds": "When the newest published segmentation was made.",
    "stale_segmentations": "Published segmentations whose data has changed since.",
    "jobs": "Jobs of the worker by kind and state.",
}


def share_between_workers(master: int) -> None:
    """Let the workers of a master process count together."""
    try:
        began = Path(f"/proc/{master}/stat").read_text().rpartition(")")[2].split()[19]  # numbers come again, this not
    except (OSError, IndexError):
        began = "0"
    folder = Path(tempfile.gettempdir()) / f"regulars-metrics-{os.getuid()}-{master}-{began}"
    folder.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault(SHARED, str(folder))


def register(server: Flask, engine: Engine, settings: WebSettings) -> None:
    """Count, and add the route, where a setting asks for it."""
    if not settings.has_metrics:
        return
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    own = CollectorRegistry()
    requests = Counter("regulars_requests", "Requests.", ["method", "route", "status"], registry=own)
    seconds = Histogram("regulars_request_seconds", "Requests.", ["route"], buckets=SECONDS, registry=own)
    queries = Histogram("regulars_query_seconds", "Statements to the database.", buckets=SECONDS, registry=own)
    _time_queries(engine, queries)

    def count(answer: Response) -> Response:
        where = route()
        requests.labels(method(), where, str(answer.status_code)).inc()
        seconds.labels(where).observe(time.monotonic() - g.request_began)
        return answer

    def metrics() -> Response:
        if not _may_ask(settings.metrics_token):
            return Response("A token is needed.\n", 401, {"WWW-Authenticate": "Bearer"}, mimetype="text/plain")
        shown = CollectorRegistry()
        if SHARED in os.environ:
            MultiProcessCollector(shown)
        else:
            shown = own
        stored = CollectorRegistry()
        stored.register(_Stored(engine))
        asked = generate_latest(stored)
        return Response(generate_latest(shown) + asked, content_type=CONTENT_TYPE_LATEST)

    server.after_request(count)
    server.add_url_rule("/metrics", view_func=metrics)


def _may_ask(token: str | None) -> bool:
    """Whoever knows the token; where there is none, this machine alone: how a shop fares is nobody else's."""
    if token is None:
        return is_from_here(request)
    said = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return hmac.compare_digest(said.encode(), token.encode())


class _Stored:
    """What the database says, asked when it is wanted."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def collect(self) -> Iterator[Any]:
        """The measures, and whether the database answers at all."""
        from prometheus_client.core import GaugeMetricFamily

        found: dict[str, Any] = {}
        try:
            with viewing(EVERYTHING), self._engine.connect() as connection:  # no numbers of one viewer's countries
                found = measures(connection)
        except Exception:  # which this is for
            yield GaugeMetricFamily("regulars_database_up", "Whether the database answers.", value=0)
            return
        yield GaugeMetricFamily("regulars_database_up", "Whether the database answers.", value=1)
        for name, values in found.items():
            labels = sorted(values[0][0]) if values else []
            family = GaugeMetricFamily(f"regulars_{name}", MEANINGS[name], labels=labels)
            for labelled, value in values:
                family.add_metric([labelled[label] for label in labels], value)
            yield family


def _time_queries(engine: Engine, seconds: Any) -> None:
    def begin(connection: Any, *_: Any) -> None:
        connection.info["began"] = time.monotonic()

    def end(connection: Any, *_: Any) -> None:
        seconds.observe(time.monotonic() - connection.info.pop("began", time.monotonic()))

    event.listen(engine, "before_cursor_execute", begin)
    event.listen(engine, "after_cursor_execute", end)
