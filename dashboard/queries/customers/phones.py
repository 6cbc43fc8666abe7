"""International phone numbers in files, in SQL: text that a spreadsheet shows, and E.164 for programs.

A `+` before figures is where formulas begin and what numbers lose. `+33 1 23` with a blank is neither in Excel and
Calc, so that people's files need no sign before it, which no program that sends messages would read.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, case, func

from dashboard.queries.customers.harmless import harmless

FORM = r"^\+[0-9][0-9 ()./-]{5,24}$"  # nothing else is taken for a phone number
# The country codes of E.164 of one to three figures, so that figures alone get their blank where people write it.
CODES = ("1", "7", "2[07]", "3[0-469]", "4[013-9]", "5[1-8]", "6[0-6]", "8[1246]", "9[0-58]")
LONG_CODES = ("2[1-689]", "3[578]", "42", "5[09]", "6[7-9]", "8[035789]", "9[679]")
CODE = rf"^\+({'|'.join((*CODES, *(f'{one}[0-9]' for one in LONG_CODES)))})([0-9]+)$"
TRUNK = r"\(0\)"  # `+44 (0)20`: dialled inside the country alone
E164 = r"^\+[1-9][0-9]{6,14}$"


def phone_for_people(column: ColumnElement) -> ColumnElement:
    """In groups with blanks: `+33 1 23 45`, `+1 (555) 123 4567`; what is no such number is harmless text."""
    blanks = func.regexp_replace(column, "[ ./-]+", " ", "g")
    spaced = func.regexp_replace(blanks, r" ?\(", " (", "g")
    grouped = func.regexp_replace(func.rtrim(spaced), CODE, r"+\1 \2")
    return case((column.regexp_match(FORM) & grouped.contains(" "), grouped), else_=harmless(column))


def phone_for_machines(column: ColumnElement) -> ColumnElement:
    """E.164, `+33123456789`, as services that send messages take it; other texts as they are."""
    digits = func.regexp_replace(func.regexp_replace(column, TRUNK, ""), "[^0-9+]", "", "g")
    return case((column.regexp_match(FORM) & digits.regexp_match(E164), digits), else_=column)
