"""Notes on dates: written on /notes, told by every chart over months, its table and files, and the report."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from dashboard.pages import notes as page
from dashboard.shop import Shop, Viewer, viewing
from dashboard.shop.asker import Asker, asking
from dashboard.shop.dated import notes_of
from tests.dashboard.calls import call, texts
from tests.dashboard.conftest import MakeApp


@pytest.fixture
def noting(small: Shop, make_app: MakeApp) -> Iterator[FlaskClient]:
    """An app on the literal shop, without notes before and after."""
    yield make_app(small.engine).server.test_client()
    with small.engine.begin() as connection:
        connection.exec_driver_sql("reset role")
        connection.execute(text("delete from date_notes; delete from asked_forms"))


def press(client: FlaskClient, act: str, note: int | str = "", **fields: str) -> tuple[str, str]:
    """What a button of /notes tells, and what the page shows then."""
    asked = {"act": act, "note": str(note), "fields": fields, "at": 2}
    done = call(client, "notes-acted.data", {"notes-asked.data": asked})
    shown = call(client, "notes-list.children", {"notes-acted.data": done["notes-acted.data"]})
    told = done["notes-error.children"] or done["notes-told.children"]
    return told, " ".join(texts(shown["notes-list.children"]).split())


def chart(client: FlaskClient, card: str, search: str = "", argument: str | None = None) -> tuple[str, list[Any]]:
    """The words beside a chart, and what its notes carry."""
    given = {"filters.data": {"search": search}, "theme.data": "light", "argument.data": argument}
    found = call(client, f"{card}-graph.figure", given)
    marks = [one for one in found[f"{card}-graph.figure"]["data"] if one.get("name") == "Notes"]
    return texts(found[f"{card}-note.children"]), [one for trace in marks for one in trace["customdata"]]


def noted(client: FlaskClient, day: str, words: str, country: str = "") -> None:
    assert press(client, "add", day=day, words=words, country=country)[0].startswith("It is noted")


def test_a_note_shows_in_charts_their_tables_and_the_report(noting: FlaskClient, small: Shop) -> None:
    assert "Nothing is noted yet" in press(noting, "keep")[1]
    first = date(2023, 2, 1)
    day = first.replace(day=12)
    noted(noting, day.isoformat(), "Catalogue <sent>")
    noted(noting, day.isoformat(), "Radio", "DE")
    said = f"12 {day:%b %Y}: Catalogue &lt;sent&gt;"
    words, marks = chart(noting, "overview-trend")
    assert f"Noted: 12 {day:%b %Y}: Radio (Germany); 12 {day:%b %Y}: Catalogue <sent>" in words
    assert marks == [[f"{first}", f"{said}<br>12 {day:%b %Y}: Radio (Germany)"]] * 2
    assert chart(noting, "overview-trend", "?country=FR")[1] == [[f"{first}", said]]
    assert chart(noting, "country-trend", argument="FR")[1] == [[f"{first}", said]]
    assert len(chart(noting, "country-trend", argument="DE")[1]) == 2
    assert len(chart(noting, "seasons-years")[1]) == 2
    assert chart(noting, "overview-segments")[1] == []
    about = {one: chart(noting, "customer-trend", argument=one)[1] for one in ("11", "15")}  # of Germany, of France
    assert about == {"11": [[f"{first}", f"{said}<br>12 {day:%b %Y}: Radio (Germany)"]] * 2, "15": [[f"{first}", said]]}
    answer = noting.get("/charts/table/overview-trend?country=FR").get_json()
    assert answer["columns"][-1] == {"name": "Noted", "kind": "text"}
    assert [row[-1] for row in answer["rows"] if row[-1]] == [f"12 {day:%b %Y}: Catalogue <sent>"]
    assert "Radio (Germany)" in noting.get("/charts/csv/seasons-years").get_data(as_text=True)
    report = noting.get("/exports/report.html").get_data(as_text=True)
    assert report.count(f"(1) 12 {day:%b %Y}: Catalogue &lt;sent&gt;; (2) 12 {day:%b %Y}: Radio (Germany)") == 2


def test_a_note_beyond_the_months_in_view_is_not_drawn(noting: FlaskClient, small: Shop) -> None:
    last = small.published().last_month
    noted(noting, f"{last.year + 1}-01-05", "Later")
    noted(noting, f"{last:%Y-%m}-01", "Here")
    assert [one[1] for one in chart(noting, "overview-trend")[1]] == [f"1 {last:%b %Y}: Here"]
    assert chart(noting, "overview-trend", "?from=1999-01&to=1999-02")[1] == []


def test_a_note_is_changed_and_removed(noting: FlaskClient, small: Shop) -> None:
    noted(noting, "2024-03-12", "Fair")
    with small.connect() as connection:
        number = connection.scalar(text("select note_id from date_notes"))
    told, shown = press(noting, "change", number, day="2024-03-13", words="Fair in Lyon")
    assert told == "It is changed."
    assert re.search(r"1 note .*Fair in Lyon All countries 13 Mar 2024", shown)
    assert press(noting, "change", number, day="", words="x")[0] == "Choose the day it happened."
    assert "Delete “Fair in Lyon”, 13 Mar 2024?" in press(noting, "remove-ask", number)[1]
    assert "Nothing is noted yet" in press(noting, "remove", number)[1]
    for act, note in (("fly", 1), ("change", "x"), ("remove", 999_999), ("add", "")):
        assert press(noting, act, note, day="2024-01-01", words="x", country="XX")[0] in (
            "This cannot be understood. Open the page again.",
            "This note is not there any more, or it is somebody else's.",
            "This is none of the countries that you see.",
        )


def test_who_sees_some_countries_sees_their_notes_and_those_of_the_shop(noting: FlaskClient, small: Shop) -> None:
    for words, country in (("Everywhere", ""), ("Radio", "DE"), ("Fair", "FR")):
        noted(noting, "2024-03-12", words, country)
    with viewing(Viewer(("DE",))):
        assert sorted(one.words for one in notes_of(small, ())) == ["Everywhere", "Radio (Germany)"]
        limited = Asker(None, frozenset({"look", "audiences"}), is_limited=True)
        with asking(limited):
            form = texts(page.layout(small).to_plotly_json())
            assert "Germany" in form
            assert "France" not in form
            assert "All countries" not in form
        with asking(Asker(None, frozenset({"look"}))):
            assert "Note it" not in texts(page.layout(small).to_plotly_json())
