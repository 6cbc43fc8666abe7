"""What tells products apart: the code of a line, or where it has none, the product's name."""

from sqlalchemy import ColumnCollection, ColumnElement, Text, func

MOST_OF_NAME = 120  # characters that a long name begins with, and JOINED is between these and its end
JOINED = " ... "


def product_of(line: ColumnCollection) -> ColumnElement[str]:
    """The product of a line: its code, or its name in small letters with single spaces; '' of neither."""
    return func.product_of(line.stock_code, line.description, type_=Text)


def folded(name: str) -> str:
    """A name as `product_of` tells products by it, where it is not too long for a code."""
    return " ".join(name.lower().split())


def is_name(code: str, name: str) -> bool:
    """Whether a product's code is its name and no more."""
    said = folded(name)
    return folded(code) == said or (code[MOST_OF_NAME:].startswith(JOINED) and said.startswith(code[:MOST_OF_NAME]))
