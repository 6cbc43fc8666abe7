"""/exports: the lists that leave as files."""

from __future__ import annotations

from dash import Dash, html

from dashboard.components.basics import Children, link, place
from dashboard.components.cards import content_card
from dashboard.components.downloads import MACHINES, SPREADSHEET, campaign_list, plain_list, report_buttons
from dashboard.components.panels import Panel, bind_content
from dashboard.components.shell import page, page_head
from dashboard.components.tables import Cell, Column, data_table, name_cell
from dashboard.filters import scope_words
from dashboard.filters.selection import GUESTS, Scope
from dashboard.pages.exports import subscriptions
from dashboard.pages.exports.consent import bind_choice, consent_card, consent_rule
from dashboard.queries.customers.customer_filter import CustomerFilter
from dashboard.queries.customers.lists import customer_count, only_guests
from dashboard.shop import Place, Shop, mailing
from dashboard.web.routing import Page
from dashboard.words import formats
from dashboard.words.consent import Said, in_words
from wording.languages import say, to_say

COLUMNS = (
    "customer_id, segment, country, country_name, email, first_name, last_name, phone, consent, birth_year, city, "
    "postcode, recency_days, frequency, monetary, net, average_order_value, first_order, last_order, "
    "r_score, f_score, m_score"
)

GUESTS_ONLY = to_say("Guests name nobody, so there is no list of them.")
COUNTED = (
    ("yes", to_say("Yes"), to_say("Said yes to mailings")),
    ("unknown", to_say("Unknown"), to_say("What they said is not known")),
    ("no", to_say("No"), to_say("Want no mailings: they are in no list for campaigns")),
)
FILES = (
    (
        to_say("For campaigns"),
        to_say(
            "who may be written to by the rule. Safe to open: a text that a spreadsheet would run as a formula gets a "
            "' before it."
        ),
    ),
    (
        to_say("For spreadsheets"),
        to_say(
            "everybody, whatever they said (column consent), as safe, with a byte order mark for Excel. Not for "
            "mailings."
        ),
    ),
    (
        to_say("For machines"),
        to_say(
            "the list for campaigns with every text exactly as it is, also what would run as a formula. For programs: "
            "do not open it in a spreadsheet."
        ),
    ),
)


def layout(shop: Shop) -> Children:
    """The page's skeleton."""
    return page(
        page_head(say("Exports"), say("Lists for campaign tools and spreadsheets, and the report. The filters apply.")),
        content_card("exports-list", say("This selection"), height=300, columns=7),
        html.Div(
            [consent_card(), content_card("exports-report", say("Report"), height=120)], className="span-5 stacked"
        ),
        subscriptions.place(),
        content_card("exports-segments", say("By segment"), height=480),
    )


def selection(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The list of the filters as they are."""
    total = shop.ask(customer_count, scope, CustomerFilter())
    published, rule, said = shop.published(), mailing.rule_of(shop), mailing.said_of(shop, scope)
    note = scope_words.basis(published, scope, say("One row a customer"), guests=False)
    files = [html.Li([html.Span(f"{say(name)}: ", className="strong"), say(text)]) for name, text in FILES]
    body = [
        html.P(say(GUESTS_ONLY) if only_guests(scope) else in_words(said), className="export-said"),
        html.Div(
            [
                campaign_list(published, where.filters, said, rule, to_say("CSV for campaigns"), asks=False),
                plain_list(published, where.filters, said, None, say("CSV for spreadsheets"), SPREADSHEET),
                plain_list(published, where.filters, said, rule, say("CSV for machines"), MACHINES),
            ],
            className="page-actions",
        ),
        html.Ul(files, className="export-files"),
        html.P([say("Columns:"), " ", html.Span(COLUMNS, className="muted")], className="export-columns"),
        html.P(link(say("See these customers"), place(where.filters, "customers"))),
    ]
    return Panel(say("This selection: {customers}", customers=formats.plural(total, "customer")), note, body)


def report(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The report of the filters as they are."""
    body = [
        html.Div(report_buttons(shop.published(), where.filters, "HTML"), className="page-actions"),
        html.P(
            say(
                "Key figures, findings, data quality, segments, countries, seasonality, contribution and "
                "recommendations in one file without links to anywhere, made for A4. It takes some seconds."
            ),
            className="export-columns",
        ),
    ]
    return Panel(
        say("Report"), scope_words.basis(shop.published(), scope, say("All views on paper"), guests=True), body
    )


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
    columns = [Column(say("Segment"), False), Column(say("What to do"), False)]
    columns += [*(Column(say(label), hint=say(hint)) for _, label, hint in COUNTED), Column(say("List"), False)]
    note = scope_words.basis(published, scope.only(segments=()), say("One list a segment"), guests=False)
    if not rows:
        empty = say(GUESTS_ONLY) if GUESTS in scope.segments else say("No such segment.")
        return Panel(say("By segment"), note, empty)
    return Panel(say("By segment"), note, data_table(columns, rows, caption=say("Lists by segment")))


def register(app: Dash, shop: Shop) -> None:
    """Bind the lists, and the choice whom they hold, which every list obeys from then on."""
    bind_content(app, shop, "exports-list", selection)
    bind_content(app, shop, "exports-report", report)
    bind_content(app, shop, "exports-segments", by_segment)
    bind_content(app, shop, "exports-consent", consent_rule)
    bind_choice(app, shop)
    subscriptions.register(app, shop)


PAGE = Page("exports", "Exports", layout, needs_orders=False)
