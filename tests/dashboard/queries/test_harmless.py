"""What SQL makes of texts that a spreadsheet would run."""

import pytest
from sqlalchemy import Engine, Text, literal, select

from dashboard.queries.customers.harmless import harmless

CASES = [
    (None, None),
    ("", ""),
    ("Ada", "Ada"),
    ("O'Hara, Ünal", "O'Hara, Ünal"),
    ("ann+x@example.com", "ann+x@example.com"),
    ("Anne-Marie (=x)", "Anne-Marie (=x)"),
    ("東京 -1", "東京 -1"),
    ("=1+1", "'=1+1"),
    ("+49 30", "'+49 30"),
    ("-5", "'-5"),
    ("@x", "'@x"),
    ("\t=1", "' =1"),
    ("\r=1", "' =1"),
    ("Bonn\n=1", "Bonn =1"),
    ("  =1", "'  =1"),
    ("\u00a0=1", "'\u00a0=1"),
    ("\u200b\u2060@x", "'\u200b\u2060@x"),
    ("\ufeff=1", "'\ufeff=1"),
    ("\U000e0041=1", "'\U000e0041=1"),
    ("＝1", "'＝1"),
    ("＋1", "'＋1"),
    ("－1", "'－1"),
    ("＠x", "'＠x"),
    ("−1", "'−1"),
    ("a;=1", "a;'=1"),
    ("a;b; =1|@x", "a;b;' =1|'@x"),
    ('a;"=1', "a;'\"=1"),
]


@pytest.mark.parametrize(("given", "expected"), CASES)
def test_what_would_run_gets_a_shield(engine: Engine, given: str | None, expected: str | None) -> None:
    with engine.connect() as connection:
        assert connection.scalar(select(harmless(literal(given, Text)))) == expected
