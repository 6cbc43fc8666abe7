"""Addresses that stood open in schedules from before are sealed by the tidying of the day, and work as they did."""

import json

import pytest
from sqlalchemy import Engine, text

from accounts.tokens import PASSWORDS, unseal
from warehouse import jobs, schedules
from worker.fetching import seal_all

KEY = "a long random text for tests"
OPEN, HOOK = "https://shop.example/export.csv?sig=s3cret", "https://hooks.example/T0/s3cret"


def test_what_stood_open_is_sealed_once(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    tell = {"emails": ["ops@shop.example"], "webhook": HOOK}
    with engine.begin() as connection:
        number = schedules.add(connection, "Sales", "fetch", {"source": {"address": OPEN, "user": "u"}}, tell=tell)
        schedules.add(connection, "Night", "fit")
        jobs.enqueue(connection, "fetch", {"source": {"address": OPEN, "user": "u"}, "fit": True}, None, number)
        assert seal_all(connection, None) == 0
        assert "To seal them, set SECRET_KEY" in caplog.text
        assert [seal_all(connection, KEY), seal_all(connection, KEY), seal_all(connection, None)] == [1, 0, 0]
    with engine.connect() as connection:
        one = schedules.get(connection, number)
        asked = connection.scalar(text("select arguments from jobs"))
    assert one is not None
    veiled = {"address": "https://shop.example/export.csv?…", "user": "u"}
    assert (one.arguments, asked) == ({"source": veiled}, {"source": veiled, "fit": True})
    assert one.tell == {"emails": ["ops@shop.example"], "webhook": "https://hooks.example/…"}
    held = json.loads(unseal(KEY, one.sealed or "", PASSWORDS))
    assert (held["address"], held["webhook_address"], len(held["webhook"])) == (OPEN, HOOK, 43)
