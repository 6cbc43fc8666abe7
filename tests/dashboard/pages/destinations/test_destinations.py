"""The page of destinations: what it shows, and what its buttons and forms do."""

from typing import Any

import pytest
from sqlalchemy import Engine, text, update

from accounts.rights import ROLES
from accounts.tokens import unseal_for
from audiences.conditions import read
from audiences.destinations import connections
from audiences.lists import keeping
from dashboard.pages.destinations.actions import NOT_ASKED, act
from dashboard.pages.destinations.page import layout, offer, show
from dashboard.shop import Shop, Viewer, viewing
from dashboard.shop.asker import REFUSED, Asker, asking
from dashboard.shop.said import UNREAD
from tests.accounts.people import SECRET_KEY
from tests.dashboard.calls import texts
from warehouse import jobs, schedules
from warehouse.errors import InputError, RegularsError
from warehouse.schema import jobs as table

FINGERPRINT = "SHA256:" + "a" * 43
SFTP = {"kind": "sftp", "name": "Agency", "sftp-address": "sftp://me@files.example/in/", "sftp-password": "hush"}
BREVO = {"kind": "brevo", "name": "News", "brevo-list": "2", "brevo-api_key": "xkeysib-0123456789"}
VIC, MARY = (Asker(f"{name}@shop.example", ROLES[role]) for name, role in (("vic", "viewer"), ("mary", "marketer")))


@pytest.fixture
def shop(engine: Engine) -> Shop:
    return Shop(engine, "GBP", secret_key=SECRET_KEY, zone="Europe/Berlin")


def add(shop: Shop, fields: dict[str, str] = SFTP, **more: str) -> str:
    return act(shop, {"act": "add", "fields": {"sftp-user": "", "webhook-address": ""} | fields | more})


def seen(shop: Shop, sure: int | None = None) -> str:
    return " ".join(texts(show(shop, {"sure": sure})[1]).split())


def end(engine: Engine, state: str, result: dict[str, Any], error: str | None = None) -> None:
    with engine.begin() as connection:
        connection.execute(
            update(table).values(state=state, result=result, error=error, finished_at="2026-11-28T19:00Z")
        )


def sealed(engine: Engine, number: int) -> dict[str, str]:
    with engine.connect() as connection:
        one = connections.get(connection, number)
        place = connections.place_of(one.kind, one.settings)
        return unseal_for(SECRET_KEY, str(connections.sealed_in(connection, number)), place)


def test_a_connection_is_added_tried_and_retired(engine: Engine, shop: Shop) -> None:
    assert "No connections yet" in seen(shop)
    assert "Add a connection" in texts(layout(shop))
    assert add(shop) == ""
    assert (seen(shop), sealed(engine, 1)) == (
        "Connections Places outside that lists are sent to Agency sftp://me@files.example/in/ Kind SFTP Last Nothing "
        "was sent there yet Try it Retire",
        {"password": "hush"},
    )
    assert act(shop, {"act": "try", "connection": "1"}) == ""
    assert act(shop, {"act": "try", "connection": "1"}) == "It is at work already."
    assert "At work Kind SFTP Now It waits for its turn. Retire" in seen(shop)
    with engine.connect() as connection:
        assert [(one.kind, one.arguments) for one in jobs.open_jobs(connection)] == [
            ("push", {"connection": 1, "trial": True})
        ]
    end(engine, "done", {"said": "The folder is there."})
    assert "Last 28 Nov 2026, 20:00. The folder is there." in seen(shop)
    end(engine, "done", {"rows_sent": 1204, "rows_left": 3})
    assert "1,204 customers sent, 3 taken off." in seen(shop)
    end(engine, "failed", {}, "It does not answer.")
    assert "It does not answer. Kind SFTP Last 28 Nov 2026, 20:00 Try it" in seen(shop)
    assert "Retire Agency? Nothing is sent there any more, and its keys are forgotten." in seen(shop, 1)
    act(shop, {"act": "retire", "connection": "1"})
    assert "No connections yet" in seen(shop)
    with engine.connect() as connection:
        assert connections.sealed_in(connection, 1) is None
    with pytest.raises(InputError, match="There is no connection 1"):
        act(shop, {"act": "try", "connection": "1"})
    assert add(shop) == ""  # its name is free again


def test_a_servers_key_is_trusted_by_who_was_asked(engine: Engine, shop: Shop) -> None:
    add(shop)
    act(shop, {"act": "try", "connection": "1"})
    pin = {"option": "host_key", "words": "Is it its key?", "choices": [{"value": FINGERPRINT, "label": "Yes"}]}
    end(engine, "failed", {"questions": [pin]}, "files.example shows the host key.")
    assert "files.example shows the host key. Is it its key? Yes" in seen(shop)
    for option, value in (("host_key", "SHA256:" + "b" * 43), ("address", FINGERPRINT)):
        with pytest.raises(InputError, match=NOT_ASKED):
            act(shop, {"act": "answer", "connection": "1", "option": option, "value": value})
    act(shop, {"act": "answer", "connection": "1", "option": "host_key", "value": FINGERPRINT})
    with engine.connect() as connection:
        assert connections.get(connection, 1).settings["host_key"] == FINGERPRINT
        assert len(jobs.open_jobs(connection)) == 1  # tried again at once


def test_a_webhooks_address_is_sealed_and_its_secret_shown_once(engine: Engine, shop: Shop) -> None:
    told = add(shop, {"kind": "webhook", "name": "Hook", "webhook-address": "https://h.example/x/SECRET"})
    hidden = sealed(engine, 1)
    assert hidden["address"] == "https://h.example/x/SECRET"
    assert f"shown this once: {hidden['signing']}." in told
    assert "https://h.example/…" in seen(shop)
    with engine.connect() as connection:
        assert "SECRET" not in str(connection.scalars(text("select c::text from connections c")).all())


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": " "}, "Give the connection a name of 1 to 80 letters."),
        ({"sftp-address": "s3://bucket/x/"}, "is no address of this kind: it begins with sftp://."),
        ({"sftp-address": "sftp://me@files.example/*.csv"}, "the address has no * in it."),
        ({"sftp-password": ""}, "Give a password or a key: nobody signs in without."),
        ({"sftp-address": ""}, "SFTP needs: Folder (address)."),
        ({"kind": "webhook", "webhook-address": "http://h.example/"}, "use https://"),
        ({"kind": "webhook", "webhook-address": "https://[::1]/"}, "::1 is in a private network"),
        (BREVO | {"brevo-api_key": "pk_1"}, "This is no API key of this platform"),
        (BREVO | {"brevo-list": "../2"}, "The list is named by its id"),
        (BREVO | {"brevo-endpoint": "http://localhost/"}, "use https://"),
        (BREVO | {"brevo-tag": "x"}, "Brevo asks for no tag"),
    ],
)
def test_what_cannot_be_added_is_said(engine: Engine, shop: Shop, fields: dict[str, str], sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        add(shop, SFTP | fields)
    assert sentence in str(caught.value)
    with engine.connect() as connection:
        assert connections.listed(connection) == []


def test_two_connections_have_two_names(shop: Shop) -> None:
    add(shop)
    with pytest.raises(InputError, match="There is a connection “agency” already"):
        add(shop, name="agency")


@pytest.mark.parametrize(
    "asked",
    [None, [], {}, {"act": "none"}, {"act": "try"}, {"act": "try", "connection": "-1"}, {"act": "try", "connection": 1},
     {"act": "add"}, {"act": "add", "fields": {"kind": "ftp"}}, {"act": "add", "fields": {"name": "\ud800"}},
     {"act": "add", "fields": {"name": "x" * 20_000}}],
)  # fmt: skip
def test_what_no_page_asks_is_refused(shop: Shop, asked: object) -> None:
    with pytest.raises(InputError, match=UNREAD):
        act(shop, asked)


def test_an_audience_is_sent_again_and_again_in_the_name_of_who_says_so(engine: Engine, shop: Shop) -> None:
    add(shop, BREVO)
    assert offer(shop, None) is None  # there is nothing to send
    with engine.begin() as connection:
        keeping.keep(connection, "Lapsing", read({"field": "net", "at_least": 1}), None)
    assert "Audience: Lapsing" in texts(offer(shop, None))
    said = {"what": "audience-1", "to": "1", "format": "xlsx", "mode": "movers", "every": "week", "weekday": "4"}
    with asking(MARY):
        assert act(shop, {"act": "repeat", "fields": said | {"at": "05:00"}}) == ""
    with engine.connect() as connection:
        (one,) = schedules.listed(connection)
        recorded = connection.execute(
            text("select action, details ->> 'what', details ->> 'connection' from audit")
        ).all()
    assert (one.kind, one.owner, one.rights, one.words) == (
        *("push", "mary@shop.example", ("audiences",), "every Friday at 05:00 (Europe/Berlin)"),
    )
    assert one.arguments == {"connection": 1, "audience": 1, "mode": "movers", "format": "brevo"}
    assert [tuple(row) for row in recorded] == [("connection", "repeat", "News")]
    assert (
        "Sent by itself With the rights of whoever said so To News Audience: Lapsing When Every Friday at 05:00 "
        "(Europe/Berlin), who entered and left since Send now Stop"
    ) in seen(shop)
    assert act(shop, {"act": "send", "schedule": "1"}) == ""
    assert act(shop, {"act": "send", "schedule": "1"}) == "It is at work already."
    end(engine, "failed", {}, "It does not answer.")
    assert "To News Audience: Lapsing It does not answer. When" in seen(shop)
    with pytest.raises(InputError, match="A list that was made goes once"):
        act(shop, {"act": "repeat", "fields": said | {"what": "delivery-7"}})
    with engine.begin() as connection:
        connection.execute(table.delete())
    for what in ("audience-1", "delivery-7"):
        act(shop, {"act": "repeat", "fields": said | {"what": what, "every": "now"}})
    with engine.connect() as connection:
        assert [job.arguments for job in jobs.open_jobs(connection)] == [
            {"connection": 1, "audience": 1, "format": "brevo", "mode": "movers"},
            {"connection": 1, "delivery": 7},
        ]
    for wrong in ({"what": "table-1"}, {"what": "audience-1", "mode": "all"}):
        with pytest.raises(InputError, match="There is nothing to send yet"):
            act(shop, {"act": "repeat", "fields": said | {"at": "05:00"} | wrong})


def test_only_what_is_sent_can_be_stopped_here(engine: Engine, shop: Shop) -> None:
    with engine.begin() as connection:
        others = [schedules.add(connection, "One", kind, {"connection": 1}) for kind in ("push", "fit")]
    act(shop, {"act": "stop", "schedule": str(others[0])})
    for number in others:
        with pytest.raises(InputError, match="This is not sent by itself any more"):
            act(shop, {"act": "stop", "schedule": str(number)})
    with engine.connect() as connection:
        assert [one.kind for one in schedules.listed(connection)] == ["fit"]


def test_only_who_may_send_audiences_of_the_whole_shop_may(engine: Engine, shop: Shop) -> None:
    with asking(VIC), pytest.raises(InputError, match=REFUSED):
        add(shop)
    with viewing(Viewer(("DE",))), pytest.raises(RegularsError):
        show(shop, None)
    with asking(MARY):
        assert add(shop) == ""
