"""What the list's buttons ask for -> changed audiences and lists. It comes from a browser, and all of it is checked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from audiences.lists import brought, keeping, ranking
from audiences.lists.brought import Found
from dashboard.pages.audiences.known import put_on_record
from dashboard.pages.audiences.ranked.ordering import ADD, MOVES, moved
from dashboard.shop import Shop
from dashboard.shop.asker import Asker, asker
from dashboard.shop.once import done
from dashboard.shop.own import keep_to_own, refuse_limited, refuse_veiled
from dashboard.shop.said import UNREAD, read_number, read_text
from dashboard.words import formats
from warehouse.errors import InputError
from wording.languages import say, say_n

MOST_AT_ONCE = 50_000  # entries of one request: a browser sends longer lists in parts
SHOWN_MISSING = 5
LONGEST_NAME = 1_000  # that is looked at; which names are taken is said by what keeps them
MOST_DIGITS = 9  # of the number of an audience or a list
MOST_LETTERS = 1_000  # of a line


def act(shop: Shop, said: object) -> str:
    """Do what is asked; a sentence where there is something to tell. InputError where it cannot be done."""
    if not isinstance(said, dict) or (action := ACTIONS.get(str(said.get("act")))) is None:
        raise InputError(UNREAD)
    who = asker()
    who.need("audiences")

    def do(connection: Connection) -> str:
        WHOSE.get(str(said["act"]), _nobodys)(connection, said)
        told, name = action(connection, said, who)
        put_on_record(connection, who, str(said["act"]), name)
        return told

    return done(shop, "audiences", said, do, adds=said["act"] == "duplicate")


Done = tuple[str, str]  # what to tell, and which it was about


def _own_audience(connection: Connection, said: Mapping[str, Any]) -> None:
    keep_to_own(one.made_by for one in keeping.versions(connection, _number(said, "audience")).values())


def _readable_audience(connection: Connection, said: Mapping[str, Any]) -> None:
    one = keeping.by_number(connection, _number(said, "audience"))
    refuse_veiled(one.definition, one.made_by)


def _own_list(connection: Connection, said: Mapping[str, Any]) -> None:
    keep_to_own([brought.by_number(connection, _number(said, "list")).made_by])


def _nobodys(_connection: Connection, _said: Mapping[str, Any]) -> None:
    """There is one order of audiences, whoever made them."""
    refuse_limited()


def _rename(connection: Connection, said: Mapping[str, Any], _who: Asker) -> Done:
    number, fields = _number(said, "audience"), said.get("fields")
    name = fields.get("name") if isinstance(fields, dict) else None
    keeping.rename(connection, number, read_text(name, LONGEST_NAME))
    return "", read_text(name, LONGEST_NAME)


def _duplicate(connection: Connection, said: Mapping[str, Any], who: Asker) -> Done:
    one = keeping.by_number(connection, _number(said, "audience"))
    taken = {each.name.lower() for each in keeping.everything(connection)}
    copy = say("Copy of {name}", name=one.name)
    names = [copy] + [f"{copy} ({number})" for number in range(2, 100)]
    name = next(each for each in names if each.lower() not in taken)[-keeping.LONGEST_NAME :]
    kept = keeping.keep(connection, name, one.definition, who.name)
    return say("“{name}” is kept.", name=kept.name), kept.name


def _remove(connection: Connection, said: Mapping[str, Any], _who: Asker) -> Done:
    one = keeping.by_number(connection, _number(said, "audience"))
    keeping.remove(connection, one.audience_id)
    return say("“{name}” is removed; its versions stay on record.", name=one.name), one.name


def _list_remove(connection: Connection, said: Mapping[str, Any], _who: Asker) -> Done:
    one = brought.by_number(connection, _number(said, "list"))
    brought.remove(connection, one.list_id)
    return say("The list “{name}” is removed.", name=one.name), one.name


def _suppress(connection: Connection, said: Mapping[str, Any], _who: Asker) -> Done:
    one, is_suppression = brought.by_number(connection, _number(said, "list")), said["act"] == "suppress"
    brought.suppress(connection, one.list_id, is_suppression=is_suppression)
    then = (
        say("Nobody on it is in any list that goes out.")
        if is_suppression
        else say("They may be in lists that go out.")
    )
    return then, one.name


def _order(connection: Connection, said: Mapping[str, Any], _who: Asker) -> Done:
    fields = said.get("fields")
    one = keeping.by_number(connection, _number(fields if isinstance(fields, dict) else said, "audience"))
    ranking.put_in_order(connection, moved(ranking.order(connection), one.audience_id, str(said["act"])))
    return "", one.name


def bring(shop: Shop, said: object, before: Mapping[str, Any] | None) -> dict[str, Any]:
    """Keep, add or take out a part of a list's entries; what came of it so far. InputError where it cannot be done.

    `before` is what was said of the parts before, of the same list.
    """
    if not isinstance(said, dict) or said.get("act") not in ("bring", "more", "take"):
        raise InputError(UNREAD)
    lines = said.get("entries")
    if not isinstance(lines, list) or len(lines) > MOST_AT_ONCE:
        raise InputError(UNREAD)
    wanted = [read_text(one, MOST_LETTERS) for one in lines]
    head = read_text(said.get("head", ""), MOST_LETTERS)
    if not any(one.strip() for one in wanted):
        raise InputError(say("There is nothing in it: paste numbers or addresses, or choose a file."))
    who = asker()
    who.need("audiences")

    def put(connection: Connection) -> str:
        if said["act"] != "bring":
            _own_list(connection, said)
        found = brought.find(connection, wanted, head)
        number, put = _put(connection, said, found, who)
        name = brought.by_number(connection, number).name
        put_on_record(connection, who, str(said["act"]), name, customers=put)
        came = {"list": number, "name": name, "done": put, "found": len(found.customers)}
        return json.dumps(came | {"missing": len(found.missing), "examples": found.missing[:SHOWN_MISSING]})

    came = json.loads(done(shop, "lists", said, put, adds=said["act"] == "bring"))
    is_part = said.get("part") == "next" and isinstance(before, dict)
    earlier: Mapping[str, Any] = before if is_part and before is not None else {}
    return {
        "at": str(said.get("at"))[:40],
        "list": came["list"],
        "name": came["name"],
        "act": said["act"] if not is_part else earlier.get("act"),
        **{what: int(earlier.get(what, 0)) + came[what] for what in ("done", "found", "missing")},
        "examples": [*earlier.get("examples", []), *came["examples"]][:SHOWN_MISSING],
    }


def _put(connection: Connection, said: Mapping[str, Any], found: Found, who: Asker) -> tuple[int, int]:
    if said["act"] == "bring":
        if not found.customers:
            raise InputError(say("None of these is a number or an address of a customer."))
        number = brought.bring(connection, read_text(said.get("name"), LONGEST_NAME), found, who.name)
        return number, len(found.customers)
    number = _number(said, "list")
    change = brought.add if said["act"] == "more" else brought.take
    return number, change(connection, number, found.customers)


def brought_in_words(came: Mapping[str, Any]) -> str:
    """What came of bringing a list."""
    words = _done(str(came["act"]), int(came["done"]), str(came["name"]))
    if missing := int(came["missing"]):
        shown = ", ".join(str(one)[:60] for one in came["examples"])
        if missing > len(came["examples"]):
            shown = say("{names} and {count} more", names=shown, count=formats.count(missing - len(came["examples"])))
        names_none = say_n(
            missing,
            "{n} entry names no customer: {entries}.",
            "{n} entries name no customer: {entries}.",
            entries=shown,
        )
        words += f" {names_none}"
    return words


def _done(act: str, customers: int, name: str) -> str:
    match act:
        case "bring":
            return say_n(customers, "“{name}” holds {n} customer.", "“{name}” holds {n} customers.", name=name)
        case "more":
            return say_n(customers, "{n} customer added.", "{n} customers added.")
        case "take":
            return say_n(customers, "{n} customer taken out.", "{n} customers taken out.")
    return ""


def _number(said: Mapping[str, Any], name: str) -> int:
    return read_number(said, name, MOST_DIGITS)


ACTIONS: Mapping[str, Callable[[Connection, Mapping[str, Any], Asker], Done]] = {
    "rename": _rename,
    "duplicate": _duplicate,
    "remove": _remove,
    "list-remove": _list_remove,
    "suppress": _suppress,
    "unsuppress": _suppress,
    **dict.fromkeys((ADD, *MOVES), _order),
}
# What has to be one's own for whoever sees some countries; the rest they may not do, but for copies of what they read.
WHOSE: Mapping[str, Callable[[Connection, Mapping[str, Any]], None]] = {
    **dict.fromkeys(("rename", "remove"), _own_audience),
    **dict.fromkeys(("list-remove", "suppress", "unsuppress"), _own_list),
    "duplicate": _readable_audience,
}
