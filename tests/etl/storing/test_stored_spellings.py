"""A later file that writes customers in another case than those that are stored."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from etl.recognition import early_plan
from etl.storing.load import load_file
from tests.etl.shop_files import rows_of

BOUGHT = "select customer_id, count(*) from transactions group by 1 order by 1"


def bought(folder: Path, name: str, *customers: str) -> Path:
    """An order of each."""
    rows = [f"{name}{at},{who},2024-01-0{at},1,10.00" for at, who in enumerate(customers, 1)]
    (path := folder / f"{name}.csv").write_text("\n".join(["order_id,customer_id,order_date,quantity,price", *rows]))
    return path


@pytest.mark.parametrize(
    ("first", "second", "stored", "said"),
    [
        (("c001", "c002"), ("C001", "C003"), [("C003", 1), ("c001", 2), ("c002", 1)], "C001 as c001"),
        (("C001",), ("c001", "C001", "c001"), [("C001", 4)], "c001 as C001"),
        (("Ann Müller",), ("ANN MÜLLER",), [("Ann Müller", 2)], "ANN MÜLLER as Ann Müller"),
        (("aB3dE", "xYz12"), ("AB3DE",), [("AB3DE", 1), ("aB3dE", 1), ("xYz12", 1)], ""),
        (("17850",), ("17850.0", "17851.0"), [("17850", 2), ("17851", 1)], ""),
        (("C001",), ("C001",), [("C001", 2)], ""),
    ],
)
@pytest.mark.parametrize("large", [False, True])
def test_they_are_those_who_are_stored(
    engine: Engine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    large: bool,
    first: tuple[str, ...],
    second: tuple[str, ...],
    stored: list[tuple[str, int]],
    said: str,
) -> None:
    monkeypatch.setattr(early_plan, "LARGE", 0 if large else early_plan.LARGE)
    load_file(engine, bought(tmp_path, "1", *first))
    report = load_file(engine, bought(tmp_path, "2", *second))
    assert rows_of(engine, BOUGHT) == stored
    notes = [note for note in report.notes if "is stored in another case" in note]
    assert notes == ([f"1 customer is stored in another case, and counted so: {said}."] if said else [])
