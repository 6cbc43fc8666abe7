"""Who may see which rows and columns, held by PostgreSQL itself: the web's own role, its rights, policies and views.

`tables` says it as data, a line a table; `applying` brings a database to it; `role` says how a connection stands to it.
"""

from warehouse.access.applying import is_in_place, missing_role, put_in_place, withdraw
from warehouse.access.role import ROLE, WebRole, let_log_in, web_role
from warehouse.access.tables import COUNTRIES, EVERYTHING, PERSONAL, SEPARATOR
from warehouse.access.viewing import see_everything

__all__ = [
    "COUNTRIES",
    "EVERYTHING",
    "PERSONAL",
    "ROLE",
    "SEPARATOR",
    "WebRole",
    "is_in_place",
    "let_log_in",
    "missing_role",
    "put_in_place",
    "see_everything",
    "web_role",
    "withdraw",
]
