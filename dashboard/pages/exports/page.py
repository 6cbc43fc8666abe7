"""/exports: the lists that leave as files."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import Dash, Input, Output, State, html, no_update

from dashboard.components.basics import Children, link, place
from dashboard.components.cards import content_card
from dashboard.components.downloads import MACHINES, SPREADSHEET, campaign_list, plain_list, report_buttons
from dashboard.components.panels import Panel, bind_content, failure
from dashboard.components.shell import page, page_head
from dashboard.components.tables import Cell, Column, data_table, name_cell
from dashboard.filters import scope_words
from dashboard.filters.selection import GUESTS, Scope
from dashboard.pages.exports import subscriptions
from dashboard.queries.customers.customer_filter import CustomerFilter
from dashboard.queries.customers.lists import customer_count, only_guests
from dashboard.shop import Place, Shop, mailing
from dashboard.shop.asker import for_whom
from dashboard.web.routing import Page
from dashboard.words import formats
from dashboard.words.consent import MEANINGS, OPT_IN, OPT_OUT, Said, in_words

COLUMNS = (
    "customer_id, segment, country, country_name, email, first_name, last_name, phone, consent, birth_year, city, "
    "postcode, recency_days, frequency, monetary, net, average_order_value, first_order, last_order, "
    "r_score, f_score, m_score"
)

GUESTS_ONLY = "Guests name nobody, so there is no list of them."
COUNTED = (
    ("yes", "Yes", "Said yes to mailings"),
    ("unknown", "Unknown", "What they said is not known"),
    ("no", "No", "Want no mailings: they are in no list for campaigns"),
)
CHOICES = (
    (OPT_IN, "Opt-in: only people who are known to have said yes"),
    (OPT_OUT, "Opt-out: everybody but people who are known to have said no"),
)
FILES = (
    (
        "For campaigns",
        "who may be written to by the rule. Safe to open: a text that a spreadsheet would run as a formula gets a ' "
        "before it.",
    ),
    (
        "For spreadsheets",
        "everybody, whatever they said (column consent), as safe, with a byte order mark for Excel. Not for mailings.",
    ),
    (
        "For machines",
        "the list for campaigns with every text exactly as it is, also what would run as a formula. For programs: do "
        "not open it in a spreadsheet.",
    ),
)


def layout(shop: Shop) -> Children:
    """The page's skeleton."""
    return page(
        page_head("Exports", "Lists for campaign tools and spreadsheets, and the report. The filters apply."),
        content_card("exports-list", "This selection", height=300, columns=7),
        html.Div([_consent_card(), content_card("exports-report", "Report", height=120)], className="span-5 stacked"),
        subscriptions.place(),
        content_card("exports-segments", "By segment", height=480),
    )


def _consent_card() -> html.Section:
    """The rule of lists for campaigns, and its choice."""
    card = content_card("exports-consent", "Who may be written to", height=60)
    options = [{"value": name, "label": text} for name, text in CHOICES]
    choice = dbc.RadioItems(id="consent-choice", options=options)
    card.children.append(html.Div([choice, html.P(id="consent-failure", role="status")], id="consent-choices"))
    return card


def selection(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The list of the filters as they are."""
    total = shop.ask(customer_count, scope, CustomerFilter())
    published, rule, said = shop.published(), mailing.rule_of(shop), mailing.said_of(shop, scope)
    note = scope_words.basis(published, scope, "One row a customer", guests=False)
    files = [html.Li([html.Span(f"{name}: ", className="strong"), text]) for name, text in FILES]
    body = [
        html.P(GUESTS_ONLY if only_guests(scope) else in_words(said), className="export-said"),
        html.Div(
            [
                campaign_list(published, where.filters, said, rule, "CSV for campaigns", asks=False),
                plain_list(published, where.filters, said, None, "CSV for spreadsheets", SPREADSHEET),
                plain_list(published, where.filters, said, rule, "CSV for machines", MACHINES),
            ],
            className="page-actions",
        ),
        html.Ul(files, className="export-files"),
        html.P(["Columns: ", html.Span(COLUMNS, className="muted")], className="export-columns"),
        html.P(link("See these customers", place(where.filters, "customers"))),
    ]
    return Panel(f"This selection: {formats.plural(total, 'customer')}", note, body)


def consent_rule(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The rule that holds for lists for campaigns, and who said so."""
    rule = mailing.rule_of(shop)
    title = f"Lists for campaigns hold {MEANINGS[rule.name]}"
    load: list[Children] = for_whom(
        "load",
        in_a_shell=[" Load what they said with ", html.Code("python -m etl customers FILE"), "."],
        on_the_page=[" Bring in what they said, as a file of customers, under ", link("Data", "/data"), "."],
        by_others=[" Somebody whose role lets them has to bring in what they said."],
    )
    unknown = ["The store knows nobody’s consent yet.", *load] if not rule.knows_consent else []
    if rule.source == "setting":
        return Panel(title, f"Set by your operator: REGULARS_CONSENT={rule.name}", html.P(unknown) if unknown else "")
    if rule.source == "choice":
        return Panel(title, "Chosen for the whole shop", html.P(unknown) if unknown else "")
    question = "Please choose once for the whole shop, as the law where you sell has it."
    note = "Nothing is chosen yet, so only people who said yes are in them"
    if rule.is_idle:
        title, note = "Whom may you write to?", "The store knows no consent, and no addresses either"
    return Panel(title, note, html.P([html.Span(question, className="strong"), " ", *unknown]))


def show_choice(shop: Shop) -> tuple[str | None, bool]:
    """What is chosen, and whether it cannot be: nothing is where nobody has."""
    rule = mailing.rule_of(shop)
    return (None if rule.source == "default" else rule.name), rule.source == "setting"


def report(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The report of the filters as they are."""
    body = [
        html.Div(report_buttons(shop.published(), where.filters, "HTML"), className="page-actions"),
        html.P(
            "Key figures, findings, data quality, segments, countries, seasonality, contribution and recommendations "
            "in one file without links to anywhere, made for A4. It takes some seconds.",
            className="export-columns",
        ),
    ]
    return Panel("Report", scope_words.basis(shop.published(), scope, "All views on paper", guests=True), body)


def by_segment(shop: Shop, where: Place, scope: Scope) -> Panel:
    """One list a segment, within the other filters."""
    published = shop.published()
    rows: list[list[Cell]] = []
    rule = mailing.rule_of(shop)
    everyone = mailing.said_by_segment(shop, scope)
    for segment in published.of(scope).segments:
        if scope.segments and segment.segment_id not in scope.segments:
            continue
        filters = where.filters.only(segments=(segment.segment_id,))
        said = everyone.get(segment.segment_id, Said())
        rows.append(
            [
                name_cell(where, segment),
                segment.advice,
                *(formats.count(getattr(said, name)) for name, *_ in COUNTED),
                campaign_list(published, filters, said, rule, "CSV", primary=False, of=segment.name, asks=False),
            ]
        )
    columns = [Column("Segment", False), Column("What to do", False)]
    columns += [*(Column(label, hint=hint) for _, label, hint in COUNTED), Column("List", False)]
    note = scope_words.basis(published, scope.only(segments=()), "One list a segment", guests=False)
    if not rows:
        empty = GUESTS_ONLY if GUESTS in scope.segments else "No such segment."
        return Panel("By segment", note, empty)
    return Panel("By segment", note, data_table(columns, rows, caption="Lists by segment"))


def register(app: Dash, shop: Shop) -> None:
    """Bind the lists, and the choice whom they hold, which every list obeys from then on."""
    bind_content(app, shop, "exports-list", selection)
    bind_content(app, shop, "exports-report", report)
    bind_content(app, shop, "exports-segments", by_segment)
    bind_content(app, shop, "exports-consent", consent_rule)
    subscriptions.register(app, shop)

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


PAGE = Page("exports", "Exports", layout, needs_orders=False)
