"""What the page's buttons ask for -> changed schedules. It comes from a browser: all of it is checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from accounts.tokens import new_token, seal_for
from dashboard.pages.schedules.listing import offered
from dashboard.shop import Shop
from dashboard.shop.asker import Asker, asker
from dashboard.shop.once import done
from dashboard.shop.said import UNREAD, put_on_record, read_fields, read_form, read_number, read_weekday
from warehouse import jobs, schedules
from warehouse.errors import InputError
from warehouse.outward import apart, refuse_inner, source
from warehouse.schedules import Schedule, tell_of
from wording.languages import say, to_say

GONE = to_say("This schedule is not there any more.")
NOT_ASKED = to_say("The last run did not ask this: look at what it says now.")
BUSY = to_say("It is at work already.")
LONGEST_NAME = 80
YOURS_NOW = to_say("You answered for it, so it is yours now.")
ONCE = to_say("The webhook's secret, shown this once: {secret}. Its receiver checks the signature with it.")
BESIDE = ("user", "endpoint", "region", "host_key")


def act(shop: Shop, said: object) -> str:
    """Do what is asked; a sentence where there is something to tell. InputError where it cannot be done."""
    asked = read_form(said)
    action = ACTIONS.get(str(asked.get("act")))
    if action is None:
        raise InputError(say(UNREAD))
    who = asker()
    who.need("load")
    shop.refuse_a_part()

    def do(connection: Connection) -> str:
        sentence, about = action(connection, asked, who, shop)
        put_on_record(connection, who.name, "schedule", {"what": asked["act"], "schedule": about})
        return sentence

    return done(shop, "schedules", asked, do, adds=asked["act"] == "add")


Done = tuple[str, int]  # what to tell, and which schedule: its number, since a name may name somebody, for ever


def _add(connection: Connection, asked: Mapping[str, Any], who: Asker, shop: Shop) -> Done:
    said = read_fields(asked)
    name = " ".join(said.get("name", "").split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise InputError(say("Give it a name of up to {most} letters.", most=LONGEST_NAME))
    kind, asked_for = _what(said)
    refuse_inner(shop.networks, *(said.get(one) for one in ("address", "endpoint", "webhook")))
    arguments, tell, secrets = apart(asked_for, tell_of(said.get("emails", ""), said.get("webhook", "")))
    secrets |= {one: said[one] for one in ("password", "key") if kind == "fetch" and said.get(one)}
    if "webhook" in tell:
        secrets["webhook"] = new_token()
    sealed = seal_for(shop.secret_key, secrets, schedules.place_of(arguments)) if secrets else None
    number = schedules.add(
        *(connection, name, kind, arguments, said.get("every", ""), said.get("at", ""), read_weekday(said)),
        *(said.get("zone") or shop.zone, who.name, tell, sealed),
    )
    _check_rights(who, _named(connection, number))
    return say(ONCE, secret=secrets["webhook"]) if "webhook" in secrets else "", number


def _what(said: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    """The kind of the job and its arguments."""
    if not said.get("address"):
        return "fit", {}
    beside = {name: said[name] for name in BESIDE if said.get(name)}
    source(said["address"], **beside)
    return "fetch", {"source": {"address": said["address"], **beside}, "fit": said.get("fit") == "yes"}


def _run(connection: Connection, asked: Mapping[str, Any], who: Asker, _shop: Shop) -> Done:
    one = _of(connection, asked)
    _check_rights(who, one)
    return ("" if schedules.ask_anew(connection, one, who.name) else say(BUSY)), one.schedule_id


def _pause(connection: Connection, asked: Mapping[str, Any], _who: Asker, _shop: Shop) -> Done:
    one = _of(connection, asked)
    schedules.set_active(connection, one.schedule_id, asked["act"] == "resume")
    return "", one.schedule_id


def _remove(connection: Connection, asked: Mapping[str, Any], _who: Asker, _shop: Shop) -> Done:
    one = _of(connection, asked)
    schedules.remove(connection, one.schedule_id)
    return "", one.schedule_id


def _own(connection: Connection, asked: Mapping[str, Any], who: Asker, _shop: Shop) -> Done:
    one = _of(connection, asked)
    _check_rights(who, one)
    schedules.change(connection, one.schedule_id, owner=who.name)
    return "", one.schedule_id


def _answer(connection: Connection, asked: Mapping[str, Any], who: Asker, _shop: Shop) -> Done:
    """Keep an answer for all that comes from this source, and try again at once; with the rights of who says it."""
    one = _of(connection, asked)
    _check_rights(who, one)
    option, value = str(asked.get("option", "")), str(asked.get("value", ""))
    run = jobs.get(connection, one.last_job_id) if one.last_job_id is not None else None
    if (option, value) not in offered(run):  # such as a host key that no server has shown
        raise InputError(say(NOT_ASKED))
    arguments = dict(one.arguments)
    if option == "host_key":
        told = arguments.get("source", {}) | {"host_key": value}
        source(**told)
        arguments["source"] = told
    else:
        arguments["options"] = _answered(arguments.get("options", {}), option, value)
    is_taken = one.owner != who.name and not who.may("users")
    owner = who.name if is_taken else one.owner
    schedules.change(connection, one.schedule_id, arguments=arguments, owner=owner)
    schedules.ask_now(connection, _of(connection, asked), who.name)
    return say(YOURS_NOW) if is_taken else "", one.schedule_id


def _answered(options: Mapping[str, Any], option: str, value: str) -> dict[str, Any]:
    own = dict(options.get("*", {}))
    if option == "map":
        pairs = [line.partition("=")[::2] for line in value.split("\n") if "=" in line]
        own["map"] = own.get("map", {}) | dict(pairs)
    else:
        own[option] = value
    return {**options, "*": own}


def _check_rights(who: Asker, one: Schedule) -> None:
    for right in one.rights:
        who.need(right)


def _of(connection: Connection, asked: Mapping[str, Any]) -> Schedule:
    return _named(connection, read_number(asked, "schedule"))


def _named(connection: Connection, number: int) -> Schedule:
    if (found := schedules.get(connection, number)) is None:
        raise InputError(say(GONE))
    return found


ACTIONS: Mapping[str, Callable[[Connection, Mapping[str, Any], Asker, Shop], Done]] = {
    "add": _add,
    "run": _run,
    "pause": _pause,
    "resume": _pause,
    "remove": _remove,
    "own": _own,
    "answer": _answer,
}
