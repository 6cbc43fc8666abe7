"""A customer erased by a job, which then names nobody either."""

from pathlib import Path

from sqlalchemy import Engine

from etl.storing.load import load_file
from tests.accounts.people import person, recorded
from tests.etl.shop_files import row, rows_of, shop_file
from tests.worker.conftest import Do, Upload

EVERYTHING = "select concat_ws(' ', arguments, result, error, step) from jobs order by job_id"


def test_it_is_done_once_and_said_without_a_name(engine: Engine, do: Do, tmp_path: Path) -> None:
    person(engine, "anna@shop.example", "admin")
    load_file(engine, shop_file(tmp_path, row("1", customer="84021"), row("2", customer="17")))
    job = do("forget", customer="84021")
    assert job.result == {
        "said": [
            "Gone: 2 rows about them. Now guests': 1 line of orders, with every total as before.",
            "Files that are loaded from now on bring no number and no contact of theirs back.",
        ]
    }
    assert (job.state, job.asked_by, job.arguments) == ("done", "anna@shop.example", {"customer": ""})
    assert rows_of(engine, "select customer_id from transactions") == [("17",)]
    assert do("forget", customer="").result == {"said": ["It was done already."]}
    assert do("forget", customer="84021").state == "failed"
    assert [text for (text,) in rows_of(engine, EVERYTHING) if "84021" in text] == []
    assert [entry.action for entry in recorded(engine)][-1] == "forget"


def test_a_look_at_a_file_shows_nothing_of_whom_it_was(engine: Engine, do: Do, upload: Upload, tmp_path: Path) -> None:
    load_file(engine, shop_file(tmp_path, row("1", customer="84021"), row("2", customer="17")))
    do("forget", customer="84021")
    content = shop_file(tmp_path, row("3", customer="84021"), row("4", customer="17")).read_bytes()
    looked = do("inspect", uploads=[upload("new.csv", content)])
    assert looked.result is not None
    rows = looked.result["tables"][0]["first_rows"]["rows"]
    assert [row[0] for row in rows] == ["", "4"]
    assert "84021" not in str(looked)
