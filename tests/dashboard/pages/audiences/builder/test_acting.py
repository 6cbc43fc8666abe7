"""The builder: filled by the address, read back, counted, kept as a version."""

import json
from typing import Any

import pytest
from sqlalchemy import text

from accounts.rights import ROLES
from accounts.tokens import digest
from audiences.lists import keeping
from dashboard.pages.audiences.builder import acting, checking
from dashboard.pages.audiences.builder.rows import Drawing
from dashboard.pages.audiences.builder.saving import INCOMPLETE, NOBODY, save
from dashboard.pages.audiences.builder.subjects import offered
from dashboard.pages.audiences.builder.tree import read_tree
from dashboard.queries.audiences.catalogue import Attribute, Catalogue
from dashboard.shop import Shop, Viewer, be_known_by, viewing
from dashboard.shop.asker import REFUSED, Asker, asking
from dashboard.shop.said import UNREAD
from dashboard.words.formats import money, share
from tests.accounts.people import person, signed_in
from tests.accounts.people import said as on_record
from tests.dashboard.calls import texts
from tests.dashboard.conftest import Served
from warehouse.access import proof
from warehouse.errors import InputError

Json = dict[str, Any]
ANNA, VIEWER = (Asker(f"{one}@shop.example", ROLES[role]) for one, role in (("anna", "marketer"), ("vic", "viewer")))
OPENED: Json = {"audience": None, "expected": 0}


def row(subject: str, operator: str, *values: str, **fields: str) -> Json:
    return {"fields": {"subject": subject, "operator": operator, **fields}, "values": [*values]}


def every(*parts: Json, mode: str = "all") -> Json:
    return {"mode": mode, "parts": [*parts]}


def draft(*parts: Json) -> Json:
    return {"tree": every(*parts), "at": "1"}


CHAMPIONS = row("segment:rfm", "in", "champions")
GERMANS = row("country", "in", "DE")
UNFINISHED = row("net", "least", least="")


def test_the_address_fills_it_once(shop: Shop) -> None:
    conditions = {"all": [{"segment": ["champions"]}, {"not": {"field": "country", "in": ["DE"]}}]}
    filters = {"search": f"?conditions={json.dumps(conditions)}"}
    drawn, draft_, opened, _, saving, error = acting.open_it(shop, filters, "new", None)
    assert draft_["tree"] == every(CHAMPIONS, row("country", "not in", "DE"))
    assert (opened["audience"], error) == (None, "")
    assert "Save this audience" in texts(saving)
    assert "Segment (RFM groups)" in texts(drawn)
    again = acting.open_it(shop, {"search": filters["search"] + "&from=2026-01"}, "new", opened)
    assert again == (acting.no_update,) * 6  # other filters leave what was edited


@pytest.mark.parametrize(
    ("argument", "search", "sentence"),
    [
        ("new", "?conditions={", "The conditions of this address are no JSON, perhaps because a part is missing."),
        ("new", '?conditions={"eat":1}', "the audience: holds none of all, any, not,"),
        ("edit", "", UNREAD),
        ("edit", "?of=77", "There is no audience 77: it was removed, or never was."),
    ],
)
def test_an_address_that_cannot_be_opened_says_so(shop: Shop, argument: str, search: str, sentence: str) -> None:
    assert acting.open_it(shop, {"search": search}, argument, None)[5].startswith(sentence)


def test_the_past_and_campaigns_are_asked_in_words_and_counted(shop: Shop) -> None:
    past = row("past:rfm", "left_since", "champions", when="3")
    never = row("campaign", "not mailed", one="", span="days", days="30")
    words, beside, _ = checking.read_back(shop, draft(past, never))
    assert beside["errors"] == {}
    assert words == "Left Champions in the last 3 months, but was not mailed in any campaign in the last 30 days."
    drawn = acting.act(shop, {"act": "reshape", "path": "0", "tree": every(past, never)}, OPENED)[0]
    assert "Past segment (RFM groups)" in texts(drawn)
    assert "since 1 month ago 2 months ago" in texts(drawn)
    with shop.connect() as connection:
        number = connection.scalar(
            text(
                """select count(*) from segment_histories join run_names using (segmentation_id)
                where published and algorithm = 'rfm' and places[cardinality(places) - 3] = 1
                  and places[cardinality(places)] <> 1"""
            )
        )
    assert texts(checking.count(shop, draft(past))).startswith(f"{number:,} ")


def test_a_selection_opens_as_customers(shop: Shop) -> None:
    found = acting.open_it(shop, {"search": "?customers=12001,12002"}, "new", None)[1]["tree"]
    assert found == every(row("customer_id", "in", text="12001, 12002"))


def test_a_button_changes_the_tree_and_says_where_one_goes_on(shop: Shop) -> None:
    said = {"act": "wrap", "path": "1", "tree": every(CHAMPIONS, GERMANS), "at": "9"}
    _, found, focus, *_ = acting.act(shop, said, OPENED)
    assert found == {"tree": every(CHAMPIONS, every(GERMANS, mode="any")), "at": "9"}
    assert focus == {"at": "9", "path": "1", "name": "", "act": "wrap"}
    changed = every(row("recency_days", "in", "champions"))
    _, found, focus, *_ = acting.act(shop, {"act": "reshape", "path": "0", "tree": changed, "name": "subject"}, OPENED)
    assert found["tree"]["parts"][0]["fields"]["operator"] == "least"
    assert focus["name"] == "subject"
    for nonsense in (
        {"act": "wrap", "path": "x", "tree": changed},
        {"act": "eat", "path": "", "tree": changed},
        {"act": 1},
    ):
        assert acting.act(shop, nonsense, OPENED)[5] == UNREAD


def test_it_is_read_back_as_a_sentence_with_the_products_it_is_about(shop: Shop) -> None:
    with shop.connect() as connection:
        code, name = connection.execute(
            text("select stock_code, description from product_names where is_product order by 1 limit 1")
        ).one()
    bought = row("bought", "in", by="code", product=code, times="2", span="ever")
    quiet = row("bought", "not in", by="words", product=name.lower(), span="days", days="90")
    words, beside, sql = checking.read_back(shop, draft(bought, quiet))
    assert words == f"Bought product {code} on 2 days or more, but did not buy “{name.lower()}” in the last 90 days."
    assert (beside["errors"], beside["notes"]["0"]) == ({}, name)
    assert beside["notes"]["1"].endswith(name) or name in beside["notes"]["1"]
    assert "customer_products.stock_code = " in texts(sql)
    assert f"'{code}'" in texts(sql)
    with asking(ANNA):
        assert checking.read_back(shop, draft(bought))[2] == ""  # who may not work out segments sees no SQL


def test_what_is_missing_is_said_beside_its_condition(shop: Shop) -> None:
    nothing = row("bought", "in", by="words", product="no such thing", times="1", span="ever")
    lost = row("bought", "in", by="code", product="nowhere", times="1", span="ever")
    found = draft(
        CHAMPIONS, every(UNFINISHED, row("list", "in", one="7"), mode="any"), every(mode="any"), nothing, lost
    )
    words, beside, _ = checking.read_back(shop, found)
    assert words == checking.WAITS
    assert beside["errors"] == {
        "1.1": "There is no list 7: it was removed, or never was.",
        "2": "Nothing is in this group yet: add a condition, or remove it.",
        "4": "The shop never sold a product nowhere.",
    }
    assert beside["notes"] == {
        "1.0": "Give a number.",  # nobody has filled it in yet, so it is no error
        "3": "No product is described so: nobody has bought it.",
    }
    assert checking.count(shop, found) == ""
    assert checking.overlap(shop, found, None) == ("", {})


def test_numbers_are_those_of_the_data(shop: Shop) -> None:
    wanted = "select count(*), count(*) filter (where country = 'DE'), sum(net) filter (where country = 'DE') from {}"
    with shop.connect() as connection:
        everyone, germans, net = connection.execute(text(wanted.format("listed_customers"))).one()
    said = texts(checking.count(shop, draft(GERMANS)))
    assert said.startswith(f"{germans:,} {share(germans, everyone)} of {everyone:,} customers")
    assert money(net, "GBP") in said
    assert f"Yes  0 Unknown  {germans:,} No  0" in said  # nobody was asked in this shop
    with viewing(Viewer(countries=("DE",))):
        assert f"{share(1, 1)} of {germans:,} customers" in texts(checking.count(shop, draft(GERMANS)))
    with viewing(Viewer(countries=("FR",))):  # a country that they do not see is one of the shop all the same
        assert texts(checking.count(shop, draft(GERMANS))).startswith("0 ")


@pytest.mark.store("sample_store")
def test_a_draft_is_kept_then_its_next_version_then_a_copy(own: Served) -> None:
    person(own.engine)
    be_known_by(proof("session", digest(signed_in(own.engine))))
    with asking(ANNA):
        first = save(own, {"act": "save", "name": "Best", "tree": every(CHAMPIONS)}, OPENED)
        opened = {"audience": first.audience_id, "expected": 1}
        second = save(own, {"act": "save", "name": "Best Germans", "tree": every(CHAMPIONS, GERMANS)}, opened)
        with pytest.raises(InputError, match="“Best Germans” was changed meanwhile"):
            save(own, {"act": "save", "name": "Best Germans", "tree": every(GERMANS)}, opened)
        opened["expected"] = 2
        same = save(own, {"act": "save", "name": "Best Germans", "tree": every(CHAMPIONS, GERMANS)}, opened)
        copy = save(own, {"act": "copy", "name": "Germans", "tree": every(GERMANS)}, opened)
        circle = row("audience", "in", one=str(first.audience_id))
        with pytest.raises(InputError, match="leads back to itself"):
            save(own, {"act": "save", "name": "Best Germans", "tree": every(circle)}, opened)
    be_known_by("")
    assert (first.version, first.made_by) == (1, "anna@shop.example")
    assert (second.version, second.name, same.version) == (2, "Best Germans", 2)
    assert copy.audience_id != first.audience_id
    assert ("audience", "anna@shop.example") in on_record(own.engine)
    search = f"?of={first.audience_id}&version=1"
    _, found, about, head, saving, error = acting.open_it(own, {"search": search}, "edit", None)
    assert (found["tree"], about["expected"], error) == (every(CHAMPIONS), 2, "")
    assert "This is version 1; saving makes it version 3." in texts(head)
    assert "Save as version 3" in texts(saving)
    unknown = acting.open_it(own, {"search": f"?of={first.audience_id}&version=9"}, "edit", None)[5]
    assert unknown == "“Best Germans” has no version 9."
    table, finds = checking.overlap(own, draft(CHAMPIONS), None)
    with own.connect() as connection:
        both = keeping.by_number(connection, second.audience_id)
    assert both.name in texts(table)
    assert finds["0"] > 0


def test_what_cannot_be_kept_is_said(shop: Shop) -> None:
    for name, tree, sentence in (
        ("", every(CHAMPIONS), "An audience needs a name of 1 to 80 letters."),
        ("Best", every(UNFINISHED), INCOMPLETE),
        (None, every(CHAMPIONS), UNREAD),
    ):
        assert acting.act(shop, {"act": "save", "name": name, "tree": tree}, OPENED)[5] == sentence
    with asking(VIEWER), pytest.raises(InputError, match=REFUSED):
        save(shop, {"act": "save", "name": "Best", "tree": every(CHAMPIONS)}, OPENED)


@pytest.mark.store("sample_store")
def test_an_audience_of_nobody_is_kept_when_that_is_meant(own: Served) -> None:
    nobody = every(CHAMPIONS, row("segment:rfm", "not in", "champions"))
    said = {"act": "save", "name": "Both at once", "tree": nobody}
    found = acting.act(own, said, OPENED)
    assert (found[3], texts(found[5]).split()) == (acting.no_update, f"{NOBODY} Keep it all the same".split())
    with own.connect() as connection:
        assert keeping.everything(connection) == []
    _, _, _, path, search, error = acting.act(own, said | {"sure": "yes"}, OPENED)
    with own.connect() as connection:
        assert [one.name for one in keeping.everything(connection)] == ["Both at once"]
    assert (path.startswith("/audiences/"), search, error) == (True, "", "")


def test_what_a_file_says_of_a_field_is_offered_once() -> None:
    known = {name: Attribute(name, is_number=False, values=("x",)) for name in ("City", "BirthYear", "Plan")}
    labels = [label for one in offered(Catalogue(attributes=known)) for label in one.subjects.values()]
    assert [label for label in labels if label.lower() in ("city", "birthyear", "plan")] == ["City", "Plan"]
    kept = Drawing(Catalogue(attributes=known), offered(Catalogue(attributes=known)), "£")
    drawn = texts(kept.tree(read_tree(every(row("attribute:City", "in", "x"))), "1"))
    assert "Not there any more" not in drawn  # an audience that was made of it before
