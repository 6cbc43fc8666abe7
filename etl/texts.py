"""Texts as columns hold them: which are blank, which mean nobody, and bytes that are not decoded yet."""

import pyarrow as pa
import pyarrow.compute as pc

# Customers that are nobody, in lower case: what exports write for none, and words for guests in seven languages.
GUESTS = (
    *("", "nan", "null", "none", "nil", "n/a", "#n/a", "<na>", "-", "--"),
    *("guest", "guest customer", "guest checkout", "guest user", "anonymous", "walk-in", "walk-in customer", "walk in"),
    *("gast", "gastkunde", "gastbestellung", "anonym", "laufkunde", "laufkundschaft", "invité", "anonyme", "invitado"),
    *("anónimo", "ospite", "anonimo", "convidado", "anônimo", "anoniem", "unknown", "unbekannt", "inconnu"),
)


def is_blank(values: pa.StringArray) -> pa.BooleanArray:
    """Where there is nothing but white space."""
    return pc.equal(pc.utf8_trim_whitespace(values), "")


def is_guest(values: pa.StringArray) -> pa.BooleanArray:
    """Where a trimmed customer is nobody."""
    return pc.is_in(pc.utf8_lower(values), pa.array(GUESTS))


def decoded(values: pa.StringArray) -> pa.StringArray:
    """Values that may still be raw bytes: as UTF-8 where they are, else as Windows-1252."""
    if pc.all(pc.string_is_ascii(values), min_count=0).as_py():
        return values
    return pa.array([_decoded(value) for value in values.cast(pa.binary()).to_pylist()], pa.string())


def _decoded(value: bytes | None) -> str:
    try:
        return (value or b"").decode("utf-8")
    except UnicodeDecodeError:
        return (value or b"").decode("cp1252", errors="replace")
