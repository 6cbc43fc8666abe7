"""Rows to a real https address: in signed batches, again where that helps, and never a batch that was heard."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, delete, text

from audiences.destinations import Member, connections
from tests.worker.pushing.conftest import Deliver, Outlet, Push
from tests.worker.servers import Handler, Page
from warehouse.outward import OutwardSettings
from warehouse.schema import delivery_members
from warehouse.settings import Settings
from worker.pushing import webhook

PEOPLE = [Member(str(number), email=f"{number}@shop.example", segment="Lost") for number in range(1, 6)]
SIGNING = "a secret of the webhook"
Told = list[tuple[str, Mapping[str, Any]]]  # idempotency key and body of each message


def told() -> Told:
    found = []
    for _, headers, body in Handler.asked:
        at, _, signed = headers["regulars-signature"].partition(",v1=")
        right = hmac.new(SIGNING.encode(), at.removeprefix("t=").encode() + b"." + body, hashlib.sha256)
        assert hmac.compare_digest(signed, right.hexdigest())
        found.append((headers.get("idempotency-key", ""), json.loads(body)))
    return found


@pytest.fixture
def hook(web: str, outlet: Outlet, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(webhook.Webhook, "size", 2)
    Handler.pages["/hook?key=1"] = Page()
    return outlet("webhook", {"address": "https://localhost/…"}, {"address": f"{web}/hook?key=1", "signing": SIGNING})


def test_a_list_goes_in_batches_and_arrives_once(hook: int, deliver: Deliver, push: Push, engine: Engine) -> None:
    delivery = deliver("hubspot", PEOPLE[:3], PEOPLE[3:4], mode="movers")
    job = push(delivery, hook)
    assert job.error is None
    said = {"kind": "list", "delivery": delivery, "name": "Spring", "format": "hubspot", "mode": "movers"}
    nothing = dict.fromkeys(("First Name", "Last Name", "Phone Number", "City", "Postal Code", "Country/Region"))
    rows = [{"Email": one.email, **nothing, "Segment": "Lost"} for one in PEOPLE]
    key = f"regulars-{hook}-{delivery}"
    assert told() == [
        (f"{key}-sent-1", {**said, "action": "add", "batch": 1, "batches": 2, "members": rows[:2]}),
        (f"{key}-sent-2", {**said, "action": "add", "batch": 2, "batches": 2, "members": rows[2:3]}),
        (f"{key}-left-1", {**said, "action": "remove", "batch": 1, "batches": 1, "members": rows[3:4]}),
    ]
    assert job.result == {
        **{"delivery_id": delivery, "connection_id": hook, "connection": "Shop", "name": "Spring", "mode": "movers"},
        **{"format": "hubspot", "rows_sent": 3, "rows_left": 1, "had_arrived": False},
    }
    again = push(delivery, hook)
    assert (again.error, (again.result or {})["had_arrived"], len(Handler.asked)) == (None, True, 3)
    with engine.connect() as connection:
        recorded = connection.execute(text("select action, rows, details ->> 'connection' from audit")).all()
    assert recorded == [("push", 4, "Shop")]


def test_a_batch_is_sent_again_where_that_may_help(hook: int, deliver: Deliver, push: Push) -> None:
    Handler.pages["/hook?key=1"] = Page(status=503, headers={"X-Then": "200"})
    assert push(deliver("hubspot", PEOPLE[:3]), hook).error is None
    keys = [key.rpartition("-")[2] for key, _ in told()]
    assert keys == ["1", "1", "2"]


@pytest.mark.parametrize(("status", "tries"), [(500, 3), (429, 3), (400, 1), (302, 1)])
def test_what_was_heard_is_not_sent_again_after_a_failure(
    status: int, tries: int, hook: int, deliver: Deliver, push: Push
) -> None:
    Handler.pages["/hook?key=1"] = Page(headers={"X-Then": str(status)})
    delivery = deliver("hubspot", PEOPLE)
    assert (push(delivery, hook).error or "").endswith(f"answers {status}.")
    assert [body["batch"] for _, body in told()] == [1, *[2] * tries]
    Handler.asked.clear()
    Handler.pages["/hook?key=1"] = Page()
    assert push(delivery, hook).error is None
    assert [body["batch"] for _, body in told()] == [2, 3]


def test_batches_stay_the_same_when_somebody_was_erased_meanwhile(
    hook: int, deliver: Deliver, push: Push, engine: Engine
) -> None:
    Handler.pages["/hook?key=1"] = Page(headers={"X-Then": "400"})
    delivery = deliver("hubspot", PEOPLE)
    push(delivery, hook)
    with engine.begin() as connection:
        connection.execute(delete(delivery_members).where(delivery_members.c.customer_id.in_(["1", "3", "4"])))
    Handler.asked.clear()
    Handler.pages["/hook?key=1"] = Page()
    assert push(delivery, hook).error is None
    assert [(body["batch"], [one["Email"] for one in body["members"]]) for _, body in told()] == [
        (3, ["5@shop.example"])
    ]


def test_a_trial_sends_nobody(hook: int, push: Push) -> None:
    job = push(connection=hook, trial=True)
    assert (job.error, job.result) == (None, {"connection_id": hook, "said": "It took a signed trial message."})
    assert told() == [("", {"kind": "trial"})]


def test_no_private_network_is_reached_by_way_of_a_connection(
    hook: int, deliver: Deliver, push: Push, outward_settings: Settings
) -> None:
    job = push(deliver("hubspot", PEOPLE), hook, settings=replace(outward_settings, outward=OutwardSettings()))
    assert job.error == "localhost is in a private network, and schedules may reach those in REGULARS_NETWORKS alone."
    assert Handler.asked == []


def test_another_secret_key_opens_no_connection(
    hook: int, deliver: Deliver, push: Push, outward_settings: Settings
) -> None:
    job = push(deliver("hubspot", PEOPLE), hook, settings=replace(outward_settings, secret_key="another"))
    assert (job.error or "").startswith("A stored secret cannot be opened")


def test_a_retired_connection_gets_nothing_more(hook: int, deliver: Deliver, push: Push, engine: Engine) -> None:
    with engine.begin() as connection:
        connections.retire(connection, hook)
        assert connections.sealed_in(connection, hook) is None
    assert push(deliver("hubspot", PEOPLE), hook).error == "There is no connection 1: it was retired, or never was."


def test_a_workbook_is_no_list_for_a_webhook(hook: int, deliver: Deliver, push: Push) -> None:
    error = push(deliver("xlsx", PEOPLE), hook).error or ""
    assert error.startswith("Shop takes Mailchimp or ")
    assert error.endswith("and this list was made for Excel workbook.")
