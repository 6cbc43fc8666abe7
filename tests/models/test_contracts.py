"""What the contracts of the marts promise, on a generated shop and on literal ones; no mart is without a contract."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, PrimaryKeyConstraint, UniqueConstraint, insert, text

from etl.people.load import load_customers
from etl.sample.shop import Shop as Sample
from etl.sample.shop import write_sample
from etl.storing.load import load_file
from models.attributes.segments import Choices
from models.publishing.fit import Options, fit
from models.publishing.fit_attributes import fit_attributes
from tests.conftest import ROOT
from tests.dashboard.conftest import filled
from tests.models.contracts import CONTRACTS, WORKED_OUT, Contract, paths
from tests.models.publishing.test_marts import HOMES, SHOP
from tests.models.shops import Line, line
from warehouse.schema import customers, guest_transactions, metadata, transactions

RETURNS_ONLY = [line("cleo", "C8", "2011-02-02 12:00", quantity=-2, price="4", country="DE")]
PAIRS = [  # nobody is a guest; 28 of 40 customers ordered the pot with their tea
    line(
        f"c{number % 40:02d}",
        f"i{number}",
        f"2011-{number % 9 + 1:02d}-{number % 27 + 1:02d} 11:30",
        price=number + 1,
        stock_code=code,
    )
    for number in range(120)
    for code in (("tea1", "pot2") if number < 28 else ("tea1",) if number < 40 else (f"cup{number % 5}",))
]
LITERAL: dict[str, tuple[list[Line], dict[str, str | None]]] = {
    "marts": (SHOP, HOMES),
    "returns_only": (RETURNS_ONLY, {"cleo": "DE"}),
    "pairs": (PAIRS, {f"c{number:02d}": "GB" if number % 3 else "FR" for number in range(40)}),
}
STORES = ("sample", *LITERAL)
IDS = [one.table for one in CONTRACTS]


@pytest.fixture(scope="module", params=STORES)
def store(
    request: pytest.FixtureRequest, server_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """A store that is loaded and segmented, the sample by attributes too."""
    with filled(server_url, f"contracts_{request.param}", None) as engine:
        if request.param == "sample":
            folder = tmp_path_factory.mktemp("contracts")
            lines, people = folder / "shop.csv", folder / "people.csv"
            write_sample(lines, Sample(6_000, seed=7), people=people)
            load_file(engine, lines)
            load_customers(engine, people)
            fit(engine, Options(algorithms=("kmeans", "ward"), k=4))
            fit_attributes(engine, Choices())
        else:
            _put(engine, *LITERAL[request.param])
            fit(engine, Options())
        yield engine


def _put(engine: Engine, lines: list[Line], homes: dict[str, str | None]) -> None:
    known = [row for row in lines if row["customer_id"] is not None]
    guests = [
        {name: value for name, value in row.items() if name != "customer_id"}
        for row in lines
        if row["customer_id"] is None
    ]
    people = [{"customer_id": name, "country": home} for name, home in homes.items()]
    with engine.begin() as connection:
        for table, rows in ((transactions, known), (guest_transactions, guests), (customers, people)):
            if rows:
                connection.execute(insert(table), rows)


def _rows(engine: Engine, statement: str) -> list[tuple[int | None, list[tuple[Any, ...]]]]:
    """The rows of a query, by published segmentation where it asks for one."""
    with engine.connect() as connection:
        numbers: list[int | None] = [None]
        if ":segmentation_id" in statement:
            published = "select segmentation_id from segmentations where published order by 1"
            numbers = list(connection.scalars(text(published)))
        found = []
        for number in numbers:
            parameters = {} if number is None else {"segmentation_id": number}
            found.append((number, [tuple(row) for row in connection.execute(text(statement), parameters)]))
        return found


def _settled(value: Any) -> Any:
    """Nothing at all is a sum of nothing."""
    return 0 if value is None else value


def test_every_table_that_is_worked_out_has_a_contract_in_one_room() -> None:
    assert sorted(paths()) == WORKED_OUT
    assert len(list(ROOT.glob("models/*/sql/*.toml"))) == len(WORKED_OUT)


def test_a_contract_stands_beside_the_statement_that_fills_the_table() -> None:
    apart = [
        path.stem
        for path in paths().values()
        if not path.with_suffix(".sql").is_file() and list(Path(ROOT / "models").rglob(f"{path.stem}.sql"))
    ]
    assert apart == []


@pytest.mark.parametrize("contract", CONTRACTS, ids=IDS)
def test_the_schema_holds_what_the_contract_says(contract: Contract) -> None:
    table = metadata.tables[contract.table]
    keys = [
        [column.name for column in one.columns]
        for one in table.constraints
        if isinstance(one, PrimaryKeyConstraint | UniqueConstraint) and len(one.columns)
    ]
    required = [column.name for column in table.columns if not column.nullable]
    assert (keys, required) == ([contract.unique], contract.not_null)
    assert contract.grain.startswith("one row per ")
    assert contract.adds_up or contract.holds


def test_statement_and_contract_name_the_same_grain() -> None:
    differing = {}
    for contract in CONTRACTS:
        statement = paths()[contract.table].with_suffix(".sql")
        if statement.is_file():
            said = statement.read_text(encoding="utf-8").splitlines()[0].removeprefix("-- grain: ")
            if not said.startswith(contract.grain.split(",")[0].split(";")[0][:40]):
                differing[contract.table] = said
    assert differing == {}


@pytest.mark.parametrize("path", sorted(ROOT.glob("models/*/sql/*.sql")), ids=lambda path: path.stem)
def test_every_statement_opens_with_its_grain(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("-- grain: one row ")


@pytest.mark.parametrize("contract", CONTRACTS, ids=IDS)
def test_rows_are_unique_and_whole(store: Engine, contract: Contract) -> None:
    key = ", ".join(contract.unique)
    twice = f"select {key} from {contract.table} group by {key} having count(*) > 1"
    gaps = f"select * from {contract.table} where {' or '.join(f'{name} is null' for name in contract.not_null)}"
    assert [_rows(store, one) for one in (twice, gaps)] == [[(None, [])], [(None, [])]]


@pytest.mark.parametrize(
    ("contract", "number"),
    [pytest.param(one, n, id=f"{one.table}-{n}") for one in CONTRACTS for n in range(len(one.adds_up))],
)
def test_it_adds_up_to_its_source(store: Engine, contract: Contract, number: int) -> None:
    promise = contract.adds_up[number]
    source = dict(_rows(store, promise["source"]))
    for segmentation_id, (found,) in _rows(store, promise["mart"]):
        (expected,) = source[segmentation_id if ":segmentation_id" in promise["source"] else None]
        assert tuple(map(_settled, found)) == tuple(map(_settled, expected)), promise["says"]


@pytest.mark.parametrize(
    ("contract", "number"),
    [pytest.param(one, n, id=f"{one.table}-{n}") for one in CONTRACTS for n in range(len(one.holds))],
)
def test_what_it_promises_holds(store: Engine, contract: Contract, number: int) -> None:
    promise = contract.holds[number]
    broken = [found for _, rows in _rows(store, promise["broken_by"]) for found in rows]
    assert broken == [], promise["says"]


def test_the_stores_fill_every_table(store: Engine, request: pytest.FixtureRequest) -> None:
    """Else the promises above would be about nothing."""
    empty = {one.table for one in CONTRACTS if not _rows(store, f"select 1 from {one.table} limit 1")[0][1]}
    of_pairs = {"product_pairs", "segment_offers"}  # the generated shop is too small for them
    name = request.node.callspec.params["store"]
    assert empty == of_pairs if name == "sample" else name != "pairs" or not empty & of_pairs
