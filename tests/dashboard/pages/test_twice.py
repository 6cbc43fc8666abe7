"""Every form that adds something, sent twice: by two clicks side by side, and once more a moment later."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select, text, update

from accounts.kept.comments import BOARD, Thread
from dashboard.filters.choosing import Choice
from dashboard.filters.selection import Filters
from dashboard.pages import notes
from dashboard.pages.audiences import actions as audiences
from dashboard.pages.audiences.builder import saving
from dashboard.pages.boards import acting as boards
from dashboard.pages.campaigns import acting as campaigns
from dashboard.pages.customers import erasing
from dashboard.pages.data import actions as data
from dashboard.pages.destinations import actions as destinations
from dashboard.pages.exports import subscribing
from dashboard.pages.schedules import actions as schedules
from dashboard.shop import Shop
from dashboard.web import selecting
from dashboard.web.keeping import route as keeping_views
from dashboard.web.keeping import thread
from tests.accounts.people import SECRET_KEY
from tests.audiences.campaigns.shop import fill_shop
from tests.dashboard.conftest import Served
from tests.databases import connected
from warehouse.errors import InputError
from warehouse.schema import (
    asked_forms,
    connections,
    date_notes,
    deliveries,
    jobs,
    saved_views,
    static_lists,
    view_comments,
)
from warehouse.schema import (
    audiences as kept_audiences,
)
from warehouse.schema import (
    boards as kept_boards,
)
from warehouse.schema import (
    schedules as kept_schedules,
)

FETCH = {"name": "Night", "every": "night", "at": "03:00", "address": "", "emails": "boss@shop.example"}
HOOK = {**FETCH, "name": "Told", "webhook": "https://hook.example/in"}
MAILED = {"emails": "bea@shop.example", "every": "week", "weekday": "0", "at": "08:00"}
PLACE = {"kind": "sftp", "name": "Agency", "sftp-address": "sftp://me@files.example/in/", "sftp-password": "hush"}
SENT = {"to": "1", "what": "audience-1", "mode": "full", "format": "machines", "at": "05:00"}
BEST = {"mode": "all", "parts": [{"fields": {"subject": "segment:rfm", "operator": "in"}, "values": ["champions"]}]}
LIST = {"act": "bring", "name": "Fair"}
PEOPLE = [f"c{number:02d}" for number in range(9)]

# What a form asks for, and the table that has one row more then.
FORMS: dict[str, tuple[Callable[[Shop], Any], Any]] = {
    "a schedule": (lambda shop: schedules.act(shop, _said("add", FETCH)), kept_schedules),
    "a schedule with a secret": (lambda shop: schedules.act(shop, _said("add", HOOK)), kept_schedules),
    "a report by mail": (lambda shop: subscribing.act(shop, _said("subscribe", MAILED), ""), kept_schedules),
    "a place": (lambda shop: destinations.act(shop, _said("add", PLACE)), connections),
    "a list that goes by itself": (
        lambda shop: destinations.act(shop, _said("repeat", {**SENT, "every": "night"})),
        kept_schedules,
    ),
    "a trial": (lambda shop: bool(destinations.act(shop, {"act": "try", "connection": "1"})) * 0, jobs),
    "a list that goes now": (lambda shop: destinations.act(shop, _said("repeat", {**SENT, "every": "now"})), jobs),
    "a note": (lambda shop: notes.act(shop, _said("add", {"day": "2026-03-12", "words": "Fair"})), date_notes),
    "a view": (
        lambda shop: keeping_views.kept(shop, {"address": "/countries", **_said("keep", {"name": "Mine"})}),
        saved_views,
    ),
    "a board": (lambda shop: boards.on_list(shop, _said("make", {"name": "Monday"})), kept_boards),
    "a comment": (
        lambda shop: thread.act(shop, Thread(BOARD, 1), _said("say", {"words": "Why?"})),
        view_comments,
    ),
    "a copy of an audience": (lambda shop: audiences.act(shop, {"act": "duplicate", "audience": "1"}), kept_audiences),
    "an audience": (lambda shop: saving.save(shop, {"act": "save", "name": "Best", "tree": BEST}, {}), kept_audiences),
    "a list": (
        lambda shop: audiences.bring(shop, {"act": "bring", "name": "Fair", "entries": PEOPLE}, None),
        static_lists,
    ),
    "those in a chart": (lambda shop: selecting.keep(shop, Choice(Filters())), static_lists),
    "a campaign": (lambda shop: campaigns.make(shop, 1, "Autumn", "brevo", Decimal("0.1"), 30), deliveries),
    "a fit": (lambda shop: data.act(shop, {"act": "fit"}), jobs),
    "a load that is undone": (lambda shop: data.act(shop, {"act": "undo", "load": "7"}), jobs),
    "somebody erased": (lambda shop: erasing.erase(shop, "c01", "c01"), jobs),
}


def _said(act: str, fields: dict[str, str]) -> dict[str, Any]:
    return {"act": act, "fields": fields, "at": time.monotonic()}


@pytest.fixture(scope="module")
def shop(server_url: str) -> Iterator[Shop]:
    """The shop of 50, with a place outside."""
    with connected(server_url, "forms_twice") as engine:
        fill_shop(engine)
        found = Served(engine)
        found.secret_key, found.mails = SECRET_KEY, True
        destinations.act(found, _said("add", {**PLACE, "name": "First"}))
        boards.on_list(found, _said("make", {"name": "First"}))
        yield found


@pytest.mark.parametrize("form", FORMS)
def test_what_is_sent_twice_is_done_once(shop: Shop, form: str) -> None:
    ask, table = FORMS[form]

    def rows() -> int:
        with shop.engine.connect() as connection:
            return int(connection.scalar(select(func.count()).select_from(table)) or 0)

    before = rows()
    with ThreadPoolExecutor(2) as clicks:
        answers = [one.result() for one in [clicks.submit(ask, shop) for _ in range(2)]]
    answers.append(ask(shop))
    assert rows() == before + 1
    assert answers[0] == answers[1] == answers[2]


def test_what_was_taken_away_is_added_again(shop: Shop) -> None:
    said = _said("add", {"day": "2026-03-13", "words": "Fair"})
    for _ in range(2):
        notes.act(shop, said)
        with shop.engine.connect() as connection:
            (number,) = connection.scalars(select(date_notes.c.note_id).where(date_notes.c.day == "2026-03-13"))
        notes.act(shop, {"act": "remove", "note": str(number)})


def test_it_is_done_again_when_somebody_means_it(shop: Shop) -> None:
    """Later, otherwise, or after it went wrong; what it was answered is nobody's to read."""
    ask, _ = FORMS["a schedule with a secret"]
    first = ask(shop)
    with shop.engine.begin() as connection:
        kept = connection.scalars(select(asked_forms.c.answer)).all()
        connection.execute(update(asked_forms).values(asked_at=func.now() - text("interval '11 seconds'")))
    secret = first.partition("once: ")[2].partition(".")[0]
    assert len(secret) == 43
    assert not any(secret in str(one) for one in kept)
    assert ask(shop) != first
    for name in ("", "Other", "Other 2"):
        said = _said("add", {**FETCH, "name": name})
        if name:
            schedules.act(shop, said)
        else:
            for _ in range(2):
                with pytest.raises(InputError, match="Give it a name"):
                    schedules.act(shop, said)
    with shop.engine.connect() as connection:
        assert len(connection.scalars(select(asked_forms.c.form_hash)).all()) < len(FORMS)
        names = connection.scalars(select(kept_schedules.c.name)).all()
    assert {"Other", "Other 2"} < set(names)
