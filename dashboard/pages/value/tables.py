"""The tables of /value: fading customers, and the models for analysts."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor
from typing import Any

from dash import html

from dashboard.components.basics import Children, place
from dashboard.components.panels import Panel
from dashboard.components.tables import Cell, Column, badge_cell, data_table, link_cell
from dashboard.filters import scope_words
from dashboard.filters.published import GUEST_SEGMENT
from dashboard.filters.selection import Scope
from dashboard.queries.segments import value as queries
from dashboard.shop import Place, Shop
from dashboard.words import formats

NOTED_ABOVE = "The check is in the chart above."
# The whole rule of `models.value.write`, so that whoever counts by it counts as many.
OUT_OF_RHYTHM = (
    "Orders on at least four days, silent for three times their usual interval (taken as a week at least), and below "
    "90\u202f%"
)
NAMES = {
    "order_chance": "Chance of an order within 90 days",
    "bgnbd": "Buying and stopping, in weeks",
    "gamma_gamma": "Value of an order",
}

METHODS = {
    "order_chance": "Logistic regression on past days and what followed them",
    "bgnbd": "BG/NBD model, by maximum likelihood",
    "gamma_gamma": "Gamma–Gamma model, by maximum likelihood",
}


def fading(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Customers long overdue of whom most is still expected."""
    found: queries.Fading = shop.ask(queries.fading, scope)
    frame, published = found.listed, shop.published()
    yearly = bool(frame["probability_alive"].notna().any())
    what = "expected within 12 months" if yearly else "chance of an order within 90 days × usual order value"
    parts = [
        OUT_OF_RHYTHM,
        what,
        scope_words.who(published, scope),
    ]
    if found.customers > len(frame):
        parts.append(f"listed: the {len(frame)} of whom most is expected")
    note = " · ".join(part for part in parts if part)
    if frame.empty:
        return Panel(
            "Nobody of value has fallen out of rhythm", note, html.P("No such customer here.", className="muted")
        )
    segmentation = published.of(scope)
    rows: list[list[Cell]] = [
        [
            link_cell(row.customer_id, place(where.filters, "customers", row.customer_id)),
            badge_cell(segmentation.segment(row.segment_id) or GUEST_SEGMENT),
            f"{formats.count(row.recency_days)} days",
            formats.times(row.overdue),
            formats.money(row.net, shop.currency),
            _chance(row.probability_alive if yearly else row.order_chance_90d),
            formats.money(row.fading_value, shop.currency),
        ]
        for row in frame.itertuples()
    ]
    columns = [
        Column("Customer", False),
        Column("Segment", False),
        Column("Silent for"),
        Column("Times usual interval", hint="How many of their usual intervals between orders they have been silent"),
        Column("Brought so far", hint="Sales of all time, net of returns"),
        Column("Still active" if yearly else "Chance"),
        Column("Expected"),
    ]
    whole = formats.money(found.value, shop.currency)
    title = f"{formats.plural(found.customers, 'customer')} out of rhythm, still expected to bring {whole}"
    return Panel(title, note, data_table(columns, rows, caption="Fading customers", stacks=True, sorts=True))


def _chance(value: float) -> str:
    """To a tenth of a per cent, rounded down: what is below the 90 % of the rule is not shown as 90 %."""
    return formats.percent(floor(value * 1000 + 1e-9) / 1000)


def parameters(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Every model's parameters, figures and its own word on them."""
    known = shop.ask(queries.models, shop.published().version)
    facts: list[Children] = []
    for kind, name in NAMES.items():
        if kind in known:
            numbers = _numbers(kind, known[kind])
            told = NOTED_ABOVE if kind == "order_chance" and numbers else known[kind]["note"]
            facts.append(html.Div([html.H3(name, className="finding-title"), html.Div(told), *_folded(kind, numbers)]))
    note = "Fitted on the whole shop; several orders on one day count once"
    return Panel("How the predictions are made", note, html.Div(facts, style={"display": "grid", "gap": "16px"}))


def _folded(kind: str, numbers: list[Children]) -> list[Children]:
    """Figures for who checks the method, away from who reads what it says."""
    if not numbers:
        return []
    summary, method = html.Summary("How it is worked out"), html.Div(METHODS[kind], className="muted")
    return [html.Details([summary, method, *numbers], className="worked-out")]


def _numbers(kind: str, model: Mapping[str, Any]) -> list[Children]:
    values, metrics = model["parameters"], model["metrics"]
    if not values:
        return []
    if kind == "order_chance":
        weights = sorted(values["features"], key=lambda one: -abs(one["coefficient"]))
        told = " · ".join(f"{one['name']} {formats.signed(one['coefficient'], 2)}" for one in weights)
        scores = f"Brier score {metrics['brier']:.4f} (everyone alike: {metrics['brier_flat']:.4f})"
        if metrics["auc"] is not None:
            scores += f" · area under the curve {metrics['auc']:.3f} (last order alone: {metrics['auc_recency']:.3f})"
        learnt = f"learnt as of {values['learnt_as_of']} · standardised weights: {told}"
        return [html.Div(scores, className="muted"), html.Div(learnt, className="muted")]
    names = {"alpha": "α", "gamma": "γ"}
    told = " · ".join(f"{names.get(name, name)} {value:.4g}" for name, value in values.items())
    told += f" · log-likelihood {metrics['log_likelihood']:,.1f} · {formats.count(metrics['customers'])} customers"
    if kind == "bgnbd":
        told += f" · twice the gain over NBD {metrics['gain_over_nbd']:,.1f}, needed {metrics['gain_needed']:.1f}"
    return [html.Div(told.replace("-", formats.MINUS), className="muted")]
