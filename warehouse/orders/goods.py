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


def may_mean(code: str) -> tuple[str, ...]:
    """What people may mean by a product's code: itself, or where it reads like a name, the product of that name too."""
    is_code = " " not in code and any(letter.isdigit() for letter in code)
    return (code,) if is_code or code == folded(code) else (code, folded(code))


def is_name(code: str, name: str) -> bool:
    """Whether a product's code is its name and no more."""
    said = folded(name)
    return folded(code) == said or (code[MOST_OF_NAME:].startswith(JOINED) and said.startswith(code[:MOST_OF_NAME]))
