"""/value: what customers may bring, and how far to trust it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
from dash import Dash, html

from dashboard.components.basics import Children, notice
from dashboard.components.cards import KeyFigure, bare, content_card, graph_card, key_figures
from dashboard.components.panels import Panel, bind, bind_bare, bind_content
from dashboard.components.shell import page, page_head
from dashboard.figures.segments import value as drawn
from dashboard.filters import scope_words
from dashboard.filters.naming import named_segments
from dashboard.filters.selection import Scope
from dashboard.pages.value import words as value_words
from dashboard.pages.value.tables import fading, parameters
from dashboard.queries.segments import value as queries
from dashboard.shop import Place, Shop
from dashboard.shop.asker import for_whom
from dashboard.shop.few import fewest, left_out, refuse_few
from dashboard.web.routing import Page
from dashboard.words import formats
from wording.languages import say, say_again, say_n, to_say, to_say_n

Known = Mapping[str, Mapping[str, Any]]
SUBTITLE = to_say(
    "What customers may bring, and how far to trust it. Countries and segments of the filter apply; its months do not, "
    "because predictions start from the latest day."
)

ORDER_MONEY = to_say("Expected orders × usual order value of today's customers, {money}.")
REPEAT_DAYS = to_say(
    "Of those who bought on two or more days, in all data; two orders on one day are one purchase here. The Overview's "
    "repeat customers have two or more orders inside its period"
)
LEARNT_OFTEN = to_say_n(
    "Mean chance and expected buyers, learnt from the {days} days from {learnt} on and from {n} earlier day on",
    "Mean chance and expected buyers, learnt from the {days} days from {learnt} on and from {n} earlier days on",
)
ORDER_DAYS = to_say("Days with an order, of today's customers; the range is from how the model did on days held back")


def layout(shop: Shop) -> Children:
    """The page's skeleton."""
    return page(
        page_head(say("Value", sense="page"), say(SUBTITLE)),
        bare("value-figures", height=100),
        graph_card("value-segments", say("By segment"), columns=7, height=340),
        graph_card("value-chances", say("Chance of an order within 90 days"), columns=5, height=340),
        graph_card("value-calibration", say("Told and seen"), columns=5, height=360),
        content_card("value-fading", say("Fading customers"), columns=7, height=360),
        content_card("value-parameters", say("For analysts"), height=160),
    )


def _known(shop: Shop) -> Known:
    """What the models were tried on is of the whole shop, what they go by is for everybody."""
    query = queries.model_notes if shop.viewer.is_limited else queries.models
    known: Known = shop.ask(query, shop.published().version)
    return known


def _is_identified(known: Known) -> bool:
    return bool(known.get("bgnbd", {}).get("metrics", {}).get("is_identified"))


def _note(shop: Shop, scope: Scope, measure: str) -> str:
    """Measure, who, as of when: never the months."""
    published = shop.published()
    day = say("as of {day}", day=formats.day(published.of(scope).as_of))
    return " · ".join(part for part in (measure, scope_words.who(published, scope), day) if part) + left_out(shop)


def figures(shop: Shop, where: Place, scope: Scope) -> Children:
    """The key figures of the selection."""
    shop.refuse_a_part()  # ranges and checks are of the whole shop
    known, frame = _known(shop), shop.ask(queries.by_segment, scope)
    refuse_few(shop, float(frame["customers"].sum()))
    if not known:
        words = for_whom(
            "fit",
            in_a_shell=say("Run python -m models fit to make them."),
            on_the_page=say("They are made when segments are worked out, under Data."),
            by_others=say("They are made when somebody whose role lets them works segments out."),
        )
        return notice(say("No predictions yet"), words)
    if not known["order_chance"]["parameters"] and not _is_identified(known):
        return notice(say("Too little to predict from"), say_again(known["order_chance"]["note"]))
    total = frame.sum(numeric_only=True, min_count=1)
    money = formats.lowered(scope_words.money(shop.published().of(scope)))
    shown = []
    if known["order_chance"]["parameters"]:
        shown += _chance_figures(known["order_chance"]["metrics"], total, shop.currency)
    if _is_identified(known):
        spend, orders_ = total.get("spend_12m"), total.get("orders_12m")
        repeat = total.get("repeat_customers")
        part = formats.share(total.get("alive"), repeat, 0)
        active = say("{share} of {customers} with 2 or more days", share=part, customers=formats.count(repeat))
        metrics = known["bgnbd"]["metrics"]
        range_ = value_words.orders_range(metrics, orders_)
        shown = [
            KeyFigure(
                say("Expected sales, 12 months"),
                formats.money(spend, shop.currency),
                change_note=value_words.sales_range(metrics, spend, shop.currency) or money,
                hint=f"{say(ORDER_MONEY, money=money)} {value_words.sales_held_back(metrics, shop.currency)}".strip(),
            ),
            KeyFigure(
                say("Expected orders, 12 months"), formats.count(orders_), change_note=range_, hint=say(ORDER_DAYS)
            ),
            KeyFigure(
                say("Repeat customers still active"),
                formats.count(total.get("alive")),
                change_note=active,
                hint=say(REPEAT_DAYS),
            ),
            *shown[:1],
        ]
    return key_figures(shown)


def _chance_figures(metrics: Mapping[str, Any], total: pd.Series, currency: str) -> list[KeyFigure]:
    buyers, customers = total.get("buyers_90d"), total.get("customers")
    low, high = formats.count(metrics["low"]), formats.count(metrics["high"])
    area = "–" if metrics["auc"] is None else say("{pairs} of 100", pairs=f"{metrics['auc'] * 100:.0f}")
    return [
        KeyFigure(
            say("Expected buyers, 90 days"),
            formats.count(buyers),
            change_note=value_words.buyers_range(metrics, buyers, customers),
            hint=value_words.trials(metrics),
        ),
        KeyFigure(
            say("Worth of one order each"),
            formats.money(total.get("value_90d"), currency),
            change_note=say("chance × usual order value"),
            hint=say("Counts a single order day of each expected buyer, so it is a lower bound of their sales"),
        ),
        KeyFigure(
            say("Came in the 90 days checked"),
            formats.count(metrics["observed"]),
            change_note=say("expected {low} to {high}", low=low, high=high),
            hint=say("Of all countries and segments, whatever is filtered"),
        ),
        KeyFigure(
            say("Pairs put in the right order"), area, change_note=say("a buyer before a non-buyer; by chance 50")
        ),
    ]


def segments(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Expected sales of 12 months by segment, or the chance of an order where that cannot be said."""
    known = _known(shop)
    frame = named_segments(_of_enough(shop, shop.ask(queries.by_segment, scope)), shop.published().of(scope))
    if _is_identified(known) and frame["spend_12m"].notna().any():
        return _spend_by_segment(shop, scope, frame, known)
    if not known.get("order_chance", {}).get("parameters"):
        return Panel(
            say("No chance by segment"),
            say_again(known.get("order_chance", {}).get("note", "")),
            drawn.by_segment(frame[:0]),
        )
    chance = frame["buyers_90d"] / frame["customers"]
    texts = [
        say_n(
            int(row.customers),
            "<b>{segment}</b>: {buyers} of {n} customer expected to order within 90 days,<br>"
            "worth {amount} with one order each",
            "<b>{segment}</b>: {buyers} of {n} customers expected to order within 90 days,<br>"
            "worth {amount} with one order each",
            segment=row.name,
            buyers=formats.count(row.buyers_90d),
            amount=formats.money(row.value_90d, shop.currency),
        )
        for row in frame.itertuples(index=False)
    ]
    labels = [
        f"{formats.percent(one, 0)} · {formats.count(buyers)}"
        for one, buyers in zip(chance, frame["buyers_90d"], strict=True)
    ]
    title = say("Chance of an order by segment")
    if len(frame) > 1:
        best, least = frame.loc[chance.idxmax(), "name"], frame.loc[chance.idxmin(), "name"]
        title = say(
            "{best}: {most} are expected to order within 90 days; {least}: {fewest}",
            best=best,
            most=formats.percent(chance.max(), 0),
            least=least,
            fewest=formats.percent(chance.min(), 0),
        )
    note = _note(shop, scope, _learnt(known))
    return Panel(title, note, drawn.by_segment(frame.assign(value=chance, label=labels, text=texts)))


def _learnt(known: Known) -> str:
    """What is drawn, and what it was learnt from."""
    learnt = formats.day(date.fromisoformat(known["order_chance"]["parameters"]["learnt_as_of"]))
    days = known["order_chance"]["parameters"].get("learnt_on_days", 1)
    if days > 1:
        return say_n(days - 1, *LEARNT_OFTEN, days=queries.DAYS, learnt=learnt)
    return say(
        "Mean chance and expected buyers, learnt from the {days} days from {learnt} on",
        days=queries.DAYS,
        learnt=learnt,
    )


def _of_enough(shop: Shop, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of as many customers as may be told of. Raises FewError where all of them together are too few."""
    refuse_few(shop, float(frame["customers"].sum()))
    return frame[frame["customers"] >= fewest(shop)].reset_index(drop=True)


def _spend_by_segment(shop: Shop, scope: Scope, frame: pd.DataFrame, known: Known) -> Panel:
    whole = frame["spend_12m"].sum()
    texts = [
        say(
            "<b>{segment}</b>: {amount} in {orders} orders expected within 12 months;<br>{active} of {repeat} who "
            "bought on two or more days still active",
            segment=row.name,
            amount=formats.money(row.spend_12m, shop.currency),
            orders=formats.count(row.orders_12m),
            active=formats.count(row.alive),
            repeat=formats.count(row.repeat_customers),
        )
        for row in frame.itertuples(index=False)
    ]
    labels = [
        f"{formats.money(one, shop.currency)} · {formats.share(one, whole, 0)}" for one in frame["spend_12m"].fillna(0)
    ]
    title = say("Expected sales by segment")
    if len(frame) > 1 and whole:
        top = frame.loc[frame["spend_12m"].idxmax()]
        share = formats.share(top["spend_12m"], whole, 0)
        title = say("{segment} are expected to bring {share} of the next 12 months", segment=top["name"], share=share)
    money, metrics = scope_words.money(shop.published().of(scope)), known["bgnbd"]["metrics"]
    range_ = value_words.sales_range(metrics, float(whole), shop.currency)
    told = say("{money} expected in the next 12 months, of today's customers", money=money)
    note = _note(shop, scope, say("{told}: {range} together", told=told, range=range_) if range_ else told)
    note += f" · {held}" if (held := value_words.sales_held_back(metrics, shop.currency)) else ""
    bars = frame.assign(value=frame["spend_12m"], label=labels, text=texts)
    return Panel(title, note, drawn.by_segment(bars, formats.currency_sign(shop.currency)))


def chances(shop: Shop, where: Place, scope: Scope) -> Panel:
    """How the chances are spread."""
    frame = _of_enough(shop, shop.ask(queries.histogram, scope))
    title = say("Chance of an order within 90 days")
    if not frame.empty:
        likely = frame.loc[frame["chance_bin"] >= queries.BINS / 2, "customers"].sum()
        title = say(
            "{likely} are more likely than not to order within 90 days",
            likely=formats.share(likely, frame["customers"].sum(), 0),
        )
    return Panel(
        title, _note(shop, scope, say("Customers by their chance, in steps of 5\u202f%")), drawn.chances(frame)
    )


def calibration(shop: Shop, where: Place, scope: Scope) -> Panel:
    """What was told against what came, on the days held back."""
    shop.refuse_a_part()
    model = _known(shop).get("order_chance")
    if not model or not model["parameters"]:
        return Panel(say("Nothing could be checked"), say_again(model["note"]) if model else "", drawn.calibration([]))
    metrics = model["metrics"]
    basis = say("Whole shop, whatever the filter; bars are 95\u202f% intervals.")
    note: list[Children] = [value_words.next_days(metrics), html.Br(), say_again(model["note"]), f" {basis}"]
    return Panel(value_words.held_back(metrics), html.Span(note), drawn.calibration(metrics["calibration"]))


def register(app: Dash, shop: Shop) -> None:
    """Bind the panels."""
    bind_bare(app, shop, "value-figures", figures)
    bind(app, shop, "value-segments", segments)
    bind(app, shop, "value-chances", chances)
    bind(app, shop, "value-calibration", calibration)
    bind_content(app, shop, "value-fading", fading)
    bind_content(app, shop, "value-parameters", parameters)


PAGE = Page("value", to_say("Value", sense="page"), layout)
