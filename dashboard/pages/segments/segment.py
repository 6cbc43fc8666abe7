"""/segments/<segment_id>: one segment's figures, trend, countries, products and customers."""

from __future__ import annotations

import pandas as pd
from dash import Dash, html

from dashboard.components import offers
from dashboard.components.advice import what_to_do as what_to_do_here
from dashboard.components.basics import Children, dot, link, notice, place, segment_badge, woven
from dashboard.components.cards import bare, content_card, graph_card
from dashboard.components.downloads import campaign_list
from dashboard.components.keyfigures import MEASURES, SALES_PER_CUSTOMER, Measure, key_figures_of
from dashboard.components.panels import Panel, bind, bind_bare, bind_content
from dashboard.components.shell import page, page_head
from dashboard.figures.sales.trend import monthly_customers, monthly_sales
from dashboard.figures.segments.segments import segment_countries
from dashboard.figures.style.theme import segment_colour
from dashboard.filters import scope_words
from dashboard.filters.comparison import follows_from_orders
from dashboard.filters.link_doubts import likely_segment
from dashboard.filters.naming import full_months, named_countries
from dashboard.filters.published import Segmentation
from dashboard.filters.selection import GUESTS, Filters, Scope, add_months, months_between
from dashboard.pages.segments.lists import customers, products
from dashboard.queries.sales import activity
from dashboard.queries.segments import runs as rules
from dashboard.shop import Place, Shop, mailing
from dashboard.shop.asker import asker
from dashboard.shop.segments_in_view import find, inside, own_filters
from dashboard.words import formats
from warehouse.schema import WITHOUT_ORDER
from wording.languages import days, say, say_again, say_n, to_say

SHOWN_COUNTRIES = 9
GUEST_FIGURES = ("Gross sales", "Returns", "Orders", "Average order value")  # guests are nobody to count
FEWEST_MONTHS = 3  # before a month is called the best one


def layout(shop: Shop, segment_id: str) -> Children:
    """The page's skeleton; an id that no published segmentation has gets a notice."""
    if all(one.segment(segment_id) is None for one in shop.published().segmentations):
        return _unknown(shop, segment_id)
    head_of_page = bare("segment-head", height=52)
    places = [
        graph_card("segment-countries", say("Sales by country"), columns=5, height=376),
        content_card("segment-products", say("Best-selling products"), columns=7, height=376),
    ]
    what_to_do = content_card("segment-advice", say("What to do"), height=220)
    customers_ = content_card("segment-customers", say("Customers with most sales"), height=320)
    if segment_id in WITHOUT_ORDER:
        return page(head_of_page, what_to_do, customers_, argument=segment_id)
    if segment_id == GUESTS:  # nobody to count or to list
        trend = graph_card("segment-sales", say("Sales by month"), height=264)
        return page(head_of_page, bare("segment-figures", height=92), trend, *places, argument=segment_id)
    return page(
        head_of_page,
        bare("segment-figures", figures=8),
        what_to_do,
        graph_card("segment-sales", say("Sales by month"), columns=6, height=264),
        graph_card("segment-months", say("Customers by month"), columns=6, height=264),
        *places,
        content_card("segment-favourites", say("Buys more than others"), height=56),
        content_card("segment-offers", say("Offer next"), height=56),
        customers_,
        argument=segment_id,
    )


def _unknown(shop: Shop, segment_id: str) -> Children:
    """No segmentation has such a segment: what may be meant, and the way to all."""
    text: list[Children] = []
    for one in shop.published().segmentations:
        like = one.segment(likely_segment(segment_id, one) or "")
        if like is not None:
            default = one is shop.published().segmentations[0]
            filters = Filters(segmentation=None if default else one.algorithm)
            meant = link(like.name, place(filters, "segments", like.segment_id))
            text = [*woven(say("Do you mean {segment}? "), segment=meant)]
            break
    text.append(link(say("See all segments"), "/segments"))
    return notice(say("There is no segment {segment}", segment=segment_id[:60]), text, "exclamation-circle")


def head(shop: Shop, where: Place, scope: Scope) -> Children:
    """Who they are, and the list to take away."""
    segment = find(shop, where, scope)
    segmentation = shop.published().of(scope)
    back = link(say("All segments"), place(where.filters.only(segments=()), "segments"), "button")
    if segment is None:
        return _missing(shop, where, segmentation)
    title = [html.Span(dot(segment.position), className="title-dot"), segment.name]
    about: list[Children] = [html.Span(f"{segment.description.rstrip('.')}. ")]
    about += rule_line(shop, scope, segment.segment_id)
    if about[1:]:
        about.append(
            html.Span(say("Money: {measure}.", measure=scope_words.money(segmentation)), className="rule-line")
        )
    if segment.segment_id == GUESTS:
        return page_head(title, about, [back])
    filters = own_filters(where)
    actions = [
        back,
        link(say("See all its customers"), place(filters, "customers"), "button") if asker().may("lists") else None,
        campaign_list(shop.published(), filters, mailing.said_of_filters(shop, filters), mailing.rule_of(shop)),
    ]
    return page_head(title, about, actions)


def rule_line(shop: Shop, scope: Scope, segment_id: str) -> list[Children]:
    """The rule that finds the segment in any other tool, and how well; nothing where there is none."""
    frame = shop.ask(rules.segment_rules, scope.version, scope.segmentation_id)
    return [
        html.Span(
            [
                html.Span(f"{say('Rule:')} ", className="strong"),
                f"{say_again(row.rule)}{_how_well(row.rule_precision, row.rule_recall)}",
            ],
            className="rule-line",
        )
        for row in frame[frame["segment_id"] == segment_id].itertuples()
    ]


def _how_well(precision: float | None, recall: float | None) -> str:
    """Of all countries, and so for who sees them."""
    told = formats.percent(precision, 0), formats.percent(recall, 0)
    return (
        ""
        if formats.NOTHING in told
        else " "
        + say("(finds {recall} of them; {precision} of whom it finds belong here)", recall=told[1], precision=told[0])
    )


def _missing(shop: Shop, where: Place, segmentation: Segmentation) -> Children:
    """The segmentation in view has no such segment: which ones it has. The style sheet hides the rest of the page."""
    others = [
        link(segment_badge(one), place(where.filters, "segments", one.segment_id), "plain-link")
        for one in segmentation.segments
    ]
    text = [html.P(say("It has these:")), html.Div(others, className="chart-legend centred")]
    known = [one.segment(where.argument) for one in shop.published().segmentations]
    name = next((segment.name for segment in known if segment), where.argument)
    title = say("“{segmentation}” has no segment “{segment}”", segmentation=segmentation.name, segment=name)
    return html.Div(notice(title, text, "layers"), className="card-panel segment-missing")


def figures(shop: Shop, where: Place, scope: Scope) -> Children:
    """The key figures of the segment."""
    measures: tuple[Measure, ...] = (*MEASURES[:-1], SALES_PER_CUSTOMER)  # without the guests' share
    if where.argument == GUESTS:
        measures = tuple(measure for measure in MEASURES if measure.label in GUEST_FIGURES)
    strip = key_figures_of(shop, where, inside(where, scope), measures)
    if where.argument == GUESTS:
        return strip
    published = shop.published()
    as_of = formats.day(published.of(scope).as_of)
    note = say(
        "What the customers who are in the segment as of {as_of} did in these months, wherever they stood then.",
        as_of=as_of,
    )
    if follows_from_orders(published, inside(where, scope)):
        note += " " + say("No changes: who is in it follows from when they bought, so how their sales went does too.")
    return [strip, html.P(note, className="muted figures-note")]


def _every_month(frame: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """With zeros in the months of the window without an order of theirs: a chart is as wide as its note says."""
    if frame.empty:
        return frame
    months = [add_months(scope.start, number) for number in range(months_between(scope.start, scope.end))]
    return frame.set_index("month").reindex(months, fill_value=0).rename_axis("month").reset_index()


def sales(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Its sales by month. When they peaked is told of nobody whose absence since is what the segment is made of."""
    own, published = inside(where, scope), shop.published()
    frame = _every_month(shop.ask(activity.by_month, own), own)
    partial = scope_words.months_in_part(published, own)
    full = full_months(frame, partial)
    title = say("Sales by month")
    if len(full) >= FEWEST_MONTHS and full["net"].any() and not follows_from_orders(published, own):
        best = full.loc[full["net"].idxmax()]
        title = say(
            "Net sales peaked in {month} with {amount}",
            month=days.month_in_full(best["month"]),
            amount=formats.money(best["net"], shop.currency),
        )
    return Panel(title, scope_words.basis(published, own), monthly_sales(frame, shop.currency, partial))


def months(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Its new and returning customers by month; how many were new is told as its sales are."""
    own, published = inside(where, scope), shop.published()
    frame = _every_month(shop.ask(activity.by_month, own), own)
    partial = scope_words.months_in_part(published, own)
    later = frame[frame["month"] > published.first_month]  # everyone is new in the first month there is
    title, active = say("Customers by month"), int(later["customers"].sum())
    if active and not follows_from_orders(published, own):
        title = say(
            "{share} of the customers of a month were new", share=formats.share(later["new_customers"].sum(), active, 0)
        )
    measure = say(
        "Customers with an order; new: none before, {known_since}", known_since=scope_words.known_since(published)
    )
    note = scope_words.basis(published, own, measure, guests=False)
    return Panel(title, note, monthly_customers(frame, partial))


def countries(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Its sales by country."""
    own, published = inside(where, scope), shop.published()
    frame = named_countries(shop.ask(activity.by_country, own), published)
    frame = frame[frame["net"] != 0].reset_index(drop=True)
    total = float(frame["net"].sum())
    title = say("Sales by country")
    if len(frame) > 1 and total > 0:
        title = say(
            "{share} of its net sales come from {country}",
            share=formats.share(frame.at[0, "net"], total, 0),
            country=frame.at[0, "country_name"],
        )
    shown = _with_rest(frame.assign(share=frame["net"] / max(total, 1e-9)))
    segment = find(shop, where, scope)
    colour = segment_colour(segment.position if segment else 0)
    measure = to_say("Sales net of returns by the customer's home country")
    if where.argument == GUESTS:
        measure = to_say("Sales net of returns by the order's country")
    note = scope_words.basis(published, own, measure)
    return Panel(title, note, segment_countries(shown, shop.currency, colour))


def _with_rest(frame: pd.DataFrame) -> pd.DataFrame:
    """The first countries, and all others as one row."""
    columns = ["country", "country_name", "net", "share"]
    first, rest = frame.loc[: SHOWN_COUNTRIES - 1, columns], frame.loc[SHOWN_COUNTRIES:, columns]
    if rest.empty:
        return first
    row = ["", say_n(len(rest), "{n} others", "{n} others"), rest["net"].sum(), rest["share"].sum()]
    return pd.concat([first, pd.DataFrame([row], columns=columns)], ignore_index=True)


def register(app: Dash, shop: Shop) -> None:
    """Bind the panels."""
    bind_bare(app, shop, "segment-head", head)
    bind_bare(app, shop, "segment-figures", figures)
    bind_content(app, shop, "segment-advice", what_to_do_here)
    bind(app, shop, "segment-sales", sales)
    bind(app, shop, "segment-months", months)
    bind(app, shop, "segment-countries", countries)
    bind_content(app, shop, "segment-products", products)
    bind_content(app, shop, "segment-favourites", offers.favourites)
    bind_content(app, shop, "segment-offers", offers.segment_offers)
    bind_content(app, shop, "segment-customers", customers)
