"""What a link asks for that is not there: told, offered, and never exported."""

from argparse import Namespace
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from dashboard.filters.link_doubts import RefusedError, doubts, in_words, refuse
from dashboard.filters.members import KnownAudience
from dashboard.filters.selection import Filters
from dashboard.pages.exports import page as exports
from dashboard.queries.store.published import read_published
from dashboard.report.choice import filters_of
from dashboard.shop import Place, Shop
from tests.dashboard.calls import call, texts
from tests.dashboard.literal import published
from warehouse.errors import InputError

CSV = "/exports/customers.csv"
AUDIENCES = (KnownAudience(3, "Summer"), KnownAudience(4, "Bonn", "it asks too much."))
STATE = replace(published(), retired={"2": "kmeans", "3": "attributes"}, audiences=AUDIENCES)
WHOLE = "the data reach from Dec 2010 to Dec 2011."


@pytest.mark.parametrize(
    ("query", "text_", "offer"),
    [
        ("?segmentation=k-means", "There is no segmentation “k-means”.", ("K-means", "?segmentation=kmeans")),
        ("?segmentation=K-Means, 4 segments", "There is no segmentation “K-Means, 4 segments”.",
         ("K-means", "?segmentation=kmeans")),
        ("?segmentation=RFM", "There is no segmentation “RFM”.", ("RFM groups", "")),
        ("?segmentation=rfm groups&country=DE", "There is no segmentation “rfm groups”.",
         ("RFM groups", "?country=DE")),
        ("?segmentation=2", "Segmentation 2 is not published any more.", ("K-means", "?segmentation=kmeans")),
        ("?segmentation=3", "Segmentation 3 is not published any more.", None),
        ("?segmentation=99", "There is no segmentation “99”.", None),
        ("?segmentation=ward", "There is no segmentation “ward”.", None),
        ("?segment=Best", "“RFM groups” has no segment “Best”.", ("Best", "?segment=best")),
        ("?segment=god,lost", "“RFM groups” has no segment “god”.", ("Good", "?segment=good,lost")),
        ("?segment=zzz", "“RFM groups” has no segment “zzz”.", None),
        ("?segment=fair&segmentation=kmeans", "“K-means” has no segment “fair”.",
         ("the one of RFM groups", "?segment=fair")),
        ("?country=UK", "Nobody of “UK” is in the data.", ("United Kingdom", "?country=GB")),
        ("?country=DEU,FR", "Nobody of “DEU” is in the data.", ("Germany", "?country=DE,FR")),
        ("?country=Germny", "Nobody of “Germny” is in the data.", ("Germany", "?country=DE")),
        ("?country=de", "Nobody of “de” is in the data.", ("Germany", "?country=DE")),
        ("?country=IS", "Nobody of “IS” is in the data.", None),
        ("?from=2011-13", "“from=2011-13” names no month; 2011-03 is one.", ("all months", "")),
        ("?to=soon&from=2011-02", "“to=soon” names no month; 2011-03 is one.", ("all months", "?from=2011-02")),
        ("?from=2030-01&to=2030-03", f"The link asks for Jan–Mar 2030; {WHOLE}", ("all months", "")),
        ("?segment=best%00", "“best␀” holds a sign that no segment has.", ("Best", "?segment=best")),
        ("?country=DE,%00", "“␀” holds a sign that no country has.", None),
        ("?country=%C2%A0", "One value of country in the link is blank.", None),
        ("?segment=,", "One value of segment in the link is blank.", None),
        ("?from=2011-01garbage", "“from=2011-01garbage” names no month; 2011-03 is one.", ("all months", "")),
        ("?to=2011-01-15", "“to=2011-01-15” names no month; 2011-03 is one.", ("all months", "")),
        ("?from=%20", "“from= ” names no month; 2011-03 is one.", ("all months", "")),
        ("?from=2011-06&to=2011-03", "The link asks for Jun 2011 to Mar 2011, the later month first.",
         ("Mar–Jun 2011", "?from=2011-03&to=2011-06")),
        ("?compare=foo", "“compare=foo” is no comparison; it may be previous, year, none.",
         ("the usual comparison", "")),
        ("?audience=zzz", "There is no audience “zzz”: it was removed, or never was.", ("everybody", "")),
        ("?audience=sumer&country=DE", "There is no audience “sumer”: it was removed, or never was.",
         ("“Summer”", "?country=DE&audience=3")),
        ("?audience=4", "“Bonn” cannot be shown: it asks too much.", ("everybody", "")),
        ("?contry=DE", "The link says “contry=DE”. “contry” is not known; did you mean “country”?",
         ("“country=DE”", "?country=DE")),
        ("?countries=DE", "The link says “countries=DE”. “countries” is not known; did you mean “country”?",
         ("“country=DE”", "?country=DE")),
        ("?start=2011-02", "The link says “start=2011-02”. “start” is not known; did you mean “from”?",
         ("“from=2011-02”", "?from=2011-02")),
        ("?foo=1", "The link says “foo=1”. “foo” is not known.", ("it without that", "")),
        ("?to=2009-12", f"The link asks for Dec 2009 and before; {WHOLE}", ("all months", "")),
        ("?from=2012-01", f"The link asks for Jan 2012 and later; {WHOLE}", ("all months", "")),
    ],
)  # fmt: skip
def test_a_file_is_refused_and_the_likely_one_offered(query: str, text_: str, offer: tuple[str, str] | None) -> None:
    filters = Filters.from_query(query)
    (doubt,) = doubts(filters, STATE)
    assert (doubt.text, doubt.is_harmless) == (text_, False)
    assert (None if doubt.offer is None else (doubt.label, doubt.offer.to_query())) == offer
    if doubt.offer is not None:
        assert doubts(doubt.offer, STATE) == []
    with pytest.raises(RefusedError) as caught:
        refuse(filters, STATE)
    assert str(caught.value) == in_words(doubt)


@pytest.mark.parametrize(
    ("query", "text_"),
    [
        ("?from=2009-01&to=2011-02", f"The link asks for Jan 2009 – Feb 2011; {WHOLE}"),
        ("?segment=champions,best", "Nobody is in “Champions” of RFM groups now."),
    ],
)
def test_what_changes_no_file_is_told_only(query: str, text_: str) -> None:
    filters = Filters.from_query(query)
    assert [(one.text, one.is_harmless) for one in doubts(filters, STATE)] == [(text_, True)]
    refuse(filters, STATE)


@pytest.mark.parametrize(
    "query",
    ["", "?from=2011-01&to=2011-02", "?segmentation=5", "?segmentation=kmeans&segment=best,guests", "?country=DE,FR"],
)
def test_a_link_to_what_is_there_raises_no_doubt(query: str) -> None:
    assert doubts(Filters.from_query(query), STATE) == []


def test_everything_is_told_at_once() -> None:
    found = doubts(Filters.from_query("?segmentation=k&country=XX&from=x&segment=y"), STATE)
    assert [one.text.split("“")[1].split("”")[0] for one in found] == ["from=x", "XX", "y", "k"]


def test_no_months_are_outside_of_a_shop_without_orders() -> None:
    assert doubts(Filters(date(2001, 1, 1)), replace(STATE, has_orders=False)) == []


def test_what_is_no_month_stays_in_the_address_until_another_is_chosen() -> None:
    filters = Filters.from_query("?from=2011-13&to=2011-02&country=DE")
    assert filters.to_query() == "?from=2011-13&to=2011-02&country=DE"
    assert filters.only(start=date(2011, 1, 1)).to_query() == "?from=2011-01&to=2011-02&country=DE"
    assert Filters.from_query("?from=%00%0a" + "9" * 99).to_query() == "?from=%3F%3F" + "9" * 38


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("segmentation=k-means", "There is no segmentation “k-means”. Did you mean K-means"),
        ("segment=champion", "“RFM groups” has no segment “champion”. Did you mean Champions (?segment=champions)?"),
        ("segment=champions,nobody", "“RFM groups” has no segment “nobody”."),
        ("country=UK", "Nobody of “UK” is in the data. Did you mean United Kingdom (?country=GB)?"),
        ("from=2011-13", "“from=2011-13” names no month; 2011-03 is one. Did you mean all months (no such filter)?"),
        ("from=2050-01&to=2050-02", "The link asks for Jan–Feb 2050; the data reach from "),
        ("for=excel", "“for=excel” is not known: a list is for people, spreadsheet or machines."),
        ("consent=yes", "“consent=yes” is not known: it may be opt-in, opt-out, all."),
        ("orders=two", "“orders=two” cannot be understood: it takes a number from 0."),
        ("sales=-1", "“sales=-1” cannot be understood: it takes a number from 0."),
        ("segment=champions%00", "“champions␀” holds a sign that no segment has. Did you mean Champions "),
        ("country=GB,%00", "“␀” holds a sign that no country has."),
        ("country=a%00b", "“a␀b” holds a sign that no country has."),
        ("segment=%20", "One value of segment in the link is blank."),
        ("country=%09", "One value of country in the link is blank."),
        ("q=%00", "“q=\x00” cannot be understood: it takes the beginning of a name or number"),
        ("q=%20", "“q= ” cannot be understood: it takes the beginning of a name or number"),
        ("q=" + "a" * 81, "“q="),
        ("sort=zzz", "“sort=zzz” cannot be understood: it may be net, "),
        ("dir=up", "“dir=up” cannot be understood: it may be asc or desc."),
        ("after=zzz", "“after=zzz” cannot be understood: it names no place in the list."),
        ("compare=foo", "“compare=foo” is no comparison; it may be previous, year, none."),
        ("audience=zzz", "There is no audience “zzz”: it was removed, or never was."),
        ("audience=1&audience=2", "The address says audience more than once."),
        ("zzz=1", "“zzz” is not known."),
        ("segment=guests", "Guests name nobody, so there is no list of them."),
        ("q=nobody-at-all", "No customer matches what the address asks for."),
        ("consent=opt-in", "Nobody would be in this list: by the rule opt-in it holds only people who said yes."),
        ("from=2011-06&to=2011-03", "The link asks for Jun 2011 to Mar 2011, the later month first."),
        ("segments=champions", "“segments” is not known; did you mean “segment”?"),
        ("contry=DE", "“contry” is not known; did you mean “country”?"),
        ("segmentation=rfm&segmentation=kmeans", "The address says segmentation more than once."),
        ("country=" + ",".join(f"C{i}" for i in range(301)), "The address names more than 300 values of country."),
        ("x=1&" * 50 + "country=DE", "The address has more than 50 fields."),
    ],
)
def test_no_list_of_what_is_not_there(client: FlaskClient, query: str, sentence: str) -> None:
    answer = client.get(f"{CSV}?{query}")
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")
    assert answer.text.startswith(f"Nothing was exported. {sentence}")
    assert "Content-Disposition" not in answer.headers


@pytest.mark.parametrize("query", ["utm_source=mail", "from=1990-01"])
def test_other_addresses_are_lists(client: FlaskClient, query: str) -> None:
    answer = client.get(f"{CSV}?{query}")
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")


@pytest.mark.parametrize("query", ["segment=champions%00", "country=%20", "audience=zzz", "q=Ada", "compare=foo"])
def test_no_report_of_what_is_not_there(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/exports/report.html?{query}")
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")


@pytest.mark.parametrize(
    ("path", "search", "sentence"),
    [
        ("/customers", "?sort=zzz", "“sort=zzz” cannot be understood: it may be net, "),
        ("/customers", "?orders=two", "“orders=two” cannot be understood: it takes a number from 0."),
        ("/customers", "?q=%00", "“q=\x00” cannot be understood: "),
        ("/value", "?q=Ada", "“q” means nothing on this page."),
        ("/", "?consent=all", "“consent” means nothing on this page."),
        ("/exports", "?segment=champions%00", "“champions␀” holds a sign that no segment has."),
    ],
)
def test_a_page_says_what_it_cannot_do(client: FlaskClient, path: str, search: str, sentence: str) -> None:
    given = {"filters.data": {"search": search}, "url.pathname": path}
    assert texts(call(client, "link-notice.children", given)["link-notice.children"]).startswith(sentence)


@pytest.mark.parametrize(
    ("path", "search", "sentence", "target"),
    [
        ("/explore", "?feature=monetry&x=net", "There is no feature “monetry”.  Shown is Gross sales instead.  Show "
         "Gross sales",
         "?x=net&feature=monetary"),
        ("/explore", "?y=recency", "There is no feature “recency”.  Shown is Average order value instead.  Show Days "
         "since the last order", "?y=recency_days"),
        ("/explore", "?scale=lin", "There is no scale “lin”; there are Logarithmic, Linear.  Shown is Logarithmic "
         "instead.  Show Linear", "?scale=linear"),
        ("/explore", "?feature=net&feature=frequency", "The link says “feature” more than once.  Shown is Orders", ""),
        ("/model", "?against=k-means", "There is no segmentation to compare with “k-means”; there is K-means, ",
         "?against=kmeans"),
        ("/migration", "?since=1990-01", "There is no month end “1990-01”.  Shown is ", ""),
        ("/migration", "?country=DE&until=soon", "There is no month end “soon”.  Shown is ", ""),
        ("/attributes", "?attribute=bogus", "There is no attribute “bogus”.", ""),  # nor any other
        ("/customers", "?sort=Orders&q=1", "“sort=Orders” cannot be understood: it may be net, ",
         "?q=1&sort=frequency"),
        ("/customers", "?dir=ascending", "“dir=ascending” cannot be understood: it may be asc or desc.", ""),
    ],
)  # fmt: skip
def test_a_page_offers_what_its_own_fields_may_mean(
    client: FlaskClient, path: str, search: str, sentence: str, target: str
) -> None:
    given = {"filters.data": {"search": search}, "url.pathname": path}
    shown = call(client, "link-notice.children", given)["link-notice.children"]
    assert texts(shown).startswith(sentence)
    assert not target or f"'href': '{target}'" in str(shown)
    assert ("Nothing can be exported" in texts(shown)) == (path == "/customers")


@pytest.mark.parametrize(
    ("path", "search"),
    [
        ("/explore", "?feature=net&scale=linear&x=frequency&y=net"),
        ("/model", "?against=kmeans"),
        ("/customers", "?sort=frequency&dir=asc"),
        ("/attributes", "?segment=champions"),
        ("/customers/12", "?sort=frequency"),
    ],
)
def test_a_page_says_nothing_of_what_it_shows(client: FlaskClient, path: str, search: str) -> None:
    given = {"filters.data": {"search": search}, "url.pathname": path}
    assert call(client, "link-notice.children", given)["link-notice.children"] is None


@pytest.mark.parametrize("search", ["?segment=champions%00", "?audience=zzz", "?from=2011-06&to=2011-03"])
def test_no_button_exports_what_the_address_does_not_say(shop: Shop, search: str) -> None:
    where = Place(Filters.from_query(search), None, search)
    scope = shop.scope(where.filters)
    panels = [make(shop, where, scope).body for make in (exports.selection, exports.by_segment, exports.report)]
    assert "/exports/" not in str(panels).replace("'/exports'", "")


def test_the_page_says_it_and_offers_the_likely_one(client: FlaskClient) -> None:
    given = {"filters.data": {"search": "?segmentation=k-means&sort=frequency&after=3~1"}}
    shown = call(client, "link-notice.children", given)["link-notice.children"]
    assert texts(shown).startswith(
        "There is no segmentation “k-means”.  Shown are the RFM groups instead.  Show K-means, "
    )
    assert texts(shown).endswith("Nothing can be exported from this link: no file holds anything but what its "
                                 "address says.")  # fmt: skip
    assert "'href': '?segmentation=kmeans&sort=frequency'" in str(shown)
    assert call(client, "link-notice.children", {"filters.data": {"search": ""}})["link-notice.children"] is None


def test_the_address_keeps_what_it_asked_for(client: FlaskClient) -> None:
    search = "?from=2011-13&segmentation=k-means"
    assert call(client, "filters.data", {"url.search": search}, "url.search")["filters.data"] == {"search": search}


@pytest.mark.parametrize(
    ("path", "words", "target"),
    [
        ("/segments/champion", "There is no segment champion Do you mean  Champions ?  See all segments",
         "/segments/champions"),
        ("/segments/qqq", "There is no segment qqq See all segments", "/segments"),
        ("/countries/UK", "There is no country UK Do you mean  United Kingdom ?  See all countries", "/countries/GB"),
        ("/countries/Nowhere", "There is no country Nowhere Nobody of this country has bought here.  See all countries",
         "/countries"),
    ],
)  # fmt: skip
def test_a_page_of_what_is_not_there_offers_the_likely_one(
    client: FlaskClient, path: str, words: str, target: str
) -> None:
    shown = call(client, "page.children", {"url.pathname": path})["page.children"]
    assert texts(shown) == words
    assert f"'href': '{target}'" in str(shown)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"segmentation": "k-means"}, "There is no published segmentation 'k-means'; there are rfm, kmeans. Did you "
         "mean kmeans?"),
        ({"segment": ["bset"]}, "There is no segment 'bset'; there are guests, best, good, fair, lost. Did you mean "
         "best?"),
        ({"country": ["Germny"]}, "There is no country 'Germny'; there are DE, FR, GB. Did you mean DE?"),
        ({"country": ["UK"]}, "There is no country 'UK'; there are DE, FR, GB."),
    ],
)  # fmt: skip
def test_the_command_line_suggests_the_likely_name(given: dict[str, Any], sentence: str) -> None:
    arguments = Namespace(view=None, last=None, start=None, end=None, segmentation=None, country=[], segment=[])
    vars(arguments).update(given)
    with pytest.raises(InputError) as caught:
        filters_of(arguments, STATE)
    assert str(caught.value) == sentence


def test_older_runs_are_known_by_their_number(small: Shop) -> None:
    older = small.published()
    with small.engine.connect() as connection:
        connection.execute(text("select set_config('regulars.countries', '*', true)"))
        connection.execute(text("update segmentations set published = false where algorithm = 'kmeans'"))
        kept = tuple(one.segmentation_id for one in older.segmentations if one.algorithm == "rfm")
        found = read_published(connection, kept)
        connection.rollback()
    gone = [str(one.segmentation_id) for one in older.segmentations if one.algorithm != "rfm"]
    assert older.retired == {}
    assert found.retired == dict.fromkeys(gone, "kmeans")


def test_one_offer_mends_all_that_is_misspelt() -> None:
    for query, label, offer in (
        ("?segment=Best,GOOD", "Best and Good", "?segment=best,good"),
        ("?segment=Best,nothing-like-it", "Best", "?segment=best,nothing-like-it"),
        ("?country=germany,france", "Germany and France", "?country=DE,FR"),
    ):
        found = doubts(Filters.from_query(query), STATE)
        assert len(found) == 2
        assert (found[0].label, found[0].offer and found[0].offer.to_query()) == (label, offer)
