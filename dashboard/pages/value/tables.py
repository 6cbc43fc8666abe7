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
from wording.languages import marked, say, say_again, say_n, to_say

NOTED_ABOVE = to_say("The check is in the chart above.")
# The whole rule of `models.value.write`, so that whoever counts by it counts as many.
OUT_OF_RHYTHM = to_say(
    "Orders on at least four days, silent for three times their usual interval (taken as a week at least), and below "
    "90\u202f%"
)
NAMES = {
    "order_chance": to_say("Chance of an order within 90 days"),
    "bgnbd": to_say("Buying and stopping, in weeks"),
    "gamma_gamma": to_say("Value of an order"),
}

METHODS = {
    "order_chance": to_say("Logistic regression on past days and what followed them"),
    "bgnbd": to_say("BG/NBD model, by maximum likelihood"),
    "gamma_gamma": to_say("Gamma–Gamma model, by maximum likelihood"),
}


def fading(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Customers long overdue of whom most is still expected."""
    found: queries.Fading = shop.ask(queries.fading, scope)
    frame, published = found.listed, shop.published()
    yearly = bool(frame["probability_alive"].notna().any())
    what = say("expected within 12 months" if yearly else "chance of an order within 90 days × usual order value")
    parts = [
        say(OUT_OF_RHYTHM),
        what,
        scope_words.who(published, scope),
    ]
    if found.customers > len(frame):
        parts.append(say("listed: the {number} of whom most is expected", number=len(frame)))
    note = " · ".join(part for part in parts if part)
    if frame.empty:
        return Panel(
            say("Nobody of value has fallen out of rhythm"),
            note,
            html.P(say("No such customer here."), className="muted"),
        )
    segmentation = published.of(scope)
    rows: list[list[Cell]] = [
        [
            link_cell(row.customer_id, place(where.filters, "customers", row.customer_id)),
            badge_cell(segmentation.segment(row.segment_id) or GUEST_SEGMENT),
            formats.plural(row.recency_days, "day"),
            formats.times(row.overdue),
            formats.money(row.net, shop.currency),
            _chance(row.probability_alive if yearly else row.order_chance_90d),
            formats.money(row.fading_value, shop.currency),
        ]
        for row in frame.itertuples()
    ]
    columns = [
        Column(say("Customer"), False),
        Column(say("Segment"), False),
        Column(say("Silent for")),
        Column(
            say("Times usual interval"),
            hint=say("How many of their usual intervals between orders they have been silent"),
        ),
        Column(say("Brought so far"), hint=say("Sales of all time, net of returns")),
        Column(say("Still active") if yearly else say("Chance")),
        Column(say("Expected")),
    ]
    whole = formats.money(found.value, shop.currency)
    title = say_n(
        found.customers,
        "{n} customer out of rhythm, still expected to bring {amount}",
        "{n} customers out of rhythm, still expected to bring {amount}",
        amount=whole,
    )
    return Panel(title, note, data_table(columns, rows, caption=say("Fading customers"), stacks=True, sorts=True))


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
            told = say(NOTED_ABOVE) if kind == "order_chance" and numbers else say_again(known[kind]["note"])
            facts.append(
                html.Div([html.H3(say(name), className="finding-title"), html.Div(told), *_folded(kind, numbers)])
            )
    note = say("Fitted on the whole shop; several orders on one day count once")
    return Panel(say("How the predictions are made"), note, html.Div(facts, style={"display": "grid", "gap": "16px"}))


def _folded(kind: str, numbers: list[Children]) -> list[Children]:
    """Figures for who checks the method, away from who reads what it says."""
    if not numbers:
        return []
    summary, method = html.Summary(say("How it is worked out")), html.Div(say(METHODS[kind]), className="muted")
    return [html.Details([summary, method, *numbers], className="worked-out")]


def _numbers(kind: str, model: Mapping[str, Any]) -> list[Children]:
    values, metrics = model["parameters"], model["metrics"]
    if not values:
        return []
    if kind == "order_chance":
        weights = sorted(values["features"], key=lambda one: -abs(one["coefficient"]))
        told = " · ".join(f"{one['name']} {formats.signed(one['coefficient'], 2)}" for one in weights)
        learnt = say("learnt as of {day} · standardised weights: {weights}", day=values["learnt_as_of"], weights=told)
        return [html.Div(_scores(metrics), className="muted"), html.Div(learnt, className="muted")]
    names = {"alpha": "α", "gamma": "γ"}
    parts = [f"{names.get(name, name)} {_number(value, '.4g')}" for name, value in values.items()]
    parts.append(say("log-likelihood {number}", number=_number(metrics["log_likelihood"], ",.1f")))
    parts.append(say("{customers} customers", customers=formats.count(metrics["customers"])))
    if kind == "bgnbd":
        gain, needed = _number(metrics["gain_over_nbd"], ",.1f"), _number(metrics["gain_needed"], ".1f")
        parts.append(say("twice the gain over NBD {gain}, needed {needed}", gain=gain, needed=needed))
    return [html.Div(" · ".join(parts), className="muted")]


def _scores(metrics: Mapping[str, Any]) -> str:
    brier, alike = _number(metrics["brier"], ".4f"), _number(metrics["brier_flat"], ".4f")
    parts = [say("Brier score {brier} (everyone alike: {alike})", brier=brier, alike=alike)]
    if metrics["auc"] is not None:
        auc, recency = _number(metrics["auc"], ".3f"), _number(metrics["auc_recency"], ".3f")
        parts.append(say("area under the curve {auc} (last order alone: {recency})", auc=auc, recency=recency))
    return " · ".join(parts)


def _number(value: float, digits: str) -> str:
    return marked(f"{value:{digits}}").replace("-", formats.MINUS)
