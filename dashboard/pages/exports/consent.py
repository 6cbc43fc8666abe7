"""Who may be written to: the rule of lists for campaigns, who said so, and the choice of it."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import Dash, Input, Output, State, html, no_update

from dashboard.components.basics import Children, link, woven
from dashboard.components.cards import content_card
from dashboard.components.panels import Panel, failure
from dashboard.filters.selection import Scope
from dashboard.shop import Place, Shop, mailing
from dashboard.shop.asker import for_whom
from dashboard.words.consent import MEANINGS, OPT_IN, OPT_OUT
from wording.languages import say, to_say

CHOICES = (
    (OPT_IN, to_say("Opt-in: only people who are known to have said yes")),
    (OPT_OUT, to_say("Opt-out: everybody but people who are known to have said no")),
)


def consent_card() -> html.Section:
    """The rule of lists for campaigns, and its choice."""
    card = content_card("exports-consent", say("Who may be written to"), height=60)
    options = [{"value": name, "label": say(text)} for name, text in CHOICES]
    choice = dbc.RadioItems(id="consent-choice", options=options)
    card.children.append(html.Div([choice, html.P(id="consent-failure", role="status")], id="consent-choices"))
    return card


def consent_rule(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The rule that holds for lists for campaigns, and who said so."""
    rule = mailing.rule_of(shop)
    title = say("Lists for campaigns hold {whom}", whom=say(MEANINGS[rule.name]))
    load: list[Children] = for_whom(
        "load",
        in_a_shell=woven(say("Load what they said with {command}."), command=html.Code("python -m etl customers FILE")),
        on_the_page=woven(
            say("Bring in what they said, as a file of customers, under {data}."),
            data=link(say("Data", sense="page"), "/data"),
        ),
        by_others=[say("Somebody whose role lets them has to bring in what they said.")],
    )
    unknown = [say("The store knows nobody’s consent yet."), " ", *load] if not rule.knows_consent else []
    if rule.source == "setting":
        return Panel(
            title,
            say("Set by your operator: REGULARS_CONSENT={rule}", rule=rule.name),
            html.P(unknown) if unknown else "",
        )
    if rule.source == "choice":
        return Panel(title, say("Chosen for the whole shop"), html.P(unknown) if unknown else "")
    question = say("Please choose once for the whole shop, as the law where you sell has it.")
    note = say("Nothing is chosen yet, so only people who said yes are in them")
    if rule.is_idle:
        title = say("Whom may you write to?")
        note = say("The store knows no consent, and no addresses either")
    return Panel(title, note, html.P([html.Span(question, className="strong"), " ", *unknown]))


def show_choice(shop: Shop) -> tuple[str | None, bool]:
    """What is chosen, and whether it cannot be: nothing is where nobody has."""
    rule = mailing.rule_of(shop)
    return (None if rule.source == "default" else rule.name), rule.source == "setting"


def bind_choice(app: Dash, shop: Shop) -> None:
    """Bind the choice whom lists for campaigns hold, which every list obeys from then on."""

    def show(_filters: dict[str, str] | None) -> tuple[str | None, bool]:
        try:
            return show_choice(shop)
        except Exception as error:
            failure(error)
            return None, True

    def choose(rule: str | None, filters: dict[str, str] | None) -> tuple[Any, Any]:
        try:
            if rule is None or rule == show_choice(shop)[0]:
                return no_update, no_update
            mailing.choose(shop, rule)
        except Exception as error:
            return no_update, " ".join(failure(error))
        return filters, ""  # the same filters: every list is asked for anew

    app.callback(Output("consent-choice", "value"), Output("consent-choices", "hidden"), Input("filters", "data"))(show)
    app.callback(
        Output("filters", "data", allow_duplicate=True),
        Output("consent-failure", "children"),
        Input("consent-choice", "value"),
        State("filters", "data"),
        prevent_initial_call=True,
    )(choose)
