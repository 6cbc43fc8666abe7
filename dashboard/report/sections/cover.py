"""The first page: how the shop is doing and what stands out."""

from __future__ import annotations

from datetime import datetime

from dashboard.components.cards import KeyFigure
from dashboard.components.keyfigures import figures_of
from dashboard.figures.descriptions.months import SALES_SERIES
from dashboard.filters import scope_words
from dashboard.filters.comparison import changes_in_words
from dashboard.insights.findings.finding import RANKED
from dashboard.insights.findings.ranking import ranked_findings
from dashboard.pages.overview import page as overview
from dashboard.queries.sales import activity
from dashboard.queries.segments import attributes
from dashboard.report.charts import bars
from dashboard.report.sections.context import NO_COUNTRY, Context
from dashboard.report.sections.parts import Block, Chart, Cover, Figure, Figures, Item, Items
from dashboard.words import formats
from dashboard.words.notes import joined
from wording.languages import say

SHOWN_FINDINGS = 4


def cover(context: Context, now: datetime) -> Cover:
    """Key figures, the course by month, findings."""
    facts = [
        (say("Segmentation"), context.segmentation.name),
        (say("Selection"), scope_words.who(context.published, context.scope) or say("Everyone")),
        (say("Segments as of"), formats.day(context.segmentation.as_of)),
        (say("Made", sense="when"), f"{formats.day(now)}, {now:%H:%M}"),
    ]
    if not context.published.has_orders:
        return Cover(say("Customer segments"), say("All customers"), facts, [_people(context)])
    period = scope_words.period(context.published, context.scope)
    blocks: list[Block] = [_figures(context)]
    if not context.missing:
        blocks += [_trend(context), _findings(context)]
    return Cover(say("Customer segments"), period, facts, blocks)


def _people(context: Context) -> Figures:
    sizes, countries = context.ask(attributes.sizes), context.ask(attributes.countries)
    return Figures(
        [
            Figure(say("Customers"), formats.count(sizes["customers"].sum())),
            Figure(say("Segments"), formats.count(len(sizes))),
            Figure(say("Countries"), formats.count((countries["country"] != NO_COUNTRY).sum())),
            Figure(say("Attributes"), formats.count(len(context.ask(attributes.described)))),
        ],
        say("This shop has no orders yet: the report shows who its customers are."),
    )


def _figures(context: Context) -> Figures:
    note = changes_in_words(context.published, context.scope)
    return Figures([_figure(one) for one in figures_of(context.shop, context.scope)], note)


def _figure(figure: KeyFigure) -> Figure:
    """The same as on a card: a change has an arrow, what it is against, and a colour where more is better or worse."""
    if figure.change is None:
        return Figure(figure.label, figure.value, note=figure.hint)
    return Figure(figure.label, figure.value, figure.change_text, figure.tone, figure.hint, figure.change_note)


def _trend(context: Context) -> Chart:
    title, note = context.panel(overview.trend)
    partial = scope_words.months_in_part(context.published, context.scope)
    frame = context.ask(activity.by_month)
    legend = bars.legend(SALES_SERIES) if frame["guest_net"].any() else ()
    notes = context.notes(list(frame["month"]))
    return Chart(title, bars.monthly(frame, context.currency, partial, notes), joined(note, notes), legend=legend)


def _findings(context: Context) -> Items:
    found = ranked_findings(context.shop, context.scope)[:SHOWN_FINDINGS]
    return Items(say("What stands out"), [Item(one.title, one.text) for one in found], f"{say(RANKED)}.")
