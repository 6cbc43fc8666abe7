"""Findings about a window by itself: who carries it, what came back, where and when it sold. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.filters.months import net_of_returns
from dashboard.insights.findings.finding import Finding
from dashboard.queries.sales.activity import Totals
from dashboard.queries.sales.concentration import Concentration, top_customers
from dashboard.words import formats

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
        f"{top['name']} bring {formats.percent(of_sales, 0)} of identified net sales",
        f"{formats.plural(int(top['customers']), 'customer')}, {formats.percent(of_customers, 0)} of all, spent "
        f"{view.money(brought)} net of returns: {formats.times(of_sales / of_customers)} "
        "their share by number.",
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
        f"The best {TOP}\u202f% of customers bring {formats.percent(found.tops[TOP], 0)} of their net sales",
        f"{formats.plural(few, 'customer')} spent {view.money(money)} net of returns, {view.money(money / few)} each.",
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
        f"{view.money(net)} came from customers who now stay away",
        f"{formats.plural(int(fading['customers'].sum()), 'good customer')} ({' and '.join(fading['name'])}) not seen "
        f"for a while brought so much, net of returns. What winning them back could bring stands with each segment.",
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
        f"{formats.share(totals.single_customers, totals.customers, 0)} of customers ordered only once in the period",
        f"{formats.plural(totals.single_customers, 'customer')} spent {view.money(each)} on average, "
        f"{view.money(money)} together, net of returns.",
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
        f"{formats.share(rest, ranked['net'].sum(), 0)} of net sales come from outside {home}",
        f"{second['country_name']} leads with {view.money(second['net'])}; "
        f"{len(ranked) - 1} countries together bring {view.money(rest)}, net of returns.",
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
        f"{formats.month(best['month'])} was the best month",
        f"It brought {view.money(most)} net of returns, {formats.times(most / average)} the average of "
        f"{len(months)} full months, {view.money(most - average)} more.",
        most - average,
        ("seasonality",),
    )


def _returns(view: Standing) -> Finding | None:
    totals = view.totals
    if not totals.gross or not totals.returns:
        return None
    return Finding(
        f"{formats.share(-totals.returns, totals.gross)} of gross sales were returned or cancelled",
        f"That is {view.money(-totals.returns)}, which leaves {view.money(totals.net)} net.",
        -totals.returns,
        ("segments",),
    )
