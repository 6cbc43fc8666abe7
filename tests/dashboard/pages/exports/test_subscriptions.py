"""Views by mail: what the job is told of a view, and what form and buttons do, for whom."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from accounts.kept import boards, cards
from accounts.rights import ROLES
from dashboard.components.thresholds.looking import Crossing
from dashboard.components.thresholds.threshold import NO_NUMBER, UNKNOWN
from dashboard.filters.link_doubts import RefusedError
from dashboard.filters.selection import Filters, Scope
from dashboard.pages.exports import of_board, subscribing
from dashboard.pages.exports.form import form
from dashboard.pages.exports.subscribing import GONE, NOBODY, act, view_of
from dashboard.pages.exports.subscriptions import show
from dashboard.shop import Shop
from dashboard.shop.asker import REFUSED, Asker, asking
from dashboard.shop.said import UNREAD
from dashboard.shop.viewer import LimitedError, Viewer, viewing
from tests.accounts.people import SECRET_KEY, person
from tests.dashboard.calls import texts
from tests.dashboard.literal import published
from warehouse import jobs, schedules
from warehouse.errors import InputError

ADMIN, BEA, CARL = (
    Asker(f"{name}@shop.example", ROLES[role])
    for name, role in (("ann", "admin"), ("bea", "marketer"), ("carl", "marketer"))
)
VIEWER = Asker("vic@shop.example", ROLES["viewer"])
FIELDS = {"emails": "bea@shop.example, boss@shop.example", "every": "week", "weekday": "0", "at": "08:00"}


@pytest.mark.parametrize(
    ("search", "arguments", "words"),
    [
        ("", {"view": ""}, "All customers"),
        ("?country=DE&compare=none", {"view": "?country=DE&compare=none"}, "Germany"),
        ("?from=2011-10", {"view": "", "last": 3}, "All customers · last 3 months"),
        ("?from=2011-10&to=2011-12&country=FR", {"view": "?country=FR", "last": 3}, "France · last 3 months"),
        ("?to=2011-12", {"view": ""}, "All customers"),
        ("?from=2011-03&to=2011-08", {"view": "?from=2011-03&to=2011-08"}, "All customers · Mar–Aug 2011"),
        ("?segment=best&from=2010-12", {"view": "?segment=best"}, "Best"),
    ],
)
def test_a_window_that_reaches_to_the_end_moves_on(search: str, arguments: dict[str, Any], words: str) -> None:
    assert view_of(Filters.from_query(search), published(date(2011, 12, 9))) == (arguments, words)


@pytest.mark.parametrize(
    "search", ["?segmentation=k-means", "?country=Nowhere", "?segment=none", "?from=x", "?from=2011-12&to=2011-11"]
)
def test_what_is_not_there_is_not_mailed(search: str) -> None:
    with pytest.raises(RefusedError):
        view_of(Filters.from_query(search), published())


@pytest.fixture
def mails(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A shop in which nothing is stored but what is published."""
    found = Shop(engine, "GBP", secret_key=SECRET_KEY, zone="Europe/Berlin", mails=True)
    monkeypatch.setattr(found, "published", published)
    return found


def subscribe(shop: Shop, search: str = "?country=DE", **fields: str) -> str:
    return act(shop, {"act": "subscribe", "fields": FIELDS | fields}, search)


def listed(shop: Shop, sure: int | None = None) -> str:
    return " ".join(texts(show(shop, {"sure": sure})[1]).split())


def test_a_view_is_mailed_every_week_until_it_is_stopped(engine: Engine, mails: Shop) -> None:
    assert show(mails, None) == ("", [])
    assert "Mail this view: Germany" in texts(form(mails, "?country=DE", "0"))
    subscribe(mails, "?country=DE&from=2011-10")
    with engine.connect() as connection:
        (one,) = schedules.listed(connection)
    assert (one.name, one.kind, one.arguments, one.words, one.tell) == (
        "Germany · last 3 months",
        "report",
        {"view": "?country=DE", "last": 3},
        "every Monday at 08:00 (Europe/Berlin)",
        {"emails": ["bea@shop.example", "boss@shop.example"]},
    )
    said = listed(mails)
    assert "1 subscription" in said
    assert "Every Monday at 08:00 (Europe/Berlin) To bea@shop.example, boss@shop.example" in said
    number = str(one.schedule_id)
    assert act(mails, {"act": "send", "schedule": number}, "") == subscribing.SENT
    assert act(mails, {"act": "send", "schedule": number}, "") == subscribing.BUSY
    with engine.connect() as connection:
        (job,) = jobs.open_jobs(connection)
    assert (job.kind, job.arguments, job.schedule_id) == ("report", one.arguments, one.schedule_id)
    assert "Stop mailing Germany · last 3 months?" in listed(mails, one.schedule_id)
    act(mails, {"act": "stop", "schedule": number}, "")
    assert show(mails, None)[1] == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"emails": ""}, NOBODY),
        ({"emails": "bea@shop.example, nobody"}, "nobody is not an email address."),
        ({"every": "hour"}, UNREAD),
        ({"every": ""}, UNREAD),
        ({"weekday": "9"}, "A schedule runs every hour"),
        ({"at": "25:00"}, "25:00 is no time of day"),
        ({"when": "below", "figure": "luck", "value": "1"}, UNKNOWN),
        ({"when": "below", "figure": "orders", "value": "few"}, NO_NUMBER),
        ({"webhook": "http://shop.example/"}, "https"),
    ],
)
def test_what_cannot_be_understood_is_told(mails: Shop, fields: dict[str, str], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        subscribe(mails, **fields)


def test_a_view_may_be_sent_only_when_a_figure_crosses_a_threshold(
    engine: Engine, mails: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = "Net sales were £12,000.00, not below £10,000."
    monkeypatch.setattr(subscribing, "look", lambda *_: Crossing(False, now))
    fields = {"when": "below", "figure": "net-sales", "value": "10,000", "webhook": "https://shop.example/hook?key=1"}
    told = subscribe(mails, **fields)
    assert told.startswith(f"{now} The webhook's secret, shown this once: ")
    with engine.begin() as connection:
        (one,) = schedules.listed(connection)
        assert one.name == "Germany: net sales are below £10,000"
        assert one.arguments["only"] == {"figure": "net-sales", "when": "below", "value": 10000.0}
        assert (one.tell["webhook"], "key" in str((one.tell, one.sealed))) == ("https://shop.example/…", False)
    said = listed(mails)
    assert "Only When net sales are below £10,000, once each time To bea@shop.example" in said
    assert "Look now" in said
    assert act(mails, {"act": "send", "schedule": str(one.schedule_id)}, "") == subscribing.LOOKED
    with engine.begin() as connection:
        schedules.change(connection, one.schedule_id, crossed_at=datetime.now(UTC))
    assert "It is crossed, and told: nothing more is sent until it has come back" in listed(mails)


def test_a_board_is_mailed_with_a_threshold_on_the_numbers_of_one_of_its_cards(
    engine: Engine, mails: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Scope] = []
    monkeypatch.setattr(subscribing, "look", lambda _shop, scope, _only: looked.append(scope) or Crossing(False, ""))
    now = datetime.now(UTC)
    with engine.begin() as connection:
        number = boards.make(connection, "Mondays", None, now=now)
        empty = boards.make(connection, "Empty", None, now=now)
        others = boards.make(connection, "Of Bea", "bea@shop.example", now=now)
        for address in ("/", "/?country=DE&from=2011-10"):
            one = cards.put(connection, number, None, "overview-trend", address, is_wide=True, height=300, now=now)
    said = texts(form(mails, f"?board={number}", "0"))
    assert "Mail this board: Mondays" in said
    assert "Germany · Oct–Dec 2011" in " ".join(said.split())
    subscribe(mails, f"?board={number}", of=str(one))
    subscribe(mails, f"?board={number}", of=str(one), when="moved", figure="orders", value="10")
    with engine.connect() as connection:
        plain, watched = (one for one in schedules.listed(connection))
    assert (plain.name, plain.arguments) == ("Mondays", {"board": number})
    only = {"figure": "orders", "when": "moved", "value": 10.0}
    assert watched.name == "Mondays: orders have moved by more than 10\u202f%"
    assert watched.arguments == {"board": number, "view": "?country=DE", "last": 3, "only": only}
    assert [one.countries for one in looked] == [("DE",)]
    for board, sentence in ((empty, of_board.EMPTY), (others, boards.GONE), ("x", boards.GONE)):
        with pytest.raises(InputError, match=sentence):
            subscribe(mails, f"?board={board}")
    with pytest.raises(InputError, match=UNREAD):
        subscribe(mails, f"?board={number}", of="0", when="moved", figure="orders", value="10")


def test_who_may_and_whose_they_see(engine: Engine, mails: Shop) -> None:
    for email, role in (("ann", "admin"), ("bea", "marketer"), ("carl", "marketer")):
        person(engine, f"{email}@shop.example", role)
    with asking(VIEWER), pytest.raises(InputError, match=REFUSED):
        subscribe(mails)
    with engine.begin() as connection:
        for who in (BEA, CARL):
            number = schedules.add(connection, f"Of {who.name}", "report", {"view": ""}, owner=who.name, tell={})
    with asking(BEA):
        assert ("Of bea" in listed(mails), "Of carl" in listed(mails)) == (True, False)
        for action in ("send", "stop"):
            with pytest.raises(InputError, match=GONE):
                act(mails, {"act": action, "schedule": str(number)}, "")
    with asking(ADMIN):
        assert "2 subscriptions" in listed(mails)
    with viewing(Viewer(("DE",))), asking(BEA), pytest.raises(LimitedError):
        subscribe(mails)


def test_without_a_mail_server_the_page_says_so(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = Shop(engine, "GBP")
    monkeypatch.setattr(shop, "published", published)
    assert "No mail can be sent yet" in texts(form(shop, "", "0"))
