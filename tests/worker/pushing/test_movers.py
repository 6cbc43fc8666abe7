"""The same audience or campaign again and again to one place: in full, then only who entered and who left."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, delete, insert, text, update

from audiences.campaigns import again as made_again
from audiences.campaigns import keeping as campaigns
from audiences.campaigns import ledger
from audiences.conditions import read
from audiences.destinations import Member
from audiences.lists import keeping
from tests.audiences.shop import AS_OF, Customer, fill
from tests.worker.outside import Run
from tests.worker.pushing.conftest import Deliver, Outlet, Push
from tests.worker.pushing.test_webhook import SIGNING, told
from tests.worker.servers import Handler, Page
from warehouse import schedules
from warehouse.access import see_everything
from warehouse.schema import customer_features, delivery_members, segmentations
from wording.runs import result_of

SHOP = {str(number): Customer(email=f"{number}@shop.example", consent=True, net=Decimal(9)) for number in range(1, 5)}


@pytest.fixture
def hook(web: str, outlet: Outlet) -> int:
    Handler.pages["/hook"] = Page()
    return outlet("webhook", {"address": "…"}, {"address": f"{web}/hook", "signing": SIGNING})


@pytest.fixture
def audience(engine: Engine) -> int:
    """Everybody who brought something: all four."""
    run = {"segmentation_id": 1, "name": "RFM groups", "algorithm": "rfm", "published": True, "is_stale": False}
    with engine.begin() as connection:
        fill(connection, SHOP)
        connection.execute(
            segmentations.insert().values(**run, created_at=AS_OF, as_of=AS_OF, parameters={}, metrics={})
        )
        return keeping.keep(connection, "Bought", read({"field": "net", "at_least": 1}), "anna").audience_id


def nets(engine: Engine, **nets: int) -> None:
    with engine.begin() as connection:
        for number, net in nets.items():
            own = update(customer_features).where(customer_features.c.customer_id == number.removeprefix("c"))
            connection.execute(own.values(net=net))


def moved() -> list[tuple[str, str, Sequence[str]]]:
    """Mode, action and addresses of what was told since the last look."""
    found = [(one["mode"], one["action"], [row["Email"] for row in one["members"]]) for _, one in told()]
    Handler.asked.clear()
    return found


def emails(*numbers: int) -> list[str]:
    return [f"{number}@shop.example" for number in numbers]


def test_only_movers_go_after_what_arrived(
    hook: int, audience: int, push: Push, engine: Engine, tmp_path: Path
) -> None:
    said: dict[str, Any] = {"connection": hook, "audience": audience, "format": "hubspot", "mode": "movers"}
    nets(engine, c4=0)
    assert push(**said).error is None
    assert moved() == [("movers", "add", emails(1, 2, 3))]
    assert (push(**said).result or {})["said"] == "Nobody entered or left since the last time."
    nets(engine, c1=0, c4=5)
    Handler.pages["/hook"] = Page(status=400)  # it did not arrive: the same go the next time
    assert push(**said).error is not None
    assert moved() == [("movers", "add", emails(4))]
    Handler.pages["/hook"] = Page()
    assert push(**said).error is None
    assert moved() == [("movers", "add", emails(4)), ("movers", "remove", emails(1))]
    nets(engine, c1=5)
    assert push(**said | {"mode": "full"}).error is None
    assert moved() == [("full", "add", emails(1, 2, 3, 4))]
    nets(engine, c2=0, c3=0)
    assert push(**said).error is None
    assert moved() == [("movers", "remove", emails(2, 3))]
    with engine.connect() as connection:
        made = connection.execute(text("select mode, rows, connection_id from deliveries order by delivery_id")).all()
    assert [tuple(row) for row in made] == [
        *(("movers", 3, hook), ("movers", 1, hook), ("movers", 1, hook), ("full", 4, hook), ("movers", 0, hook))
    ]
    moved_once = [("-entered", 1), ("-left", 1)]
    on_record(engine, tmp_path, [("-entered", 3)], moved_once, moved_once, [("", 4)], [("-left", 2)])


def on_record(engine: Engine, folder: Path, *expected: Sequence[tuple[str, int]]) -> None:
    """Each list with the files that it makes, by their fingerprints, and made again the same."""
    with engine.begin() as connection:
        see_everything(connection)
        found = ledger.newest(connection)[::-1]
        for one, wanted in zip(found, expected, strict=True):
            assert [(file.name, file.rows) for file in one.files] == [
                (f"{one.leaving.name}{ending}.csv", rows) for ending, rows in wanted
            ]
            assert made_again(connection, one.delivery_id, folder).is_same


def test_who_left_is_told_as_that_place_knows_them(
    hook: int, audience: int, push: Push, deliver: Deliver, engine: Engine
) -> None:
    """Whatever later lists to elsewhere had them as: with another address, or as the cells of a table."""
    said: dict[str, Any] = {"connection": hook, "audience": audience, "format": "hubspot", "mode": "movers"}
    assert push(**said).error is None
    deliver("machines", [Member(customer_id="1", email="new@shop.example")])
    cells = {"delivery_id": deliver("table", []), "customer_id": "2", "role": "sent", "place": 1, "sent_as": ["2", "x"]}
    with engine.begin() as connection:
        connection.execute(insert(delivery_members).values(cells))
    nets(engine, c1=0, c2=0)
    moved()
    assert push(**said).error is None
    assert moved() == [("movers", "remove", emails(1, 2))]


def test_the_clock_has_it_sent_and_failures_are_noticed(hook: int, audience: int, run: Run, engine: Engine) -> None:
    said = {"connection": hook, "audience": audience, "format": "hubspot", "mode": "movers"}
    with engine.begin() as connection:
        number = schedules.add(connection, "To Shop", "push", said)
    job = run(number)
    assert (job.error, result_of(job)) == (None, "4 customers sent.")
    assert moved() == [("movers", "add", emails(1, 2, 3, 4))]
    assert result_of(run(number)) == "Nobody entered or left since the last time."
    nets(engine, c1=0)
    Handler.pages["/hook"] = Page(status=410)
    assert (run(number).error or "").endswith("answers 410.")
    with engine.connect() as connection:
        kinds = connection.scalars(text("select kind from alerts")).all()
        (one,) = schedules.listed(connection)
    assert (kinds, one.failures) == (["failure"], 1)


def test_a_campaign_never_moves_whom_it_holds_out(hook: int, audience: int, push: Push, engine: Engine) -> None:
    with engine.begin() as connection:
        campaign = campaigns.create(connection, "Spring", audience, "hubspot", Decimal("0.5"), 30, "anna")
    said: dict[str, Any] = {"connection": hook, "campaign": campaign.campaign_id, "mode": "movers"}
    assert push(**said).error is None
    ((mode, action, sent),) = moved()
    with engine.connect() as connection:
        held = connection.scalars(text("select customer_id from delivery_members where role = 'held'")).all()
    assert (mode, action, len(sent), len(held)) == ("movers", "add", 2, 2)
    assert {*sent, *(f"{one}@shop.example" for one in held)} == {*emails(1, 2, 3, 4)}
    assert (push(**said).result or {})["said"] == "Nobody entered or left since the last time."
    nets(engine, c1=0, c2=0, c3=0, c4=0)
    assert (push(**said).error or "").startswith("Nobody would be in the file")
    assert moved() == []


def test_who_is_in_a_campaign_is_pushed_with_no_audience(hook: int, audience: int, push: Push, engine: Engine) -> None:
    """Written to or held out: they go with no other list, and have not left one that they are in."""
    said: dict[str, Any] = {"connection": hook, "audience": audience, "format": "hubspot", "mode": "movers"}
    nets(engine, c4=0)
    push(**said)
    assert moved() == [("movers", "add", emails(1, 2, 3))]
    with engine.begin() as connection:
        campaign = campaigns.create(connection, "Spring", audience, "hubspot", Decimal(0), 30, "anna")
        number = ledger.record(connection, ledger.Leaving("spring", "hubspot", 1, campaign_id=campaign.campaign_id))
        parts = (("1", "sent"), ("3", "held"), ("4", "sent"))
        ledger.add_members(connection, number, [ledger.Entry(who, role, None, None, None) for who, role in parts])
    nets(engine, c2=0, c4=5)
    assert push(**said).error is None
    assert moved() == [("movers", "remove", emails(2))]
    nets(engine, c2=5)
    assert push(**said | {"mode": "full"}).error is None
    assert moved() == [("full", "add", emails(2))]


def test_an_interrupted_job_makes_no_second_list(hook: int, audience: int, push: Push, engine: Engine) -> None:
    Handler.pages["/hook"] = Page(status=400)
    job = push(connection=hook, audience=audience, format="hubspot", mode="full")
    assert job.error is not None
    assert job.arguments["delivery"] == 1
    Handler.pages["/hook"] = Page()
    Handler.asked.clear()
    assert push(**job.arguments).error is None
    assert moved() == [("full", "add", emails(1, 2, 3, 4))]


def test_who_was_erased_is_in_no_later_list(hook: int, audience: int, push: Push, engine: Engine) -> None:
    said: dict[str, Any] = {"connection": hook, "audience": audience, "format": "hubspot", "mode": "movers"}
    push(**said)
    moved()
    with engine.begin() as connection:
        for table in (customer_features, delivery_members):
            connection.execute(delete(table).where(table.c.customer_id == "2"))
        connection.execute(insert(delivery_members).values(delivery_id=99, customer_id="x", role="held"))
    assert (push(**said).result or {})["said"] == "Nobody entered or left since the last time."
