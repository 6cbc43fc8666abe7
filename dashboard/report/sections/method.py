"""What the words and numbers mean."""

from __future__ import annotations

from dashboard.report.sections.context import Context
from dashboard.report.sections.parts import Item, Items, Section
from dashboard.words import formats

DEFINITIONS = (
    ("Gross sales", "Lines with a quantity and a price above nothing, before returns."),
    ("Returns", "Cancelled invoices and negative quantities at a price. Net sales are gross sales less returns."),
    ("Orders", "Invoices with at least one sale line."),
    ("Customers", "Identified customers with an order in the period."),
    ("Guests", "Orders that name no customer: in totals, never in a segment."),
    ("Repeat customers", "Customers of the period with two or more orders inside it."),
    ("Country", "A customer's home: the country with most of their orders. Guests count where they ordered."),
    (
        "RFM groups",
        "Each customer scores 1 to 5 on recency, frequency and money against all others; the scores lead to one of "
        "eleven groups.",
    ),
)


def section(context: Context) -> Section:
    """Definitions."""
    published = context.published
    lead = f"Segmentation: {context.segmentation.name}, as of {formats.day(context.segmentation.as_of)}."
    if published.has_orders:
        lead += f" Orders from {formats.day(published.first_day)} to {formats.day(published.last_day)}."
    items = [Item(title, text) for title, text in DEFINITIONS]
    return Section("method", "How to read this report", lead, [Items("", items, is_dense=True)])
