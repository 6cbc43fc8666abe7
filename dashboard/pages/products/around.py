"""What the customers of a product had bought before they bought it first, and what after it."""

from __future__ import annotations

from dash import html

from dashboard.components.offers import CERTAIN, product_cell
from dashboard.components.panels import Panel
from dashboard.components.tables import Bar, Cell, Column, data_table
from dashboard.filters.selection import Scope
from dashboard.pages.products.buying import all_days, basis, buyers_of
from dashboard.queries.products.around import AFTER, BEFORE, LEAST_CUSTOMERS, SAMPLED, bought_around, side, stand_out
from dashboard.shop import Place, Shop
from dashboard.words import formats
from wording.languages import say, to_say

MOST = 8
SAID = {
    BEFORE: {
        "few": to_say("Too few to tell what they had bought before it"),
        "fewer": to_say("Fewer than {least} of its buyers with an earlier order can be compared with others."),
        "nothing": to_say("Nothing stands out before it"),
        "share": to_say("Share of its buyers who had bought it before it"),
        "title": to_say("{share} had bought {product} before it, against {other} of others"),
        "caption": to_say("Bought before it"),
        "people": to_say("{people} buyers with an order before the day they bought it first"),
    },
    AFTER: {
        "few": to_say("Too few to tell what they bought after it"),
        "fewer": to_say("Fewer than {least} of its buyers with a later order can be compared with others."),
        "nothing": to_say("Nothing stands out after it"),
        "share": to_say("Share of its buyers who bought it after it"),
        "title": to_say("{share} bought {product} after it, against {other} of others"),
        "caption": to_say("Bought after it"),
        "people": to_say("{people} buyers with an order after the day they bought it first"),
    },
}


def before(shop: Shop, where: Place, scope: Scope) -> Panel:
    """What they had bought on an earlier day."""
    return _panel(shop, where, scope, BEFORE)


def after(shop: Shop, where: Place, scope: Scope) -> Panel:
    """What they bought on a later day."""
    return _panel(shop, where, scope, AFTER)


def _panel(shop: Shop, where: Place, scope: Scope, name: str) -> Panel:
    compared = shop.ask(bought_around, shop.scope(all_days(where)), where.argument)
    people = int(compared[f"{name}_people"].max()) if len(compared) else 0
    said = SAID[name]
    if people < LEAST_CUSTOMERS:
        text = say(said["fewer"], least=LEAST_CUSTOMERS)
        return Panel(say(said["few"]), basis(shop, scope, say("Identified customers")), html.P(text, className="muted"))
    note = basis(shop, scope, _measure(shop, where, people, name))
    certain = stand_out(side(compared, name)).head(MOST)
    if certain.empty:
        text = say("No product was bought by more of them than of the others beyond chance.")
        return Panel(say(said["nothing"]), note, html.P(text, className="muted"))
    top = float(certain["share"].max())
    rows: list[list[Cell]] = [
        [
            product_cell(where.filters, row.stock_code, row.description),
            Bar(formats.percent(row.share, 0), row.share / top),
            formats.percent(row.other_share, 0),
            formats.times(row.lift_bound),
        ]
        for row in certain.itertuples()
    ]
    columns = [
        Column(say("Product"), False),
        Column(say("Of its buyers"), hint=say(said["share"])),
        Column(say("Of others"), hint=say("The same share of customers with as many orders who never bought it")),
        Column(
            say("At least"),
            hint=say("So many times the share of others; {certain}", certain=say(CERTAIN)),
            sort="descending",
        ),
    ]
    first = certain.iloc[0]
    share, other = formats.percent(first["share"], 0), formats.percent(first["other_share"], 0)
    product = first["description"] or first["stock_code"]
    title = say(said["title"], share=share, product=product, other=other)
    return Panel(title, note, data_table(columns, rows, caption=say(said["caption"]), sorts=True))


def _measure(shop: Shop, where: Place, people: int, name: str) -> str:
    """Who is compared with whom."""
    buyers = int(buyers_of(shop, where)["buyers"].sum())
    sample = say("of a fixed sample of {sampled} buyers", sampled=formats.count(SAMPLED))
    parts = [
        say(SAID[name]["people"], people=formats.count(people)),
        *([sample] if buyers > SAMPLED else []),
        say("each beside a customer with as many orders who never bought it"),
    ]
    return ", ".join(parts) + " · " + say("at least: {certain}", certain=say(CERTAIN))
