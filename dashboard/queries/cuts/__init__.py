"""Marts of an audience: the same columns worked out of its customers, where a mart knows segments and countries alone.

Marts hold sums, and every question to them sums up: so a row a customer answers it as exactly as a row of a mart.
What does not grow with the customers is summed up once (`keeping`). `cut(connection, mart, scope)` is the mart itself
where the scope has no audience.
"""

from dashboard.queries.cuts.cutting import cut, cut_flows, inside
from dashboard.queries.cuts.months import began_with, cohorts

__all__ = ["began_with", "cohorts", "cut", "cut_flows", "inside"]
