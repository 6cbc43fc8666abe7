"""Findings and advice as people read them: the money first, what to do in a few words, then the grounds."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard import formats
from dashboard.components.basics import Children, dot, icon, link, place
from dashboard.filters import Filters
from dashboard.insights.advice import Advice
from dashboard.insights.finding import Finding

MISSING = "Trend, risk, offer, timing and what it could bring need transactions."


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
        link(["See segment", icon("arrow-right")], one.target, "button"),
        list_button,
    ]
    return html.Article(
        [head, *advice_parts(one, currency), html.Div(actions, className="page-actions")], className="advice"
    )


def advice_parts(one: Advice, currency: str) -> list[Children]:
    """What to do, what it could bring, and the grounds: without the name and the buttons."""
    estimate: list[Children] = [html.P(one.estimate.assumption, className="advice-assumption")]
    if one.estimate.money is not None:
        estimate.insert(0, html.Span(f"+{formats.money(one.estimate.money, currency)}", className="advice-money"))
    facts = [
        ("Do", one.action),
        ("Offer", one.offer),
        ("When", one.timing),
        ("By", one.channel),
        ("Special", " ".join(one.special)),
        ("Trend", one.trend.text),
        ("At risk", one.risk.text),
    ]
    if one.gross is None:
        facts = [("Do", one.action), ("By", one.channel), ("Special", " ".join(one.special)), ("Missing", MISSING)]
        estimate = []
    grounds = [part for name, text in facts if text for part in (html.Dt(name), html.Dd(text))]
    return [
        html.Div([html.H3(one.headline, className="advice-title"), *estimate], className="advice-lead"),
        html.Dl(grounds, className="facts advice-facts"),
    ]


def size_in_words(one: Advice) -> str:
    """`826 customers (19 %) · £2.49M (28 % of sales)`."""
    parts = [f"{formats.plural(one.customers, 'customer')} ({formats.percent(one.customer_share, 0)})"]
    if one.gross:
        parts.append(f"{formats.percent(one.gross_share, 0)} of sales")
    return " · ".join(parts)
