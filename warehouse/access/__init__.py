"""Who may see which rows and columns, held by PostgreSQL itself: the web's own role, its rights, policies and views.

`tables` says it as data, a line a table; `applying` brings a database to it; `role` says how a connection stands to it.
"""

from warehouse.access.applying import apply, in_place, missing_role, withdraw
from warehouse.access.role import ROLE, WebRole, let_log_in, web_role
from warehouse.access.tables import ACCESS, COUNTRIES, EVERYTHING, PERSONAL, SEPARATOR, VIEWS, Access, Rule

__all__ = [
    "ACCESS",
    "COUNTRIES",
    "EVERYTHING",
    "PERSONAL",
    "ROLE",
    "SEPARATOR",
    "VIEWS",
    "Access",
    "Rule",
    "WebRole",
    "apply",
    "in_place",
    "let_log_in",
    "missing_role",
    "web_role",
    "withdraw",
]
