"""Addresses that stood open in schedules from before are sealed by the tidying of the day, and work as they did."""

import json

import pytest
from sqlalchemy import Engine, text

from accounts.tokens import PASSWORDS, seal, unseal_for
from audiences.destinations import connections
from warehouse import jobs, schedules
from warehouse.errors import InputError
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
    held = unseal_for(KEY, one.sealed or "", veiled)
    assert (held["address"], held["webhook_address"], len(held["webhook"])) == (OPEN, HOOK, 43)


def test_what_opens_a_place_opens_no_other(engine: Engine) -> None:
    """Also of what an older version sealed for none, once the tidying has been there; a host key may come and go."""
    place, secrets = {"address": "sftp://u@files.shop.example/in/"}, {"password": "s3cret"}
    elsewhere = {"address": "sftp://u@attacker.example/in/"}
    before = seal(KEY, json.dumps(secrets), PASSWORDS)
    with engine.begin() as connection:
        number = schedules.add(connection, "Sales", "fetch", {"source": place}, sealed=before)
        outlet = connections.add(connection, "Agency", "sftp", place, before)
        seal_all(connection, KEY)
        one, sealed = schedules.get(connection, number), connections.sealed_in(connection, outlet)
    assert one is not None
    bound = ((one.sealed, place, elsewhere), (sealed, {"kind": "sftp", **place}, {"kind": "sftp", **elsewhere}))
    for kept, right, wrong in bound:
        assert kept is not None
        assert unseal_for(KEY, kept, right | {"host_key": "SHA256:x"}) == secrets
        with pytest.raises(InputError, match="was given for another address"):
            unseal_for(KEY, kept, wrong)
