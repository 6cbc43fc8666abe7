"""/cohorts: who comes back after a first order, and with how much money."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
from dash import Dash, html

from dashboard.components.basics import Children, notice
from dashboard.components.cards import KeyFigure, bare, content_card, graph_card, key_figures
from dashboard.components.panels import Panel, bind, bind_bare, bind_content
from dashboard.components.shell import page, page_head
from dashboard.figures.sales import cohorts as drawn
from dashboard.filters.comparison import why_not
from dashboard.filters.reach import FEWEST
from dashboard.filters.selection import Scope, add_months, months_between, period_in_words
from dashboard.pages.cohorts import choice, tables
from dashboard.pages.cohorts.known import MOST_COHORTS, MOST_MONTHS, Known, known
from dashboard.pages.cohorts.triangle import reached, shares, together
from dashboard.shop import Place, Shop
from dashboard.web.routing import Page
from dashboard.words import formats
from wording.languages import say, to_say

AFTER = (1, 3, 6)  # months that key figures tell of
TOLD = (*AFTER, 12)  # and titles
NO_MONTH = to_say("The data cover no month in full, so nobody can be seen to come back yet.")
MEASURED = {  # by whether it is of money, and a share
    (False, False): to_say("Customers with an order in that month"),
    (False, True): to_say("Customers with an order in that month, of all of their cohort"),
    (True, False): to_say("Sales net of returns in that month"),
    (True, True): to_say("Sales net of returns in that month, of those of the first month"),
}


def layout(shop: Shop) -> Children:
    """The page's skeleton."""
    published = shop.published()
    rows = min(months_between(published.first_month, published.last_month), MOST_COHORTS) if published.has_orders else 4
    return page(
        page_head(
            say("Cohorts"),
            say(
                "Who comes back after a first order, and with how much money. A cohort is everybody with their first order "
                "in one month; the filter's months choose the cohorts, which are followed to the last full month."
            ),
        ),
        choice.selects(),
        bare("cohorts-figures", height=120),
        graph_card("cohorts-map", say("Cohorts by month"), height=drawn.map_height(rows)),
        graph_card("cohorts-curves", say("How many stay"), columns=12, height=360),
        content_card("cohorts-table", say("All cohorts"), height=320),
    )


def figures(shop: Shop, where: Place, scope: Scope) -> Children:
    """New customers, and what they kept after 1, 3 and 6 months."""
    found = known(shop, where, scope)
    if found is None or not found.fair:
        text = NO_MONTH if found is None else _nobody(found)
        return html.Div(notice(say("There are no cohorts to show"), text), className="card-panel")
    return key_figures([_new(found), *(_kept(found, age) for age in AFTER)])


def _nobody(found: Known) -> str:
    if len(found.table):
        return say(
            "All cohorts of the view are of the first {fewest} months of data, and hold people who had "
            "bought before these. They are shown below and counted in no average.",
            fewest=FEWEST,
        )
    return say("Nobody in this selection had a first order in these months.")


def _new(found: Known) -> KeyFigure:
    customers = float(found.sizes.loc[found.fair, 0].sum())
    cohorts = formats.plural(len(found.fair), "cohort")
    return KeyFigure(say("New customers"), formats.count(customers), change_note=f"in {cohorts}")


def _kept(found: Known, age: int) -> KeyFigure:
    """What the cohorts kept so many months after, and how that changed: figure and change are of the same cohorts."""
    value = together(found.table, found.fair, age, is_share=found.choice.is_share)
    label = f"{'Sales' if found.choice.is_money else 'Ordered'} {formats.plural(age, 'month')} after"
    if value is None:
        return KeyFigure(label, formats.NOTHING, change_note="no cohort is that old")
    both, count = found.early_and_late(age), len(reached(found.fair, age, found.last))
    hint = f"Of the {formats.plural(count, 'cohort')} that {'have' if count != 1 else 'has'} come so far"
    if found.compared is None or both is None:
        note = "no cohorts to compare" if found.compared else why_not(found.shop.published(), found.scope)
        return KeyFigure(label, _exact(found, value), change_note=note, hint=hint)
    early, late = both
    change = late - early if found.choice.is_share else late / early - 1 if early else None
    ours, theirs = found.basis_of_change(age)
    told = say(
        "{exact} of {ours}, {exact2} of {theirs}: ",
        exact=_exact(found, late),
        ours=ours,
        exact2=_exact(found, early),
        theirs=theirs,
    )
    told += say("only cohorts that have come so far, and those they are compared with")
    hint = (
        hint
        if found.are_all_compared(age)
        else say("Of the cohorts of {ours}, which have others to be compared with", ours=ours)
    )
    return KeyFigure(
        *(label, _exact(found, late), change, f"{ours} vs {theirs} cohorts"),
        in_points=found.choice.is_share,
        hint=hint,
        compared=told,
    )


def _exact(found: Known, value: float) -> str:
    return formats.percent(value) if found.choice.is_share else found.amount(value)


def heat(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Cohorts by months since the first order."""
    found = known(shop, where, scope)
    if found is None or found.table.empty:
        note = NO_MONTH if found is None else found.basis(say("Nobody had a first order in these months"))
        return Panel(say("Cohorts by month"), note, drawn.heat_map(pd.DataFrame(), [], [], []))
    amounts = found.drawn
    table = shares(amounts) if found.choice.is_share else amounts
    words = [[_word(found, table, amounts, month, age) for age in table.columns] for month in table.index]
    sentences = [[_sentence(found, amounts, month, age) for age in table.columns] for month in table.index]
    names = [_name(found, month) for month in table.index]
    figure = drawn.heat_map(table, words, sentences, names, _told(found, amounts))
    return Panel(_title(found), _map_note(found), figure)


def _told(found: Known, amounts: pd.DataFrame) -> dict[str, Any]:
    """How large cohorts are, and how the other numbers are written, for who reads the chart as a table."""
    sign = formats.currency_sign(found.shop.currency) if found.choice.is_money else ""
    meta = {"first": [float(one) for one in amounts[0]], "prefix": "" if found.choice.is_share else sign, "sign": sign}
    return {"meta": meta} | ({"zhoverformat": ".1%"} if found.choice.is_share else {})


def _name(found: Known, month: date) -> str:
    return f"{formats.month(month)}*" if month in found.unfair else formats.month(month)


def _word(found: Known, table: pd.DataFrame, amounts: pd.DataFrame, month: date, age: int) -> str:
    value = table.at[month, age]
    if pd.isna(value):
        return ""
    return found.amount(float(amounts.at[month, age])) if not age else found.written(float(value))


def _sentence(found: Known, amounts: pd.DataFrame, month: date, age: int) -> str:
    value, first = amounts.at[month, age], float(amounts.at[month, 0])
    if pd.isna(value):
        return ""
    head = say("<b>First order in {month}</b><br>", month=formats.month(month))
    amount = found.amount(float(value)) if found.choice.is_money else formats.plural(int(value), "customer")
    if not age:
        return f"{head}{amount}{' net of returns' if found.choice.is_money else ''}: the whole cohort"
    when = f"{formats.plural(age, 'month')} after, in {formats.month(add_months(month, age))}"
    does = "net of returns" if found.choice.is_money else "ordered again"
    return say(
        "{head}{when}: {amount} {does},<br>{float} of the first month",
        head=head,
        when=when,
        amount=amount,
        does=does,
        float=formats.share(float(value), first),
    )


def _title(found: Known) -> str:
    """What the cohorts kept after one month, and after the longest of AFTER that one has reached."""
    told = {age: together(found.table, found.fair, age) for age in TOLD}
    said = [(age, value) for age, value in told.items() if value is not None]
    if not said:
        return say("Cohorts by month")
    (age, first), (late, last) = said[0], said[-1]
    whose = (
        ""
        if all(found.are_all_compared(at) or found.early_and_late(at) is None for at in told)
        else (f" of all {formats.plural(len(found.fair), 'cohort')}")
    )
    does = (
        say("of their first month's sales{whose} come again", whose=whose)
        if found.choice.is_money
        else say("of new customers{whose} order again", whose=whose)
    )
    title = f"{formats.percent(first, 0)} {does} {_after(age)}"
    return title if late == age else f"{title}, {formats.percent(last, 0)} {_after(late)}"


def _after(age: int) -> str:
    return "in the month after" if age == 1 else say("in month {age}", age=age)


def _map_note(found: Known) -> str:
    parts = [found.basis(_measured(found)), say("empty: that month is not over, or still to come")]
    if found.unfair & set(found.drawn.index):
        began = say("the first {fewest} months of data hold people who had bought before: in no average", fewest=FEWEST)
        parts.append(f"* {began}")
    if len(found.table) > MOST_COHORTS:
        parts.append(
            say("shown are the latest {most_cohorts} of {len} cohorts", most_cohorts=MOST_COHORTS, len=len(found.table))
        )
    if len(found.table.columns) - 1 > MOST_MONTHS:
        parts.append(say("for {most_months} months each", most_months=MOST_MONTHS))
    return " · ".join(parts)


def _measured(found: Known) -> str:
    return MEASURED[found.choice.is_money, found.choice.is_share]


def curves(shop: Shop, where: Place, scope: Scope) -> Panel:
    """What cohorts kept, month by month since, against the compared ones."""
    found = known(shop, where, scope)
    if found is None:
        return Panel(say("How many stay"), NO_MONTH, drawn.curves({}, {}, pd.DataFrame(), ("", ""), str, {}))
    now, before = ({age: value for age, value in one.items() if age <= MOST_MONTHS} for one in found.curves())
    single = shares(found.drawn) if found.choice.is_share and len(found.drawn) else found.drawn
    names = (period_in_words(found.fair[0], found.fair[-1]) if found.fair else "", "")
    if found.compared is not None:
        names = (names[0], found.compared.early_words())
    tick = {"tickformat": ".0%"} if found.choice.is_share else {"tickformat": "~s"}
    if found.choice.is_money and not found.choice.is_share:
        tick |= {"tickprefix": formats.currency_sign(shop.currency)}
    kind = "all cohorts together" if found.choice.is_share else "mean of the cohorts"
    note = found.basis(
        say(
            "{measured}, {kind} that have come so far · thin: each cohort by itself",
            measured=_measured(found),
            kind=kind,
        )
    )
    figure = drawn.curves(now, before, single, names, found.written, tick)
    return Panel(_curves_title(found), note, figure)


def _curves_title(found: Known) -> str:
    """The change after the longest of AFTER that can be compared."""
    for age in reversed(TOLD):
        both = found.early_and_late(age)
        if both is None or found.compared is None or not found.choice.is_share:
            continue
        what = "of first sales come" if found.choice.is_money else "of new customers order"
        early, late = both
        ours, theirs = found.basis_of_change(age)
        return (
            f"{formats.percent(late)} {what} {formats.plural(age, 'month')} after: "
            f"{ours}, {formats.points(late - early)} against {theirs}"
        )
    return (
        say("What new customers bring, month by month")
        if found.choice.is_money
        else say("How many stay, month by month")
    )


def listed(shop: Shop, where: Place, scope: Scope) -> Panel:
    """A row a cohort."""
    found = known(shop, where, scope)
    if found is None or found.table.empty:
        return Panel(say("All cohorts"), NO_MONTH if found is None else found.basis(say("No cohort")), "")
    title = f"{formats.plural(len(found.table), 'cohort')}, the latest first"
    return Panel(title, found.basis(_measured(found)), tables.table(found))


def register(app: Dash, shop: Shop) -> None:
    """Bind the panels and the selects."""
    bind_bare(app, shop, "cohorts-figures", figures)
    bind(app, shop, "cohorts-map", heat)
    bind(app, shop, "cohorts-curves", curves)
    bind_content(app, shop, "cohorts-table", listed)
    choice.register(app, shop)


PAGE = Page("cohorts", to_say("Cohorts"), layout, doubts=choice.doubts)
