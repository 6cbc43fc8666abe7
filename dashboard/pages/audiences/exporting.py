"""The button that takes an audience away as a file: the list for campaigns, as everywhere."""

from __future__ import annotations

from dash import html

from audiences.lists.counting import Reach
from audiences.lists.keeping import Audience
from dashboard.components.basics import Children, aria, icon
from dashboard.components.downloads import LIST, NO_EXPORT
from dashboard.filters.selection import Filters
from dashboard.shop import Shop, mailing
from dashboard.shop.asker import asker
from dashboard.words import consent
from dashboard.words.consent import Said
from wording.languages import say


def export_button(shop: Shop, one: Audience, reach: Reach) -> Children:
    """It says how many people the file holds by the shop's rule."""
    rule = mailing.rule_of(shop)
    about = shop.scope(Filters(audience=str(one.audience_id)))
    said = Said(reach.yes, reach.unknown, reach.no).without(mailing.barred_of(shop, about))
    text = say("Export: {whom}", whom=consent.on_the_button(said, rule))
    if not asker().may("export") or not said.kept(rule):
        why = say("Nobody would be in it") if asker().may("export") else say(NO_EXPORT)
        return html.Span([icon("download"), text], className="button", title=why, **aria(disabled="true"))
    asked = f"?audience={one.audience_id}" + ("" if rule.is_idle else f"&consent={rule.name}")
    return html.A([icon("download"), text], href=LIST + asked, className="button")
