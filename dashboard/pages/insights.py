"""/insights: what stands out and what to do about it, ranked by money."""

from __future__ import annotations

from collections.abc import Sequence

from dash import Dash, html

from dashboard.components.advice import READING, RULE, advice_card, finding_list, folded
from dashboard.components.basics import Children
from dashboard.components.cards import content_card
from dashboard.components.downloads import campaign_list
from dashboard.components.panels import Panel, bind_content
from dashboard.components.shell import page, page_head
from dashboard.filters import scope_words
from dashboard.filters.selection import Scope
from dashboard.insights.advice.advice import Advice
from dashboard.insights.advice.sources import advices
from dashboard.insights.findings.finding import RANKED
from dashboard.insights.findings.ranking import ranked_findings
from dashboard.queries.customers.lists import only_guests
from dashboard.shop import Place, Shop, mailing
from dashboard.web.routing import Page
from dashboard.words import formats
from dashboard.words.consent import Said
from warehouse.schema import WITHOUT_ORDER
from wording.languages import say, say_n, to_say

FIRST = 5  # findings that stand open; the others are behind a line that opens
OPEN_CARDS = 4  # those with most money in them; the others are a line each, that opens
CARDS_A_ROW, ROW_PX, SHORT_ROW_PX, LINE_PX = 2, 476, 250, 49  # on a laptop, with and without orders, and folded


def layout(shop: Shop) -> Children:
    """The page's skeleton; without transactions there is nothing to find, but still something to advise."""
    published = shop.published()
    segments = len(published.segmentations[0].segments)
    rows = -(-min(segments, OPEN_CARDS) // CARDS_A_ROW)
    height = rows * (ROW_PX if published.has_orders else SHORT_ROW_PX) + max(segments - OPEN_CARDS, 0) * LINE_PX
    findings = content_card("insights-findings", say("What stands out"), height=400 if published.has_orders else 20)
    return page(
        page_head(say("Insights"), say("What stands out, and what to do about it, ranked by the money in it.")),
        content_card("insights-segments", say("What to do, segment by segment"), height=height),
        findings,
    )


def stands_out(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Everything found, most money first."""
    note = scope_words.basis(shop.published(), scope, say(RANKED))
    if not shop.published().has_orders:
        return Panel(say("What stands out"), say("Findings are about sales"), say("This part needs transactions."))
    found = ranked_findings(shop, scope)
    if not found:
        return Panel(
            say("Too little in this selection to stand out"), note, say("Choose more months, countries or segments.")
        )
    title = say_n(len(found), "One thing stands out", "{n} things stand out")
    shown, rest = found[:FIRST], found[FIRST:]
    body: list[Children] = [finding_list(shown, where.filters, shop.currency)]
    if rest:
        more = html.Summary(say_n(len(rest), "{n} more finding", "{n} more findings"))
        body.append(html.Details([more, finding_list(rest, where.filters, shop.currency)], className="worked-out"))
    return Panel(title, note, body)


def segments(shop: Shop, where: Place, scope: Scope) -> Panel:
    """A card a segment, most money first."""
    found, published = advices(shop, scope), shop.published()
    note = scope_words.basis(
        published, scope, say("Ranked by what acting could bring {rule}", rule=say(RULE)), guests=False
    )
    if not published.has_orders:
        note = say("{segmentation}, by attributes alone", segmentation=published.of(scope).name)
    if only_guests(scope):
        return Panel(
            say("Guests name nobody"), note, say("Nobody can be written to; what they buy is among the findings.")
        )
    if not found:
        return Panel(say("Nobody in this selection"), note, say("Choose more months, countries or segments."))
    missing = [
        one.name
        for one in published.of(scope).segments
        if one.segment_id not in {advice.segment_id for advice in found}
        and (not scope.segments or one.segment_id in scope.segments)
    ]
    lists = _lists(shop, where, scope, found)
    shown = [advice_card(one, shop.currency, button) for one, button in zip(found, lists, strict=True)]
    first, rest = shown[:OPEN_CARDS], zip(found[OPEN_CARDS:], shown[OPEN_CARDS:], strict=True)
    cards: list[Children] = [html.Div(first, className="advices")]
    cards += [folded(one, card, shop.currency) for one, card in rest]
    if missing:
        cards.append(
            html.P(say("Nobody here is in {segments}.", segments=", ".join(missing)), className="muted advice-missing")
        )
    title, best = say("What to do, segment by segment"), found[0]
    if best.estimate.money:
        money = formats.money(best.estimate.money, shop.currency)
        title = say("Start with {segment}: acting could bring {money}", segment=best.name, money=money)
    if published.has_orders:
        cards.append(html.P(say(READING), className="muted advice-reading"))
    return Panel(title, note, cards)


def _lists(shop: Shop, where: Place, scope: Scope, found: Sequence[Advice]) -> list[Children]:
    """The button of each advice's list. The months of the filter choose nobody who has not ordered."""
    published, rule = shop.published(), mailing.rule_of(shop)
    everyone = mailing.said_by_segment(shop, scope)
    buttons: list[Children] = []
    for one in found:
        own, said = where.filters.only(segments=(one.segment_id,)), everyone.get(one.segment_id, Said())
        if one.segment_id in WITHOUT_ORDER:
            own = own.only(start=None, end=None)
            said = mailing.said_of_filters(shop, own)
        buttons.append(campaign_list(published, own, said, rule, to_say("Export list"), primary=False, of=one.name))
    return buttons


def register(app: Dash, shop: Shop) -> None:
    """Bind the panels."""
    bind_content(app, shop, "insights-findings", stands_out)
    bind_content(app, shop, "insights-segments", segments)


PAGE = Page("insights", "Insights", layout, needs_orders=False)
