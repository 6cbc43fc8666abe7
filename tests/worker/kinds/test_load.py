"""Uploaded files are loaded, taken back, given back; a folder is watched; what is old goes."""

import io
import os
import time
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from accounts.sign_in import verify
from tests.accounts.people import HOME, person, recorded, signed_in
from tests.worker.conftest import ME, Do, Upload
from warehouse import jobs, results
from warehouse.jobs import Job
from warehouse.settings import Settings
from warehouse.uploads import files as uploads
from worker import queue
from worker.child import execute
from worker.fetching.folder import QUIET, folder_of

SHOP = "Order,Date,Customer,Qty,Price\n1,2024-04-13,c1,2,1.50\n2,2024-04-14,c2,1,2.00\n3,nodate,c2,1,2.00\n"
OPEN = "Order,Date,Customer,Qty,Price\n7,03/04/2024,c1,2,1.50\n8,05/04/2024,c2,1,2.00\n"
PEOPLE = "customer_id,email,city\nc1,a@b.de,Bonn\nc2,b@b.de,Ulm\n"


def result(job: Job) -> Mapping[str, Any]:
    assert job.result is not None
    return job.result


def rows(engine: Engine, statement: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def test_sales_are_loaded_before_people(engine: Engine, upload: Upload, do: Do) -> None:
    people, shop = upload("people.csv", PEOPLE), upload("shop.csv", SHOP)
    job = do("load", uploads=[people, shop])
    assert (job.state, job.error, job.load_id) == ("done", None, 1)
    assert [(each["file"], each["about"], each["load_id"]) for each in result(job)["loads"]] == [
        ("shop.csv", "transactions", 1),
        ("people.csv", "customers", 2),
    ]
    assert result(job)["loads"][0]["rejected"] == {"date not readable": 1}
    assert (result(job)["failed"], result(job)["skipped"]) == ([], [])
    assert rows(engine, "select customer_id, email from customers order by 1") == [("c1", "a@b.de"), ("c2", "b@b.de")]
    with engine.connect() as connection:
        assert {each.state for each in uploads.kept(connection)} == {"loaded"}


def test_a_file_that_cannot_be_loaded_keeps_no_other_from_it(engine: Engine, upload: Upload, do: Do) -> None:
    shop, open_one = upload("shop.csv", SHOP), upload("open.csv", OPEN)
    job = do("load", uploads=[open_one, shop], then=[{"kind": "fit"}])
    assert job.state == "failed"
    assert str(job.error).startswith("Dates such as 03/04/2024 can be read in two ways")
    assert [each["file"] for each in result(job)["loads"]] == ["shop.csv"]
    (failed,) = result(job)["failed"]
    assert (failed["file"], failed["files"], failed["questions"][0]["option"]) == (
        "open.csv",
        ["open.csv"],
        "date_order",
    )
    with engine.connect() as connection:
        assert jobs.open_jobs(connection) == []  # what comes then does not come
        assert {each.file_name: each.state for each in uploads.kept(connection)} == {
            "shop.csv": "loaded",
            "open.csv": "complete",
        }
    again = do("load", uploads=[open_one], options={"open.csv": {"date_order": "dmy"}})
    assert (again.state, result(again)["loads"][0]["first_invoiced_at"]) == ("done", "2024-04-03T00:00:00")


def test_what_an_interrupted_attempt_had_loaded_is_not_loaded_again(
    engine: Engine, settings: Settings, upload: Upload, do: Do
) -> None:
    shop, other = upload("shop.csv", SHOP), upload("other.csv", SHOP.replace("\n1,", "\n9,"))
    first = do("load", uploads=[shop])
    with engine.begin() as connection:
        job_id = jobs.enqueue(connection, "load", {"uploads": [shop, other]})
        queue.claim(connection, ME, ("load",))
        queue.keep(connection, job_id, ME, {"loads": result(first)["loads"]})
        job = jobs.get(connection, job_id)
    assert job is not None
    assert execute(engine, settings, job, ME)
    assert rows(engine, "select file_name, status from loads order by load_id") == [
        ("shop.csv", "done"),
        ("other.csv", "done"),
    ]


def test_the_files_of_an_archive_are_loads_of_their_own(engine: Engine, upload: Upload, do: Do) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", SHOP)
        archive.writestr("b.csv", SHOP.replace("\n1,", "\n9,"))
        archive.writestr("notes.csv", "a,b\n1,2\n3,4\n")
    job = do("load", uploads=[upload("both.zip", packed.getvalue())])
    assert [each["file"] for each in result(job)["loads"]] == ["both.zip/a.csv", "both.zip/b.csv"]
    (skipped,) = result(job)["skipped"]
    assert skipped.startswith("both.zip: notes.csv is skipped: No column for the customer")
    with engine.connect() as connection:
        assert [each.state for each in uploads.kept(connection)] == ["loaded"]


def test_a_file_can_be_told_to_be_about_customers(upload: Upload, do: Do) -> None:
    plain = upload("plain.csv", "nr,colour\nc1,red\nc2,blue\n")
    assert do("load", uploads=[plain]).state == "failed"
    job = do("load", uploads=[plain], options={"plain.csv": {"as": "customers", "map": {"customer_id": "nr"}}})
    assert (job.state, result(job)["loads"][0]["attributes"]) == ("done", ["colour"])
    assert do("customers", uploads=[plain], options={"*": {"map": {"customer_id": "nr"}}}).state == "done"


def test_a_load_is_looked_at_and_taken_back(engine: Engine, upload: Upload, do: Do) -> None:
    do("load", uploads=[upload("shop.csv", SHOP)])
    looked = do("undo", load_id=1, dry_run=True)
    assert result(looked) == {
        "loads": [{"load_id": 1, "file_name": "shop.csv", "rows_loaded": 2}],
        "lines": 2,
        "customers": 2,
        "dry_run": True,
    }
    assert len(rows(engine, "select from transactions")) == 2
    assert do("undo", load_id=1).state == "done"
    assert rows(engine, "select load_id from loads") == []


def test_rejected_rows_are_written_to_repair(settings: Settings, upload: Upload, do: Do) -> None:
    do("load", uploads=[upload("shop.csv", SHOP)])
    job = do("rejected", load_id=1)
    assert result(job) == {"rows": 1, "file": "rejected-1.csv"}
    path = results.path_of(settings, job.job_id)
    assert path.read_text() == "Order,Date,Customer,Qty,Price\n3,nodate,c2,1,2.00\n"
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("kind", "arguments", "sentence"),
    [
        ("undo", {}, "The job needs a number as its load_id."),
        ("undo", {"load_id": 9}, "There is no load 9."),
        ("rejected", {"load_id": "1"}, "The job needs a number as its load_id."),
        ("fit", {"speed": 1}, "speed is no option of a fit."),
        ("fit", {"as_of": "soon"}, "The options of the fit cannot be read"),
        ("fit", {}, "no transactions"),
        ("watch", {"folder": "../.."}, "is not inside the inbox"),
        ("watch", {"folder": "nowhere"}, "There is no folder"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(do: Do, kind: str, arguments: dict[str, Any], sentence: str) -> None:
    job = do(kind, **arguments)
    assert job.state == "failed"
    assert sentence in str(job.error)


def test_a_fit_is_published(upload: Upload, do: Do) -> None:
    lines = [f"{n},2024-0{1 + n % 6}-1{n % 9},c{n % 97},{1 + n % 3},{1 + n % 5}.50" for n in range(400)]
    do("load", uploads=[upload("shop.csv", "\n".join(["Order,Date,Customer,Qty,Price", *lines]))])
    job = do("fit", k=[3, 4])
    assert (job.state, job.error) == ("done", None)
    assert [one["algorithm"] for one in result(job)["segmentations"]] == ["rfm", "kmeans"]
    assert job.segmentation_id == result(job)["segmentations"][0]["segmentation_id"]


def test_what_was_done_is_on_record_in_the_name_of_who_asked(engine: Engine, upload: Upload, do: Do) -> None:
    anna = person(engine)
    job = do("load", uploads=[upload("shop.csv", SHOP), upload("open.csv", OPEN)])
    assert job.state == "failed"  # of one file
    fit, dry, undo = do("fit"), do("undo", load_id=1, dry_run=True), do("undo", load_id=1)
    assert (fit.state, dry.state, undo.state) == ("done", "done", "done")
    ids = [one["segmentation_id"] for one in result(fit)["segmentations"]]
    lines = [(entry.action, entry.user_id, dict(entry.details), entry.rows) for entry in recorded(engine)[1:]]
    assert lines == [
        ("load", anna.user_id, {"load_id": 1, "job": job.job_id}, 2),
        ("fit", anna.user_id, {"segmentations": ids, "job": fit.job_id}, 2),
        ("publish", anna.user_id, {"segmentations": ids, "job": fit.job_id}, 2),
        ("undo", anna.user_id, {"loads": [1], "job": undo.job_id}, 2),
    ]


def test_what_nobody_asked_for_is_on_record_as_the_system_s(engine: Engine, inbox: Settings) -> None:
    path, old = folder_of(inbox, "shop") / "a.csv", time.time() - QUIET - 1
    path.write_text(SHOP)
    os.utime(path, (old, old))
    with engine.begin() as connection:
        number = jobs.enqueue(connection, "watch", {"folder": "shop"}, schedule_id=7)
        job = queue.claim(connection, ME, ("watch",))
    assert job is not None
    execute(engine, inbox, job, ME)
    (entry,) = recorded(engine)
    assert (entry.action, entry.user_email, entry.details["schedule"], entry.details["job"]) == (
        "load", "system", 7, number,
    )  # fmt: skip


def test_a_watched_folder_is_loaded_and_tidied(engine: Engine, inbox: Settings) -> None:
    folder = folder_of(inbox, "shop")
    old = time.time() - QUIET - 1
    for name, content in {"b.csv": SHOP, "a.csv": OPEN, "new.csv": SHOP, ".hidden": SHOP}.items():
        (folder / name).write_text(content)
        if name != "new.csv":
            os.utime(folder / name, (old, old))
    (folder / "done").mkdir()
    (folder / "done" / "b.csv").write_text("an earlier one")
    with engine.begin() as connection:
        jobs.enqueue(connection, "watch", {"folder": "shop"})
        job = queue.claim(connection, ME, ("watch",))
    assert job is not None
    assert not execute(engine, inbox, job, ME)
    with engine.connect() as connection:
        ended = jobs.get(connection, job.job_id)
    assert ended is not None
    assert [each["file"] for each in result(ended)["loads"]] == ["b.csv"]
    assert str(ended.error).startswith("1 of the files was not loaded. Dates such as 03/04/2024")
    assert files_in(folder) == [
        *(".hidden", "done/b-2.csv", "done/b.csv"),
        *("failed/a.csv", "failed/a.csv.txt", "new.csv"),
    ]


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_link_out_of_the_inbox_is_not_followed(inbox: Settings, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    os.symlink(tmp_path / "secret", tmp_path / "inbox" / "link")
    with pytest.raises(Exception, match="is not inside the inbox"):
        folder_of(inbox, "link")


def test_what_is_old_goes(engine: Engine, settings: Settings, upload: Upload, do: Do) -> None:
    old = upload("old.csv", SHOP)
    written = results.path_of(settings, 77)
    written.write_text("old")
    os.utime(written, (0, 0))
    (settings.home / "fetched" / "7").mkdir(parents=True)
    os.utime(settings.home / "fetched" / "7", (0, 0))
    do("undo", load_id=9)
    with engine.begin() as connection:
        connection.execute(text("update jobs set finished_at = finished_at - interval '91 days'"))
        connection.execute(text("update uploads set finished_at = finished_at - interval '8 days'"))
    long_ago = datetime.now(UTC) - timedelta(days=400)
    person(engine)
    signed_in(engine, now=long_ago)
    verify(engine, "anna@shop.example", "not this one", HOME, now=long_ago)
    gone = {"uploads": 1, "results": 1, "jobs": 1, "sessions": 1, "attempts": 2, "audit": 2}
    assert result(do("retention")) == gone
    assert not uploads.path_of(settings, old).exists()
    assert not written.exists()
    assert not (settings.home / "fetched" / "7").exists()
