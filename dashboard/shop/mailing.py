"""Which rule holds for lists for campaigns now, and what it keeps of a list."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.filters.selection import Filters, Scope
from dashboard.queries.customers import consent as queries
from dashboard.queries.customers.customer_filter import CustomerFilter
from dashboard.shop.beside.stands import RULE
from dashboard.shop.own import refuse_limited
from dashboard.shop.shop import Shop
from dashboard.words.consent import OPT_IN, OPT_OUT, Rule, Said
from warehouse.errors import InputError
from warehouse.schema import WITHOUT_ORDER
from wording.languages import say


def rule_of(shop: Shop) -> Rule:
    """The rule of the setting, else the one chosen, else opt-in."""
    chosen, _ = shop.look(RULE)
    knows_consent, knows_contacts = shop.ask(queries.what_is_known, shop.people())
    if shop.consent is not None:
        return Rule(shop.consent, "setting", knows_consent, knows_contacts)
    if chosen in (OPT_IN, OPT_OUT):
        return Rule(chosen, "choice", knows_consent, knows_contacts)
    return Rule(OPT_IN, "default", knows_consent, knows_contacts)


def choose(shop: Shop, rule: str) -> None:
    """Remember a rule for the shop. Raises InputError where a setting fixes it, or there is no such rule."""
    if rule not in (OPT_IN, OPT_OUT):
        raise InputError(f"There is no rule {rule!r}; there are {OPT_IN} and {OPT_OUT}.")
    if shop.consent is not None:
        raise InputError(say("REGULARS_CONSENT={consent} fixes it; ask your operator.", consent=shop.consent))
    refuse_limited()
    with shop.change() as connection:
        queries.choose_rule(connection, rule)


def said_by_segment(shop: Shop, scope: Scope, wanted: CustomerFilter | None = None) -> Mapping[str, Said]:
    """What the customers of each segment's list said, who gets nothing apart; a segment without any may be missing."""
    asked = (wanted or CustomerFilter()).first_page(sort="monetary", descending=True)
    found: Mapping[str, Said] = shop.ask(queries.said, scope, asked, shop.people())
    barred = _barred(shop, scope, asked)
    return {name: one.without(barred.get(name, Said())) for name, one in found.items()}


def said_of(shop: Shop, scope: Scope, wanted: CustomerFilter | None = None) -> Said:
    """What the customers of the list of a scope said: those without an order are in it where their segment is."""
    found = said_by_segment(shop, scope, wanted)
    return sum((one for name, one in found.items() if name not in WITHOUT_ORDER or name in scope.segments), Said())


def barred_of(shop: Shop, scope: Scope) -> Said:
    """Who gets nothing of the list of a scope, by what they said."""
    found = _barred(shop, scope, CustomerFilter())
    return sum((one for name, one in found.items() if name not in WITHOUT_ORDER), Said())


def _barred(shop: Shop, scope: Scope, wanted: CustomerFilter) -> Mapping[str, Said]:
    """The same by segment: a list says so at any time, and so does the day."""
    if not shop.look(RULE)[1]:
        return {}
    with shop.connect() as connection:
        return queries.barred(connection, scope, wanted)


def said_of_filters(shop: Shop, filters: Filters) -> Said:
    """The same of the list of a link."""
    return said_of(shop, shop.scope(filters))
