"""What Regulars knows of a sale and of a person, by the names of its tables and in the words of people."""

from __future__ import annotations

from collections.abc import Mapping

from wording.languages import to_say

# Names that a column can be told to be, in the order in which they are offered.
SALES: Mapping[str, str] = {
    "customer_id": to_say("Customer"),
    "invoiced_at": to_say("Date of the order"),
    "time": to_say("Time of the order"),
    "invoice_no": to_say("Order number"),
    "quantity": to_say("Number of pieces"),
    "unit_price": to_say("Price of a piece"),
    "total": to_say("Total of the line"),
    "discount": to_say("Discount"),
    "order_total": to_say("Total of the order"),
    "order_discount": to_say("Discount on the order"),
    "refund": to_say("Refunded amount"),
    "stock_code": to_say("Product code"),
    "description": to_say("Product"),
    "country": to_say("Country"),
    "address": to_say("Email address of the buyer"),
    "first_name": to_say("First name of the buyer, beside the last"),
    "status": to_say("Status of the order"),
    "type": to_say("Type of the line"),
    "is_return": to_say("Whether it is a return"),
    "returned": to_say("Pieces returned"),
    "cancelled_at": to_say("When it was cancelled"),
    "refunded_at": to_say("When it was refunded"),
}
PEOPLE: Mapping[str, str] = {
    "customer_id": to_say("Customer"),
    "email": to_say("Email address"),
    "name": to_say("Full name"),
    "first_name": to_say("First name"),
    "last_name_prefix": to_say("Prefix of the last name"),
    "last_name": to_say("Last name"),
    "phone": to_say("Phone"),
    "consent": to_say("May be written to"),
    "opt_out": to_say("May not be written to"),
    "country": to_say("Country"),
    "city": to_say("City"),
    "postcode": to_say("Postcode"),
    "place": to_say("Postcode and city in one"),
    "birth_year": to_say("Year of birth"),
}
_MADE = {"kind": to_say("What it is")}  # a column of a clean line that no file has
_ABOUT: Mapping[str, Mapping[str, str]] = {"transactions": SALES, "customers": PEOPLE}
SUBJECTS: Mapping[str, str] = {"transactions": to_say("Sales"), "customers": to_say("Customers")}


def names_of(about: str) -> Mapping[str, str]:
    """The names that columns of a file about this can have, with their words."""
    return _ABOUT.get(about, SALES)


def called(name: str, about: str = "transactions") -> str:
    """A name in words; an attribute, which has none, as the file calls it."""
    return names_of(about).get(name) or _MADE.get(name) or name
