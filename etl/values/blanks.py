"""Texts as columns hold them: which are blank, which mean nobody."""

import pyarrow as pa
import pyarrow.compute as pc

# Customers that are nobody, in lower case: what exports write for none, and words for guests in seven languages.
GUESTS = (
    *("", "nan", "null", "none", "nil", "n/a", "#n/a", "<na>", "-", "--"),
    *("guest", "guest customer", "guest checkout", "guest user", "anonymous", "walk-in", "walk-in customer", "walk in"),
    *("gast", "gastkunde", "gastbestellung", "anonym", "laufkunde", "laufkundschaft", "invité", "anonyme", "invitado"),
    *("anónimo", "ospite", "anonimo", "convidado", "anônimo", "anoniem", "unknown", "unbekannt", "inconnu"),
)


TEXT_MARK = r"^'([\d+].*)$"  # what makes spreadsheets keep the zeros of '0123


def is_blank(values: pa.StringArray) -> pa.BooleanArray:
    """Where there is nothing but white space."""
    return pc.equal(pc.utf8_trim_whitespace(values), "")


def is_guest(values: pa.StringArray) -> pa.BooleanArray:
    """Where a trimmed customer is nobody."""
    return pc.is_in(pc.utf8_lower(values), pa.array(GUESTS))
