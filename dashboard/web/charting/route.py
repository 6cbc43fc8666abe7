"""/charts/<kind>/<card>: what a chart shows as a table (`table`), or as a file (`csv`, `xlsx`), by the view's address;
/charts/terms/<card>,<card>: what charts are about, and with `?page=/countries/DE` what else is told on that page.

It is made by the chart's own function, so that it is the same numbers; who may see the chart may have its table, and
rows of single customers need the rights of lists besides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, g, jsonify, request

from dashboard.components.panels import (
    PanelFunction,
    charts_of,
    failure,
    notes_on,
    read_place,
    status_of,
    with_notes,
)
from dashboard.figures.reading import ChartTable, beside, read
from dashboard.figures.sales.dated import AGES, YEARS
from dashboard.shop import Place, Shop
from dashboard.shop.asker import asker
from dashboard.web.access.table import CallbackRights
from dashboard.web.charting.files import as_csv, as_workbook, shown
from dashboard.words import definitions
from dashboard.words.definitions import Term
from dashboard.words.notes import by_label
from wording.languages import say, to_say

LISTS, EXPORT = "lists", "export"
NOTES = to_say("Noted")  # the column of notes on dates
NOT_YOURS = to_say("Your role may not list single customers.")
NOT_TO_TAKE = to_say("Your role takes no files of customers away.")
UNKNOWN = to_say("There is no such chart.")
FILES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Shown:
    """A chart as it is shown now."""

    title: str
    note: str
    table: ChartTable


def register(server: Flask, shop: Shop, rights: CallbackRights) -> None:
    """Add the routes."""
    charts = charts_of(server)

    def chart_table(card: str, argument: str | None = None) -> Any:
        if refused := _refusal(charts, rights, card, is_file=False):
            return jsonify(error=refused[0]), refused[1]
        try:
            found = look(shop, charts[card], card, argument)
        except Exception as error:
            title, text = failure(error)
            return jsonify(error=f"{title}. {text}"), status_of(error)
        columns = [{"name": one.name, "kind": one.kind} for one in found.table.columns]
        return jsonify(columns=columns, rows=shown(found.table, shop.currency), terms=_told(definitions.of_chart(card)))

    def chart_file(kind: str, card: str, argument: str | None = None) -> Response:
        if kind not in FILES:
            return Response(f"{say(UNKNOWN)}\n", 404, mimetype="text/plain")
        if refused := _refusal(charts, rights, card, is_file=True):
            return Response(f"{refused[0]}\n", refused[1], mimetype="text/plain")
        try:
            found = look(shop, charts[card], card, argument)
        except Exception as error:
            title, text = failure(error)
            return Response(f"{title}. {text}\n", status_of(error), mimetype="text/plain")
        g.rows, g.is_harmless = len(found.table.rows), not definitions.charts()[card].tells_of_customers
        body = as_csv(found.table) if kind == "csv" else as_workbook(found.table, _about(found, card))
        name = f"{file_name(card, found.title)}.{kind}"
        return Response(
            body, content_type=FILES[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )

    def chart_terms(cards: str) -> Any:
        known = [card for card in cards.split(",") if card in definitions.charts()]
        of_charts = (term for card in known for term in definitions.of_chart(card))
        found = dict.fromkeys([*definitions.of_page(request.args.get("page", "-")), *of_charts])
        return jsonify(terms=_told(found))

    server.add_url_rule("/charts/terms/<cards>", view_func=chart_terms)
    for rule, view in (("/charts/table/<card>", chart_table), ("/charts/<kind>/<card>", chart_file)):
        server.add_url_rule(rule, view_func=view)
        server.add_url_rule(f"{rule}/<path:argument>", view_func=view)


def _told(found: Iterable[Term]) -> list[dict[str, str]]:
    return [{"name": say(one.name), "text": say(one.text), "basis": say(one.basis)} for one in found]


def look(shop: Shop, function: PanelFunction, card: str, argument: str | None) -> Shown:
    """The chart of a card by the address that is asked for."""
    search = request.query_string.decode("utf-8", "replace")
    return look_at(shop, function, card, read_place({"search": f"?{search}" if search else ""}, argument))


def look_at(shop: Shop, function: PanelFunction, card: str, place: Place) -> Shown:
    """The chart of a card at a place."""
    scope = shop.scope(place.filters)
    panel = function(shop, place, scope)
    chart, drawn = definitions.charts()[card], panel.body.to_dict()
    notes = notes_on(shop, card, place, scope, drawn)
    table = read(drawn, chart.label, chart.value, chart.is_of_customers)
    if chart.over != AGES:  # a row of these is of many months
        table = beside(table, say(NOTES), by_label(notes, chart.over == YEARS))
    return Shown(words_of(panel.title), words_of(with_notes(panel.note, notes)), table)


def words_of(children: Any) -> str:
    """The words of a title or a note, which may hold links and marks."""
    if hasattr(children, "to_plotly_json"):
        return words_of(getattr(children, "children", None))
    if isinstance(children, list | tuple):
        return " ".join(part for one in children if (part := words_of(one))).strip(" ·")
    return "" if children is None else str(children)


def file_name(card: str, title: str) -> str:
    """`overview-trend_Net-sales-peaked-in-November-2025`, in letters that every system takes."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", title) if not unicodedata.combining(one))
    said = re.sub("[^A-Za-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    return f"{card}_{said}" if said else card


def _about(found: Shown, card: str) -> list[tuple[str, str]]:
    told = _told(definitions.of_chart(card))
    terms = [(one["name"], f"{one['text']} ({one['basis']})" if one["basis"] else one["text"]) for one in told]
    return [(say("What it shows"), found.title), (say("Basis"), found.note), *terms]


def _refusal(
    charts: Mapping[str, PanelFunction], rights: CallbackRights, card: str, *, is_file: bool
) -> tuple[str, int] | None:
    """Why somebody does not get a chart; None where they do. Without a rule nobody does."""
    needed = rights.of(chart_output(card)) if card in charts and card in definitions.charts() else None
    if needed is None:
        return say(UNKNOWN), 404
    of_customers = definitions.charts()[card].tells_of_customers
    if not all(asker().may(right) for right in needed) or (of_customers and not asker().may(LISTS)):
        return say(NOT_YOURS), 403
    if of_customers and is_file and not asker().may(EXPORT):
        return say(NOT_TO_TAKE), 403
    return None


def chart_output(card: str) -> str:
    """How Dash names the callback that draws a card's chart."""
    return f"..{card}-title.children...{card}-note.children...{card}-graph.figure.."
