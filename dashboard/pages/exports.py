"""/exports: the lists that leave as files."""

from __future__ import annotations

from dash import Dash, html

from dashboard import formats, words
from dashboard.components.basics import Children, icon, link, place, segment_badge
from dashboard.components.cards import content_card
from dashboard.components.downloads import export_button, report_buttons
from dashboard.components.shell import page, page_head
from dashboard.components.tables import Column, data_table
from dashboard.filters import GUESTS, Scope, export_address
from dashboard.panels import Panel, bind_content
from dashboard.queries.customer_export import refusals
from dashboard.queries.customer_filter import CustomerFilter
from dashboard.queries.customers import customer_count, customer_counts
from dashboard.routing import Page
from dashboard.shop import Place, Shop

COLUMNS = (
    "customer_id, segment, country, country_name, email, first_name, last_name, phone, consent, birth_year, city, "
    "postcode, recency_days, frequency, monetary, net, average_order_value, first_order, last_order, "
    "r_score, f_score, m_score"
)

REFUSED = "Customers who want no mailings: they are not in the list"


def layout(shop: Shop) -> Children:
    """The page's skeleton."""
    return page(
        page_head("Exports", "Lists for campaign tools and spreadsheets, and the report. The filters apply."),
        content_card("exports-list", "This selection", height=120, columns=7),
        content_card("exports-report", "Report", height=120, columns=5),
        content_card("exports-segments", "By segment", height=480),
    )


def selection(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The list of the filters as they are."""
    total = shop.ask(customer_count, scope, CustomerFilter())
    note = words.basis(shop.published(), scope, "One row a customer", guests=False)
    body = [
        html.Div(
            [
                export_button(where.filters, "CSV for campaigns"),
                html.A(
                    [icon("download"), "CSV for spreadsheets"],
                    href=export_address(where.filters, for_spreadsheet=True),
                    className="button",
                    title="Everyone, with a byte order mark, and text that would run as a formula made harmless",
                ),
            ],
            className="page-actions",
        ),
        *_refused(sum(shop.ask(refusals, scope).values())),
        html.P(["Columns: ", html.Span(COLUMNS, className="muted")], className="export-columns"),
        html.P(link("See these customers", place(where.filters, "customers"))),
    ]
    return Panel(f"This selection: {formats.plural(total, 'customer')}", note, body)


def _refused(people: int) -> list[html.P]:
    """A sentence about those who are in no list for campaigns."""
    if not people:
        return []
    who = "1 of them wants" if people == 1 else f"{formats.count(people)} of them want"
    words_ = f"{who} no mailings, so only the file for spreadsheets has them."
    return [html.P(words_, className="export-columns")]


def report(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The report of the filters as they are."""
    body = [
        html.Div(report_buttons(where.filters, "HTML"), className="page-actions"),
        html.P(
            "Key figures, findings, data quality, segments, countries, seasonality, contribution and recommendations "
            "in one file without links to anywhere, made for A4. It takes some seconds.",
            className="export-columns",
        ),
    ]
    return Panel("Report", words.basis(shop.published(), scope, "All views on paper", guests=True), body)


def by_segment(shop: Shop, where: Place, scope: Scope) -> Panel:
    """One list a segment, within the other filters."""
    published = shop.published()
    rows: list[list[Children]] = []
    counts: dict[str, int] = shop.ask(customer_counts, scope)
    refused: dict[str, int] = shop.ask(refusals, scope)
    for segment in published.of(scope).segments:
        if scope.segments and segment.segment_id not in scope.segments:
            continue
        filters = where.filters.only(segments=(segment.segment_id,))
        rows.append(
            [
                link(segment_badge(segment), place(where.filters, "segments", segment.segment_id), "plain-link"),
                segment.advice,
                formats.count(counts.get(segment.segment_id, 0)),
                *([formats.count(refused.get(segment.segment_id, 0))] if refused else []),
                export_button(filters, "CSV", primary=False, of=segment.name),
            ]
        )
    columns = [Column("Segment", False), Column("What to do", False), Column("Customers")]
    columns += [*([Column("No mailings", hint=REFUSED)] if refused else []), Column("List")]
    note = words.basis(published, scope.only(segments=()), "One list a segment", guests=False)
    if not rows:
        empty = "Guests name nobody, so there is no list of them." if GUESTS in scope.segments else "No such segment."
        return Panel("By segment", note, empty)
    return Panel("By segment", note, data_table(columns, rows, caption="Lists by segment"))


def register(app: Dash, shop: Shop) -> None:
    """Bind the lists."""
    bind_content(app, shop, "exports-list", selection)
    bind_content(app, shop, "exports-report", report)
    bind_content(app, shop, "exports-segments", by_segment)


PAGE = Page("exports", "Exports", layout, needs_orders=False)
