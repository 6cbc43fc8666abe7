"""What it means when a shop's database fails: one sentence each, never a password."""

import re

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from etl.files.databases.addresses import named
from warehouse.errors import InputError

_FAILURES = (  # what the driver says -> what it means; the first that is found
    (
        "password authentication failed|no password supplied|Access denied|authentication failed",
        "{name} refuses the user or the password: check the address, and PGPASSWORD or MYSQL_PWD where it has no "
        "password.",
    ),
    ("could not translate host name|Name or service not known|getaddrinfo", "There is no host {host}: check --from."),
    ("Connection refused|Can't connect|No such file or directory", "Nothing answers at {name}: check --from."),
    ("timeout|timed out", "{name} does not answer, or takes too long: check the network, or ask for less."),
    ('database ".*" does not exist|Unknown database', "There is no database {database} there: check --from."),
    ("server closed the connection|terminating connection|Lost connection|gone away|SSL SYSCALL",
     "{name} closed the connection before all rows had come. Nothing was loaded; try again."),
    ("file is not a database", "{name} is no SQLite database: check the file."),
    ("read-only|readonly|READ ONLY", "The query would change the database, and Regulars only reads: ask with select."),
    ("permission denied|denied to user", "The user of {name} may not read this: {said}"),
)  # fmt: skip


def explained(error: DBAPIError, url: URL) -> InputError:
    """The error for people; what the database says of a question that it does not understand is told as it is."""
    said = _said(error)
    names = {"name": named(url), "host": url.host, "database": url.database, "said": _sentence(said)}
    for pattern, sentence in _FAILURES:
        if re.search(pattern, f"{said} {error.orig}", re.IGNORECASE):
            return InputError(sentence.format(**names))
    return InputError(f"{names['name']} cannot answer the query: {names['said']}")


def _said(error: DBAPIError) -> str:
    """The driver's own message without numbers and places."""
    original = error.orig
    primary = getattr(getattr(original, "diag", None), "message_primary", None)
    arguments = getattr(original, "args", ())
    return str(primary or (arguments[-1] if arguments else original))


def _sentence(text: str) -> str:
    line = (text.strip().splitlines() or ["it did not say why"])[0]
    return f"{line.rstrip('.')}."
