"""Marts of an audience: the same columns worked out of its customers, where a mart knows segments and countries alone.

Marts hold sums, and every question to them sums up: so a row a customer answers it as exactly as a row of a mart.
What does not grow with the customers is summed up once (`keeping`). `cut(connection, mart, scope)` is the mart itself
where the scope has no audience. What no table tells by customer cannot be cut: `NOT_CUT` says of what and why.
"""

from dashboard.queries.cuts.cutting import NOT_CUT, cut, inside
from dashboard.queries.cuts.months import began_with, cohorts

__all__ = ["NOT_CUT", "began_with", "cohorts", "cut", "inside"]
