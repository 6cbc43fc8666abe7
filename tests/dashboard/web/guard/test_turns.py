"""Who has to come again."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import Client

from dashboard.web.buffered import ARRIVED
from dashboard.web.guard.turns import Turns


def application(environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
    """Sends in two pieces."""
    if environ["PATH_INFO"].endswith("/wrong"):
        raise RuntimeError
    start_response("200 OK", [("Content-Type", "text/plain")])
    return iter((b"a", b"b"))


def client() -> Client:
    return Client(Turns(application, patience=5, at_once=2))


@pytest.mark.parametrize(("waited", "status"), [(0.0, 200), (4.0, 200), (6.0, 503)])
def test_what_waited_too_long_is_told_to_come_again(waited: float, status: int) -> None:
    answer = client().get("/", environ_overrides={ARRIVED: time.monotonic() - waited})
    assert answer.status_code == status
    if status == 503:
        assert answer.headers["Retry-After"] == "3"
        assert answer.get_data(as_text=True) == "Too many people ask at once. Please try again in a few seconds.\n"


def test_files_have_places_of_their_own() -> None:
    asked = client()
    held = [asked.get("/regulars/exports/customers.csv") for _ in range(2)]  # nobody has taken their last byte
    refused = asked.get("/exports/report.html")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "3")
    assert refused.get_data(as_text=True) == "Other files are being made. Please try again in a few seconds.\n"
    assert asked.get("/").status_code == 200
    held[0].close()
    held[0].close()
    assert asked.get("/exports/report.html").get_data() == b"ab"


def test_a_place_is_given_back_whatever_happens() -> None:
    asked = client()
    for _ in range(3):
        with pytest.raises(RuntimeError):
            asked.get("/exports/wrong")
    assert asked.get("/exports/customers.csv").get_data() == b"ab"
