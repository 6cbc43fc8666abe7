"""The list of audiences and of lists: what is shown, what its buttons do, lists that are brought in parts."""

from typing import Any

import pytest
from sqlalchemy import text

from audiences.conditions import read
from audiences.lists import brought, keeping, ranking
from audiences.suggested import suggestions
from dashboard.pages.audiences.actions import act, bring, brought_in_words
from dashboard.pages.audiences.brought_list import list_content, list_name, list_number
from dashboard.pages.audiences.builder.layout import begin
from dashboard.pages.audiences.desk import layout, sure_of
from dashboard.pages.audiences.known import known
from dashboard.pages.audiences.listing import content
from dashboard.pages.audiences.ranked.suggesting import NOTE, suggested
from dashboard.shop import Shop
from dashboard.shop.asker import LIMITED, Asker, asking
from dashboard.shop.own import OF_OTHERS
from dashboard.shop.said import UNREAD
from dashboard.words.formats import money
from tests.dashboard.calls import texts
from tests.dashboard.conftest import Served
from warehouse.errors import InputError

CHAMPIONS = """select count(*) from customer_segments join run_names using (segmentation_id)
    where published and algorithm = 'rfm' and segment_id = 'champions'"""


def seen(shop: Shop, sure: Any = None) -> str:
    return " ".join(texts(content(shop, sure)).split())


@pytest.mark.store("sample_store")
def test_audiences_are_listed_renamed_copied_and_removed(own: Served) -> None:
    assert "No audiences yet" in seen(own)
    assert "Build an audience" in texts(layout())
    with own.change() as connection:
        best = keeping.keep(connection, "Best", read({"segment": ["champions"]}), "anna@shop.example")
        keeping.keep(connection, "Lost", read({"list": 99}), None)
        size = connection.scalar(text(CHAMPIONS))
    words = seen(own)
    assert f"Best In Champions. {size:,} " in words
    assert ", anna@shop.example version 1" in words
    assert "In the list “99”. It cannot be asked: There is no list 99: it was removed, or never was." in words
    number = str(best.audience_id)
    for _ in range(2):  # clicks, of which the second waits for the first
        assert act(own, {"act": "duplicate", "audience": number}) == "“Copy of Best” is kept."
    with own.change() as connection:
        connection.execute(text("update asked_forms set asked_at = now() - interval '11 seconds'"))
    assert act(own, {"act": "duplicate", "audience": number}) == "“Copy of Best (2)” is kept."
    act(own, {"act": "rename", "audience": number, "fields": {"name": " Very  best "}})
    assert "Very best In Champions." in seen(own)
    assert "What it is called Save Leave it" in seen(own, ("rename", best.audience_id))
    assert "Remove Very best? What was sent with it stays on record." in seen(own, ("remove", best.audience_id))
    assert act(own, {"act": "remove", "audience": number}) == "“Very best” is removed; its versions stay on record."
    assert "Very best" not in seen(own)


@pytest.mark.store("sample_store")
def test_a_list_is_brought_in_parts_changed_and_removed(own: Served) -> None:
    with own.connect() as connection:
        wanted = "select customer_id from listed_customers order by 1 limit 3"
        one, two, three = connection.scalars(text(wanted)).all()
    first = bring(own, {"act": "bring", "name": "Fair", "entries": [one, "x@y.example", ""], "at": "1"}, None)
    said = {"act": "more", "list": str(first["list"]), "entries": [one, two, "nobody"], "part": "next", "at": "2"}
    came = bring(own, said, first)
    assert brought_in_words(came) == "“Fair” holds 2 customers. 2 entries name no customer: x@y.example, nobody."
    more = bring(own, {"act": "more", "list": str(came["list"]), "entries": [three, one], "at": "3"}, came)
    assert brought_in_words(more) == "1 customer added."
    out = bring(own, {"act": "take", "list": str(came["list"]), "entries": [three, "?"]}, more)
    assert brought_in_words(out) == "1 customer taken out. 1 entry names no customer: ?."
    number = came["list"]
    assert "Fair 2 " in seen(own)
    words = texts(list_content(own, number))
    assert "2 customers" in words
    assert one in words
    assert list_name(own, number) == "Fair"
    assert "Off: they may be in lists that go out." in words
    assert act(own, {"act": "suppress", "list": str(number)}) == "Nobody on it is in any list that goes out."
    assert "On: nobody of it, nor anybody who shares an e-mail address or a phone" in texts(list_content(own, number))
    assert "Fair Nobody on it gets anything. 2 " in seen(own)
    gone = "Remove Fair? The customers stay, and may be in lists that go out again."
    assert gone in seen(own, ("list-remove", number))
    assert act(own, {"act": "unsuppress", "list": str(number)}) == "They may be in lists that go out."
    with own.change() as connection:
        kept = keeping.keep(connection, "At the fair", read({"list": number}), None)
    with pytest.raises(InputError, match="This list is part of the audience “At the fair”: change that one first"):
        act(own, {"act": "list-remove", "list": str(number)})
    act(own, {"act": "remove", "audience": str(kept.audience_id)})
    assert "Remove Fair? The customers stay." in seen(own, ("list-remove", number))
    assert act(own, {"act": "list-remove", "list": str(number)}) == "The list “Fair” is removed."
    assert "No lists yet" in seen(own)
    assert list_name(own, number) == "There is no such list"


PART = Asker(None, frozenset({"look", "lists", "audiences"}), is_limited=True)


@pytest.mark.store("sample_store")
def test_who_sees_some_countries_changes_what_they_made_alone(own: Served) -> None:
    """Every button of the page, on what an administrator made and on what is theirs."""
    entries = {"entries": ["12", "13"]}
    with own.change() as connection:
        entries["entries"] = list(connection.scalars(text("select customer_id from listed_customers limit 2")))
        theirs = keeping.keep(connection, "Best", read({"segment": ["champions"]}), "admin@shop.example")
        found = brought.find(connection, entries["entries"])
        barred = brought.bring(connection, "Objections", found, "admin@shop.example")
    with asking(PART):
        for said in (
            *(
                {"act": one, "audience": str(theirs.audience_id), "fields": {"name": "Mine"}}
                for one in ("rename", "remove")
            ),
            *({"act": one, "list": str(barred)} for one in ("suppress", "unsuppress", "list-remove")),
        ):
            with pytest.raises(InputError, match=OF_OTHERS):
                act(own, said)
        for one in ("more", "take"):
            with pytest.raises(InputError, match=OF_OTHERS):
                bring(own, {"act": one, "list": str(barred), **entries}, None)
        for one in ("order-add", "order-up", "order-down"):
            with pytest.raises(InputError, match=LIMITED):
                act(own, {"act": one, "fields": {"audience": str(theirs.audience_id)}})
        assert act(own, {"act": "duplicate", "audience": str(theirs.audience_id)}) == "“Copy of Best” is kept."
        with own.connect() as connection:
            (copy,) = [one for one in keeping.everything(connection) if one.name == "Copy of Best"]
        act(own, {"act": "rename", "audience": str(copy.audience_id), "fields": {"name": "Mine"}})
        assert act(own, {"act": "remove", "audience": str(copy.audience_id)}).startswith("“Mine” is removed")
        mine = str(bring(own, {"act": "bring", "name": "My list", **entries}, None)["list"])
        for one in ("suppress", "unsuppress", "list-remove"):
            assert act(own, {"act": one, "list": mine})


@pytest.mark.store("sample_store")
def test_conditions_of_others_name_nobody_to_who_sees_some_countries(own: Served) -> None:
    """Values may be of customers whom they do not see: shown veiled, not opened, not copied."""
    told = {"all": [{"field": "email", "begins": "zqxx12028"}, {"not": {"field": "city", "in": ["Bonn"]}},
                    {"attribute": "Note", "in": ["Zq"]}, {"field": "country", "in": ["DE"]}]}  # fmt: skip
    with own.change() as connection:
        one = keeping.keep(connection, "Objector", read(told), "admin@shop.example")
        keeping.keep(connection, "Mine", read({"field": "city", "in": ["Lyon"]}), None)
    assert all(value in seen(own) for value in ("zqxx12028", "Bonn", "Zq", "Lyon"))
    with asking(PART):
        words = seen(own)
        assert "begins with “…”" in words
        assert [value for value in ("zqxx12028", "Bonn", "Zq") if value in words] == []
        assert "Lyon" in words
        with own.connect() as connection, pytest.raises(InputError, match=OF_OTHERS):
            begin(connection, f"?of={one.audience_id}", "edit")
        with pytest.raises(InputError, match=OF_OTHERS):
            act(own, {"act": "duplicate", "audience": str(one.audience_id)})


@pytest.mark.store("sample_store")
def test_audiences_are_put_in_order_and_suggested_ones_are_kept(own: Served) -> None:
    assert "Who comes first" not in seen(own)
    words = " ".join(texts(suggested(own)).split())
    assert words.startswith(f"Suggested {NOTE} Suggested audiences Audience Customers At stake")
    with own.change() as connection:
        ideas = suggestions(connection, known(own, connection).store, "£")
        told = [
            f"{one.name} {one.reason} {one.customers:,} {money(one.stake, 'GBP')} assumed Open in the builder"
            for one in ideas
        ]
        assert [one for one in told if one not in words] == []
        kept = [keeping.keep(connection, one.name, read(one.conditions), None) for one in ideas]
    assert suggested(own) == ""  # what is kept is not suggested again
    assert "No audience is in the order: each campaign takes whom it finds." in seen(own)
    first, second = (one.audience_id for one in kept[:2])
    for number in (first, second):
        act(own, {"act": "order-add", "fields": {"audience": str(number)}})
    act(own, {"act": "order-up", "audience": str(second)})
    with own.connect() as connection:
        assert ranking.order(connection) == [second, first]
    act(own, {"act": "order-out", "audience": str(second)})
    with own.connect() as connection:
        assert ranking.order(connection) == [first]
    with pytest.raises(InputError, match="There is no audience 77"):
        act(own, {"act": "order-first", "audience": "77"})


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"act": "bring", "name": "Fair", "entries": ["", " "]}, "There is nothing in it: paste numbers or addresses"),
        (
            {"act": "bring", "name": "Fair", "entries": ["nobody"]},
            "None of these is a number or an address of a customer",
        ),
        ({"act": "more", "list": "7", "entries": ["1"]}, "There is no list 7: it was removed, or never was"),
        ({"act": "more", "list": "x", "entries": ["1"]}, UNREAD),
        ({"act": "bring", "name": "Fair", "entries": "12001"}, UNREAD),
        ({"act": "bring", "name": "Fair", "entries": [7]}, UNREAD),
        ({"act": "eat", "entries": ["1"]}, UNREAD),
        (None, UNREAD),
    ],
)
def test_what_cannot_be_brought_is_said(shop: Shop, said: object, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        bring(shop, said, None)


@pytest.mark.parametrize(
    "said",
    [None, [], {}, {"act": "eat"}, {"act": "remove"}, {"act": "remove", "audience": "-1"},
     {"act": "order-add", "fields": {}},
     {"act": "rename", "audience": "1", "fields": []}, {"act": "rename", "audience": "1", "fields": {"name": 7}}],
)  # fmt: skip
def test_what_no_button_asks_is_refused(shop: Shop, said: object) -> None:
    with pytest.raises(InputError, match=UNREAD):
        act(shop, said)


def test_what_is_asked_once_more() -> None:
    assert sure_of({"act": "remove-ask", "audience": "3"}) == ("remove", 3)
    assert sure_of({"act": "list-remove-ask", "list": "4"}) == ("list-remove", 4)
    assert sure_of({"act": "rename-ask", "audience": "x"}) is None
    assert [list_number(one) for one in ("list-3", "3", "list-x", None)] == [3, None, None, None]
