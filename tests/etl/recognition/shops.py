"""A small shop in plain Python, and its sales as the exports of other tools and languages write them."""

from decimal import Decimal

GOODS = [
    ("0012", "Mug, blue", "12.50"),
    ("A-7", "Tëa «Grün»", "3.99"),
    ("1E5", "Lamp", "1249.00"),
]
_PORTUGUESE = [
    "janeiro",
    "fevereiro",
    "março",
    "abril",
    "maio",
    "junho",
    "julho",
    "agosto",
    "setembro",
    "outubro",
    "novembro",
    "dezembro",
]


def _accounting(amount: Decimal) -> str:
    return f"{-amount:,}-" if amount < 0 else f"{amount:,}"
