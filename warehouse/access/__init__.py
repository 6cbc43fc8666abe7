"""Who may see which rows and columns, held by PostgreSQL itself: the web's own role, its rights, policies and views.

`tables` says it as data, a line a table; `guards` in whose name accounts are changed; `applying` brings a database to
it; `role` says how a connection stands to it.
"""

from warehouse.access.applying import is_in_place, missing_role, put_in_place, withdraw
from warehouse.access.conditions import TELLS
from warehouse.access.guards import PROOF, bring, has_provider, let_provider_in, proof, show
from warehouse.access.role import ROLE, WebRole, let_log_in, web_role
from warehouse.access.tables import COUNTRIES, EVERYTHING, FEWEST, PERSONAL, PRIVATE_FIELDS, SEPARATOR
from warehouse.access.viewing import see_everything

__all__ = [
    "COUNTRIES",
    "EVERYTHING",
    "FEWEST",
    "PERSONAL",
    "PRIVATE_FIELDS",
    "PROOF",
    "ROLE",
    "SEPARATOR",
    "TELLS",
    "WebRole",
    "amounts",
    "bring",
    "has_provider",
    "is_in_place",
    "let_log_in",
    "let_provider_in",
    "missing_role",
    "proof",
    "put_in_place",
    "see_everything",
    "show",
    "web_role",
    "withdraw",
]
