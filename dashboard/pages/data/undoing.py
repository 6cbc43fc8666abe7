"""Taking a load back: first what would go with it is found out and said, then it goes."""

from __future__ import annotations

from dash import html

from dashboard.components.asking import button, card, without_commands
from dashboard.components.basics import Children, aria
from dashboard.pages.data.reports import what_would_go
from warehouse.jobs import Job
from wording.languages import say, say_again, to_say

AFTER = to_say("Segments are then older than the data, until they are worked out again.")
LATER = to_say("The later loads go too, for they rest on it.")


def question(job: Job | None) -> Children:
    """What goes, and whether it shall."""
    if job is None:
        return None
    if job.is_open:
        return _sheet(card(say("Finding out what would go"), say_again(job.step or "") or say("Waits for its turn")))
    keep = button(say("Keep it"), "keep", job=job.job_id)
    if job.state != "done" or not job.result:
        return _sheet(card(say("This load cannot be taken back"), without_commands(job.error or ""), keep))
    goes = [what_would_go(job.result), *([say(LATER)] if len(job.result.get("loads", ())) > 1 else [])]
    take = button(say("Take it back"), "undo", "primary", load=int(job.arguments["load_id"]))
    buttons = html.Div([take, keep], className="question-choices")
    return _sheet(card(say("Take this load back?"), say(AFTER), html.P(" ".join(goes)), buttons))


def _sheet(shown: html.Section) -> html.Div:
    """Above the page's lower edge, wherever the load stands that it is about."""
    return html.Div(shown, className="sheet", role="alertdialog", **aria(label=say("Taking a load back")))
