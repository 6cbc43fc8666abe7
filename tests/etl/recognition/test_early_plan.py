"""A large file is loaded as its first rows suggest, and never otherwise than its whole says."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from etl.files import readers
from etl.recognition import early_plan
from etl.recognition.planning import NOTHING, Options, first_look
from etl.recognition.whole_file.evidence import gather
from etl.storing import load
from etl.storing.load import load_file
from warehouse.errors import InputError

HEADER = "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
PADDING = "x" * 500  # so that few rows fill the block that the guess is drawn from
BLOCK = 1 << 16  # bytes of it


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file need not have megabytes to have more than a block."""
    monkeypatch.setattr(readers, "BLOCK", BLOCK)


def _file(folder: Path, first: str, last: str) -> Path:
    rows = (first.format(at=at) + f" {PADDING}\n" for at in range(400))
    (path := folder / "x.csv").write_text(HEADER + "".join(rows) + last + "\n", encoding="utf-8")
    return path


PLAIN = "{at},A,1,2024-05-06 10:30,2.50,17850,France"
FIRST_LATER = [
    ("dates", "{at},A,1,01/13/2024,2.50,17850,France", "9999,B,1,01/02/2024,2.50,17850,France", True),
    ("contradiction", "{at},A,1,01/13/2024,2.50,17850,France", "9999,B,1,14/02/2024,2.50,17850,France", False),
    ("late order", "{at},A,1,2024-05-06,2.50,17850,France", "9999,B,1,13/02/2024,2.50,17850,France", False),
    ("float ids", "{at},A,1,2024-05-06,2.50,17850,France", "9999,B,1,2024-05-06,2.50,17851.0,France", False),
    ("all cancelled", "C{at},A,-1,2024-05-06,2.50,17850,France", "9999,B,1,2024-05-06,2.50,17850,France", False),
    ("decimal comma", "{at},A,1,2024-05-06,2,17850,France", '9999,B,1,2024-05-06,"2,50",17850,France', False),
    ("plain", PLAIN, "9999,B,1,2024-05-06 10:30,2.50,17850,France", True),
]


def _result(engine: Engine, path: Path) -> list[object]:
    """What a load says and stores; the store is emptied for the next."""
    with engine.begin() as connection:
        connection.execute(
            text("truncate loads, rejected_rows, transactions, guest_transactions, customers, countries")
        )
    try:
        report: object = {k: v for k, v in load_file(engine, path).as_json().items() if k not in {"load_id", "seconds"}}
    except InputError as error:
        report = str(error)
    sums = (
        "select customer_id, invoiced_at, quantity, unit_price, kind, count(*) from transactions "
        "group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5"
    )
    details = "select details - 'notes', sha256 from loads where status = 'done'"
    with engine.connect() as connection:
        found = [connection.execute(text(sums)).all(), connection.execute(text(details)).all()]
        return [report, *found, connection.scalar(text("select count(*) from customers"))]


@pytest.mark.parametrize(("first", "last", "kept"), [case[1:] for case in FIRST_LATER], ids=[c[0] for c in FIRST_LATER])
def test_the_whole_file_decides(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: str, last: str, kept: bool
) -> None:
    path = _file(tmp_path, first, last)
    looked_at = _result(engine, path)
    monkeypatch.setattr(early_plan, "LARGE", 0)
    monkeypatch.setattr(early_plan, "_BATCHES", 1)
    wholes = []
    plan_whole = load.plan_whole
    monkeypatch.setattr(load, "plan_whole", lambda look: wholes.append(look) or plan_whole(look))
    assert _result(engine, path) == looked_at
    assert len(wholes) == (0 if kept else 1)


def test_small_files_are_looked_at_as_a_whole(tmp_path: Path) -> None:
    (path := tmp_path / "x.csv").write_text(HEADER + PLAIN.format(at=1) + "\n")
    assert early_plan.guessed(first_look(path, Options(), NOTHING)) is None


def test_a_guess_is_drawn_from_the_first_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _file(tmp_path, "{at},A,1,01/13/2024,2.50,17850,France", "1,A,1,14/02/2024,2.50,17850,France")
    look = first_look(path, Options(), NOTHING)
    monkeypatch.setattr(early_plan, "LARGE", 0)
    monkeypatch.setattr(early_plan, "_BATCHES", 1)
    guess = early_plan.guessed(look)
    assert guess is not None
    assert guess.plan.reading.date_order == "mdy"
    with pytest.raises(InputError, match="14/02/2024 the day"):
        gather(look.source, look.evidence(look.source)).reading()
