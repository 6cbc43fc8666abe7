"""Links that download a list or the report, with what a list for campaigns holds said beside them."""

from __future__ import annotations

from dash import html

from dashboard.components.basics import Children, aria, icon, link, place
from dashboard.components.chromium import find_chromium
from dashboard.filters.link_doubts import in_words, refusals
from dashboard.filters.published import Published
from dashboard.filters.selection import Filters, join_queries
from dashboard.queries.customers.customer_filter import CustomerFilter
from dashboard.shop.asker import asker
from dashboard.words import consent
from dashboard.words.consent import Rule, Said
from wording.languages import say, to_say

LIST = "/exports/customers.csv"
NO_EXPORT = to_say("Your role takes no files away")
MACHINES, SPREADSHEET = "machines", "spreadsheet"  # what a file is for, beside people


def list_address(filters: Filters, rule: Rule | None, wanted: CustomerFilter | None = None, made_for: str = "") -> str:
    """The address of a list as a file; it says by which rule people are in it. Without a rule everyone is."""
    says = f"consent={rule.name}" if rule is not None and not rule.is_idle else ""
    own = wanted.first_page().to_query() if wanted else ""
    return LIST + join_queries(filters.to_query(), own, says, f"for={made_for}" if made_for else "")


def campaign_list(
    published: Published,
    filters: Filters,
    said: Said,
    rule: Rule,
    label: str = to_say("Export this list"),
    *,
    wanted: CustomerFilter | None = None,
    primary: bool = True,
    of: str = "",
    button_id: str = "",
    asks: bool = True,
) -> html.Div:
    """A button that downloads the list for campaigns of a selection, and under it who is not in it.

    `of` tells equal labels apart for screen readers; `asks` leads to the choice of the rule where none is made. Where
    the link asks for what is not there, there is no list.
    """
    text = f"{say(label)}: {consent.on_the_button(said, rule)}"
    note: list[Children] = [consent.beside_the_button(said, rule)]
    if asks and rule.source == "default" and not rule.is_idle:
        note += [" · ", link(say("choose the rule"), place(Filters(), "exports"), "link")]
    address = list_address(filters, rule, wanted)
    refused = " ".join([refusal(filters, published), *(wanted.complaints if wanted else ())]).strip()
    button = _button(text, address, refused, said.kept(rule) == 0, primary, of)
    if button_id:
        button.id = button_id
    return html.Div([button, html.Span(note, className="export-note muted")], className="export-list")


def _button(text: str, address: str, refused: str, is_empty: bool, primary: bool, of: str) -> Children:
    named = aria(label=f"{text}: {of}") if of else {}
    if refused or is_empty:
        why = refused or say("Nobody would be in it")
        return html.Span([icon("download"), text], className="button", title=why, **named, **aria(disabled="true"))
    kind = "button primary" if primary else "button"
    return html.A([icon("download"), text], href=address, className=kind, **named)


def refusal(filters: Filters, published: Published) -> str:
    """Why there is no file of a link, or not for whoever asks; nothing where there is one."""
    if not asker().may("export"):
        return say(NO_EXPORT)
    return " ".join(map(in_words, refusals(filters, published)))


def plain_list(
    published: Published, filters: Filters, said: Said, rule: Rule | None, label: str, made_for: str
) -> Children:
    """A button that downloads a list which is not for campaigns, or the one for programs."""
    held = said.kept(rule) if rule is not None else said.everyone
    address = list_address(filters, rule, made_for=made_for)
    return _button(label, address, refusal(filters, published), held == 0, primary=False, of="")


def report_buttons(published: Published, filters: Filters, label: str = to_say("Report")) -> list[Children]:
    """Buttons that download the report of a selection: as a page, and as PDF where Chromium is at hand."""
    kinds = [("html", say(label), say("This view as one page to keep, send or print"))]
    if find_chromium() is not None:
        kinds.append(("pdf", "PDF", say("The report of this view as PDF")))
    refused = refusal(filters, published)
    return [
        html.Span([icon("download"), name], className="button", title=refused, **aria(disabled="true"))
        if refused
        else html.A(
            [icon("download"), name],
            href=f"/exports/report.{kind}{filters.to_query()}",
            className="button",
            title=title,
        )
        for kind, name, title in kinds
    ]
