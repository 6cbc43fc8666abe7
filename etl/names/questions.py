"""What a file leaves open about its columns, as questions with answers to choose from."""

from collections.abc import Mapping, Sequence

from warehouse.errors import Choice, Question

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
    return Question("map", f"Which column is the {called(name)}?", tuple(choices))


def price_or_total(label: str) -> Question:
    """Whether an amount is that of a piece or of the line."""
    choices = Choice(f"unit_price={label}", "The price of a piece"), Choice(f"total={label}", "The total of the line")
    return Question("map", f"What is {label}?", choices)


def what_is_each(first_row: Sequence[str]) -> Question:
    """What the columns of a file without header are; a choice is a column, by its place, with its first value."""
    choices = (Choice(str(at), value) for at, value in enumerate(first_row))
    return Question("columns", "The file has no header. What is each column?", tuple(choices))
