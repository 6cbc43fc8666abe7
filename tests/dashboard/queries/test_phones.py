"""Phone numbers in files: text for people, E.164 for programs, and nothing that a spreadsheet would run."""

import pytest
from sqlalchemy import Engine, Text, literal, select

from dashboard.queries.customers.phones import phone_for_machines, phone_for_people


@pytest.mark.parametrize(
    ("given", "people", "machines"),
    [
        (None, None, None),
        ("", "", ""),
        ("030 1234", "030 1234", "030 1234"),
        ("+33 1 23 45 67 89", "+33 1 23 45 67 89", "+33123456789"),
        ("+33123456789", "+33 123456789", "+33123456789"),
        ("+15551234567", "+1 5551234567", "+15551234567"),
        ("+353861234567", "+353 861234567", "+353861234567"),
        ("+1-555-123-4567", "+1 555 123 4567", "+15551234567"),
        ("+1.555.1234567", "+1 555 1234567", "+15551234567"),
        ("+1(555)1234567", "+1 (555)1234567", "+15551234567"),
        ("+44 (0)20 7946 0958", "+44 (0)20 7946 0958", "+442079460958"),
        ("+5550000", "+55 50000", "+5550000"),
        # No phone numbers: shielded for people.
        ("+1+1", "'+1+1", "+1+1"),
        ("+1-1", "'+1-1", "+1-1"),
        ("+49 30 Ada", "'+49 30 Ada", "+49 30 Ada"),
        ("-33 1 23 45 67", "'-33 1 23 45 67", "-33 1 23 45 67"),
        ("=1+1;+33 1 23 45 67", "'=1+1;'+33 1 23 45 67", "=1+1;+33 1 23 45 67"),
        ("+33 1 23 45 67*2", "'+33 1 23 45 67*2", "+33 1 23 45 67*2"),
        ("+000000000000000000", "'+000000000000000000", "+000000000000000000"),
    ],
)
def test_phone_numbers(engine: Engine, given: str | None, people: str | None, machines: str | None) -> None:
    column = literal(given, Text)
    with engine.connect() as connection:
        found = connection.execute(select(phone_for_people(column), phone_for_machines(column))).one()
    assert tuple(found) == (people, machines)
