"""Which definitions only those can read who may see who people are: to all others, what they ask of is masked."""

from __future__ import annotations

from audiences.conditions.definition import (
    Attribute,
    Begins,
    Bought,
    Chosen,
    Compared,
    InSegment,
    Known,
    Leaf,
    WasInSegment,
)
from audiences.conditions.fields import TEXTS
from warehouse.schema import people

MASKED = {column.name for column in people.columns} - {"customer_id", "country", "consent", "has_email", "has_phone"}
CONTACTS = ("email", "phone")  # whether there is one is told to everybody


def is_personal(leaf: Leaf) -> bool:
    """Whether a condition asks for a personal datum."""
    match leaf:
        case Known(field):
            return field in MASKED and field not in CONTACTS
        case Chosen(field) | Begins(field):
            return field in TEXTS and TEXTS[field].personal
        case Compared(field):
            return field in MASKED
        case _:
            return isinstance(leaf, Attribute)


def is_for_all(leaf: Leaf) -> bool:
    """Whether everybody who may look can narrow a view by it, as charts do: it names nobody, and asks of no mailing."""
    match leaf:
        case Compared(field):
            return field not in MASKED
        case Chosen(field):
            return field == "country"
        case _:
            return isinstance(leaf, InSegment | WasInSegment | Bought)
