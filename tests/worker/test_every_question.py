"""Whatever a file may leave open can be answered on the page Data, and the worker takes the answer."""

import ast
from typing import Any

import pytest

from dashboard.pages.data.answers import answered, named
from etl.recognition.planning import Options
from etl.storing.tolerance import Tolerance
from tests.conftest import ROOT
from worker.options import said_of

ANSWERS = {  # an answer of each kind; of `columns` one for each column
    "date_order": "dmy",
    "decimal": ",",
    "amounts": "cents",
    "months": "hr",
    "rows": "new",
    "max_rejected": "100%",
    "map": "total=Amount",
    "columns": "customer_id",
    "called_off": "Offen",
    "kinds": "Receipt=nothing",
    "known_orders": "replace",
    "somebody": "0",
}


def calls() -> list[ast.Call]:
    """Where the code asks."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "etl").rglob("*.py"))]
    return [
        node
        for text in texts
        if "Question(" in text  # most ask nothing, and to read them all takes half a second
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Question"
    ]


def kinds(asking: list[ast.Call]) -> set[str]:
    """Those that the code asks."""
    first = [node.args[0] for node in asking if node.args]
    return {each.value for each in first if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def test_the_table_has_every_kind() -> None:
    asking = calls()
    assert (kinds(asking), len(asking)) == (set(ANSWERS), len([node for node in asking if node.args]))


LEFT: Any = {"known_orders": "skip"}  # where nobody says otherwise
TAKEN: dict[str, Options | Tolerance] = {  # what each answer means to a load
    "date_order": Options(date_order="dmy", **LEFT),
    "decimal": Options(decimal=",", **LEFT),
    "amounts": Options(amounts="cents", **LEFT),
    "months": Options(months="hr", **LEFT),
    "rows": Options(rows="new"),
    "max_rejected": Tolerance.parse("100%"),
    "map": Options({"total": "Amount"}, **LEFT),
    "columns": Options(columns=("customer_id", ""), **LEFT),
    "called_off": Options(called_off=("Offen",), **LEFT),
    "kinds": Options(kinds={"Receipt": "nothing"}, **LEFT),
    "known_orders": Options(known_orders="replace"),
    "somebody": Options(somebody=("0",), **LEFT),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_the_answer_is_kept_and_taken(kind: str) -> None:
    value = ANSWERS[kind]
    given = named({}, "a.csv", [value, ""]) if kind == "columns" else answered({}, "a.csv", kind, value)
    said = said_of({"options": given}, "a.csv")
    options = said.options("customers" if kind == "rows" else "transactions")
    assert TAKEN[kind] == (said.tolerance if kind == "max_rejected" else options)


def test_a_status_that_was_called_off_can_be_a_sale_again() -> None:
    once = answered({}, "a.csv", "called_off", "Offen")
    both = answered(once, "a.csv", "called_off", "Mahnung")
    assert both["a.csv"] == {"called_off": ["Offen", "Mahnung"]}
    assert answered(both, "a.csv", "called_off", "Offen")["a.csv"] == {"called_off": ["Mahnung"]}


def test_a_kind_is_one_thing() -> None:
    once = answered({}, "a.csv", "kinds", "Receipt=sale")
    both = answered(once, "a.csv", "kinds", "Order=nothing")
    assert answered(both, "a.csv", "kinds", "Receipt=nothing")["a.csv"] == {
        "kinds": ["Order=nothing", "Receipt=nothing"]
    }
