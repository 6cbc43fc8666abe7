"""What may be asked of a shop's database: one statement, which runs where it can only read; a second could end that."""

import re

from warehouse.errors import InputError

# What holds no statement, whatever stands in it: texts, names, comments. A backslash escapes nothing here: at worst a
# text with one is refused.
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|`[^`]*`|\$(?P<tag>\w*)\$.*?\$(?P=tag)\$|--[^\n]*|/\*.*?\*/", re.DOTALL)
SEVERAL = "The query holds several statements: ask one question, such as select … from orders."


def one_question(query: str) -> str:
    """The query without what ends it. Raises InputError where it is more than one."""
    asked = query.strip().rstrip("; \n\t")
    if ";" in _QUOTED.sub(" ", asked):
        raise InputError(SEVERAL)
    return asked
