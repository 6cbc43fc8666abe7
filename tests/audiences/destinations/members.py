"""Literal members of lists."""

from datetime import date
from decimal import Decimal

from audiences.destinations import Member

ANNA = Member(
    *("17", "Champions", "GB", "United Kingdom", " Test@Gmail.com ", "Anna-Maria", "O'Neil, Jr."),
    *("+44 (0)20 7183 8750", True, 1980, "Newcastle upon Tyne", "NE1 4ST", 12, 3),
    *(Decimal("310.50"), Decimal("300.25"), Decimal("103.50"), date(2025, 12, 1), date(2026, 6, 19)),
)
# A name that a spreadsheet would run, no phone with a country's code, no consent known.
EVIL = Member(
    "19", "At risk", "DE", "Germany", "zoe@shop.example", "=1+1", "Pérez;=2", "030 1234", None, None, "Köln", "50667"
)
BARE = Member("20")
