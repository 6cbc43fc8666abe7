"""Findings about a window by itself: who carries it, what came back, where and when it sold. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.filters.months import net_of_returns
from dashboard.insights.findings.finding import Finding
from dashboard.queries.sales.activity import Totals
from dashboard.queries.sales.concentration import Concentration, top_customers
from dashboard.words import formats
from wording.languages import listed, say, say_n

FADING = ("at-risk", "cant-lose")  # once good customers who stay away
FEWEST_MONTHS = 3  # full ones, before one is the best, a segment is ahead and nearly everyone ordered only once
LEAST_TOP = 10  # customers, before the top fifth of them is one
TOP = 20  # per cent of customers


@dataclass(frozen=True)
class Standing:
    """What the findings of one window stand on."""

    currency: str
    segments: pd.DataFrame  # an identified segment a row: `segment_id`, `name`, `customers`, `gross`, `returns` (<= 0)
    countries: pd.DataFrame  # `country`, `country_name`, `net`
    months: pd.DataFrame  # full months only: `month`, `gross`, `returns`
    totals: Totals
    concentration: Concentration | None = None  # None where the view is not about customers
    follows_from_orders: bool = False  # whether the view is of segments that are made of who ordered when, how often

    def money(self, value: float) -> str:
        """An amount for people."""
        return formats.money(value, self.currency)


def standing_findings(view: Standing) -> list[Finding]:
    """All that is worth a word, in no order."""
    found = (
        _top_segment(view),
        _concentration(view),
        _fading(view),
        _single_orders(view),
        _abroad(view),
        _best_month(view),
        _returns(view),
    )
    return [one for one in found if one is not None]


def _top_segment(view: Standing) -> Finding | None:
    """In a shorter window, who ordered in it is of the best by their very rule; and less than their share by number is
    no strength."""
    segments = view.segments
    if len(view.months) < FEWEST_MONTHS or len(segments) < 2:
        return None
    net = net_of_returns(segments)
    if net.sum() <= 0 or not segments["customers"].sum():
        return None
    top, brought = segments.loc[net.idxmax()], float(net.max())
    of_sales = brought / net.sum()
    of_customers = top["customers"] / segments["customers"].sum()
    if not of_customers or of_sales <= of_customers:
        return None
    return Finding(
        say("{segment} bring {share} of identified net sales", segment=top["name"], share=formats.percent(of_sales, 0)),
        say_n(
            int(top["customers"]),
            "{n} customer, {share} of all, spent {amount} net of returns: {times} their share by number.",
            "{n} customers, {share} of all, spent {amount} net of returns: {times} their share by number.",
            share=formats.percent(of_customers, 0),
            amount=view.money(brought),
            times=formats.times(of_sales / of_customers),
        ),
        brought,
        ("segments", str(top["segment_id"])),
    )


def _concentration(view: Standing) -> Finding | None:
    """Net, so that nobody is among the best by what was given back; a sample stands for all."""
    totals, found = view.totals, view.concentration
    if found is None or TOP not in found.tops or totals.customers < LEAST_TOP:
        return None
    few = top_customers(totals.customers, TOP)
    money = found.tops[TOP] * found.net * totals.customers / found.customers
    return Finding(
        say(
            "The best {top}\u202f% of customers bring {share} of their net sales",
            top=TOP,
            share=formats.percent(found.tops[TOP], 0),
        ),
        say_n(
            few,
            "{n} customer spent {amount} net of returns, {each} each.",
            "{n} customers spent {amount} net of returns, {each} each.",
            amount=view.money(money),
            each=view.money(money / few),
        ),
        money,
        ("contribution",),
    )


def _fading(view: Standing) -> Finding | None:
    """What they brought is net: a good customer is nobody who gave it all back."""
    segments = view.segments
    fading = segments[segments["segment_id"].isin(FADING) & (segments["customers"] > 0)]
    net = float((fading["gross"] + fading["returns"]).sum())
    if fading.empty or net <= 0:
        return None
    worst = fading.loc[(fading["gross"] + fading["returns"]).idxmax()]
    return Finding(
        say("{amount} came from customers who now stay away", amount=view.money(net)),
        say_n(
            int(fading["customers"].sum()),
            "{n} good customer ({segments}) not seen for a while brought so much, net of returns. What winning them "
            "back could bring stands with each segment.",
            "{n} good customers ({segments}) not seen for a while brought so much, net of returns. What winning them "
            "back could bring stands with each segment.",
            segments=listed(list(fading["name"])),
        ),
        net,
        ("segments", str(worst["segment_id"])),
    )


def _single_orders(view: Standing) -> Finding | None:
    """Net, by the mean of the sample's: what was given back is no money of theirs. Of segments that are made of how
    often people ordered it would say nothing."""
    totals, found = view.totals, view.concentration
    if found is None or not found.singles or len(view.months) < FEWEST_MONTHS or view.follows_from_orders:
        return None
    each = found.single_net / found.singles
    money = each * totals.single_customers
    if money <= 0:
        return None
    return Finding(
        say(
            "{share} of customers ordered only once in the period",
            share=formats.share(totals.single_customers, totals.customers, 0),
        ),
        say_n(
            totals.single_customers,
            "{n} customer spent {each} on average, {amount} together, net of returns.",
            "{n} customers spent {each} on average, {amount} together, net of returns.",
            each=view.money(each),
            amount=view.money(money),
        ),
        money,
        ("contribution",),
    )


def _abroad(view: Standing) -> Finding | None:
    countries = view.countries[view.countries["net"] > 0]
    if len(countries) < 3 or not countries["net"].sum():
        return None
    ranked = countries.sort_values("net", ascending=False)
    second = ranked.iloc[1]
    rest, home = ranked["net"].iloc[1:].sum(), ranked.iloc[0]["country_name"]
    return Finding(
        say(
            "{share} of net sales come from outside {home}",
            share=formats.share(rest, ranked["net"].sum(), 0),
            home=home,
        ),
        say(
            "{country} leads with {most}; {countries} countries together bring {amount}, net of returns.",
            country=second["country_name"],
            most=view.money(second["net"]),
            countries=len(ranked) - 1,
            amount=view.money(rest),
        ),
        float(rest),
        ("countries",),
    )


def _best_month(view: Standing) -> Finding | None:
    months = view.months
    if len(months) < FEWEST_MONTHS:
        return None
    sales = net_of_returns(months)
    best, most, average = months.loc[sales.idxmax()], float(sales.max()), float(sales.mean())
    if average <= 0:
        return None
    return Finding(
        say("{month} was the best month", month=formats.month(best["month"])),
        say(
            "It brought {amount} net of returns, {times} the average of {months} full months, {more} more.",
            amount=view.money(most),
            times=formats.times(most / average),
            months=len(months),
            more=view.money(most - average),
        ),
        most - average,
        ("seasonality",),
    )


def _returns(view: Standing) -> Finding | None:
    totals = view.totals
    if not totals.gross or not totals.returns:
        return None
    return Finding(
        say("{share} of gross sales were returned or cancelled", share=formats.share(-totals.returns, totals.gross)),
        say(
            "That is {amount}, which leaves {net} net.", amount=view.money(-totals.returns), net=view.money(totals.net)
        ),
        -totals.returns,
        ("segments",),
    )
