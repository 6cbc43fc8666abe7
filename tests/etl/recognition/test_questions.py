"""What a file leaves open comes with the answers to choose from, and each of them settles it."""

from pathlib import Path

import pytest

from etl.names.told_columns import parse_mapping
from etl.recognition.planning import Options
from tests.etl.looks import plan_load
from warehouse.errors import Choice, InputError, Question

HEADER = "Order,Date,Customer,Qty,Price\n"
TWO_AMOUNTS = "Order,Date,Customer,Qty,Price,Line Total\n" + "".join(
    f"{n},2024-04-{10 + n % 20},c{n % 7},{1 + n % 3},{n % 9 + 1}.50,{(n % 9 + 1) * 30000}.00\n" for n in range(60)
)
PIECES = "".join(f"{n},K{n % 5},2024-05-{n % 27 + 1:02},A{n},{n}.50,{n % 3 + 1}\n" for n in range(1, 31))
OPEN: dict[str, tuple[str, Question]] = {
    "the order of dates": (
        HEADER + "1,03/04/2024,c1,2,1.50\n",
        Question(
            "date_order",
            "Which comes first in dates such as 03/04/2024?",
            (Choice("dmy", "The day: 3 April 2024"), Choice("mdy", "The month: 4 March 2024")),
        ),
    ),
    "dates that contradict each other": (
        HEADER + "1,13/04/2024,c1,2,1.50\n2,04/14/2024,c1,2,1.50\n",
        Question(
            "date_order",
            "04/14/2024 has the month first, 13/04/2024 the day. Which is right?",
            (Choice("dmy", "The day"), Choice("mdy", "The month")),
        ),
    ),
    "the decimal mark": (
        HEADER.replace(",", ";") + "1;2024-04-13;c1;2;1,500\n2;2024-04-14;c2;1;2,250\n",
        Question(
            "decimal",
            "What is 1,500 in Price?",
            (Choice(".", "A decimal point: it is 1500"), Choice(",", "A decimal comma: it is 1.500")),
        ),
    ),
    "two amounts that differ by far": (
        TWO_AMOUNTS,
        Question(
            "map",
            "Which amount counts?",
            (
                Choice("unit_price=Price", "Price times Qty: 682.00 in the first 60 rows"),
                Choice("total=Line Total", "Line Total: 8,730,000.00"),
            ),
        ),
    ),
    "two columns of one name": (
        "Order,Date,CustomerID,Client ID,Qty,Price\n1,2024-04-13,c1,b1,2,1.50\n2,2024-04-14,c2,b2,1,2.00\n",
        Question(
            "map",
            "Which column is the customer?",
            (Choice("customer_id=CustomerID", "CustomerID"), Choice("customer_id=Client ID", "Client ID")),
        ),
    ),
    "a price or a total": (
        f"order_id,customer_id,order_date,sku,geld,qty\n{PIECES}",
        Question(
            "map",
            "What is geld?",
            (Choice("unit_price=geld", "The price of a piece"), Choice("total=geld", "The total of the line")),
        ),
    ),
    "pieces or not": (
        f"order_id,customer_id,order_date,sku,e,d\n{PIECES}",
        Question(
            "map",
            "Is d the number of pieces?",
            (
                Choice("quantity=d\nunit_price=e", "Yes, each for e"),
                Choice("total=e", "No: e is the total of the line"),
            ),
        ),
    ),
    "nobody is named": (
        "Order,Date,Customer,Phone,Qty,Price\n1,2024-04-13,,+49 30 111222,2,1.50\n2,2024-04-14,,+49 30 111333,1,2.00\n",
        Question(
            "map",
            "Customer is blank on every row. What tells customers apart?",
            (
                Choice("customer_id=Phone", "Phone: 2 different ones"),
                Choice("customer_id=Customer", "Nothing: load it without customers"),
            ),
        ),
    ),
    "an order's total on its lines": (
        "order_id,customer_id,order_date,sku,order_total\n"
        + "".join(f"{n // 2},c{n % 7},2024-04-13,A{n},{n // 2 + 1}.50\n" for n in range(80)),
        Question(
            "map",
            "Is order_total the total of the order or of the line?",
            (
                Choice("order_total=order_total", "Of the order: it counts once"),
                Choice("total=order_total", "Of the line"),
            ),
        ),
    ),
}


def answered(question: Question, choice: Choice) -> Options:
    """The options that a choice is."""
    if question.option == "map":
        return Options(parse_mapping(choice.value.split("\n")))
    return Options(**{question.option: choice.value})  # type: ignore[arg-type]


@pytest.mark.parametrize(("content", "question"), OPEN.values(), ids=OPEN.keys())
def test_each_answer_settles_it(tmp_path: Path, content: str, question: Question) -> None:
    file = tmp_path / "shop.csv"
    file.write_text(content)
    with pytest.raises(InputError) as caught:
        plan_load(file, Options())
    assert caught.value.questions == (question,)
    for choice in question.choices:
        plan_load(file, answered(question, choice))


def test_a_file_without_header_shows_its_first_row(tmp_path: Path) -> None:
    file = tmp_path / "shop.csv"
    file.write_text("17850,2024-04-13,2,1.50\n17851,2024-04-14,1,2.00\n17850,2024-04-15,3,2.00\n")
    with pytest.raises(InputError) as caught:
        plan_load(file, Options())
    values = [Choice(str(at), value) for at, value in enumerate(("17850", "2024-04-13", "2", "1.50"))]
    assert caught.value.questions == (
        Question("columns", "The file has no header. What is each column?", tuple(values)),
    )
    plan_load(file, Options(columns=("customer_id", "invoiced_at", "quantity", "unit_price")))
