"""What the words and numbers mean."""

from __future__ import annotations

from dashboard.report.sections.context import Context
from dashboard.report.sections.parts import Item, Items, Section
from dashboard.words import formats
from wording.languages import say, to_say

DEFINITIONS = (
    (to_say("Gross sales"), to_say("Lines with a quantity and a price above nothing, before returns.")),
    (
        to_say("Returns"),
        to_say("Cancelled invoices and negative quantities at a price. Net sales are gross sales less returns."),
    ),
    (to_say("Orders"), to_say("Invoices with at least one sale line.")),
    (to_say("Customers"), to_say("Identified customers with an order in the period.")),
    (to_say("Guests"), to_say("Orders that name no customer: in totals, never in a segment.")),
    (to_say("Repeat customers"), to_say("Customers of the period with two or more orders inside it.")),
    (
        to_say("Country"),
        to_say("A customer's home: the country with most of their orders. Guests count where they ordered."),
    ),
    (
        to_say("RFM groups"),
        to_say(
            "Each customer scores 1 to 5 on recency, frequency and money against all others; the scores lead to one of "
            "eleven groups."
        ),
    ),
)


def section(context: Context) -> Section:
    """Definitions."""
    published = context.published
    segmentation, as_of = context.segmentation.name, formats.day(context.segmentation.as_of)
    lead = [say("Segmentation: {segmentation}, as of {day}.", segmentation=segmentation, day=as_of)]
    if published.has_orders:
        first, last = formats.day(published.first_day), formats.day(published.last_day)
        lead.append(say("Orders from {first} to {last}.", first=first, last=last))
    items = [Item(say(title), say(text)) for title, text in DEFINITIONS]
    return Section("method", say("How to read this report"), " ".join(lead), [Items("", items, is_dense=True)])
