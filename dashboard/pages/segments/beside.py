"""Two segments side by side on /segments: what the filter's two are like, what they buy, who moved between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
from dash import html

from dashboard.components.basics import Children, link, place, woven
from dashboard.components.panels import Panel
from dashboard.components.sides.lines import Line, table_of
from dashboard.figures.segments import profile
from dashboard.filters import scope_words
from dashboard.filters.published import Segment
from dashboard.filters.selection import Scope
from dashboard.insights.spans import flow_months
from dashboard.pages.segments.tables import written
from dashboard.queries.products.products import top_products
from dashboard.queries.segments import migration
from dashboard.shop import Place, Shop
from dashboard.shop.segments_in_view import everyone
from dashboard.words import formats
from wording.languages import listed, marked, say, say_n, to_say

TITLE = to_say("Two segments side by side")
SHOWN_PRODUCTS = 5
MOST_OFFERED = 4  # pairs that are offered while none is chosen
CHOOSE = to_say("Choose any two segments in the filter above, or begin with a pair: ")
DAYS = to_say("Days since last order")
LABELS = {
    "recency_days": DAYS,
    "orders_per_customer": to_say("Orders per customer"),
    "sales_per_customer": to_say("Net sales per customer"),
    "order_value": to_say("Net sales per order"),
    "items_per_order": to_say("Items per order"),
    "return_rate": to_say("Return rate"),
}


def beside(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The two segments of the filter; which pairs there are, where it holds none or others than two."""
    frame = everyone(shop, scope)
    known = frame[frame["customers"] > 0]
    pair = known[known["segment_id"].isin(scope.segments)].reset_index(drop=True)
    if len(scope.segments) != 2 or len(pair) != 2:
        return Panel(say(TITLE), "", html.P(_offers(where, known), className="figures-note"))
    first, second = (shop.published().of(scope).segment(one) for one in pair["segment_id"])
    if first is None or second is None:
        return Panel(say(TITLE), "", html.P(_offers(where, known), className="figures-note"))
    lines = lines_of(pair, shop.currency)
    measure = say("Money net of returns, products without postage and fees")
    note = scope_words.basis(shop.published(), scope, measure, guests=False)
    table = table_of(first.name, second.name, lines)
    words = [_best_sellers(shop, where, scope, one) for one in (first, second)]
    return Panel(title_of(first, second, lines), note, [table, *words, _movement(shop, scope, first, second)])


def _offers(where: Place, known: pd.DataFrame) -> list[Children]:
    """Neighbours by rank, as links that filter by both."""
    ids, names = list(known["segment_id"]), list(known["name"])
    found: list[Children] = [say(CHOOSE) if len(ids) > 1 else say("There are no two segments in this selection.")]
    for at in range(min(len(ids) - 1, MOST_OFFERED)):
        filters = where.filters.only(segments=(ids[at], ids[at + 1]))
        found += [" · " if at else "", link(listed(names[at : at + 2]), place(filters, "segments"))]
    return found


def lines_of(pair: pd.DataFrame, currency: str) -> list[Line]:
    """The measures of two rows of `segments_in_view.everyone`."""
    values = profile.measures(pair)

    def line(name: str, column: pd.Series, write: Callable[[float], str], is_share: bool = False) -> Line:
        return Line(name, (float(column.iloc[0]), float(column.iloc[1])), write, is_share, name == DAYS)

    def money(value: float) -> str:
        return formats.money(value, currency)

    return [
        line(to_say("Customers"), pair["customers"], formats.count),
        line(to_say("Share of customers"), pair["customer_share"], formats.percent, True),
        line(to_say("Net sales"), pair["net"], money),
        line(to_say("Share of net sales"), pair["sales_share"], formats.percent, True),
        line(to_say("Orders"), pair["identified_orders"], formats.count),
        *(line(label, values[name], written(name, currency), name == "return_rate") for name, label in LABELS.items()),
    ]


def title_of(first: Segment, second: Segment, lines: Sequence[Line]) -> str:
    """Which of both spends more per customer, and how many times as much."""
    spent = next(one.values for one in lines if one.name == LABELS["sales_per_customer"])
    if min(spent) <= 0 or pd.isna(sum(spent)):
        return say("{first} and {second} side by side", first=first.name, second=second.name)
    (more, most), (_, least) = sorted(zip((first, second), spent, strict=True), key=lambda one: -one[1])
    other = second if more is first else first
    return say(
        "{more} spend {number} times as much per customer as {other}",
        more=more.name,
        number=marked(f"{most / least:.1f}"),
        other=other.name,
    )


def _best_sellers(shop: Shop, where: Place, scope: Scope, segment: Segment) -> html.P:
    """What it buys most of, each with its share of the segment's sales of products."""
    frame = shop.ask(top_products, scope.only(segments=(segment.segment_id,))).head(SHOWN_PRODUCTS)
    told = [
        f"{row.description or row.stock_code} ({formats.share(row.net, float(row.all_net))})"
        for row in frame.itertuples()
    ]
    filters = where.filters.only(segments=())
    name = link(segment.name, place(filters, "segments", segment.segment_id))
    words = ", ".join(told) or say("no products in this selection")
    sentence = say("{segment}: best sellers by their share of its sales: {products}.")
    return html.P(woven(sentence, segment=name, products=words), className="figures-note")


def _movement(shop: Shop, scope: Scope, first: Segment, second: Segment) -> html.P:
    """Who went from the one to the other between the month ends that the migration page shows for these months."""
    whole = scope.only(segments=())
    ends = flow_months(shop, whole)
    if ends is None:
        return html.P(say("Who moved between them is not known for these months."), className="muted figures-note")
    flows = shop.ask(migration.flows, whole, *ends)

    def moved(old: Segment, new: Segment) -> str:
        went = (flows["from_segment"] == old.segment_id) & (flows["to_segment"] == new.segment_id)
        return say_n(
            int(flows.loc[went, "customers"].sum()),
            "{n} customer from {old} to {new}",
            "{n} customers from {old} to {new}",
            old=old.name,
            new=new.name,
        )

    words = say(
        "From the end of {start} to that of {end}: {there}, {back}.",
        start=formats.month(ends[0]),
        end=formats.month(ends[1]),
        there=moved(first, second),
        back=moved(second, first),
    )
    return html.P(words, className="figures-note")
