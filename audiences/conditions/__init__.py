"""Who is in an audience: conditions as data, read from JSON, compiled to one statement, said in words."""

from audiences.conditions.definition import Definition
from audiences.conditions.reading import read
from audiences.conditions.sentences import Names, in_words
from audiences.conditions.statement import Store, condition, members
from audiences.conditions.writing import written

__all__ = ["Definition", "Names", "Store", "condition", "in_words", "members", "read", "written"]
