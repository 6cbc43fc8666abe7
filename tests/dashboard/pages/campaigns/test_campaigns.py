"""The pages of campaigns: what they show before and after a list left, and what their buttons do."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from dash import no_update
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select, text, update

from accounts.rights import ROLES
from audiences.campaigns import keeping, ledger
from audiences.destinations import connections
from dashboard.filters.selection import Filters
from dashboard.pages.campaigns import acting, making, new, one, page
from dashboard.pages.campaigns import shown as cards
from dashboard.pages.campaigns.acting import keep_answered, keep_told, make, send_again
from dashboard.pages.campaigns.reading import read
from dashboard.shop import Place, Shop, Viewer, viewing
from dashboard.shop.asker import Asker, asking
from dashboard.shop.own import OF_OTHERS
from dashboard.web import lists
from tests.audiences.campaigns.shop import fill_shop
from tests.dashboard.calls import texts
from tests.dashboard.conftest import MakeApp, Served
from tests.databases import connected
from warehouse import jobs
from warehouse.errors import InputError
from warehouse.results import path_by_content
from warehouse.schema import deliveries, delivery_members, orders, static_list_members
from warehouse.settings import Settings

TENTH, TODAY = Decimal("0.1"), date(2026, 7, 2)
ANNA, VIC = (Asker(f"{name}@shop.example", ROLES[role]) for name, role in (("anna", "marketer"), ("vic", "viewer")))


@pytest.fixture(scope="module")
def filled(server_url: str) -> Iterator[Shop]:
    """The shop of 50; tests leave it as it was."""
    with connected(server_url, "pages_campaigns") as engine:
        fill_shop(engine)
        yield Served(engine)


@pytest.fixture
def shop(filled: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """The same on the day after its last order, from which campaigns are taken away again."""
    monkeypatch.setattr(acting, "today", lambda _shop: TODAY)
    yield filled
    with filled.engine.begin() as connection:
        left = (
            "campaigns, deliveries, delivery_members, delivery_files, static_lists, static_list_members, asked_forms,"
            " connections"
        )
        connection.execute(text(f"truncate {left} restart identity"))
        connection.execute(text("delete from orders where invoice_no <> 'A'"))


def at(argument: str | None = None) -> Place:
    return Place(Filters(), argument)


def seen(shop: Shop, panel: object, argument: str | None = None) -> str:
    found = panel(shop, at(argument), shop.scope(Filters()))  # type: ignore[operator]
    return " ".join(texts([found.title, found.note, found.body]).split())


def bought(shop: Shop, role: str, count: int, day: date) -> None:
    """Let so many of a role order on a day, for 20 each."""
    with shop.engine.begin() as connection:
        m = delivery_members.c
        who = connection.scalars(select(m.customer_id).where(m.role == role).order_by(m.customer_id).distinct()).all()
        given = {"invoiced_at": day, "country": "GB", "gross": 20, "returns": 0, "units": 1, "lines": 1}
        for number in who[:count]:
            connection.execute(insert(orders).values(customer_id=number, invoice_no=f"n{number}", **given))


def test_before_the_first_campaign(shop: Shop) -> None:
    assert "No campaigns yet" in seen(shop, page.listing)
    assert "No list has left yet." in seen(shop, page.lists)
    assert seen(shop, page.quiet).startswith("Nobody is in two campaigns within 30 days")


def test_what_a_campaign_would_be(shop: Shop) -> None:
    found = " ".join(texts(new.preview(shop, "1", "mailchimp", "0.1", 30)).split())
    assert "43 of 50 customers go to Mailchimp, 5 held out. Lists hold only people who said yes." in found
    assert "1 is left out: without an address" in found
    assert "With 48 people and 10 % held out there would be 5 to compare with: too few to tell anything." in found
    assert "nothing can show whether" in " ".join(texts(new.preview(shop, "1", "mailchimp", "0", 30)).split())


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (("x", "mailchimp", "0.1", 30), "Choose an audience."),
        (("9", "mailchimp", "0.1", 30), "There is no audience 9"),
        (("1", "fax", "0.1", 30), "cannot be understood"),
        (("1", "mailchimp", "0.9", 30), "cannot be understood"),
        (("1", "mailchimp", "0.1", None), "1 to 365 days"),
    ],
)
def test_what_is_no_campaign(shop: Shop, said: tuple[object, ...], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        new.preview(shop, *said)


def test_a_campaign_from_the_form_to_what_it_brought(shop: Shop) -> None:
    with asking(ANNA):  # as the owner: the web's role writes the record of whom a session shows alone
        number = make(Shop(shop.engine, "GBP"), 1, "Spring", "mailchimp", Decimal("0.5"), 30)
    found = read(shop, number)
    assert (found.campaign.created_by, found.deliveries[0].leaving.rows, found.missing) == (
        "anna@shop.example",
        24,
        {1: 0},
    )
    ready = str(cards.story(shop, at("1"), shop.scope(Filters())).body)
    assert f"/exports/lists/1/{found.deliveries[0].files[0].name}" in ready
    told = seen(shop, cards.story, "1")
    assert "Nothing loaded yet" in told
    assert "Counted are the orders of 30 days from 2 Jul 2026 on; another first day can be said below" in told
    starts = found.deliveries[0].leaving.counts_from
    assert starts == TODAY
    bought(shop, "sent", 20, starts)
    bought(shop, "held", 1, starts + timedelta(days=40))  # the last day that is loaded; no answer of theirs
    shop._answers.clear()  # a fit would publish anew
    assert seen(shop, cards.story, "1").startswith("It worked: about 20 buyers more than without it")
    assert "Champions" in seen(shop, cards.by_segment, "1")
    assert "Counted are the orders of 2 Jul 2026 to 31 Jul 2026" in seen(shop, cards.story, "1")
    assert seen(shop, cards.answered, "1").startswith("20 people ordered after they were written to")
    listed = seen(shop, page.listing)
    assert "1 campaign " in listed
    assert "It worked" in listed
    assert len(cards.course(shop, at("1"), shop.scope(Filters())).body.data) == 3
    keep_told(shop, 1, "1,000", "")
    assert "Whether it brought more than its cost" not in seen(shop, cards.story, "1")
    assert "of its cost it brought" in seen(shop, cards.story, "1")
    assert keep_answered(shop, 1).startswith("List “Answered Spring, ")
    with shop.connect() as connection:
        kept = set(connection.scalars(select(static_list_members.c.customer_id)))
        sent = set(connection.scalars(select(delivery_members.c.customer_id).where(delivery_members.c.role == "sent")))
    assert len(kept) == 20
    assert kept <= sent


def test_without_a_hold_out_before_and_after_proves_nothing(shop: Shop) -> None:
    make(shop, 1, "Spring", "machines", Decimal(0), 30)
    bought(shop, "sent", 3, TODAY)
    shop._answers.clear()
    found = seen(shop, cards.story, "1")
    assert "Before and after proves nothing" in found
    assert "Of 49 people 1 ordered in the day before sending and 3 in the day after; net sales were £5 before" in found
    assert "written to is compared" not in found


def test_a_second_list_and_a_second_campaign(shop: Shop) -> None:
    make(shop, 1, "Spring", "mailchimp", TENTH, 30)
    assert send_again(shop, 1, "1") == "The list is made: 43 people, 2 left out."
    for seen_before in ("1", None, {}):  # clicked twice, or nothing a page would say
        with pytest.raises(InputError, match="A list of it was made meanwhile"):
            send_again(shop, 1, seen_before)
    with pytest.raises(InputError, match="Nobody would be in the file: 48 in another campaign"):
        make(shop, 1, "Summer", "mailchimp", TENTH, 30)
    assert seen(shop, page.lists).count("spring_mailchimp_") == 2
    with shop.change() as connection:  # sent to a place by an earlier version, which kept no file of batches
        number = connections.add(connection, "Shop’s hook", "webhook", {"address": "https://x.example"}, None)
        connection.execute(text("reset role"))
        connection.execute(update(deliveries).values(connection_id=number).where(deliveries.c.delivery_id == 2))
        connection.execute(text("delete from delivery_files where delivery_id = 2"))
    for told in (seen(shop, page.lists), seen(shop, cards.lists, "1")):
        assert told.count("sent to Shop’s hook") == 1
        assert told.count("spring_mailchimp_") == 2
    with shop.connect() as connection:
        assert [each.name for each in keeping.everything(connection)] == ["Spring"]  # the second left no trace


@pytest.mark.parametrize(
    ("said", "sentence"), [(("much", ""), "an amount"), (("NaN", ""), "an amount"), (("1", "May"), "no day")]
)
def test_what_is_no_cost_and_no_day(shop: Shop, said: tuple[str, str], sentence: str) -> None:
    make(shop, 1, "Spring", "mailchimp", TENTH, 30)
    with pytest.raises(InputError, match=sentence):
        keep_told(shop, 1, *said)


def test_who_sees_some_countries_makes_no_list_of_a_colleague_s_campaign(shop: Shop) -> None:
    make(shop, 1, "Spring", "mailchimp", TENTH, 30)
    part = replace(ANNA, is_limited=True)
    with asking(part), pytest.raises(InputError, match=OF_OTHERS):
        send_again(shop, 1, 1)
    with shop.connect() as connection:
        assert len(ledger.of_campaign(connection, 1)) == 1


def test_who_may_not(shop: Shop) -> None:
    with asking(VIC), pytest.raises(InputError, match="You may not do this"):
        make(shop, 1, "Spring", "mailchimp", TENTH, 30)
    with asking(ANNA), pytest.raises(InputError, match="You may not do this"):
        page.keep_quiet(shop, 10)
    assert page.keep_quiet(shop, 10) == "Kept: 10 days, from the next list on."
    assert "within 10 days" in seen(shop, page.quiet)
    page.keep_quiet(shop, 30)


@pytest.mark.parametrize("argument", ["9", "x", "9" * 30, "-1"])
def test_there_is_no_such_campaign(shop: Shop, argument: str) -> None:
    with pytest.raises(InputError, match="There is no"):
        one.layout(shop, argument)


def test_a_file_is_made_again_by_its_address(shop: Shop, make_app: MakeApp) -> None:
    make(shop, 1, "Spring", "mailchimp", TENTH, 30)
    with shop.connect() as connection:
        (file,) = ledger.delivery(connection, 1).files
    client: FlaskClient = make_app(shop.engine).server.test_client()
    answer = client.get(f"/exports/lists/1/{file.name}")
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    assert sha256(answer.data).hexdigest() == file.sha256
    for address in ("1/other.csv", f"9/{file.name}", f"{'9' * 30}/{file.name}"):
        assert client.get(f"/exports/lists/{address}").status_code == 404


@pytest.fixture
def worker(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One lives, and makes lists of more than ten; nothing of its work stays."""
    monkeypatch.setattr(making, "LARGE", 10)
    with shop.engine.begin() as connection:
        connection.execute(text("insert into workers values ('w', 'here', now(), now() + interval '1 hour')"))
    yield
    with shop.engine.begin() as connection:
        connection.execute(text("truncate workers, jobs restart identity"))


def shown(shop: Shop, said: object = None, before: object = None) -> tuple[str, object, bool]:
    """What the page shows of the list that is being made, what it keeps, and whether the panels look again."""
    parts, kept, ended = making.show(shop, 1, said, before)
    return " ".join(texts(parts).split()) if parts is not no_update else "as before", kept, ended is not no_update


@pytest.mark.usefixtures("worker")
def test_a_large_list_is_made_by_the_worker(shop: Shop) -> None:
    assert make(shop, 1, "Spring", "mailchimp", TENTH, 30) == 1
    with shop.engine.connect() as connection:
        ((job,), lists) = jobs.open_jobs(connection), ledger.newest(connection)
    assert (job.kind, job.arguments, lists) == ("send", {"campaign": 1, "rule": "opt-in"}, [])
    words, kept, _ = shown(shop)
    assert words == "The list is being made Waits for its turn Stop"
    assert shown(shop, before=kept)[0] == "as before"
    with pytest.raises(InputError, match="A list of it is being made already"):
        send_again(shop, 1, 0)
    with shop.engine.begin() as connection:
        connection.execute(text("update jobs set state = 'running', step = 'Writing the file', progress = 0.5"))
    words, kept, has_ended = shown(shop, before=kept)
    assert (words, has_ended) == ("The list is being made Writing the file 50 % Stop", False)
    words, kept, _ = shown(shop, {"act": "cancel", "job": "1", "at": 5}, kept)
    assert words == "The list is being made Being stopped"
    with shop.engine.begin() as connection:
        connection.execute(text("update jobs set state = 'cancelled', error = 'Cancelled by anna.'"))
    words, kept, has_ended = shown(shop, {"act": "cancel", "job": "1", "at": 5}, kept)
    assert (words, has_ended) == ("Cancelled by anna. No list was made; ask for it once more.", True)
    assert send_again(shop, 1, 0) == ""
    with shop.engine.begin() as connection:
        connection.execute(text("update workers set beat_at = now() - interval '1 minute'"))
    assert "the worker, is not running just now" in shown(shop)[0]


@pytest.mark.usefixtures("worker")
def test_who_sees_a_part_and_small_lists_wait_for_no_worker(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    with viewing(Viewer(("GB",))):
        make(shop, 1, "British", "mailchimp", TENTH, 30)
    monkeypatch.setattr(making, "LARGE", 100)
    send_again(shop, 1, 1)
    with shop.engine.connect() as connection:
        assert (len(ledger.of_campaign(connection, 1)), jobs.open_jobs(connection)) == (2, [])


def test_the_page_makes_no_list_that_takes_a_minute(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "MOST_HERE", 10)
    for viewer, way in ((Viewer(None), making.START), (Viewer(None, personal=False), making.ASK)):
        with viewing(viewer), pytest.raises(InputError) as caught:
            make(shop, 1, "Spring", "mailchimp", TENTH, 30)
        assert str(caught.value) == way.format(count=50, most=10)
    with shop.engine.connect() as connection:
        assert keeping.everything(connection) == []


@pytest.mark.parametrize("said", [{"act": "cancel", "job": "7", "at": 1}, {"act": "cancel", "job": "x", "at": 1}])
def test_only_a_list_that_is_made_can_be_stopped(shop: Shop, said: dict[str, object]) -> None:
    assert shown(shop, said)[0] == "Not available. This cannot be understood. Open the page again."


def test_a_file_that_still_lies_there_is_not_made_again(shop: Shop, make_app: MakeApp, tmp_path: Path) -> None:
    make(shop, 1, "Spring", "mailchimp", TENTH, 30)
    settings = Settings(database_url="", home=tmp_path)
    with shop.connect() as connection:
        (file,) = ledger.delivery(connection, 1).files
    path_by_content(settings, file.sha256).write_bytes(b"as it lies there")
    server = Flask("lists")
    lists.register(server, shop, settings)
    address = f"/exports/lists/1/{file.name}"
    assert server.test_client().get(address).data == b"as it lies there"
    with viewing(Viewer(None, personal=False)):  # the file names people
        assert server.test_client().get(address).status_code == 404


def test_a_viewer_of_some_countries_sees_their_own(shop: Shop) -> None:
    with viewing(Viewer(("GB",))):
        make(shop, 1, "British", "mailchimp", TENTH, 30)
        assert "British" in seen(shop, page.listing)
    with viewing(Viewer(("DE",))):
        assert "No campaigns yet" in seen(shop, page.listing)
    assert "British" in seen(shop, page.listing)
