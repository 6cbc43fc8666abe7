"""/campaigns/new?of=ID: who would go, what the hold-out could show, and the list itself."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import dash_bootstrap_components as dbc
from dash import Dash, Input, Output, State, dcc, html, no_update

from audiences.campaigns import Look, keeping, look, quiet_days
from audiences.destinations import FORMATS, is_delicate
from audiences.holdout import NO_RATE, SHARES, advice, sight, split
from audiences.lists import keeping as audiences
from audiences.measurement import FINAL
from dashboard.components.basics import Children, link, notice
from dashboard.components.panels import failure
from dashboard.components.shell import page, page_head
from dashboard.filters.selection import query_fields
from dashboard.pages.campaigns.acting import make, rule_of
from dashboard.shop import Shop
from dashboard.shop.said import UNREAD, to_number
from dashboard.words import formats
from dashboard.words.consent import MEANINGS
from warehouse.errors import InputError
from wording.languages import say, say_n, to_say

SUBTITLE = to_say("An audience, a file for your mailing tool, and people held out to see what it brought.")
ADVERTISES = to_say(
    "The name suggests something of people that {name} refuses; the file gets a neutral name, and so should the list "
    "there."
)
OFFERED = (("0", to_say("Nobody")), *((str(share), f"{100 * share:.0f} %") for share in SHARES))
HELD = str(float(keeping.HELD_SHARE))
MOST = keeping.MOST_DAYS
FIELDS = ("audience", "name", "format", "share", "days")


def layout(shop: Shop) -> Children:
    """The page's skeleton; the audience of the address is chosen once it is known."""
    with shop.connect() as connection:
        known = audiences.everything(connection)
    if not known:
        build = link(say("Build an audience"), "/audiences/new", "button primary")
        words = [html.P(say("A campaign is sent to an audience.")), html.P(build, className="notice-actions")]
        empty = html.Section(notice(say("There are no audiences yet"), words, "people"), className="card-panel span-12")
        return page(page_head(say("New campaign"), say(SUBTITLE)), empty, argument="new", filtered=False)
    days = dbc.Input(id="campaign-days", type="number", min=1, max=MOST, step=1, value=keeping.WINDOW_DAYS)
    name = dbc.Input(id="campaign-name", maxLength=80, placeholder=say("Spring win-back"))
    fields = [
        _field("audience", say("Audience"), _choice("audience", [(str(one.audience_id), one.name) for one in known])),
        _field("name", say("What it is called"), name),
        _field("format", say("File for"), _choice("format", [(key, say(one.name)) for key, one in FORMATS.items()])),
        _field("share", say("Held out"), _choice("share", [(value, say(words)) for value, words in OFFERED], HELD)),
        _field("days", say("Days that an order counts as an answer"), days),
    ]
    make = html.Button(say("Make the list"), id="campaign-make", className="button primary", type="button")
    said = html.Span(id="campaign-said", role="alert", className="data-error")
    form = html.Section(
        [html.Div(fields, className="form-grid"), html.Div([make, said], className="form-row")],
        className="card-panel span-12 campaign-form",
    )
    preview = dcc.Loading(html.Div(id="campaign-preview", className="campaign-preview"), delay_show=300, type="dot")
    shown = html.Section(preview, className="card-panel span-12")
    return page(page_head(say("New campaign"), say(SUBTITLE)), form, shown, argument="new", filtered=False)


def _choice(name: str, offered: Sequence[tuple[str, str]], chosen: str | None = None) -> Any:
    options = [{"value": value, "label": label} for value, label in offered]
    return dbc.Select(id=f"campaign-{name}", options=options, value=chosen or offered[0][0])


def _field(name: str, label: str, control: Any) -> html.Div:
    return html.Div([html.Label(label, htmlFor=f"campaign-{name}"), control], className="form-field")


def preview(shop: Shop, audience: object, format: object, share: object, days: object) -> list[Children]:
    """Who goes, who is left out and why, and the smallest lift that such a campaign could see."""
    number, key, part, window = _read(audience, format, share, days)
    rule = rule_of(shop)
    with shop.connect() as connection:
        found = look(connection, number, key, rule, window, quiet_days(connection))
    _, *others = found.preflight.sentences()
    goes, held_out = split(found.preflight.goes, Fraction(part))
    title = _goes(goes, held_out, found)
    held = say("Lists hold {whom}.", whom=say(MEANINGS[rule]))
    return [
        html.H2(title, className="card-title"),
        html.P([held, " ", link(say("Choose the rule"), "/exports")], className="card-note"),
        html.Ul([html.Li(words) for words in others], className="export-files"),
        html.H2(say("What the hold-out can show"), className="card-title"),
        html.P(_advice(found, part, window)),
        html.P(
            say(
                "Who is held out is drawn by chance, as many of a hundred in each segment: the same people in every "
                "later list of this campaign, and never in a file."
            ),
            className="card-note",
        ),
    ]


def _goes(goes: int, held_out: int, found: Look) -> str:
    told = found.preflight
    of = {"all": formats.plural(told.considered, "customer"), "tool": say(told.format.name)}
    if not held_out:
        return say_n(goes, "{n} of {all} goes to {tool}.", "{n} of {all} go to {tool}.", **of)
    return say_n(
        goes,
        "{n} of {all} goes to {tool}, {held} held out.",
        "{n} of {all} go to {tool}, {held} held out.",
        **of,
        held=formats.count(held_out),
    )


def _advice(found: Look, share: Decimal, days: int) -> str:
    if not found.preflight.goes:
        return say("Nobody would be in the file.")
    if found.base_rate is None:
        return say(NO_RATE)
    return advice(sight(found.preflight.goes, float(share), found.base_rate, FINAL), days)


def _read(audience: object, format: object, share: object, days: object) -> tuple[int, str, Decimal, int]:
    """What the form says; it comes from a browser."""
    number = to_number(audience, otherwise=say("Choose an audience."))
    if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= MOST:
        raise InputError(say("Orders count as answers for 1 to {most} days.", most=MOST))
    if str(format) not in FORMATS or str(share) not in {"0", *map(str, SHARES)}:
        raise InputError(UNREAD)
    return number, str(format), Decimal(str(share)), days


def register(app: Dash, shop: Shop) -> None:
    """Bind the form to what it would do, and its button to doing it."""

    def choose(filters: dict[str, str] | None) -> Any:
        asked = dict(query_fields((filters or {}).get("search", ""))).get("of", "")
        return asked if asked.isascii() and asked.isdigit() else no_update

    def show(audience: Any, format: Any, share: Any, days: Any) -> Children:
        try:
            return preview(shop, audience, format, share, days)
        except Exception as error:
            return html.P(" ".join(failure(error)), role="status")

    def warn(name: Any, format: Any) -> str:
        chosen = FORMATS.get(str(format))
        is_told = chosen is not None and chosen.is_advertising and is_delicate(str(name or ""))
        return say(ADVERTISES, name=chosen.name) if chosen is not None and is_told else ""

    def go(clicks: int | None, audience: Any, name: Any, *said: Any) -> tuple[Any, Any]:
        if not clicks:
            return no_update, no_update
        try:
            number, key, part, window = _read(audience, *said)
            return f"/campaigns/{make(shop, number, str(name or ''), key, part, window)}", ""
        except Exception as error:
            title, text = failure(error)
            return no_update, text if title == say("Not available") else f"{title}. {text}"

    fields = [State(f"campaign-{name}", "value") for name in FIELDS]
    app.callback(Output("campaign-audience", "value"), Input("filters", "data"))(choose)
    app.callback(
        Output("campaign-preview", "children"),
        *(Input(f"campaign-{name}", "value") for name in FIELDS if name != "name"),
    )(show)
    app.callback(
        Output("campaign-said", "children", allow_duplicate=True),
        Input("campaign-name", "value"),
        Input("campaign-format", "value"),
        prevent_initial_call=True,
    )(warn)
    app.callback(
        Output("url", "pathname", allow_duplicate=True),
        Output("campaign-said", "children"),
        Input("campaign-make", "n_clicks"),
        *fields,
        prevent_initial_call=True,
    )(go)
