"""/audit, and what files that leave put into it."""

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from sqlalchemy import Engine

from accounts import audit
from accounts.audit import Actor, Filters
from dashboard.app import create_app
from dashboard.web.access import recording
from dashboard.web.access.records import filters_of, lines
from tests.accounts.people import NOW, SECRET_KEY, by_owner, recorded
from tests.dashboard.web.access.browser import EMAIL, hosted, signed_in, text_of
from warehouse.settings import Settings

HOSTED: dict[str, Any] = {"sign_in": "always", "secret_key": SECRET_KEY}
WHO = Actor(None, "bea@shop.example", "192.0.2.9")


def put(engine: Engine, count: int, action: str = "load") -> None:
    with by_owner(engine) as connection:
        for number in range(count):
            audit.record(connection, action, WHO, {"file": f"=cmd{number}.csv"}, number, now=NOW)


def test_the_record_goes_page_by_page(engine: Engine) -> None:
    put(engine, 150)
    admin = signed_in(engine, hosted(engine))
    first = admin.see("/audit?action=load&user=BEA@shop.example")
    assert "loaded a file file =cmd149.csv 149 192.0.2.9" in text_of(first)
    assert ("=cmd50.csv" in first.text, "=cmd49.csv" in first.text, "Newest" in first.text) == (True, False, False)
    older = re.search(r'href="(/audit\?action=load&amp;user=BEA%40shop.example&amp;before=\d+)"', first.text)
    assert older is not None
    second = admin.see(unescape(older[1]))
    assert ("=cmd49.csv" in second.text, "=cmd50.csv" in second.text, "Older" in second.text) == (True, False, False)
    assert "Nothing on record for this." in text_of(admin.see("/audit?action=export&until=2001-01-01"))


@pytest.mark.parametrize("query", ["before=x", "before=" + "9" * 19, "since=yesterday", "until=9999-12-31", "action=x"])
def test_nonsense_in_the_address_is_no_error(engine: Engine, query: str) -> None:
    assert signed_in(engine, hosted(engine)).see(f"/audit?{query}").status_code == 200


def test_the_record_as_a_file(engine: Engine) -> None:
    put(engine, 230)
    admin = signed_in(engine, hosted(engine))
    answer = admin.see("/audit.csv?action=load")
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0] == ["at", "who", "action", "details", "rows", "address"]
    head = [NOW.isoformat(), "bea@shop.example", "load"]
    assert rows[1] == [*head, '{"file": "=cmd229.csv"}', "229", "192.0.2.9"]
    assert len(rows) == 231
    last = recorded(engine)[-1]
    assert (last.action, last.user_email, dict(last.details)) == (
        "export",
        EMAIL,
        {"what": "audit.csv", "filters": {"action": "load"}},
    )


def test_cells_that_a_spreadsheet_would_run_are_shielded() -> None:
    assert lines([("=1+1", "a,b", "@x", "-1")]) == "'=1+1,\"a,b\",'@x,'-1\r\n"


def test_days_are_whole_ones() -> None:
    since, until = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 29, tzinfo=UTC)
    asked = {"since": "2026-11-01", "until": "2026-11-28", "action": "export", "user": EMAIL}
    assert filters_of(asked) == Filters("export", EMAIL, None, since, until)


def test_how_long_it_is_kept(engine: Engine) -> None:
    admin = signed_in(engine, hosted(engine))
    for days in ("29", "3651", "x", ""):
        answer = admin.send("/audit/keep", "/audit", days=days)
        assert (answer.status_code, "is kept for 30 to 3,650 days" in text_of(answer)) == (400, True)
    assert admin.send("/audit/keep", "/audit", days="90").status_code == 303
    assert "old ones go after 90 days" in text_of(admin.see("/audit"))
    assert recorded(engine)[-1].details == {"setting": "audit_days", "before": 365, "value": 90}


@pytest.mark.store("sample_store")
def test_lists_and_reports_are_on_record(engine: Engine) -> None:
    marketer = signed_in(engine, hosted(engine), "marketer")
    taken = marketer.see("/exports/customers.csv?country=GB&q=smith&for=machines")
    assert taken.status_code == 400  # nobody is called so: nothing leaves, nothing is on record
    assert [entry.action for entry in recorded(engine)] == ["user_added", "sign_in"]
    taken = marketer.see("/exports/customers.csv?country=GB&q=1")
    assert marketer.see("/exports/report.html?country=GB").status_code == 200
    exported, reported = recorded(engine)[-2:]
    assert (exported.action, exported.user_email, exported.address) == ("export", EMAIL, "127.0.0.1")
    assert exported.rows == taken.text.count("\n") - 1 > 0
    assert exported.details == {"what": "customers.csv", "filters": {"country": "GB", "q": "…"}}
    assert (reported.action, reported.rows) == ("report", None)
    assert reported.details == {"what": "report.html", "filters": {"country": "GB"}}


@pytest.mark.store("sample_store")
def test_without_a_record_no_list_leaves(engine: Engine) -> None:
    marketer = signed_in(engine, hosted(engine), "marketer")
    with by_owner(engine) as connection:
        connection.exec_driver_sql("create function refuse() returns trigger language plpgsql as "
                                   "$$ begin raise exception 'full'; end $$")  # fmt: skip
        connection.exec_driver_sql("create trigger refuse before insert on audit execute function refuse()")
    answer = marketer.see("/exports/customers.csv")
    assert (answer.status_code, "customer_id" in answer.text) == (500, False)


@pytest.mark.store("sample_store")
def test_nobody_takes_many_files_in_a_short_time(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "TAKEN", {"customers_csv": ("export", 2, 3)})
    app = hosted(engine)
    anna, bea = signed_in(engine, app, "marketer"), signed_in(engine, app, "marketer", "bea@shop.example")
    statuses = [anna.see("/exports/customers.csv").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert [bea.see("/exports/customers.csv").status_code for _ in range(2)] == [200, 429]  # behind one address
    last = anna.see("/exports/customers.csv")
    assert (last.headers["Retry-After"], "try again in a while" in last.text) == ("60", True)


@pytest.mark.store("sample_store")
def test_where_nobody_signs_in_nothing_is_on_record(engine: Engine, settings: object) -> None:
    from dashboard.app import create_app

    client = create_app(settings, engine).server.test_client()  # type: ignore[arg-type]
    assert client.get("/exports/customers.csv").status_code == 200
    assert recorded(engine) == []


def test_a_file_that_came_is_on_record_once_it_is_there(engine: Engine, settings: Settings) -> None:
    browser = signed_in(engine, create_app(replace(settings, **HOSTED), engine), "analyst")
    begun = browser.client.post("/data/uploads", json={"name": "shop.csv", "size": 4}).get_json()
    for offset, piece in ((0, b"a,"), (2, b"b\n")):
        sent = browser.client.put(f"/data/uploads/{begun['upload_id']}?offset={offset}", data=piece)
        assert sent.status_code == 200
    found = [(one.user_email, one.details, one.address) for one in recorded(engine) if one.action == "upload"]
    assert found == [(EMAIL, {"kind": "csv", "bytes": 4}, "127.0.0.1")]


@pytest.mark.parametrize(
    "path",
    [
        *("/exports/rejected/1.csv?x=%00", "/audit.csv?user=%00", "/audit.csv?%00=1", "/audit?action=%00"),
        *("/users?done=a%00", "/sign-in?next=%00", "/healthz?%00"),
    ],
)
def test_a_nul_is_refused_in_a_sentence(engine: Engine, path: str, caplog: pytest.LogCaptureFixture) -> None:
    admin = signed_in(engine, hosted(engine))
    caplog.clear()
    answer = admin.see(path)
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")
    assert [one.exc_info for one in caplog.records] in ([], [None])
    assert admin.client.get("/account", headers={"User-Agent": "a\x00b"}).status_code == 400
    assert admin.post("/users/invite", {"email": "\x00", "form": ""}).status_code == 400


def test_a_list_with_a_nul_in_a_mark_of_others_is_on_record(engine: Engine) -> None:
    with hosted(engine).server.test_request_context("/exports/customers.csv?utm_source=a%00b&q=Ada"):
        assert recording._details() == {"what": "customers.csv", "filters": {"utm_source": "a␀b", "q": "…"}}
