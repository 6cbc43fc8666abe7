"""When sales come: the year, the week, the hours."""

from __future__ import annotations

from dashboard.insights.forecast.month_index import month_index
from dashboard.pages import seasonality as page
from dashboard.queries.sales import hours as queries
from dashboard.report.charts import bars, lines, week
from dashboard.report.sections.context import Context
from dashboard.report.sections.parts import Block, Chart, Section
from dashboard.words.notes import joined
from wording.languages import say


def section(context: Context) -> Section:
    """A line a year, the months' index, the heat map of hours, the weekdays."""
    if context.missing:
        return Section("seasons", say("Seasonality"), context.missing)
    months, incomplete = page.months_of(context.shop, context.scope)
    title, note = context.panel(page.years)
    notes = context.notes(list(months["month"]))
    drawn = lines.years(months, context.currency, incomplete, notes)
    blocks: list[Block] = [Chart(say("Sales by month, a line a year"), drawn, joined(note, notes))]
    index = month_index(months, incomplete).rows
    months_title, months_note = context.panel(page.months)
    if len(index):
        blocks.append(Chart(months_title, bars.month_index(index), months_note))
    else:
        missing = say("The months can be compared after twelve full months in a row.")
        blocks.append(Chart(say("The months against the average"), "", missing=missing))
    hours = context.ask(queries.by_hour)
    if len(hours):
        for function, drawing in ((page.hours, week.hours(hours)), (page.weekdays, bars.weekdays(hours))):
            name, note = context.panel(function)
            blocks.append(Chart(name, drawing, note))
    return Section("seasons", say("Seasonality"), f"{title}.", blocks)
