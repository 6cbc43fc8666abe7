"""How a panel comes to life: place -> function -> what the card shows, with errors turned into notices.

A panel's function is plain: `(shop, place, scope) -> Panel` for charts and contents. It is bound to its card here,
so that pages hold no callback machinery and the functions can be called by tests as they are.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dash import Dash, Input, Output, State, html

from dashboard.components.basics import Children, headed, notice
from dashboard.figures.sales.dated import months_of, noted
from dashboard.figures.style.theme import empty, themed
from dashboard.filters.implied import find_country
from dashboard.filters.link_doubts import RefusedError
from dashboard.filters.selection import Filters, Scope
from dashboard.queries.customers.customer import customer_profile
from dashboard.shop import FewError, LimitedError, Place, Shop
from dashboard.shop.dated import notes_of
from dashboard.shop.finished import fleeting
from dashboard.words import definitions
from dashboard.words.notes import Note, told, within
from warehouse.errors import InputError, LockedError, NoDataError, RegularsError
from warehouse.explain import explain, is_away, is_full
from wording.languages import say, say_again, to_say

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Panel:
    """What a card shows: the title says what was found, the note defines the measure and its basis."""

    title: Children
    note: Children
    body: Any  # a figure for a graph card, children for a content card


PanelFunction = Callable[[Shop, Place, Scope], Panel]
OF_A_COUNTRY, OF_A_CUSTOMER = "country-", "customer-"  # how the cards of one's page are called
HEAD = "-head"  # how the name of a place ends that heads its page
STRIPS, FIGURES = "strips", "-figures"  # of an app's extensions: its key figures; how the names of their places end
CHARTS = "charts"  # of an app's extensions: its charts, by their cards
PANELS = "panels"  # and the outputs of what shows the shop, as Dash names them
STATUSES: Sequence[tuple[type[Exception], int]] = (
    (RefusedError, 400),  # what the address says
    (InputError, 404),
    (LimitedError, 403),
    (FewError, 403),
    (NoDataError, 409),
    (RegularsError, 503),
)
AWAY = to_say("The database does not answer just now. Try again in a moment.")
FULL = to_say("The server's disk is full, so this was not done: tell whoever runs it. With room on it, it works again.")
BareFunction = Callable[[Shop, Place, Scope], Children]


def read_place(filters: dict[str, str] | None, argument: str | None) -> Place:
    """The place of a panel by the filter store and the page's store. Raises InputError on a NUL, which no name has."""
    search = (filters or {}).get("search", "")
    if "\x00" in (argument or ""):
        raise InputError(say("This address holds a character that is no letter (NUL), which no name has."))
    return Place(Filters.from_query(search), argument, search)


def failure(error: Exception) -> tuple[str, str]:
    """A title and a sentence for people; what is not meant for people is logged under a reference number."""
    fleeting()
    if isinstance(error, LockedError):
        return say("One moment"), say(str(error))
    if isinstance(error, LimitedError):
        return say("Only for all countries"), say(str(error))
    if isinstance(error, RegularsError):
        return say("Not available"), say_again(str(error))
    if is_full(error):
        log.warning("not done: %s", explain(error))
        return say("Not available"), say(FULL)
    if is_away(error):
        log.warning("not answered: %s", explain(error))
        return say("One moment"), say(AWAY)
    reference = uuid.uuid4().hex[:8]
    log.exception("panel failed, reference %s", reference, exc_info=error)
    return say("Something went wrong"), say(
        "Please try again. If it stays, tell your operator the reference {reference}.", reference=reference
    )


def status_of(error: Exception) -> int:
    """Whose fault it is, as HTTP says it; what nobody expected is ours."""
    if is_full(error):
        return 507
    if is_away(error):
        return 503
    return next((status for kind, status in STATUSES if isinstance(error, kind)), 500)


def charts_of(server: Any) -> dict[str, PanelFunction]:
    """The charts of an app, for those who want one of them in another form."""
    found: dict[str, PanelFunction] = server.extensions.setdefault(CHARTS, {})
    return found


def strips_of(server: Any) -> dict[str, BareFunction]:
    """The places of key figures of an app, by their names."""
    found: dict[str, BareFunction] = server.extensions.setdefault(STRIPS, {})
    return found


def panels_of(server: Any) -> set[str]:
    """The callbacks of an app that say the same as long as the same is published, unless they say otherwise."""
    found: set[str] = server.extensions.setdefault(PANELS, set())
    return found


def is_panel(app: Dash) -> None:
    """What was bound last says the same as long as the same is published, unless it says otherwise."""
    panels_of(app.server).add(next(reversed(app.callback_map)))


def notes_on(shop: Shop, card: str, place: Place, scope: Scope, drawn: dict[str, Any]) -> tuple[Note, ...]:
    """The notes on dates of what a chart shows; none where it does not go along months."""
    chart = definitions.charts().get(card)
    months = months_of(drawn, chart.over) if chart is not None and chart.over else set()
    if not months:
        return ()
    countries = scope.countries
    if card.startswith(OF_A_COUNTRY) and place.argument:
        countries = (find_country(shop.published(), place.argument) or place.argument,)
    elif card.startswith(OF_A_CUSTOMER) and place.argument:
        profile = shop.ask(customer_profile, shop.published().version, place.argument, shop.people()) or {}
        countries = (str(profile.get("country", "")),)
    return within(notes_of(shop, countries), months)


def with_notes(note: Children, notes: Sequence[Note]) -> Children:
    """The words under a chart's title, and those of its notes."""
    words = told(notes)
    parts = note if isinstance(note, list) else [note] if note else []
    return [*parts, f" · {words}" if parts else words] if words else note


def charted(panel: Panel, place: Place, theme: str | None, is_narrow: bool | None) -> dict[str, Any]:
    """A panel's figure as the browser draws it; with it goes what it was asked by, for its table and its files."""
    drawn = themed(panel.body, theme, is_narrow)
    drawn["layout"]["meta"] = {"search": place.search, "argument": place.argument}
    return drawn


def draw(
    shop: Shop,
    panel_id: str,
    function: PanelFunction,
    read: Callable[[], Place],
    theme: str | None,
    is_narrow: bool | None,
) -> tuple[Children, Children, dict[str, Any]]:
    """What a graph card shows: title, note and figure, with its notes on dates; whatever happens, a sentence."""
    try:
        place = read()
        scope = shop.scope(place.filters)
        panel = function(shop, place, scope)
        drawn = charted(panel, place, theme, is_narrow)
        notes = notes_on(shop, panel_id, place, scope, drawn)
    except Exception as error:
        title, text = failure(error)
        return title, text, themed(empty(""), theme)
    if notes:
        drawn = noted(drawn, notes, definitions.charts()[panel_id].over)
    return panel.title, with_notes(panel.note, notes), drawn


def bind(app: Dash, shop: Shop, panel_id: str, function: PanelFunction) -> None:
    """Fill a graph card: its function's Panel holds a figure."""
    charts_of(app.server)[panel_id] = function

    def fill(
        filters: dict[str, str] | None, theme: str | None, argument: str | None, is_narrow: bool | None
    ) -> tuple[Children, Children, Any]:
        return draw(shop, panel_id, function, lambda: read_place(filters, argument), theme, is_narrow)

    app.callback(
        Output(f"{panel_id}-title", "children"),
        Output(f"{panel_id}-note", "children"),
        Output(f"{panel_id}-graph", "figure"),
        Input("filters", "data"),
        Input("theme", "data"),
        State("argument", "data"),
        State("narrow", "data"),
    )(fill)
    is_panel(app)


def bind_content(app: Dash, shop: Shop, panel_id: str, function: PanelFunction) -> None:
    """Fill a content card: its function's Panel holds components."""

    def fill(filters: dict[str, str] | None, argument: str | None) -> tuple[Children, Children, Children]:
        try:
            place = read_place(filters, argument)
            panel = function(shop, place, shop.scope(place.filters))
        except Exception as error:
            title, text = failure(error)
            return title, text, ""
        return panel.title, panel.note, panel.body

    app.callback(
        Output(f"{panel_id}-title", "children"),
        Output(f"{panel_id}-note", "children"),
        Output(f"{panel_id}-content", "children"),
        Input("filters", "data"),
        State("argument", "data"),
    )(fill)
    is_panel(app)


def fill_bare(shop: Shop, function: BareFunction, read: Callable[[], Place]) -> Children:
    """What a place without a card shows; whatever happens, a sentence."""
    try:
        place = read()
        return function(shop, place, shop.scope(place.filters))
    except Exception as error:
        title, text = failure(error)
        return html.Div(notice(title, text, "exclamation-circle"), className="card-panel")


def bind_bare(app: Dash, shop: Shop, panel_id: str, function: BareFunction) -> None:
    """Fill a place without a card; one of key figures can be on boards, too."""
    if panel_id.endswith(FIGURES):
        strips_of(app.server)[panel_id] = function

    def fill(filters: dict[str, str] | None, argument: str | None) -> Children:
        filled = fill_bare(shop, function, lambda: read_place(filters, argument))
        return headed(filled) if panel_id.endswith(HEAD) else filled

    app.callback(Output(panel_id, "children"), Input("filters", "data"), State("argument", "data"))(fill)
    is_panel(app)


def bind_store(app: Dash, panel_id: str, function: Callable[[], Children], *stores: str) -> None:
    """Fill a place that shows the store itself, segmented or not, whatever the filters; anew while readers wait, and
    when one of the `stores` of the page changes."""

    def fill(argument: str | None, _ticks: int | None, *_others: Any) -> Children:
        try:
            return function()
        except Exception as error:
            title, text = failure(error)
            return html.Div(notice(title, text, "exclamation-circle"), className="card-panel")

    given = (Input("argument", "data"), Input("again", "n_intervals"), *(Input(store, "data") for store in stores))
    app.callback(Output(panel_id, "children"), *given)(fill)
