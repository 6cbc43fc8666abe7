"""What stands out beyond the cover, most money first."""

from __future__ import annotations

from dashboard.insights.findings.finding import RANKED
from dashboard.insights.findings.ranking import ranked_findings
from dashboard.report.sections.context import Context
from dashboard.report.sections.cover import SHOWN_FINDINGS
from dashboard.report.sections.parts import Item, Items, Section
from wording.languages import say, to_say

MOST_FURTHER = 10
TITLE = to_say("What else stands out")


def section(context: Context) -> Section:
    """The findings that the cover has no room for."""
    if not context.published.has_orders:
        return Section("findings", say(TITLE), say("Findings are about sales: this part needs transactions."))
    found = ranked_findings(context.shop, context.scope)[SHOWN_FINDINGS:]
    if not found:
        return Section("findings", say(TITLE), say("Nothing more in this selection."))
    items = [Item(one.title, one.text) for one in found[:MOST_FURTHER]]
    lead = say("{ranked}; after what the first page names.", ranked=say(RANKED))
    return Section("findings", say(TITLE), lead, [Items("", items, is_dense=True)])
