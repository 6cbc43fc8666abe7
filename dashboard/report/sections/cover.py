"""The first page: how the shop is doing and what stands out."""

from __future__ import annotations

from datetime import datetime

from dashboard import formats, words
from dashboard.components.cards import KeyFigure
from dashboard.components.keyfigures import Changes, compared, figures
from dashboard.insights.ranking import ranked_findings
from dashboard.pages import overview
from dashboard.queries import activity, attributes
from dashboard.report.charts import bars
from dashboard.report.context import NO_COUNTRY, Context
from dashboard.report.parts import Block, Chart, Cover, Figure, Figures, Item, Items

SHOWN_FINDINGS = 4


def cover(context: Context, now: datetime) -> Cover:
    """Key figures, the course by month, findings."""
    facts = [
        ("Segmentation", context.segmentation.name),
        ("Selection", words.who(context.published, context.scope) or "Everyone"),
        ("As of", formats.day(context.scope.as_of)),
        ("Made", f"{formats.day(now)}, {now:%H:%M}"),
    ]
    if not context.published.has_orders:
        return Cover("Customer segments", "All customers", facts, [_people(context)])
    period = words.period(context.published, context.scope)
    blocks: list[Block] = [_figures(context)]
    if not context.missing:
        blocks += [_trend(context), _findings(context)]
    return Cover("Customer segments", period, facts, blocks)


def _people(context: Context) -> Figures:
    sizes, countries = context.ask(attributes.sizes), context.ask(attributes.countries)
    return Figures(
        [
            Figure("Customers", formats.count(sizes["customers"].sum())),
            Figure("Segments", formats.count(len(sizes))),
            Figure("Countries", formats.count((countries["country"] != NO_COUNTRY).sum())),
            Figure("Attributes", formats.count(len(context.ask(attributes.described)))),
        ],
        "This shop has no orders yet: the report shows who its customers are.",
    )


def _figures(context: Context) -> Figures:
    months, comparison = context.ask(activity.by_month), compared(context.published, context.scope)
    changes = None
    if comparison is not None:
        ask = context.shop.ask
        changes = Changes(ask(activity.totals, comparison.late), ask(activity.totals, comparison.early))
    found = figures(context.totals, changes, months, context.currency, comparison)
    note = f"Changes: {comparison.note}." if comparison else "There is no earlier period to compare with."
    return Figures([_figure(one) for one in found], note)


def _figure(figure: KeyFigure) -> Figure:
    """The same as on a card: a change has an arrow, and a colour where more is better or worse."""
    if figure.change is None:
        return Figure(figure.label, figure.value, note=figure.hint)
    amount = f"{abs(figure.change) * 100:.1f}\u202f{'pts' if figure.in_points else '%'}"
    is_up = figure.change >= 0
    tone = ""
    if figure.more_is_better is not None and figure.change:
        tone = "better" if is_up == figure.more_is_better else "worse"
    change = f"{'▲' if is_up else '▼'} {amount}{figure.unit}"
    return Figure(figure.label, figure.value, change, tone, figure.hint)


def _trend(context: Context) -> Chart:
    title, note = context.panel(overview.trend)
    partial = context.scope.end if words.is_partial(context.published, context.scope) else None
    frame = context.ask(activity.by_month)
    legend = bars.MONTHLY_LEGEND if frame["guest_gross"].any() else ()
    return Chart(title, bars.monthly(frame, context.currency, partial), note, legend=legend)


def _findings(context: Context) -> Items:
    found = ranked_findings(context.shop, context.scope)[:SHOWN_FINDINGS]
    return Items("What stands out", [Item(one.title, one.text) for one in found], "Ranked by the money involved.")
