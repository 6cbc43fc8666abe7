"""/countries: where the sales come from; a click leads to a country."""

from __future__ import annotations

import pandas as pd
from dash import Dash, html

from dashboard.components.basics import Children
from dashboard.components.cards import content_card, graph_card
from dashboard.components.panels import Panel, bind, bind_content
from dashboard.components.shell import page, page_head
from dashboard.figures.sales.maps import NOTHING_HERE, close_up, is_outlined, world_map
from dashboard.figures.sales.outlines import REACH_KM, neighbours, view
from dashboard.figures.style.theme import empty
from dashboard.filters import scope_words
from dashboard.filters.comparison import Baseline, compared
from dashboard.filters.naming import named_countries
from dashboard.filters.selection import Scope
from dashboard.pages.countries import country
from dashboard.pages.countries.beside import TITLE, beside, months
from dashboard.pages.countries.crossed import crossed
from dashboard.pages.countries.table import ranked
from dashboard.queries.sales import activity
from dashboard.queries.sales.countries import alpha_3_codes, sales
from dashboard.shop import Place, Shop
from dashboard.web.routing import Page
from dashboard.words import formats
from wording.languages import say, say_n, to_say, to_say_n

MEASURE = to_say("Sales net of returns, by the customers' home country, guests by the country of the order")
BROUGHT = to_say_n(
    "{country} brings {share} of net sales, {n} other country the rest",
    "{country} brings {share} of net sales, {n} other countries the rest",
)
LARGEST = to_say_n(
    "{n} country by net sales; orders are largest in {country}",
    "{n} countries by net sales; orders are largest in {country}",
)
LARGEST_OF = to_say_n(
    "{n} country by net sales; orders are largest in {country}, of the {among} with at least {orders} orders",
    "{n} countries by net sales; orders are largest in {country}, of the {among} with at least {orders} orders",
)
LEAST_ORDERS = 10  # for an average to be worth a title
MOST_NAMED = 4


def layout(shop: Shop) -> Children:
    """The page's skeleton."""
    return page(
        page_head(
            say("Countries", sense="page"),
            say("Where customers are at home, and what each country brings. Choose one to look closer."),
        ),
        graph_card("countries-world", say("Sales by country"), columns=7, height=340),
        graph_card("countries-near", say("Around the home market"), columns=5, height=340),
        content_card("countries-table", say("Countries by sales"), height=160),
        graph_card("countries-pair", say("Sales by month, side by side"), height=300),
        content_card("countries-beside", say(TITLE), height=24),
        content_card("countries-segments", say("Segments by country"), height=320),
    )


def countries_frame(shop: Shop, scope: Scope) -> pd.DataFrame:
    """`activity.by_country` with `country_name`, `alpha_3` (or ''), `share` and `target`."""
    codes: dict[str, str] = shop.ask(alpha_3_codes, scope.version)
    frame = named_countries(shop.ask(activity.by_country, scope), shop.published())
    whole = frame["net"].sum() or 1.0
    return frame.assign(
        alpha_3=[codes.get(one, "") for one in frame["country"]],
        share=frame["net"] / whole,
        target=frame["country"],
    )


def world(shop: Shop, place_: Place, scope: Scope) -> Panel:
    """The world, coloured by net sales."""
    frame = countries_frame(shop, scope)
    note = [scope_words.basis(shop.published(), scope), _missing(frame, shop.currency)]
    title = say("Sales by country")
    sellers = frame[frame["gross"] > 0]
    if len(sellers):
        top = sellers.iloc[0]
        told = {"country": top["country_name"], "share": formats.percent(top["share"], 0)}
        others = len(sellers) - 1
        if others == 1:
            told |= {"other": sellers.iloc[1]["country_name"], "rest": formats.percent(sellers.iloc[1]["share"], 0)}
            title = say("{country} brings {share} of net sales, {other} {rest}", **told)
        elif others:
            title = say_n(others, *BROUGHT, **told)
        else:
            title = say("{country} brings {share} of net sales", **told)
    return Panel(title, " · ".join(part for part in note if part), world_map(frame, shop.currency))


def _missing(frame: pd.DataFrame, currency: str) -> str:
    """The countries with sales that the map cannot draw, in words."""
    missing = frame[~is_outlined(frame) & (frame["gross"] > 0)]
    if missing.empty:
        return ""
    named = [f"{row.country_name} ({formats.money(row.net, currency)})" for row in missing.itertuples()]
    if len(named) > MOST_NAMED:
        rest = missing.iloc[MOST_NAMED - 1 :]
        named = named[: MOST_NAMED - 1]
        named.append(
            say("{number} more ({amount})", number=len(rest), amount=formats.money(rest["net"].sum(), currency))
        )
    return say("not on the map: {countries}", countries=", ".join(named))


def near(shop: Shop, place_: Place, scope: Scope) -> Panel:
    """The countries around the one with most sales, in the colours of the world's map."""
    frame = countries_frame(shop, scope)
    within = say("within {number} km of the leading country", number=formats.count(REACH_KM))
    note = " · ".join((scope_words.basis(shop.published(), scope), within, say("same colours")))
    drawn = frame[is_outlined(frame)]
    if drawn.empty:
        return Panel(say("Around the home market"), note, empty(NOTHING_HERE))
    home, home_name = drawn.iloc[0]["alpha_3"], drawn.iloc[0]["country_name"]
    around = neighbours(home, set(drawn["alpha_3"]))
    title = say("No sales around {country}", country=home_name)
    if around:
        share = formats.share(drawn.loc[drawn["alpha_3"].isin(around), "net"].sum(), frame["net"].sum(), 0)
        title = say_n(
            len(around),
            "{n} country around {country} adds {share} of net sales",
            "{n} countries around {country} add {share} of net sales",
            country=home_name,
            share=share,
        )
    return Panel(title, note, close_up(frame, shop.currency, view(home, around)))


def table(shop: Shop, place_: Place, scope: Scope) -> Panel:
    """The ranked table."""
    published = shop.published()
    frame = countries_frame(shop, scope)
    note = scope_words.basis(published, scope, MEASURE)
    note += f" · {say('tick two to see them side by side')}" if len(frame) > 2 else ""
    if frame.empty:
        return Panel(say("Countries by sales"), note, html.P(say("No sales in this selection."), className="muted"))
    changes, label = None, ""
    found = compared(published, scope)
    if found is not None:
        changes = country_changes(shop, scope, found)
        label = say("Change {against}", against=found.words)
    return Panel(table_title(frame), note, ranked(frame, place_.filters, shop.currency, changes, label))


def country_changes(shop: Shop, scope: Scope, found: Baseline) -> pd.DataFrame:
    """By country: `late` and `early`, the net sales of the two windows."""
    late, early = (shop.ask(sales, one).set_index("country")["net"] for one in found.scopes(scope))
    return pd.DataFrame({"late": late, "early": early}).fillna(0.0)


def table_title(frame: pd.DataFrame) -> str:
    """How many countries bought, and where the average order is largest, with the countries that this is among."""
    sellers = frame[frame["gross"] > 0]
    regular = sellers[sellers["orders"] >= LEAST_ORDERS]
    if len(regular) < 3:
        return say_n(len(sellers), "{n} country by net sales", "{n} countries by net sales")
    best = regular.loc[(regular["net"] / regular["orders"]).idxmax(), "country_name"]
    if len(regular) == len(sellers):
        return say_n(len(sellers), *LARGEST, country=best)
    return say_n(len(sellers), *LARGEST_OF, country=best, among=len(regular), orders=LEAST_ORDERS)


def register(app: Dash, shop: Shop) -> None:
    """Bind the panels of the list and of a country's page."""
    bind(app, shop, "countries-world", world)
    bind(app, shop, "countries-near", near)
    bind_content(app, shop, "countries-table", table)
    bind_content(app, shop, "countries-beside", beside)
    bind(app, shop, "countries-pair", months)
    bind_content(app, shop, "countries-segments", crossed)
    country.register(app, shop)


PAGE = Page("countries", to_say("Countries", sense="page"), layout, country.layout)
