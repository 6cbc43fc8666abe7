"""Taking a load back: first what would go with it is found out and said, then it goes."""

from __future__ import annotations

from dash import html

from dashboard.components.asking import button, card, without_commands
from dashboard.components.basics import Children, aria
from dashboard.pages.data.reports import what_goes
from warehouse.jobs import Job

AFTER = "Segments are then older than the data, until they are worked out again."


def question(job: Job | None) -> Children:
    """What goes, and whether it shall."""
    if job is None:
        return None
    if job.is_open:
        return _sheet(card("Finding out what would go", job.step or "Waits for its turn"))
    keep = button("Keep it", "keep", job=job.job_id)
    if job.state != "done" or not job.result:
        return _sheet(card("This load cannot be taken back", without_commands(job.error or ""), keep))
    loads = job.result.get("loads", ())
    also = "" if len(loads) < 2 else " The later loads go too, for they rest on it."
    take = button("Take it back", "undo", "primary", load=int(job.arguments["load_id"]))
    buttons = html.Div([take, keep], className="question-choices")
    return _sheet(card("Take this load back?", AFTER, html.P(what_goes(job.result, "would go") + also), buttons))


def _sheet(shown: html.Section) -> html.Div:
    """Above the page's lower edge, wherever the load stands that it is about."""
    return html.Div(shown, className="sheet", role="alertdialog", **aria(label="Taking a load back"))
