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
from dashboard.pages.cohorts import choice, tables, words
from dashboard.pages.cohorts.known import MOST_COHORTS, MOST_MONTHS, Known, known
from dashboard.pages.cohorts.triangle import reached, shares, together
from dashboard.shop import Place, Shop
from dashboard.web.routing import Page
from dashboard.words import formats
from wording.languages import say, say_n, to_say

AFTER = (1, 3, 6)  # months that key figures tell of
TOLD = (*AFTER, 12)  # and titles


def layout(shop: Shop) -> Children:
    """The page's skeleton."""
    published = shop.published()
    rows = min(months_between(published.first_month, published.last_month), MOST_COHORTS) if published.has_orders else 4
    return page(
        page_head(
            say("Cohorts", sense="page"),
            say(
                "Who comes back after a first order, and with how much money. A cohort is everybody with their first "
                "order in one month; the filter's months choose the cohorts, which are followed to the last full month."
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
        text = say(words.NO_MONTH) if found is None else _nobody(found)
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
    cohorts = say_n(len(found.fair), "in {n} cohort", "in {n} cohorts")
    return KeyFigure(say("New customers"), formats.count(customers), change_note=cohorts)


def _kept(found: Known, age: int) -> KeyFigure:
    """What the cohorts kept so many months after, and how that changed: figure and change are of the same cohorts."""
    value = together(found.table, found.fair, age, is_share=found.choice.is_share)
    label = say_n(age, *(words.SALES_AFTER if found.choice.is_money else words.ORDERED_AFTER))
    if value is None:
        return KeyFigure(label, formats.NOTHING, change_note=say("no cohort is that old"))
    both, count = found.early_and_late(age), len(reached(found.fair, age, found.last))
    hint = say_n(count, "Of the {n} cohort that has come so far", "Of the {n} cohorts that have come so far")
    if found.compared is None or both is None:
        note = say("no cohorts to compare") if found.compared else why_not(found.shop.published(), found.scope)
        return KeyFigure(label, _exact(found, value), change_note=note, hint=hint)
    early, late = both
    change = late - early if found.choice.is_share else late / early - 1 if early else None
    ours, theirs = found.basis_of_change(age)
    told = say(
        "{late} of {ours}, {early} of {theirs}: only cohorts that have come so far, and those they are compared with",
        late=_exact(found, late),
        ours=ours,
        early=_exact(found, early),
        theirs=theirs,
    )
    hint = (
        hint
        if found.are_all_compared(age)
        else say("Of the cohorts of {ours}, which have others to be compared with", ours=ours)
    )
    return KeyFigure(
        *(label, _exact(found, late), change, say("{ours} vs {theirs} cohorts", ours=ours, theirs=theirs)),
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
        note = say(words.NO_MONTH) if found is None else found.basis(say("Nobody had a first order in these months"))
        return Panel(say("Cohorts by month"), note, drawn.heat_map(pd.DataFrame(), [], [], []))
    amounts = found.drawn
    table = shares(amounts) if found.choice.is_share else amounts
    texts = [[_word(found, table, amounts, month, age) for age in table.columns] for month in table.index]
    sentences = [[_sentence(found, amounts, month, age) for age in table.columns] for month in table.index]
    names = [_name(found, month) for month in table.index]
    figure = drawn.heat_map(table, texts, sentences, names, _told(found, amounts))
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
    told = {"month": formats.month(month), "share": formats.share(float(value), first)}
    if found.choice.is_money:
        told["amount"] = found.amount(float(value))
        if not age:
            return say("<b>First order in {month}</b><br>{amount} net of returns: the whole cohort", **told)
    elif not age:
        return say_n(int(value), *words.WHOLE, **told)
    told |= {"after": formats.plural(age, "month"), "then": formats.month(add_months(month, age))}
    return say(words.CAME, **told) if found.choice.is_money else say_n(int(value), *words.AGAIN, **told)


def _title(found: Known) -> str:
    """What the cohorts kept after one month, and after the longest of AFTER that one has reached."""
    told = {age: together(found.table, found.fair, age) for age in TOLD}
    said = [(age, value) for age, value in told.items() if value is not None]
    if not said:
        return say("Cohorts by month")
    (age, first), (late, last) = said[0], said[-1]
    is_all = all(found.are_all_compared(at) or found.early_and_late(at) is None for at in told)
    count = {"share": formats.percent(first, 0), "when": _after(age)}
    if is_all:
        text = words.SALES_AGAIN if found.choice.is_money else words.ORDER_AGAIN
        title = say(text, **count)
    else:
        title = say_n(len(found.fair), *(words.SALES_OF_ALL if found.choice.is_money else words.ORDERS_OF_ALL), **count)
    if late == age:
        return title
    return say("{title}, {share} {when}", title=title, share=formats.percent(last, 0), when=_after(late))


def _after(age: int) -> str:
    return say("in the month after") if age == 1 else say("in month {age}", age=age)


def _map_note(found: Known) -> str:
    parts = [found.basis(_measured(found)), say("empty: that month is not over, or still to come")]
    if found.unfair & set(found.drawn.index):
        began = say("the first {fewest} months of data hold people who had bought before: in no average", fewest=FEWEST)
        parts.append(f"* {began}")
    if len(found.table) > MOST_COHORTS:
        parts.append(
            say("shown are the latest {most} of {cohorts} cohorts", most=MOST_COHORTS, cohorts=len(found.table))
        )
    if len(found.table.columns) - 1 > MOST_MONTHS:
        parts.append(say("for {months} months each", months=MOST_MONTHS))
    return " · ".join(parts)


def _measured(found: Known) -> str:
    return say(words.MEASURED[found.choice.is_money, found.choice.is_share])


def curves(shop: Shop, where: Place, scope: Scope) -> Panel:
    """What cohorts kept, month by month since, against the compared ones."""
    found = known(shop, where, scope)
    if found is None:
        return Panel(say("How many stay"), say(words.NO_MONTH), drawn.curves({}, {}, pd.DataFrame(), ("", ""), str, {}))
    now, before = ({age: value for age, value in one.items() if age <= MOST_MONTHS} for one in found.curves())
    single = shares(found.drawn) if found.choice.is_share and len(found.drawn) else found.drawn
    names = (period_in_words(found.fair[0], found.fair[-1]) if found.fair else "", "")
    if found.compared is not None:
        names = (names[0], found.compared.early_words())
    tick = {"tickformat": ".0%"} if found.choice.is_share else {"tickformat": "~s"}
    if found.choice.is_money and not found.choice.is_share:
        tick |= {"tickprefix": formats.currency_sign(shop.currency)}
    text = say(words.TOGETHER) if found.choice.is_share else say(words.MEAN)
    note = found.basis(say("{measured}, {which}", measured=_measured(found), which=text))
    figure = drawn.curves(now, before, single, names, found.written, tick)
    return Panel(_curves_title(found), note, figure)


def _curves_title(found: Known) -> str:
    """The change after the longest of AFTER that can be compared."""
    for age in reversed(TOLD):
        both = found.early_and_late(age)
        if both is None or found.compared is None or not found.choice.is_share:
            continue
        early, late = both
        ours, theirs = found.basis_of_change(age)
        told = {"share": formats.percent(late), "points": formats.points(late - early), "ours": ours, "theirs": theirs}
        return say_n(age, *(words.SALES_THEN if found.choice.is_money else words.ORDERS_THEN), **told)
    return (
        say("What new customers bring, month by month")
        if found.choice.is_money
        else say("How many stay, month by month")
    )


def listed(shop: Shop, where: Place, scope: Scope) -> Panel:
    """A row a cohort."""
    found = known(shop, where, scope)
    if found is None or found.table.empty:
        return Panel(say("All cohorts"), say(words.NO_MONTH) if found is None else found.basis(say("No cohort")), "")
    title = say_n(len(found.table), "{n} cohort, the latest first", "{n} cohorts, the latest first")
    return Panel(title, found.basis(_measured(found)), tables.table(found))


def register(app: Dash, shop: Shop) -> None:
    """Bind the panels and the selects."""
    bind_bare(app, shop, "cohorts-figures", figures)
    bind(app, shop, "cohorts-map", heat)
    bind(app, shop, "cohorts-curves", curves)
    bind_content(app, shop, "cohorts-table", listed)
    choice.register(app, shop)


PAGE = Page("cohorts", to_say("Cohorts", sense="page"), layout, doubts=choice.doubts)
