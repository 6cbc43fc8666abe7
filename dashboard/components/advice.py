"""Findings and advice as people read them: the money first, what to do in a few words, then the grounds."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard.components.basics import Children, dot, icon, link, place
from dashboard.components.panels import Panel
from dashboard.filters import scope_words
from dashboard.filters.selection import Filters, Scope
from dashboard.insights.advice.advice import Advice, number_in_words
from dashboard.insights.advice.sources import advices
from dashboard.insights.findings.finding import Finding
from dashboard.shop import Place, Shop
from dashboard.words import formats
from wording.languages import say, to_say

RULE = to_say("beyond what is expected anyway; response rates are assumed where no campaign has measured them")
READING = to_say(
    "How to read it: what acting could bring follows one rule. One customer in so many, an assumption, orders once "
    "more at the segment's average order of all time, net of returns, less what each is expected to bring anyway. "
    "Where campaigns have measured how many more ordered, that stands in the place of both. "
    "The money at risk is one such order of each who is not expected to come. Segments are those of today; where they "
    "are made of who bought when, their sales before and after follow from that, so only who joined and left is "
    "told. Contacts, usual intervals and chances are as of today and products count all orders, whatever months are"
    " filtered; offers also whatever countries."
)
MISSING = to_say("Trend, risk, offer, timing and what it could bring need transactions.")


def finding_list(found: Sequence[Finding], filters: Filters, currency: str) -> html.Ol:
    """Findings ranked: each with its money, its title that leads to the view behind it, and its sentence."""
    return html.Ol(
        [
            html.Li(
                [
                    html.Span(formats.money(one.money, currency), className="insight-money"),
                    html.Div(
                        [
                            link(one.title, place(filters, *one.target), "finding-title plain-link"),
                            html.P(one.text, className="finding-text"),
                        ]
                    ),
                ],
                className="insight",
            )
            for one in found
        ],
        className="insights",
    )


def advice_card(one: Advice, currency: str, list_button: Children) -> html.Article:
    """One segment: who, what to do, what it could bring, the grounds, and where to go with which list."""
    who = link([dot(one.position), one.name], one.target, "badge-segment plain-link advice-name")
    head = html.Header([who, html.Span(size_in_words(one), className="muted")], className="advice-head")
    actions = [
        link([say("See segment"), icon("arrow-right")], one.target, "button"),
        list_button,
    ]
    return html.Article(
        [head, *advice_parts(one, currency), html.Div(actions, className="page-actions")], className="advice"
    )


def folded(one: Advice, card: html.Article, currency: str) -> html.Details:
    """A card that is a line until somebody opens it: who, what to do, what it could bring."""
    money = one.estimate.money
    line: list[Children] = [
        html.Span([dot(one.position), one.name], className="badge-segment advice-name"),
        html.Span(one.headline, className="advice-line"),
        html.Span("" if money is None else f"+{formats.money(money, currency)}", className="number"),
    ]
    return html.Details([html.Summary(line), card], className="advice-folded")


def advice_parts(one: Advice, currency: str) -> list[Children]:
    """What to do, what it could bring, and the grounds: without the name and the buttons."""
    estimate: list[Children] = [html.P(one.estimate.assumption, className="advice-assumption")]
    if one.estimate.money is not None:
        estimate.insert(0, html.Span(f"+{formats.money(one.estimate.money, currency)}", className="advice-money"))
    facts = [
        (say("Do", sense="advice"), one.action),
        (say("Offer"), one.offer),
        (say("When"), one.timing),
        (say("By", sense="channel"), one.channel),
        (say("Special"), " ".join(one.special)),
        (say("Trend"), one.trend.text),
        (say("At risk"), one.risk.text),
    ]
    if one.net is None:
        facts = [
            (say("Do", sense="advice"), one.action),
            (say("By", sense="channel"), one.channel),
            (say("Special"), " ".join(one.special)),
            (say("Missing"), say(MISSING)),
        ]
        estimate = []
    grounds = [part for name, text in facts if text for part in (html.Dt(name), html.Dd(text))]
    return [
        html.Div([html.H3(one.headline, className="advice-title"), *estimate], className="advice-lead"),
        html.Dl(grounds, className="facts advice-facts"),
    ]


def size_in_words(one: Advice) -> str:
    """`826 customers (19 % of those with an order) · 28 % of net sales`."""
    parts = [number_in_words(one)]
    if one.net:
        parts.append(say("{share} of net sales", share=formats.percent(one.net_share, 0)))
    return " · ".join(parts)


def what_to_do(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The advice on the one segment of its page."""
    own = scope.only(segments=(where.argument or "",))
    published = shop.published()
    note = (
        scope_words.basis(published, own, say("What acting could bring {rule}", rule=say(RULE)))
        if published.has_orders
        else ""
    )
    found = next(iter(advices(shop, own)), None)
    if found is None:
        return Panel(say("What to do"), note, say("Nobody of this segment is in this selection."))
    body = advice_parts(found, shop.currency)
    if published.has_orders:
        body.append(html.P(say(READING), className="muted advice-reading"))
    return Panel(say("What to do with {whom}", whom=size_in_words(found)), note, body)
