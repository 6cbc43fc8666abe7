"""What Regulars knows of a sale and of a person, by the names of its tables and in the words of people."""

from __future__ import annotations

from collections.abc import Mapping

# Names that a column can be told to be, in the order in which they are offered.
SALES: Mapping[str, str] = {
    "customer_id": "Customer",
    "invoiced_at": "Date of the order",
    "time": "Time of the order",
    "invoice_no": "Order number",
    "quantity": "Number of pieces",
    "unit_price": "Price of a piece",
    "total": "Total of the line",
    "discount": "Discount",
    "order_total": "Total of the order",
    "order_discount": "Discount on the order",
    "refund": "Refunded amount",
    "stock_code": "Product code",
    "description": "Product",
    "country": "Country",
    "address": "Email address of the buyer",
    "first_name": "First name of the buyer, beside the last",
    "status": "Status of the order",
    "type": "Type of the line",
    "is_return": "Whether it is a return",
    "returned": "Pieces returned",
    "cancelled_at": "When it was cancelled",
    "refunded_at": "When it was refunded",
}
PEOPLE: Mapping[str, str] = {
    "customer_id": "Customer",
    "email": "Email address",
    "name": "Full name",
    "first_name": "First name",
    "last_name_prefix": "Prefix of the last name",
    "last_name": "Last name",
    "phone": "Phone",
    "consent": "May be written to",
    "opt_out": "May not be written to",
    "country": "Country",
    "city": "City",
    "postcode": "Postcode",
    "place": "Postcode and city in one",
    "birth_year": "Year of birth",
}
_MADE = {"kind": "What it is"}  # a column of a clean line that no file has
_ABOUT: Mapping[str, Mapping[str, str]] = {"transactions": SALES, "customers": PEOPLE}
SUBJECTS: Mapping[str, str] = {"transactions": "Sales", "customers": "Customers"}


def names_of(about: str) -> Mapping[str, str]:
    """The names that columns of a file about this can have, with their words."""
    return _ABOUT.get(about, SALES)


def called(name: str, about: str = "transactions") -> str:
    """A name in words; an attribute, which has none, as the file calls it."""
    return names_of(about).get(name) or _MADE.get(name) or name
