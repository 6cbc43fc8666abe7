"""What a file leaves open about its columns, as questions with answers to choose from."""

from collections.abc import Mapping, Sequence

from warehouse.errors import Choice, Question
from wording.languages import say, to_say

_CALLED = {
    "invoice_no": "order number",
    "invoiced_at": "date of the order",
    "quantity": "number of pieces",
    "unit_price": "price of a piece",
    "customer_id": "customer",
    "stock_code": "product code",
    "total": "total of the line",
    "time": "time of the order",
}
_WHICH = {  # the same in a question
    "invoice_no": to_say("Which column is the order number?"),
    "invoiced_at": to_say("Which column is the date of the order?"),
    "quantity": to_say("Which column is the number of pieces?"),
    "unit_price": to_say("Which column is the price of a piece?"),
    "customer_id": to_say("Which column is the customer?"),
    "stock_code": to_say("Which column is the product code?"),
    "total": to_say("Which column is the total of the line?"),
    "time": to_say("Which column is the time of the order?"),
}
_LONGEST = 80  # characters of an example
NOTHING: Mapping[str, str] = {}


def called(name: str) -> str:
    """What a name is called by people: `invoice_no` is the order number."""
    return _CALLED.get(name, name.replace("_", " "))


def which_column(name: str, labels: Sequence[str], examples: Mapping[str, str] = NOTHING) -> Question:
    """Which of these columns is what `name` says; each with an example of its values, where there is one."""
    choices = (
        Choice(f"{name}={label}", f"{label}: {examples[label][:_LONGEST]}" if examples.get(label) else label)
        for label in labels
        if label
    )
    words = say(_WHICH[name]) if name in _WHICH else say("Which column is the {name}?", name=called(name))
    return Question("map", words, tuple(choices))


def price_or_total(label: str) -> Question:
    """Whether an amount is that of a piece or of the line."""
    price, total = say("The price of a piece"), say("The total of the line")
    choices = Choice(f"unit_price={label}", price), Choice(f"total={label}", total)
    return Question("map", say("What is {column}?", column=label), choices)


def what_is_each(first_row: Sequence[str]) -> Question:
    """What the columns of a file without header are; a choice is a column, by its place, with its first value."""
    choices = (Choice(str(at), value) for at, value in enumerate(first_row))
    return Question("columns", say("The file has no header. What is each column?"), tuple(choices))
