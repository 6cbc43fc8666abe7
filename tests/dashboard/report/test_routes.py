"""The report as a download: headers, filters, one at a time, sentences where it cannot be had."""

import threading
from pathlib import Path

import pytest
from dash import Dash, html
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from dashboard.components.chromium import find_chromium
from dashboard.filters.selection import Filters
from dashboard.pages.exports import page as exports
from dashboard.pages.overview import page as overview
from dashboard.report.routes import BusyError, Press, register
from dashboard.shop import Place, Shop
from tests.dashboard.conftest import MakeApp
from tests.dashboard.report.reading import Report
from tests.dashboard.report.test_printing import needs_chromium, pages

HTML, PDF = "/exports/report.html", "/exports/report.pdf"


def test_download_of_the_page(client: FlaskClient, shop: Shop) -> None:
    answer = client.get(f"{HTML}?segment=champions&segmentation=rfm")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    name = answer.headers["Content-Disposition"]
    assert name.startswith('attachment; filename="report_champions_')
    assert name.endswith('.html"')
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Selection Champions" in Report(answer.get_data(as_text=True)).text[""]


@needs_chromium
def test_download_of_the_pdf(client: FlaskClient) -> None:
    answer = client.get(f"{PDF}?country=DE")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert "_DE_" in answer.headers["Content-Disposition"]
    assert answer.data.startswith(b"%PDF-")
    assert pages(answer.data) > 3


def test_no_pdf_without_chromium(client: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    answer = client.get(PDF)
    assert answer.status_code == 404
    assert (
        answer.text
        == "There is no Chromium where the dashboard runs, and a PDF needs one. Take the HTML and print it.\n"
    )


@pytest.mark.parametrize("query", ["%ff%fe", "utm_source=<script>alert(1)</script>"])
def test_hostile_questions_are_filters_and_nothing_else(client: FlaskClient, query: str) -> None:
    answer = client.get(f"{HTML}?{query}")
    assert answer.status_code == 200
    assert "script" not in Report(answer.text).tags
    assert "\n" not in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("kind", [HTML, PDF])
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            "segmentation=k-means",
            "There is no segmentation “k-means”. Did you mean K-means, 4 segments (?segmentation=kmeans)?",
        ),
        ("segmentation=--help&country=$(id)&segment=;reboot", "Nobody of “$(id)” is in the data. No segmentat"),
        ("output=/etc/passwd&file=../../x", "“output” is not known"),
        ("from=%00&to=9999-99", "“from=?” names no month; 2011-03 is one. Did you mean all months"),
        ("segments=champions", "“segments” is not known; did you mean “segment”?"),
        ("segment=champion", "“RFM groups” has no segment “champion”. Did you mean Champions (?segment=champions)?"),
        ("from=2050-01", "The link asks for Jan 2050 and later; the data reach from "),
    ],
)
def test_no_report_of_what_is_not_there(client: FlaskClient, kind: str, query: str, sentence: str) -> None:
    if kind == PDF and find_chromium() is None:
        pytest.skip("needs Chromium")
    answer = client.get(f"{kind}?{query}")
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")
    assert answer.text.startswith(f"Nothing was exported. {sentence}")
    assert "Content-Disposition" not in answer.headers


def test_nothing_published(make_app: MakeApp, engine: Engine) -> None:
    answer = make_app(engine).server.test_client().get(HTML)
    assert answer.status_code == 409
    assert answer.text.startswith(
        "Not available. Nothing has been loaded yet. Load a file with `python -m etl load FILE`"
    )


def test_one_at_a_time_one_waits_and_the_third_is_sent_away() -> None:
    press, done, may_end, inside = Press(), [], threading.Event(), threading.Event()

    def make(name: str) -> None:
        with press.turn():
            inside.set()
            done.append(f"{name} begins")
            may_end.wait(10)
            done.append(f"{name} ends")

    first = threading.Thread(target=make, args=("first",))
    first.start()
    assert inside.wait(10)
    second = threading.Thread(target=make, args=("second",))
    second.start()
    while press._places.acquire(blocking=False):  # until the second one stands in the queue
        press._places.release()
    with pytest.raises(BusyError, match="Other reports are being made"), press.turn():
        pass
    assert done == ["first begins"]
    may_end.set()
    first.join(10)
    second.join(10)
    assert done == ["first begins", "first ends", "second begins", "second ends"]
    with press.turn():
        pass


def test_a_busy_process_says_when_to_come_again(shop: Shop) -> None:
    press, server = Press(queue=1), Flask("busy")
    register(server, shop, press)
    with press.turn():
        answer = server.test_client().get(HTML)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "15")
    assert answer.text == "Not available. Other reports are being made. Please try again in a few seconds.\n"
    assert server.test_client().get(HTML).status_code == 200


def test_buttons_keep_the_filters(app: Dash, shop: Shop) -> None:
    filters = Filters(countries=("DE",), segments=("champions",))
    where, scope = Place(filters), shop.scope(filters)
    kinds = ["html", "pdf"] if find_chromium() else ["html"]
    for found in (html.Div(overview.reports(shop, where, scope)), exports.report(shop, where, scope).body[0]):
        links = [one.href for one in found._traverse() if hasattr(one, "href")]
        assert links == [f"/exports/report.{kind}?country=DE&segment=champions" for kind in kinds]
