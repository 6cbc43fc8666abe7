"""The page of schedules: what it shows, and what its buttons and its form do."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, text

from accounts import administration
from accounts.audit import COMMAND_LINE
from accounts.rights import ROLES
from accounts.tokens import unseal_for
from dashboard.components.questions import asked as _questions
from dashboard.pages.schedules.actions import GONE, YOURS_NOW, act
from dashboard.pages.schedules.page import layout, show
from dashboard.shop import Shop, Viewer, viewing
from dashboard.shop.asker import REFUSED, Asker, asking
from dashboard.shop.said import UNREAD
from tests.accounts.people import NOW, SECRET_KEY, person, said
from tests.dashboard.calls import texts
from warehouse import jobs, schedules
from warehouse.errors import InputError
from warehouse.schedules import Schedule

FINGERPRINT = "SHA256:" + "a" * 43
FIELDS = {
    "name": "Shop",
    "address": "inbox:shop",
    "every": "night",
    "at": "03:00",
    "zone": "Europe/Berlin",
    "fit": "yes",
}
ANNA, VIEWER = (Asker(f"{name}@shop.example", ROLES[role]) for name, role in (("anna", "analyst"), ("vic", "viewer")))
End = Callable[..., None]


@pytest.fixture
def shop(engine: Engine) -> Shop:
    return Shop(engine, "GBP", secret_key=SECRET_KEY, zone="Europe/Berlin")


def add(shop: Shop, **fields: str) -> str:
    return act(shop, {"act": "add", "fields": FIELDS | fields})


def only(engine: Engine) -> Schedule:
    with engine.connect() as connection:
        (found,) = schedules.listed(connection)
    return found


def seen(shop: Shop, sure: int | None = None) -> str:
    return " ".join(texts(show(shop, {"sure": sure})[1]).split())


@pytest.fixture
def end(engine: Engine) -> End:
    """End the job of the only schedule."""

    def ended(state: str, result: dict[str, Any], error: str | None = None) -> None:
        values = {"state": state, "result": json.dumps(result), "error": error}
        with engine.begin() as connection:
            connection.execute(
                text("update jobs set state = :state, result = cast(:result as jsonb), error = :error"), values
            )

    return ended


def test_a_schedule_is_added_run_paused_and_removed(engine: Engine, shop: Shop, end: End) -> None:
    assert "No schedules yet" in seen(shop)
    assert "Add a schedule" in texts(layout(shop))
    assert add(shop, emails="anna@shop.example", every="week", weekday="4") == ""
    one = only(engine)
    assert (one.kind, one.arguments, one.tell, one.words) == (
        "fetch",
        {"source": {"address": "inbox:shop"}, "fit": True},
        {"emails": ["anna@shop.example"]},
        "every Friday at 03:00 (Europe/Berlin)",
    )
    assert "Every Friday at 03:00 (Europe/Berlin), then the segments are worked out" in seen(shop)
    number = str(one.schedule_id)
    assert act(shop, {"act": "run", "schedule": number}) == ""
    assert act(shop, {"act": "run", "schedule": number}) == "It is at work already."
    assert "At work" in seen(shop)
    end("failed", {}, "It broke.")
    assert re.search(r"Last \d+ \w+ \d+, \d\d:\d\d Tells", seen(shop))
    end("done", {"loads": [{"rows_loaded": 1200, "rows_rejected": 3}]})
    assert "1 file: 1,200 rows stored, 3 left out. Tells anna@shop.example" in seen(shop)
    act(shop, {"act": "pause", "schedule": number})
    assert ("Rests" in seen(shop), "Next" in seen(shop)) == (True, False)
    act(shop, {"act": "resume", "schedule": number})
    assert "Remove Shop? What it loaded stays." in seen(shop, one.schedule_id)
    act(shop, {"act": "remove", "schedule": number})
    assert "No schedules yet" in seen(shop)
    with pytest.raises(InputError, match=GONE):
        act(shop, {"act": "run", "schedule": number})


def test_secrets_are_sealed_and_a_webhooks_shown_once(engine: Engine, shop: Shop) -> None:
    address = "sftp://me@files.example/in/*.csv"
    told = add(shop, address=address, password="hush", key="PEM", host_key=FINGERPRINT, webhook="https://h.example/x")
    one = only(engine)
    sealed = unseal_for(SECRET_KEY, str(one.sealed), one.place)
    assert (sealed["password"], sealed["key"], f"shown this once: {sealed['webhook']}." in told) == (
        "hush",
        "PEM",
        True,
    )
    assert one.arguments["source"] == {"address": address, "host_key": FINGERPRINT}
    assert "hush" not in seen(shop)


def test_addresses_that_open_something_are_sealed_and_shown_in_part(engine: Engine, shop: Shop) -> None:
    whole, hook = "https://files.example/a.csv?sig=SECRET", "https://h.example/services/T0/SECRET"
    add(shop, address=whole, webhook=hook)
    one = only(engine)
    act(shop, {"act": "run", "schedule": str(one.schedule_id)})
    sealed = unseal_for(SECRET_KEY, str(one.sealed), one.place)
    assert (sealed["address"], sealed["webhook_address"]) == (whole, hook)
    with engine.connect() as connection:
        stored = connection.scalars(text("select s::text from schedules s union all select j::text from jobs j")).all()
    assert not any("SECRET" in row for row in stored)
    for words in ("https://files.example/a.csv?…", "Tells https://h.example/…"):
        assert words in seen(shop)


def test_an_empty_address_is_a_fit(engine: Engine, shop: Shop) -> None:
    add(shop, address="", password="hush")
    assert (only(engine).kind, only(engine).arguments, only(engine).sealed) == ("fit", {}, None)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": " "}, "Give it a name of up to 80 letters."),
        ({"address": "http://a.example"}, "use https://"),
        ({"address": "inbox:a", "webhook": "https://localhost:8050/x"}, "localhost is in a private network"),
        ({"address": "sftp://me@a.example/", "host_key": "x"}, "A host key is written as its fingerprint"),
        ({"at": "25:00"}, "25:00 is no time of day."),
        ({"zone": "Mars"}, "Mars is no time zone."),
        ({"every": "year"}, "A schedule runs every hour, every night, or every week"),
        ({"at": "٠٣:٠٠"}, "٠٣:٠٠ is no time of day."),
        ({"at": f"{'0' * 5_000}:00"}, "is no time of day."),
        ({"every": "week", "weekday": "9" * 5_000}, "every week on a day from 0"),
        ({"every": "week", "weekday": "٣"}, "every week on a day from 0"),
        ({"every": "week"}, "every week on a day from 0"),
        ({"emails": "anna"}, "anna is not an email address."),
    ],
)
def test_what_cannot_be_added_is_said(engine: Engine, shop: Shop, fields: dict[str, str], sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        add(shop, **fields)
    assert sentence in str(caught.value)
    with engine.connect() as connection:
        assert schedules.listed(connection) == []


@pytest.mark.parametrize(
    "asked",
    [None, [], {}, {"act": "none"}, {"act": "run"}, {"act": "run", "schedule": "-1"}, {"act": "run", "schedule": 1},
     {"act": "add"}, {"act": "add", "fields": {"name": 7}}, {"act": "add", "fields": {"name": "\ud800"}},
     {"act": "add", "fields": {"name": "x" * 20_000}}],
)  # fmt: skip
def test_what_no_page_asks_is_refused(shop: Shop, asked: object) -> None:
    with pytest.raises(InputError, match=UNREAD):
        act(shop, asked)


def test_an_answer_holds_for_all_that_comes(engine: Engine, shop: Shop, end: End) -> None:
    add(shop, address="sftp://me@files.example/in/")
    number = str(only(engine).schedule_id)
    act(shop, {"act": "run", "schedule": number})
    pin = {"option": "host_key", "words": "Is it its key?", "choices": [{"value": FINGERPRINT, "label": "Yes"}]}
    end("failed", {"questions": [pin]}, "files.example shows the host key.")
    words = seen(shop)
    assert "1 of 1 needs you" in words
    assert "files.example shows the host key. Is it its key? Yes" in words
    for option, value in (("host_key", "SHA256:" + "b" * 43), ("encoding", "../../x"), ("uploads", "x")):
        with pytest.raises(InputError, match="The last run did not ask this"):  # nobody offered that
            act(shop, {"act": "answer", "schedule": number, "option": option, "value": value})
    act(shop, {"act": "answer", "schedule": number, "option": "host_key", "value": FINGERPRINT})
    assert only(engine).arguments["source"]["host_key"] == FINGERPRINT
    open_ones = {"date_order": "dmy", "map": "price=Betrag\nquantity=Menge"}
    questions = [
        {"option": option, "words": "Which?", "choices": [{"value": value, "label": "This"}]}
        for option, value in open_ones.items()
    ]
    for option, value in open_ones.items():
        end("failed", {"failed": [{"questions": questions}]}, "Which?")
        act(shop, {"act": "answer", "schedule": number, "option": option, "value": value})
    mapped = {"price": "Betrag", "quantity": "Menge"}
    assert only(engine).arguments["options"] == {"*": {"date_order": "dmy", "map": mapped}}
    with engine.connect() as connection:
        assert [job.kind for job in jobs.open_jobs(connection)] == ["fetch"]  # tried again at once
    assert _questions("", [pin | {"choices": []}], schedule=number)


def test_who_may_and_whose_it_is(engine: Engine, shop: Shop) -> None:
    with asking(VIEWER), pytest.raises(InputError) as caught:
        add(shop)
    assert str(caught.value) == REFUSED
    add(shop)  # before there was anybody
    anna, ben = person(engine), person(engine, "ben@shop.example", "admin")
    with asking(ANNA):
        words = seen(shop)
        assert "1 of 1 needs you" in words
        assert "Nobody owns it, so it does not run: whoever takes it over gives it their rights. When" in words
        assert "Take it over" in words
        act(shop, {"act": "own", "schedule": str(only(engine).schedule_id)})
        assert "needs you" not in seen(shop)
    assert ("schedule", "anna@shop.example") in said(engine)
    with engine.begin() as connection:
        administration.disable(connection, anna, COMMAND_LINE, now=NOW)
    with asking(Asker(ben.email, ROLES["admin"])):
        assert "Its owner anna@shop.example may not use Regulars any more" in seen(shop)


def test_who_sees_a_part_of_the_shop_sees_none(shop: Shop) -> None:
    add(shop)
    with viewing(Viewer(countries=("DE",))), pytest.raises(Exception, match=r"over all countries together|Nothing"):
        seen(shop)


def test_who_answers_for_another_takes_over(engine: Engine, shop: Shop, end: End) -> None:
    """It runs with the rights of who said what it does; an administrator helps without that."""
    person(engine)
    with asking(ANNA):
        add(shop, address="sftp://me@files.example/in/")
        act(shop, {"act": "run", "schedule": str(only(engine).schedule_id)})
    pin = {"option": "host_key", "words": "Is it its key?", "choices": [{"value": FINGERPRINT, "label": "Yes"}]}
    for role, owner, sentence in (("admin", ANNA.name, ""), ("analyst", "ben@shop.example", YOURS_NOW)):
        end("failed", {"questions": [pin]}, "files.example shows the host key.")
        answer = {"act": "answer", "option": "host_key", "value": FINGERPRINT}
        with asking(Asker("ben@shop.example", ROLES[role])):
            assert act(shop, {**answer, "schedule": str(only(engine).schedule_id)}) == sentence
        assert only(engine).owner == owner
