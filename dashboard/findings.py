"""Findings in words with numbers, from the frames that the charts show. Pure: frames in, sentences out."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard import formats
from dashboard.queries.activity import Totals

FADING = ("at-risk", "cant-lose")  # once good customers who stay away


@dataclass(frozen=True)
class Finding:
    """A title that says what was found, a sentence that explains it, the money it is about, and where to look."""

    title: str
    text: str
    money: float
    target: tuple[str, ...] = ()  # parts of an address


def findings(
    segments: pd.DataFrame, countries: pd.DataFrame, months: pd.DataFrame, totals: Totals, currency: str
) -> list[Finding]:
    """The findings of a selection, most money first.

    `segments`: one row an identified segment with `segment_id`, `name`, `customers`, `gross`; `countries`: with
    `country_name`, `country`, `gross`; `months`: full months only, with `month`, `gross`.
    """
    found = [
        _top_segment(segments, currency),
        _fading(segments, currency),
        _single_orders(totals, currency),
        _abroad(countries, currency),
        _best_month(months, currency),
        _returns(totals, currency),
    ]
    return sorted((finding for finding in found if finding), key=lambda finding: -finding.money)


def _top_segment(segments: pd.DataFrame, currency: str) -> Finding | None:
    if len(segments) < 2 or not segments["gross"].sum() or not segments["customers"].sum():
        return None
    top = segments.loc[segments["gross"].idxmax()]
    of_sales = top["gross"] / segments["gross"].sum()
    of_customers = top["customers"] / segments["customers"].sum()
    return Finding(
        f"{top['name']} bring {formats.percent(of_sales, 0)} of identified sales",
        f"{formats.plural(int(top['customers']), 'customer')}, {formats.percent(of_customers, 0)} of all, spent "
        f"{formats.money(top['gross'], currency)}: {formats.times(of_sales / of_customers if of_customers else None)} "
        "their share by number.",
        float(top["gross"]),
        ("segments", str(top["segment_id"])),
    )


def _fading(segments: pd.DataFrame, currency: str) -> Finding | None:
    fading = segments[segments["segment_id"].isin(FADING) & (segments["customers"] > 0)]
    if fading.empty or not fading["gross"].sum():
        return None
    worst = fading.loc[fading["gross"].idxmax()]
    return Finding(
        f"{formats.money(fading['gross'].sum(), currency)} came from customers who now stay away",
        f"{formats.plural(int(fading['customers'].sum()), 'good customer')} ({' and '.join(fading['name'])}) not seen "
        f"for a while; winning back one in ten is worth about {formats.money(fading['gross'].sum() / 10, currency)}.",
        float(fading["gross"].sum()),
        ("segments", str(worst["segment_id"])),
    )


def _single_orders(totals: Totals, currency: str) -> Finding | None:
    if not totals.single_customers or not totals.customers:
        return None
    order = totals.single_gross / totals.single_customers
    return Finding(
        f"{formats.share(totals.single_customers, totals.customers, 0)} of customers ordered only once in the period",
        f"{formats.plural(totals.single_customers, 'customer')} spent {formats.money(order, currency)} on average "
        f"in their one order; a second one from each tenth is worth about "
        f"{formats.money(totals.single_gross / 10, currency)}.",
        totals.single_gross,
        ("contribution",),
    )


def _abroad(countries: pd.DataFrame, currency: str) -> Finding | None:
    if len(countries) < 3 or not countries["gross"].sum():
        return None
    ranked = countries.sort_values("gross", ascending=False)
    second = ranked.iloc[1]
    rest = ranked["gross"].iloc[1:].sum()
    return Finding(
        f"{formats.share(rest, ranked['gross'].sum(), 0)} of sales come from outside {ranked.iloc[0]['country_name']}",
        f"{second['country_name']} leads with {formats.money(second['gross'], currency)}; "
        f"{len(ranked) - 1} countries together bring {formats.money(rest, currency)}.",
        float(rest),
        ("countries",),
    )


def _best_month(months: pd.DataFrame, currency: str) -> Finding | None:
    if len(months) < 3:
        return None
    best = months.loc[months["gross"].idxmax()]
    average = months["gross"].mean()
    return Finding(
        f"{formats.month(best['month'])} was the best month",
        f"It brought {formats.money(best['gross'], currency)}, {formats.times(best['gross'] / average)} the average of "
        f"{len(months)} full months.",
        float(best["gross"] - average),
        ("seasonality",),
    )


def _returns(totals: Totals, currency: str) -> Finding | None:
    if not totals.gross or not totals.returns:
        return None
    return Finding(
        f"{formats.share(-totals.returns, totals.gross)} of sales were returned or cancelled",
        f"That is {formats.money(-totals.returns, currency)}, which leaves {formats.money(totals.net, currency)} net.",
        -totals.returns,
        ("segments",),
    )
