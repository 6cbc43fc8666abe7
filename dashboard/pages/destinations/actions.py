"""What the page's buttons ask for -> connections, jobs and schedules. It comes from a browser: all of it is checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from accounts.tokens import seal_for
from audiences.destinations import KINDS, Outlet, connections
from dashboard.pages.destinations.listing import questions_of
from dashboard.pages.destinations.reading import newest_jobs
from dashboard.shop import Shop
from dashboard.shop.asker import Asker, asker
from dashboard.shop.once import done
from dashboard.shop.said import UNREAD, put_on_record, read_fields, read_form, read_number, read_weekday, to_number
from warehouse import schedules
from warehouse.errors import InputError
from warehouse.jobs import enqueue
from warehouse.outward import refuse_inner
from warehouse.schedules import Schedule
from wording.languages import say, to_say

NOT_ASKED = to_say("The last trial did not ask this: look at what it says now.")
BUSY = to_say("It is at work already.")
ONCE = to_say(
    "What its messages are signed with, shown this once: {secret}. Their receiver checks the signature with it."
)
GONE = to_say("This is not sent by itself any more.")
Done = tuple[str, str]  # what to tell, and which connection it was about


def act(shop: Shop, said: object) -> str:
    """Do what is asked; a sentence where there is something to tell. InputError where it cannot be done."""
    asked = read_form(said)
    action = ACTIONS.get(str(asked.get("act")))
    if action is None:
        raise InputError(say(UNREAD))
    who = asker()
    who.need("audiences")
    shop.refuse_a_part()

    def do(connection: Connection) -> str:
        sentence, about = action(connection, asked, who, shop)
        put_on_record(connection, who.name, "connection", {"what": asked["act"], "connection": about})
        return sentence

    return done(shop, "destinations", asked, do, adds=asked["act"] in ("add", "repeat"))


def _add(connection: Connection, asked: Mapping[str, Any], who: Asker, shop: Shop) -> Done:
    fields = read_fields(asked)
    kind = KINDS.get(fields.get("kind", ""))
    if kind is None:
        raise InputError(say(UNREAD))
    begins = f"{kind.key}-"
    own = {name.removeprefix(begins): value for name, value in fields.items() if name.startswith(begins)}
    settings, secrets = kind.checked(own)
    refuse_inner(shop.networks, own.get("address"), own.get("endpoint"))
    sealed = seal_for(shop.secret_key, secrets, connections.place_of(kind.key, settings))
    name = fields.get("name", "")
    connections.add(connection, name, kind.key, settings, sealed, who.name)
    return say(ONCE, secret=secrets["signing"]) if "signing" in secrets else "", name


def _try(connection: Connection, asked: Mapping[str, Any], who: Asker, _shop: Shop) -> Done:
    one = _of(connection, asked)
    connections.hold(connection, one.connection_id)
    last = newest_jobs(connection).get(one.connection_id)
    if last is not None and last.is_open:
        return say(BUSY), one.name
    enqueue(connection, "push", {"connection": one.connection_id, "trial": True}, who.name)
    return "", one.name


def _answer(connection: Connection, asked: Mapping[str, Any], who: Asker, shop: Shop) -> Done:
    """Trust the key that the server has shown, and try again at once."""
    one = _of(connection, asked)
    last, value = newest_jobs(connection).get(one.connection_id), str(asked.get("value", ""))
    offered = {choice["value"] for each in (questions_of(last) if last else ()) for choice in each["choices"]}
    if asked.get("option") != "host_key" or value not in offered:
        raise InputError(say(NOT_ASKED))
    connections.pin(connection, one.connection_id, value)
    return _try(connection, asked, who, shop)


def _retire(connection: Connection, asked: Mapping[str, Any], _who: Asker, _shop: Shop) -> Done:
    one = _of(connection, asked)
    connections.retire(connection, one.connection_id)
    return "", one.name


def _repeat(connection: Connection, asked: Mapping[str, Any], who: Asker, shop: Shop) -> Done:
    """Have a list sent now, or by the clock; in the name of whoever says so."""
    fields = read_fields(asked)
    one = connections.get(connection, read_number(fields, "to"))
    told = {"connection": one.connection_id, **_what(fields, one)}
    if fields.get("every") == "now":
        enqueue(connection, "push", told, who.name)
        return "", one.name
    if "delivery" in told:
        raise InputError(say("A list that was made goes once: choose a campaign or an audience, or send it now."))
    name, when = say("To {name}", name=one.name), (fields.get("every", ""), fields.get("at", ""), read_weekday(fields))
    schedules.add(connection, name, "push", told, *when, shop.zone, who.name)
    return "", one.name


def _what(fields: Mapping[str, str], one: Outlet) -> dict[str, Any]:
    """What is to go, as the job has it."""
    what, _, number = fields.get("what", "").partition("-")
    if what not in ("campaign", "audience", "delivery") or fields.get("mode") not in ("full", "movers"):
        raise InputError(say("There is nothing to send yet: make an audience or a campaign first."))
    told: dict[str, Any] = {what: to_number(number)}
    if what == "audience":
        told["format"] = one.way.format or fields.get("format", "")
        if told["format"] not in {each.key for each in one.formats}:
            raise InputError(say("{name} does not take this format.", name=one.name))
    return told if what == "delivery" else {**told, "mode": fields["mode"]}


def _send(connection: Connection, asked: Mapping[str, Any], who: Asker, _shop: Shop) -> Done:
    """Do now what the clock would ask for; in the name of whoever says so."""
    one = _repeated(connection, asked)
    return ("" if schedules.ask_now(connection, one, who.name) else say(BUSY)), one.name


def _stop(connection: Connection, asked: Mapping[str, Any], _who: Asker, _shop: Shop) -> Done:
    one = _repeated(connection, asked)
    schedules.remove(connection, one.schedule_id)
    return "", one.name


def _repeated(connection: Connection, asked: Mapping[str, Any]) -> Schedule:
    """A schedule that sends; others are for those who may load."""
    found = schedules.get(connection, read_number(asked, "schedule"))
    if found is None or found.kind != "push":
        raise InputError(say(GONE))
    return found


def _of(connection: Connection, asked: Mapping[str, Any]) -> Outlet:
    return connections.get(connection, read_number(asked, "connection"))


ACTIONS: Mapping[str, Callable[[Connection, Mapping[str, Any], Asker, Shop], Done]] = {
    "add": _add,
    "try": _try,
    "answer": _answer,
    "retire": _retire,
    "repeat": _repeat,
    "send": _send,
    "stop": _stop,
}
