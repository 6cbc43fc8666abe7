"""/countries/<country>: one country against the shop."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from dash import Dash

from dashboard.components.basics import Children, link, notice, place, woven
from dashboard.components.cards import bare, graph_card
from dashboard.components.downloads import campaign_list
from dashboard.components.keyfigures import key_figures_of
from dashboard.components.panels import Panel, bind, bind_bare
from dashboard.components.shell import page, page_head
from dashboard.figures.sales.mix import segment_mix, share_by_month
from dashboard.figures.sales.trend import monthly_customers, monthly_sales
from dashboard.filters import scope_words
from dashboard.filters.implied import find_country
from dashboard.filters.link_doubts import likely_country
from dashboard.filters.naming import full_months, named_segments
from dashboard.filters.selection import Filters, Scope
from dashboard.queries.sales import activity
from dashboard.queries.sales.countries import customers_by_segment
from dashboard.shop import Place, Shop, mailing
from dashboard.shop.asker import asker
from dashboard.words import formats
from wording.languages import days, say, say_n, to_say_n

LEAST_POINTS = 0.005  # a difference of shares below half a point is none

RANK = to_say_n(
    "Number {rank} of {n} country by net sales, {share} of those of the shop",
    "Number {rank} of {n} countries by net sales, {share} of those of the shop",
)
RANK_OF_YOURS = to_say_n(
    "Number {rank} of {n} country by net sales, {share} of those of your countries",
    "Number {rank} of {n} countries by net sales, {share} of those of your countries",
)


def layout(shop: Shop, argument: str) -> Children:
    """The page's skeleton, or a notice where the shop has no such country."""
    found = find_country(shop.published(), argument)
    if found is None:
        limits = shop.published().limits
        if limits is not None and argument not in limits:
            seen = [
                say("You see {countries}. ", countries=shop.published().in_words(limits)),
                link(say("See your countries"), "/countries"),
            ]
            return notice(say("{country} is not one of your countries", country=argument[:60]), seen, "globe2")
        like = likely_country(argument, shop.published())
        text: list[Children] = [say("Nobody of this country has bought here. ")]
        if like is not None:
            name = shop.published().country_name(like)
            text = woven(say("Do you mean {country}? "), country=link(name, place(Filters(), "countries", like)))
        text.append(link(say("See all countries"), "/countries"))
        return notice(say("There is no country {country}", country=argument[:60]), text, "globe2")
    return page(
        bare("country-head", height=56),
        bare("country-figures", figures=8),
        graph_card("country-trend", say("Sales by month"), columns=7, height=300),
        graph_card("country-mix", say("Segments against the shop"), columns=5, height=300),
        graph_card("country-customers", say("New and returning customers"), columns=7, height=260),
        graph_card("country-share", say("Share of the shop's sales"), columns=5, height=260),
        argument=found,
    )


def here(place_: Place, scope: Scope) -> Scope:
    """The scope with the page's country alone, whatever countries the filter names."""
    return scope.only(countries=(place_.argument or "",))


def whole_shop(scope: Scope) -> Scope:
    """The scope with every country."""
    return scope.only(countries=())


def head(shop: Shop, place_: Place, scope: Scope) -> Children:
    """Name, rank, and what can be done with the country's customers."""
    published, code = shop.published(), place_.argument or ""
    ranked: pd.DataFrame = shop.ask(activity.by_country, whole_shop(scope))
    found = ranked.index[ranked["country"] == code]
    subtitle = say("No sales in {period}", period=scope_words.period(published, scope))
    if len(found):
        share = formats.share(ranked.loc[found[0], "net"], ranked["net"].sum())
        forms = RANK if published.limits is None else RANK_OF_YOURS
        rank = say_n(len(ranked), *forms, rank=formats.count(found[0] + 1), share=share)
        subtitle = f"{rank} · {scope_words.period(published, scope)}"
    listed = replace(place_.filters, countries=(code,))
    actions = [
        link(say("All countries"), place(place_.filters.only(countries=()), "countries"), "button"),
        link(say("See all its customers"), place(listed, "customers"), "button") if asker().may("lists") else None,
        campaign_list(published, listed, mailing.said_of_filters(shop, listed), mailing.rule_of(shop)),
    ]
    return page_head(published.country_name(code), subtitle, actions)


def figures(shop: Shop, place_: Place, scope: Scope) -> Children:
    """The key figures of the country."""
    return key_figures_of(shop, place_, here(place_, scope))


def mix(shop: Shop, place_: Place, scope: Scope) -> Panel:
    """The segments of its customers against the shop's."""
    published = shop.published()
    name, is_whole = published.country_name(place_.argument or ""), published.limits is None
    frame = mix_frame(shop, here(place_, scope), whole_shop(scope))
    title = say("Segments against the shop") if is_whole else say("Segments against your countries")
    if frame["customers"].sum():
        away = frame["share"] - frame["shop_share"]
        most = frame.loc[away.idxmax()]
        if away.max() >= LEAST_POINTS:
            told = {
                "share": formats.percent(most["share"], 0),
                "segment": most["name"],
                "usual": formats.percent(most["shop_share"], 0),
            }
            title = (
                say("{share} are {segment}, against {usual} in the shop", **told)
                if is_whole
                else say("{share} are {segment}, against {usual} in your countries", **told)
            )
    note = scope_words.basis(
        published, here(place_, scope), say("Share of its customers · of all customers (mark)"), guests=False
    )
    return Panel(title, note, segment_mix(frame, name))


def mix_frame(shop: Shop, part: Scope, whole: Scope) -> pd.DataFrame:
    """One row an identified segment of the whole: `customers` in the part, `share` and `shop_share` of customers."""
    rows = shop.ask(customers_by_segment, whole)
    of_part = shop.ask(customers_by_segment, part).set_index("segment_id")["customers"]
    customers = [int(of_part.get(one, 0)) for one in rows["segment_id"]]
    frame = pd.DataFrame(
        {
            "segment_id": list(rows["segment_id"]),
            "customers": customers,
            "share": [one / (sum(customers) or 1) for one in customers],
            "shop_share": list(rows["customers"] / (rows["customers"].sum() or 1)),
        }
    )
    return named_segments(frame, shop.published().of(part))


def trend(shop: Shop, place_: Place, scope: Scope) -> Panel:
    """Its sales by month."""
    published, inside = shop.published(), here(place_, scope)
    frame = shop.ask(activity.by_month, inside)
    partial = scope_words.months_in_part(published, scope)
    full = full_months(frame, partial)
    title = say("Sales by month")
    if len(full) >= 3:
        title = say("Net sales peaked in {month}", month=days.month_in_full(full.loc[full["net"].idxmax(), "month"]))
    return Panel(title, scope_words.basis(published, inside), monthly_sales(frame, shop.currency, partial))


def customers(shop: Shop, place_: Place, scope: Scope) -> Panel:
    """Its new and returning customers by month."""
    published, inside = shop.published(), here(place_, scope)
    frame = shop.ask(activity.by_month, inside)
    partial = scope_words.months_in_part(published, scope)
    total = shop.ask(activity.totals, inside)
    title = say("New and returning customers")
    full = full_months(frame, partial)
    if scope.start <= published.first_month and full["customers"].any():
        best = full.loc[full["customers"].idxmax(), "month"]
        title = say("Most customers ordered in {month}", month=days.month_in_full(best))
    elif total.customers:
        title = say_n(
            total.customers,
            "{new} of {n} customer had not ordered before",
            "{new} of {n} customers had not ordered before",
            new=formats.count(total.new_customers),
        )
    measure = say(
        "Identified customers with an order; new: none before, {known_since}",
        known_since=scope_words.known_since(published),
    )
    note = scope_words.basis(published, inside, measure, guests=False)
    return Panel(title, note, monthly_customers(frame, partial))


def share(shop: Shop, place_: Place, scope: Scope) -> Panel:
    """Its share of the shop's sales by month."""
    published, inside, whose = shop.published(), here(place_, scope), shop.published().whose
    frame = share_frame(
        shop.ask(activity.by_month, inside), shop.ask(activity.by_month, whole_shop(scope)), shop.currency, whose
    )
    partial = scope_words.months_in_part(published, scope)
    title = say("Share of {whose} sales", whose=whose)
    full = full_months(frame, partial)
    if len(full) >= 3:
        low, high = full["share"].min(), full["share"].max()
        decimals = 0 if high >= 0.1 else 1
        title = say(
            "Between {low} and {high} of {whose} net sales",
            low=formats.percent(low, decimals),
            high=formats.percent(high, decimals),
            whose=whose,
        )
    note = scope_words.basis(published, inside, say("Its sales of those of all countries, net of returns"))
    return Panel(title, note, share_by_month(frame, partial))


def share_frame(part: pd.DataFrame, whole: pd.DataFrame, currency: str, whose: str = "the shop's") -> pd.DataFrame:
    """One row a month with sales of the shop: `month`, `share` of the part, `text` for the hover."""
    if part.empty:
        return pd.DataFrame({"month": [], "share": [], "text": []})
    net = part.set_index("month")["net"]
    rows = [(row.month, float(net.get(row.month, 0.0)), float(row.net)) for row in whole.itertuples() if row.net > 0]
    texts = [
        say(
            "{month}: <b>{share}</b> of {whose} net sales, {amount} of {all}",
            month=formats.month(month),
            share=formats.share(mine, all_),
            whose=whose,
            amount=formats.money(mine, currency),
            all=formats.money(all_, currency),
        )
        for month, mine, all_ in rows
    ]
    shares = [mine / all_ for _, mine, all_ in rows]
    return pd.DataFrame({"month": [month for month, _, _ in rows], "share": shares, "text": texts})


def register(app: Dash, shop: Shop) -> None:
    """Bind the panels."""
    bind_bare(app, shop, "country-head", head)
    bind_bare(app, shop, "country-figures", figures)
    bind(app, shop, "country-trend", trend)
    bind(app, shop, "country-mix", mix)
    bind(app, shop, "country-customers", customers)
    bind(app, shop, "country-share", share)
