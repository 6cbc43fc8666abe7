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

MOST = 8
WORDS = {BEFORE: ("had bought", "before it"), AFTER: ("bought", "after it")}
ORDER = {BEFORE: "an earlier", AFTER: "a later"}


def before(shop: Shop, where: Place, scope: Scope) -> Panel:
    """What they had bought on an earlier day."""
    return _panel(shop, where, scope, BEFORE)


def after(shop: Shop, where: Place, scope: Scope) -> Panel:
    """What they bought on a later day."""
    return _panel(shop, where, scope, AFTER)


def _panel(shop: Shop, where: Place, scope: Scope, name: str) -> Panel:
    compared = shop.ask(bought_around, shop.scope(all_days(where)), where.argument)
    people = int(compared[f"{name}_people"].max()) if len(compared) else 0
    verb, when = WORDS[name]
    if people < LEAST_CUSTOMERS:
        text = f"Fewer than {LEAST_CUSTOMERS} of its buyers with {ORDER[name]} order can be compared with others."
        return Panel(
            f"Too few to tell what they {verb} {when}",
            basis(shop, scope, "Identified customers"),
            html.P(text, className="muted"),
        )
    note = basis(shop, scope, _measure(shop, where, people, name))
    certain = stand_out(side(compared, name)).head(MOST)
    if certain.empty:
        text = "No product was bought by more of them than of the others beyond chance."
        return Panel(f"Nothing stands out {when}", note, html.P(text, className="muted"))
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
        Column("Product", False),
        Column("Of its buyers", hint=f"Share of its buyers who {verb} it {when}"),
        Column("Of others", hint="The same share of customers with as many orders who never bought it"),
        Column("At least", hint=f"So many times the share of others; {CERTAIN}", sort="descending"),
    ]
    first = certain.iloc[0]
    share, other = formats.percent(first["share"], 0), formats.percent(first["other_share"], 0)
    title = f"{share} {verb} {first['description'] or first['stock_code']} {when}, against {other} of others"
    return Panel(title, note, data_table(columns, rows, caption=f"Bought {when}", sorts=True))


def _measure(shop: Shop, where: Place, people: int, name: str) -> str:
    """Who is compared with whom."""
    buyers = int(buyers_of(shop, where)["buyers"].sum())
    of = f", of a fixed sample of {formats.count(SAMPLED)} buyers" if buyers > SAMPLED else ""
    day = "before the day they bought it first" if name == BEFORE else "after the day they bought it first"
    return (
        f"{formats.count(people)} buyers with an order {day}{of}, each beside a customer with as many orders who never "
        f"bought it · at least: {CERTAIN}"
    )
