"""What may be asked of a shop's database: one statement, which runs where it can only read; a second could end that."""

import re

from warehouse.errors import InputError

# What holds no statement, whatever stands in it: texts, names, comments. A backslash escapes nothing here: at worst a
# text with one is refused.
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|`[^`]*`|\$(?P<tag>\w*)\$.*?\$(?P=tag)\$|--[^\n]*|/\*.*?\*/", re.DOTALL)
SEVERAL = "The query holds several statements: ask one question, such as select … from orders."


# What writes files where the server is, which a transaction that only reads does not keep it from.
_WRITES = re.compile(r"^[\s(]*(?:attach|copy|vacuum|load)\b|\binto\s+(?:outfile|dumpfile)\b", re.IGNORECASE)
FILES = "The query would write a file, and Regulars only reads: ask with select."


def one_question(query: str) -> str:
    """The query without what ends it. Raises InputError where it is more than one, or writes files."""
    asked = query.strip().rstrip("; \n\t")
    plain = _QUOTED.sub(" ", asked)
    if ";" in plain:
        raise InputError(SEVERAL)
    if _WRITES.search(plain):
        raise InputError(FILES)
    return asked
