"""Raw texts -> clean values, or a reason why a row is rejected; once it is known which column is which.

Other rooms use `cleaning.clean_batch`, told by a `reading.Reading`; `rules` has a rule a column, `line_kinds` says what
is a sale and what a return.
"""

__all__ = [
    "blanks",
    "cleaning",
    "countries",
    "dates",
    "derived",
    "discounts",
    "first_line_only",
    "numbers",
    "order_amounts",
    "order_corrections",
    "order_numbers_above",
    "reading",
    "records",
    "row_identity",
    "rules",
    "statuses",
]  # the modules that other rooms use
