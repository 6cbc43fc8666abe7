"""/: how the shop is doing, and what stands out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pandas as pd
from dash import Dash, html

from dashboard.components.basics import Children, link, place
from dashboard.components.cards import bare, content_card, graph_card
from dashboard.components.downloads import report_buttons
from dashboard.components.keyfigures import key_figures_of
from dashboard.components.panels import Panel, bind, bind_bare, bind_content
from dashboard.components.shell import page, page_head, stale_hint
from dashboard.figures.sales.trend import monthly_sales
from dashboard.figures.segments.segments import segment_sizes
from dashboard.filters import scope_words
from dashboard.filters.naming import full_months, named_segments
from dashboard.filters.selection import Scope
from dashboard.insights.findings.finding import RANKED
from dashboard.insights.findings.ranking import ranked_findings
from dashboard.pages.overview.why import TITLE, where_it_changed, why
from dashboard.queries.sales import activity
from dashboard.shop import Place, Shop
from dashboard.shop.asker import asker
from dashboard.web.routing import Page
from dashboard.words import formats
from wording.languages import days, say, to_say

SHOWN_FINDINGS = 3


def layout(shop: Shop) -> Children:
    """The page's skeleton."""
    return page(
        page_head(
            say("Overview", sense="page"),
            say("How the shop is doing, who brings the sales, and what stands out."),
            html.Div(id="overview-report", className="page-actions"),
        ),
        stale_hint(shop.published(), may_renew=asker().may("fit")),
        bare("overview-figures", figures=8),
        content_card("overview-findings", say("What stands out"), height=92),
        graph_card("overview-trend", say("Sales by month"), columns=7, height=344),
        graph_card("overview-segments", say("Segments by customers and by sales"), columns=5, height=344),
        graph_card("overview-why", say(TITLE), columns=5, height=344),
        content_card("overview-where", say("Where sales changed"), columns=7, height=344),
    )


def reports(shop: Shop, place_: Place, scope: Scope) -> Children:
    """The buttons for the report of the view."""
    return report_buttons(shop.published(), place_.filters)


def trend(shop: Shop, place_: Place, scope: Scope) -> Panel:
    """Sales by month."""
    published = shop.published()
    frame = shop.ask(activity.by_month, scope)
    partial = scope_words.months_in_part(published, scope)
    return Panel(
        _trend_title(frame, partial), scope_words.basis(published, scope), monthly_sales(frame, shop.currency, partial)
    )


def _trend_title(frame: pd.DataFrame, partial: Collection[date]) -> str:
    full = full_months(frame, partial)
    if len(full) < 3 or full["net"].sum() <= 0:
        return say("Sales by month")
    best = full.loc[full["net"].idxmax()]
    return say("Net sales peaked in {month}", month=days.month_in_full(best["month"]))


def segments(shop: Shop, place_: Place, scope: Scope) -> Panel:
    """Customers and sales by segment."""
    published = shop.published()
    frame = named_segments(shop.ask(activity.by_segment, scope), published.of(scope))
    identified = frame[frame["segment_id"].notna() & (frame["customers"] > 0)]
    title = say("Segments by customers and by sales")
    net, whole = identified["net"], float(frame.loc[frame["segment_id"].notna(), "net"].sum())
    if whole > 0 and len(identified) > 1:
        top = identified.loc[net.idxmax()]
        title = say(
            "{segment} bring {share} of identified net sales",
            segment=top["name"],
            share=formats.share(net.max(), whole, 0),
        )
    note = scope_words.basis(published, scope, guests=False)
    return Panel(title, note, segment_sizes(identified, shop.currency, whole))


def standing_out(shop: Shop, place_: Place, scope: Scope) -> Panel:
    """Three findings, and where the others are."""
    found = ranked_findings(shop, scope)
    cards = [
        html.Div(
            [
                link(finding.title, place(place_.filters, *finding.target), "finding-title plain-link"),
                html.P(finding.text, className="finding-text"),
            ],
            className="finding",
        )
        for finding in found[:SHOWN_FINDINGS]
    ]
    body = (
        html.Div(cards, className="findings")
        if cards
        else html.P(say("Too little in this selection."), className="muted")
    )
    note = [scope_words.basis(shop.published(), scope, RANKED), " · "]
    return Panel(say("What stands out"), [*note, link(say("All insights"), place(place_.filters, "insights"))], body)


def register(app: Dash, shop: Shop) -> None:
    """Bind the panels."""
    bind_bare(app, shop, "overview-report", reports)
    bind_bare(app, shop, "overview-figures", key_figures_of)
    bind_content(app, shop, "overview-findings", standing_out)
    bind(app, shop, "overview-trend", trend)
    bind(app, shop, "overview-segments", segments)
    bind(app, shop, "overview-why", why)
    bind_content(app, shop, "overview-where", where_it_changed)


PAGE = Page("", to_say("Overview", sense="page"), layout)
