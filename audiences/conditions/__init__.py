"""Who is in an audience: conditions as data, read from JSON, compiled to one statement, said in words."""

from audiences.conditions import definition, described, fields
from audiences.conditions.bought import check_words
from audiences.conditions.definition import Bought, Definition, InAudience, Offered, leaves
from audiences.conditions.past import in_campaign
from audiences.conditions.plain_values import PlaceError, is_comparable
from audiences.conditions.reading import read
from audiences.conditions.sentences import Names, in_words
from audiences.conditions.statement import condition, members
from audiences.conditions.statement_text import as_sql
from audiences.conditions.store import History, Store
from audiences.conditions.stored import read_stored
from audiences.conditions.writing import written

__all__ = [
    "Bought",
    "Definition",
    "History",
    "InAudience",
    "Names",
    "Offered",
    "PlaceError",
    "Store",
    "as_sql",
    "check_words",
    "condition",
    "definition",
    "described",
    "fields",
    "in_campaign",
    "in_words",
    "is_comparable",
    "leaves",
    "members",
    "read",
    "read_stored",
    "written",
]
