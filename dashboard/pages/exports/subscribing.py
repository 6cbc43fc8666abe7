"""What the buttons of subscriptions ask for -> schedules. It comes from a browser: all of it is checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from accounts.ownership import Standing, standings
from accounts.tokens import new_token, seal_for
from dashboard.components.thresholds.looking import look
from dashboard.components.thresholds.threshold import Threshold
from dashboard.filters import scope_words
from dashboard.filters.link_doubts import refuse
from dashboard.filters.published import Published
from dashboard.filters.selection import Filters, months_between
from dashboard.pages.exports import of_board
from dashboard.shop import Shop
from dashboard.shop.asker import Asker, asker
from dashboard.shop.once import done
from dashboard.shop.said import UNREAD, put_on_record, read_fields, read_form, read_number, read_weekday
from warehouse import schedules
from warehouse.errors import InputError
from warehouse.outward import apart, refuse_inner
from warehouse.schedules import Schedule, tell_of
from wording.languages import say, say_n, to_say

KIND, RIGHT = "report", "export"
SEES_ALL = "users"  # the right of those who look after everybody's
GONE = to_say("This report is not mailed any more.")
NOBODY = to_say("Say who gets it: one or more e-mail addresses, or a webhook.")
BUSY = to_say("It is being made already.")
SENT = to_say("It is being made, and sent in a minute or two.")
LOOKED = to_say(
    "It is being looked at, and sent in a minute or two if it is crossed and was not when it was last looked at."
)
ONCE = to_say("The webhook's secret, shown this once: {secret}. Its receiver checks the signature with it.")
LONGEST_NAME = 80
Done = tuple[str, int]  # what to tell, and which schedule


def act(shop: Shop, said: object, search: str) -> str:
    """Do what is asked; `search` is the view that is looked at. InputError where it cannot be done."""
    asked = read_form(said)
    action = ACTIONS.get(str(asked.get("act")))
    if action is None:
        raise InputError(say(UNREAD))
    who = asker()
    who.need(RIGHT)
    shop.refuse_a_part()

    def do(connection: Connection) -> str:
        sentence, about = action(connection, asked, who, shop, search)
        put_on_record(connection, who.name, "schedule", {"what": asked["act"], "schedule": about})
        return sentence

    return done(shop, "subscriptions", {**asked, "search": search}, do, adds=asked["act"] == "subscribe")


def subscriptions(connection: Connection, who: Asker) -> list[Standing]:
    """The reports that are mailed: one's own, and everybody's for who looks after all."""
    return [one for one in standings(connection) if one.schedule.kind == KIND and _is_theirs(one.schedule, who)]


def view_of(filters: Filters, published: Published) -> tuple[dict[str, Any], str]:
    """A view as the job has it, and what it is called: a window that reaches to the end of the data moves on with it.

    Raises RefusedError for what is not there.
    """
    refuse(filters, published)
    filters = filters.ordered()
    scope = published.scope(filters)
    who = scope_words.who(published, scope) or say("All customers")
    if filters.start is None and filters.end is None:
        return {"view": filters.to_query()}, who
    if scope.end < published.last_month:
        return {"view": filters.to_query()}, f"{who} · {scope_words.period(published, scope)}"
    last = months_between(scope.start, scope.end)
    whole = {"view": filters.only(start=None, end=None).to_query()}
    if scope.start <= published.first_month:
        return whole, who
    return {**whole, "last": last}, say_n(last, "{who} · last {n} month", "{who} · last {n} months", who=who)


def _subscribe(connection: Connection, asked: Mapping[str, Any], who: Asker, shop: Shop, search: str) -> Done:
    said = read_fields(asked)
    tell = tell_of(said.get("emails", ""), said.get("webhook", ""))
    if not tell:
        raise InputError(say(NOBODY))
    refuse_inner(shop.networks, said.get("webhook"))
    if said.get("every", "") not in ("night", "week"):
        raise InputError(say(UNREAD))
    arguments, name, filters = _asked_for(shop, said, search)
    only = _only(said)
    now = ""
    if only is not None:
        arguments |= {"only": only.plain(), **view_of(filters, shop.published())[0]}
        now = look(shop, shop.scope(filters), only).words
        name = f"{name}: {only.words(shop.currency)}"
    name = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
    arguments, tell, secrets = apart(arguments, tell)
    if secrets:
        secrets["webhook"] = new_token()
        now = f"{now} {say(ONCE, secret=secrets['webhook'])}".strip()
    sealed = seal_for(shop.secret_key, secrets, schedules.place_of(arguments)) if secrets else None
    when = said["every"], said.get("at", ""), read_weekday(said)
    return now, schedules.add(connection, name, KIND, arguments, *when, shop.zone, who.name, tell, sealed)


def _asked_for(shop: Shop, said: Mapping[str, str], search: str) -> tuple[dict[str, Any], str, Filters]:
    """What the job is told, what it is called, and the filters that a threshold looks at."""
    if (number := of_board.named_in(search)) is None:
        filters = Filters.from_query(search)
        return *view_of(filters, shop.published()), filters
    board, found = of_board.seen(shop, number)
    filters = of_board.filters_of(shop, found, said) if said.get("when") else Filters()
    return {"board": number}, board.name, filters


def _only(said: Mapping[str, str]) -> Threshold | None:
    """The threshold that a form names; None where the view is sent every time."""
    if not said.get("when"):
        return None
    return Threshold.read({"figure": said.get("figure"), "when": said["when"], "value": said.get("value")})


def _send(connection: Connection, asked: Mapping[str, Any], who: Asker, _shop: Shop, _search: str) -> Done:
    one = _of(connection, asked, who)
    done = LOOKED if one.arguments.get("only") else SENT
    return (say(done) if schedules.ask_now(connection, one, who.name) else say(BUSY)), one.schedule_id


def _stop(connection: Connection, asked: Mapping[str, Any], who: Asker, _shop: Shop, _search: str) -> Done:
    one = _of(connection, asked, who)
    schedules.remove(connection, one.schedule_id)
    return "", one.schedule_id


def _of(connection: Connection, asked: Mapping[str, Any], who: Asker) -> Schedule:
    found = schedules.get(connection, read_number(asked, "schedule"))
    if found is None or found.kind != KIND or not _is_theirs(found, who):
        raise InputError(say(GONE))
    return found


def _is_theirs(one: Schedule, who: Asker) -> bool:
    return one.owner == who.name or who.may(SEES_ALL)


ACTIONS: Mapping[str, Callable[[Connection, Mapping[str, Any], Asker, Shop, str], Done]] = {
    "subscribe": _subscribe,
    "send": _send,
    "stop": _stop,
}
