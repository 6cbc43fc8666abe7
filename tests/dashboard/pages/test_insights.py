"""The panels of /insights and of a segment's page: what they say, where they lead, with orders and without."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.components import advice
from dashboard.components.panels import Panel
from dashboard.filters.selection import GUESTS, Filters
from dashboard.insights.advice.sources import advices
from dashboard.insights.findings.ranking import ranked_findings
from dashboard.pages import insights
from dashboard.pages.overview import page as overview
from dashboard.queries.segments import migration
from dashboard.shop import Place, Shop
from dashboard.words import formats
from tests.dashboard.calls import call, texts
from tests.dashboard.insights.advice.test_sources import NO_SENTENCE, sentences
from tests.dashboard.pages.test_segments import hrefs
from tests.dashboard.queries.test_activity import selected, selections

ALL = Filters()


def shown(shop: Shop, function: Any, filters: Filters = ALL, argument: str | None = None) -> Panel:
    """What a card shows."""
    panel: Panel = function(shop, Place(filters, argument), shop.scope(filters))
    return panel


@selections
@pytest.mark.parametrize("store", ["small", "shop"])
def test_findings_are_ranked_and_are_sentences(request: pytest.FixtureRequest, store: str, name: str) -> None:
    shop: Shop = request.getfixturevalue(store)
    found = ranked_findings(shop, selected(shop, name))
    assert [one.money for one in found] == sorted((one.money for one in found), reverse=True)
    for one in found:
        assert one.money > 0
        assert not NO_SENTENCE.search(f"{one.title}. {one.text}"), one
        assert one.target


def test_the_page_shows_all_findings_with_their_money(shop: Shop) -> None:
    found = ranked_findings(shop, shop.scope(ALL))
    panel = shown(shop, insights.stands_out)
    assert panel.title == f"{len(found)} things stand out"
    words = texts(panel.body)
    for one in found:
        assert f"{formats.money(one.money, 'GBP')} {one.title} {one.text}" in words
    assert hrefs(panel.body)[0] == "/" + "/".join(found[0].target)
    assert [texts(card).startswith(one.title) for card, one in zip(_cards(shop), found, strict=False)] == [True] * 3


def _cards(shop: Shop) -> list[Any]:
    return list(shown(shop, overview.standing_out).body.children)


def test_the_page_shows_a_card_a_segment_most_money_first(shop: Shop) -> None:
    filters = Filters(countries=("FR", "GB"), segments=("champions", "lost", "prospect"))
    found = advices(shop, shop.scope(filters))
    panel = shown(shop, insights.segments, filters)
    cards = panel.body[0].children
    assert [texts(card).split("  ")[0].strip().split(" ")[0] for card in cards] == [one.name for one in found]
    first = formats.money(found[0].estimate.money, "GBP")
    assert panel.title == f"Start with {found[0].name}: acting could bring {first}"
    for card, one in zip(cards, found, strict=True):
        words = texts(card)
        for sentence in (one.headline, one.action, one.offer, one.timing, one.channel, one.trend.text, one.risk.text):
            assert sentence in words
        assert f"+{formats.money(one.estimate.money, 'GBP')}" in words
        assert set(hrefs(card)) == {one.target, one.export}
    sizes = shop.ask(migration.sizes, shop.scope(Filters(countries=("NL",))))
    there = set(sizes.loc[sizes["month"] == sizes["month"].max(), "segment_id"])
    absent = next(one for one in shop.published().segmentations[0].segments if one.segment_id not in there)
    nobody = Filters(countries=("NL",), segments=(min(there), absent.segment_id))
    assert texts(shown(shop, insights.segments, nobody).body[1]) == f"Nobody here is in {absent.name}."


def test_segments_with_less_money_in_them_are_a_line_that_opens(shop: Shop) -> None:
    found = advices(shop, shop.scope(ALL))
    grid, *folded = shown(shop, insights.segments, ALL).body[: 1 + len(found) - insights.OPEN_CARDS]
    assert len(grid.children) == insights.OPEN_CARDS < len(found)
    for one, line in zip(found[insights.OPEN_CARDS :], folded, strict=True):
        summary, card = line.children
        assert f"{one.name} {one.headline}" in texts(summary)
        assert set(hrefs(card)) == {one.target, one.export}


def test_the_page_of_a_segment_says_the_same(shop: Shop) -> None:
    one = next(one for one in advices(shop, shop.scope(ALL)) if one.segment_id == "champions")
    panel = shown(shop, advice.what_to_do, Filters(segments=("lost",)), "champions")
    assert panel.title.startswith(f"What to do with {one.customers} customers")
    assert all(sentence in texts(panel.body) for sentence in (one.headline, one.offer, one.timing, one.risk.text))


def test_nobody_and_guests(shop: Shop) -> None:
    nowhere = Filters(countries=("Nowhere",))
    assert shown(shop, insights.segments, nowhere).title == "Nobody in this selection"
    assert shown(shop, insights.stands_out, nowhere).title == "Too little in this selection to stand out"
    assert shown(shop, insights.segments, Filters(segments=(GUESTS,))).title == "Guests name nobody"
    none = shown(shop, advice.what_to_do, nowhere, "champions")
    assert (none.title, none.body) == ("What to do", "Nobody of this segment is in this selection.")


def test_a_shop_of_attributes_alone(alone: Shop) -> None:
    found = advices(alone, alone.scope(ALL))
    assert sum(one.customers for one in found) == 120
    assert len(found) == len(alone.published().segmentations[0].segments)
    panel = shown(alone, insights.segments)
    assert panel.title == "What to do, segment by segment"
    assert texts(panel.body).count("need transactions") == len(found)
    assert "£" not in texts(panel.body)
    assert shown(alone, insights.stands_out).body == "This part needs transactions."
    assert all(sentence for one in found for sentence in sentences(one))


def test_segments_by_attributes_where_some_have_orders(joined: Shop) -> None:
    filters = Filters(segmentation=joined.published().segmentations[-1].algorithm)
    found = advices(joined, joined.scope(filters))
    assert {one.segment_id for one in found} == {
        one.segment_id for one in joined.published().segmentations[-1].segments if one.customers
    }
    assert sum(one.net or 0 for one in found) == pytest.approx(221.5)
    for one in found:
        for sentence in sentences(one):
            assert sentence
            assert not NO_SENTENCE.search(sentence), sentence


@pytest.mark.parametrize("panel", ["insights-findings", "insights-segments"])
def test_the_callbacks_answer(client: FlaskClient, panel: str) -> None:
    answer = call(
        client, f"{panel}-content.children", {"filters.data": {"search": "?country=FR"}, "argument.data": None}
    )
    assert re.search(r"\d", answer[f"{panel}-title.children"])
    assert "France" in str(answer[f"{panel}-note.children"])


def test_the_callback_of_a_segment_answers(client: FlaskClient) -> None:
    values = {"filters.data": {"search": ""}, "argument.data": "champions"}
    answer = call(client, "segment-advice-content.children", values)
    assert "Reward them" in texts(answer["segment-advice-content.children"])
