"""From files that came to segments: what the page shows and what its buttons do, with real jobs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from dashboard.pages.data import desk
from dashboard.pages.data.actions import OLD, act
from dashboard.pages.data.desk import Desk
from dashboard.pages.data.page import PLACES, show
from dashboard.pages.data.view import changed, parts, status
from dashboard.shop import Shop
from dashboard.shop.asker import REFUSED, Asker, asking
from dashboard.shop.said import UNREAD
from tests.dashboard.calls import call, texts
from tests.dashboard.conftest import MakeApp
from tests.dashboard.pages.data.conftest import WorkOff
from tests.worker.conftest import Upload
from warehouse import jobs
from warehouse.errors import InputError
from warehouse.jobs import Job

ROWS = [f"{row},{1 + row % 12:02d}/{1 + row % 9:02d}/2024,c{row % 40},2,{1 + row % 7}.50" for row in range(200)]
OPEN = "\n".join(["Order,Date,Customer,Qty,Price", *ROWS, "900,never,c1,1,2.00", ""])
PEOPLE = "\n".join(["customer_id,email,city", *(f"c{row},c{row}@example.com,Bonn" for row in range(40)), ""])
NOW = datetime(2026, 1, 1, tzinfo=UTC)
JOB = Job(1, "load", {}, "done", None, NOW, NOW, NOW, 1.0, None, {}, None, 1, None, None, None, None, None, None)


def seen(shop: Shop, **acted: Any) -> dict[str, str]:
    """The words of each place, and of the status."""
    found = show(shop, acted, None, None)
    return {place: " ".join(texts(part).split()) for place, part in zip((*PLACES, "status"), found, strict=False)}


def current(engine: Engine) -> Desk:
    with engine.connect() as connection:
        return desk.read(connection, None)


def number(engine: Engine, statement: str) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(text(statement)) or 0)


def test_a_file_is_looked_at_asked_about_loaded_and_segmented(
    engine: Engine, shop: Shop, upload: Upload, work_off: WorkOff
) -> None:
    upload("shop.csv", OPEN)
    assert "Looking at 1 file" in seen(shop)["data-desk"]
    assert work_off() == ["inspect"]
    words = seen(shop)
    assert "Which comes first in dates such as" in words["data-desk"]
    assert words["status"] == "0 of 1 file ready to load"
    assert act(shop, {"act": "load", "fit": "yes"}) == OLD  # nothing is clear yet
    act(shop, {"act": "answer", "file": "shop.csv", "option": "date_order", "value": "dmy"})
    assert "Looking again" in seen(shop)["data-desk"]
    work_off()
    words = seen(shop)
    assert "1 of 201 rows will be left out" in words["data-desk"]
    assert "Load 1 file and work out segments" in words["data-desk"]
    for _ in range(2):  # two clicks
        act(shop, {"act": "load", "fit": "yes"})
    words = seen(shop)
    assert words["data-desk"] == ""
    assert "Loading Waits for its turn" in words["data-running"]
    assert work_off() == ["load", "fit"]
    words = seen(shop)
    assert "shop.csv 201 rows read: 200 stored, 1 left out. 40 customers in it." in words["data-reports"]
    assert "Everybody sees them now: 40 customers in 2 segmentations. See your segments" in words["data-reports"]
    assert number(engine, "select count(*) from segmentations where published") == 2


def test_a_column_can_be_something_else(engine: Engine, shop: Shop, upload: Upload, work_off: WorkOff) -> None:
    upload("shop.csv", OPEN)
    seen(shop)
    act(shop, {"act": "answer", "file": "shop.csv", "option": "date_order", "value": "mdy"})
    act(shop, {"act": "column", "file": "shop.csv", "column": "Price", "value": "total"})
    work_off()
    look = current(engine).look
    assert look is not None
    assert look.arguments["options"] == {"shop.csv": {"date_order": "mdy", "map": {"total": "Price"}}}
    (table,) = (look.result or {})["tables"]
    assert {each["name"]: each["column"] for each in table["columns"]}["total"] == "Price"
    with engine.connect() as connection:
        states = [job.state for job in jobs.history(connection, kinds=("inspect",))]
    assert states == ["done", "cancelled", "cancelled"]  # what is asked anew need not be done before


def test_what_was_answered_stays_when_a_file_comes_or_goes(
    engine: Engine, shop: Shop, upload: Upload, work_off: WorkOff
) -> None:
    upload("shop.csv", OPEN)
    seen(shop)
    act(shop, {"act": "answer", "file": "shop.csv", "option": "date_order", "value": "dmy"})
    work_off()
    upload("people.csv", PEOPLE)
    assert "Looking at 2 files" in seen(shop)["data-desk"]
    work_off()
    words = seen(shop)
    assert "Load 2 files and work out segments" in words["data-desk"]
    assert "Customers people.csv 40 rows" in words["data-desk"]


def test_while_files_are_on_their_way_nothing_is_looked_at(shop: Shop, upload: Upload, work_off: WorkOff) -> None:
    upload("shop.csv", OPEN)
    show(shop, None, {"busy": True}, None)
    assert work_off() == []
    show(shop, None, {"busy": False}, None)
    assert work_off() == ["inspect"]


def test_people_alone_are_segmented_by_what_is_known_of_them(
    engine: Engine, shop: Shop, upload: Upload, work_off: WorkOff
) -> None:
    rows = "\n".join(f"c{row},{20 + row % 50},{(row * 37) % 900}" for row in range(300))
    upload("people.csv", f"customer_id,age,spending\n{rows}\n")
    seen(shop)
    work_off()
    act(shop, {"act": "load", "fit": "yes"})
    assert work_off() == ["load", "fit"]
    assert "Working out segments: done" in seen(shop)["data-reports"]
    assert number(engine, "select count(*) from segmentations where published and algorithm = 'attributes'") == 1


def test_a_load_is_taken_back_after_a_word(engine: Engine, shop: Shop, upload: Upload, work_off: WorkOff) -> None:
    upload("shop.csv", OPEN.replace("/2024", "/2024 10:00").replace("Date", "date (day first)"))
    seen(shop)
    act(shop, {"act": "answer", "file": "shop.csv", "option": "date_order", "value": "dmy"})
    work_off()
    act(shop, {"act": "load", "fit": "no"})
    assert work_off() == ["load"]
    assert "nobody is in a segment yet. Work out the segments" in seen(shop)["data-renew"]
    act(shop, {"act": "undo-ask", "load": "1"})
    assert "Finding out what would go" in seen(shop)["data-reports"]
    work_off()
    words = seen(shop)["data-reports"]
    assert words.startswith("Take this load back? ")
    assert "shop.csv (load 1) would go: 200 rows of sales, and 40 customers of whom nothing else is known." in words
    assert number(engine, "select count(*) from transactions") == 200
    assert "Take this load back?" not in seen(shop, keep=99)["data-reports"]
    act(shop, {"act": "undo", "load": "1"})
    assert "Taking a load back" in seen(shop)["data-running"]
    work_off()
    assert "shop.csv (load 1) was taken back" in seen(shop)["data-reports"]
    assert number(engine, "select count(*) from transactions") == 0


def test_a_job_is_stopped_and_segments_worked_out_anew(engine: Engine, shop: Shop, work_off: WorkOff) -> None:
    act(shop, {"act": "fit"})
    act(shop, {"act": "fit"})  # twice is once
    (job,) = current(engine).running
    act(shop, {"act": "cancel", "job": str(job.job_id)})
    assert "Working out segments: stopped" in seen(shop)["data-reports"]
    act(shop, {"act": "fit"})
    assert work_off() == ["fit"]
    assert "Working out segments: failed" in seen(shop)["data-reports"]  # there is nothing to segment


def test_that_no_worker_lives_is_said(engine: Engine, shop: Shop) -> None:
    assert "the worker, is not running" in seen(shop)["data-worker"]
    assert "python -m worker" in seen(shop)["data-worker"]
    with engine.begin() as connection:
        connection.execute(text("insert into workers values ('w', 'a place', now(), now())"))
    assert seen(shop)["data-worker"] == ""


@pytest.mark.parametrize(
    "asked",
    [
        None,
        "load",
        {},
        {"act": "dance"},
        {"act": ["load"]},
        {"act": "undo"},
        {"act": "undo", "load": "1; drop table loads"},
        {"act": "undo", "load": "-1"},
        {"act": "undo", "load": "9" * 30},
        {"act": "undo", "load": 1},
        {"act": "cancel", "job": "²"},
        {"act": "answer", "file": "a\x00b"},
        {"act": "answer", "file": "\ud800"},
        {"act": "answer", "value": "x" * 5_000},
        {"act": "columns", "values": [1]},
    ],
)
def test_what_cannot_be_understood(shop: Shop, asked: object) -> None:
    with pytest.raises(InputError, match=UNREAD):
        act(shop, asked)


@pytest.mark.parametrize("action", ["answer", "column", "columns", "look", "load", "undo-ask", "undo", "cancel", "fit"])
def test_each_button_needs_its_right(engine: Engine, shop: Shop, action: str) -> None:
    with asking(Asker("vera", frozenset({"look", "export"}))), pytest.raises(InputError, match=REFUSED):
        act(shop, {"act": action, "job": "1", "load": "1"})
    assert number(engine, "select count(*) from jobs") == 0


def test_files_and_reports_are_of_whoever_asks(shop: Shop, upload: Upload, work_off: WorkOff) -> None:
    upload("anna.csv", PEOPLE, by="anna")
    with asking(Asker("bob")):
        assert seen(shop)["data-desk"] == ""
    with asking(Asker("anna")):
        assert "anna.csv" in seen(shop)["data-desk"]
    assert work_off() == ["inspect"]


def test_through_the_callbacks(engine: Engine, make_app: MakeApp) -> None:
    client = make_app(engine).server.test_client()
    answer = call(client, "data-acted.data", {"data-asked.data": {"act": "dance", "at": 5}})
    assert answer["data-error.children"] == UNREAD
    closed = call(
        client,
        "data-acted.data",
        {"data-asked.data": {"act": "close", "job": "7"}, "data-acted.data": {"close": 3, "keep": 4}},
    )
    assert closed["data-acted.data"] == {"at": None, "close": 7, "keep": 4}
    filled = call(client, "data-desk.children", {})
    assert filled["data-pulse.disabled"] is False  # no worker lives: the page waits for one
    again = call(client, "data-desk.children", {"data-shown.data": filled["data-shown.data"]})
    assert "data-desk.children" not in again  # nothing has changed


def test_only_what_changed_is_sent() -> None:
    before = parts(Desk(), 0, 0, None)
    now = parts(Desk(running=(replace(JOB, state="running", step="Reading", progress=0.42),)), 0, 0, None)
    assert changed(now, {place: part.key for place, part in before.items()}) == ["data-running", "data-renew"]
    assert "Loading Reading 42% Stop" in texts(now["data-running"].children)
    assert changed(before, None) == list(before)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Desk(), ""),
        (Desk(running=(replace(JOB, state="waiting"),)), "Loading: waits"),
        (Desk(reports=(JOB,)), "Loading: done"),
    ],
)
def test_the_state_in_a_sentence(found: Desk, words: str) -> None:
    assert status(found) == words


def test_what_ended_long_ago_is_not_told() -> None:
    old, dry = replace(JOB, job_id=2), replace(JOB, job_id=3, kind="undo", arguments={"dry_run": True})
    later = NOW + timedelta(hours=2)
    assert desk.fresh_reports([dry, JOB], NOW) == (JOB,)
    assert desk.fresh_reports([old], later) == ()
    assert desk.asked_about([dry, JOB], NOW) == dry
    assert desk.asked_about([JOB, dry], NOW) is None
    assert desk.asked_about([dry], later) is None
