"""/segments: who the customers are, what each segment brings, and how it differs from the average."""

from __future__ import annotations

import pandas as pd
from dash import Dash, html

from dashboard.components.basics import Children, link, place, segment_badge
from dashboard.components.cards import content_card, graph_card
from dashboard.components.panels import Panel, bind, bind_content
from dashboard.components.selecting import bind_lasso
from dashboard.components.shell import page, page_head
from dashboard.figures.descriptions.segments import MARKS
from dashboard.figures.segments.scatter import customer_scatter
from dashboard.figures.segments.segments import segment_shares
from dashboard.filters import scope_words
from dashboard.filters.naming import named_segments
from dashboard.filters.narrowing.shapes import Axes
from dashboard.filters.published import Segmentation
from dashboard.filters.selection import Scope
from dashboard.pages.segments import segment
from dashboard.pages.segments.beside import TITLE, beside
from dashboard.pages.segments.tables import profiles, ranked
from dashboard.queries.segments.samples import sampled_customers
from dashboard.shop import Place, Shop
from dashboard.shop.few import GATHERED, gathered, left_out
from dashboard.shop.segments_in_view import chosen, everyone
from dashboard.web.routing import Page
from dashboard.words import formats
from wording.languages import marked, say, say_n, to_say

SCATTER = Axes("recency_days", "gross", is_log=True, is_lifelong=False)
FEWEST_TO_COMPARE = 20  # customers, before a sentence compares halves of them


def layout(shop: Shop) -> Children:
    """The page's skeleton."""
    return page(
        page_head(
            say("Segments", sense="page"),
            say("Who your customers are, what each group brings, and how the groups differ."),
        ),
        graph_card("segments-shares", say("Size against sales share"), columns=5, height=392),
        graph_card(
            "segments-scatter",
            say("Recency and sales of customers"),
            columns=7,
            height=392,
            has_lasso=True,
        ),
        content_card("segments-ranking", say("Segments by sales"), height=320),
        content_card("segments-beside", say(TITLE), height=24),
        content_card("segments-profile", say("Each segment against the average"), height=320),
    )


def shares(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Share of customers against share of sales."""
    frame = chosen(everyone(shop, scope), scope)
    title = say("Size against sales share")
    if not frame.empty and frame["net"].sum() > 0:
        gap = frame["sales_share"] - frame["customer_share"]
        top = frame.loc[gap.idxmax()]
        title = say(
            "{segment} are {customer_share} of customers and bring {sales_share} of net sales",
            segment=top["name"],
            customer_share=formats.percent(top["customer_share"], 0),
            sales_share=formats.percent(top["sales_share"], 0),
        )
    marks = [
        html.Span([html.Span(className=f"mark-{mark}"), say(name)], className="chart-mark") for mark, name in MARKS
    ]
    note = [
        scope_words.basis(shop.published(), scope, say("Of customers and of sales net of returns"), guests=False),
        html.Div(marks, className="chart-legend"),
    ]
    return Panel(title, note, segment_shares(frame))


def scatter(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Single customers: when they last ordered, what they spent, how often they ordered."""
    published = shop.published()
    frame = named_segments(shop.ask(sampled_customers, scope), published.of(scope))
    total = int(chosen(everyone(shop, scope), scope)["customers"].sum())
    drawn = say_n(total, "All {n} customer", "All {n} customers")
    if len(frame) < total:
        drawn = say(
            "{some} of {total} customers, a fixed sample", some=formats.count(len(frame)), total=formats.count(total)
        )
    if not shop.viewer.personal:
        drawn = say("{drawn}: points {gathered}", drawn=drawn, gathered=say(GATHERED)) + left_out(shop)
    parts = [drawn if total else say("Customers"), say("gross sales, before returns"), say("larger with more orders")]
    parts += [scope_words.who(published, scope), scope_words.period(published, scope)]
    note = [
        " · ".join(part for part in parts if part),
        html.Div(_legend(where, frame, published.of(scope)), className="chart-legend"),
    ]
    points = gathered(shop, frame, ("recency_days", "gross"))
    return Panel(_scatter_title(frame), note, customer_scatter(points, shop.currency, scope.as_of))


def _legend(where: Place, frame: pd.DataFrame, segmentation: Segmentation) -> list[Children]:
    shown = set(frame["segment_id"])
    return [
        link(segment_badge(one), place(where.filters, "segments", one.segment_id), "plain-link")
        for one in segmentation.segments
        if one.segment_id in shown
    ]


def _scatter_title(frame: pd.DataFrame) -> str:
    recent = frame["recency_days"] <= frame["recency_days"].median() if len(frame) else None
    if recent is None or min(recent.sum(), (~recent).sum()) < FEWEST_TO_COMPARE:
        return say("Last order and gross sales, customer by customer")
    ratio = frame.loc[recent, "gross"].median() / frame.loc[~recent, "gross"].median()
    if ratio > 1.1:
        return say(
            "Customers who ordered lately spend more: typically {number} times as much as the rest",
            number=marked(f"{ratio:.1f}"),
        )
    return say("Customers who ordered lately spend no more than the rest")


def register(app: Dash, shop: Shop) -> None:
    """Bind the panels of the list and of one segment."""
    bind(app, shop, "segments-shares", shares)
    bind(app, shop, "segments-scatter", scatter)
    bind_lasso(app, "segments-scatter", lambda _search: SCATTER)
    bind_content(app, shop, "segments-ranking", ranked)
    bind_content(app, shop, "segments-profile", profiles)
    bind_content(app, shop, "segments-beside", beside)
    segment.register(app, shop)


PAGE = Page("segments", to_say("Segments", sense="page"), layout, segment.layout)
