"""/cohorts: what is known of whom, what several cohorts kept together, what is said of it; cells become lists."""

from datetime import date

import pandas as pd
import pytest
from flask.testing import FlaskClient

from dashboard.components.panels import Panel
from dashboard.filters.choosing import Choice, conditions
from dashboard.filters.narrowing.marks import clicked
from dashboard.filters.narrowing.narrow import narrowed
from dashboard.filters.selection import Filters, add_months, period_in_words
from dashboard.pages.cohorts import page
from dashboard.pages.cohorts.choice import Choice as Asked
from dashboard.pages.cohorts.known import known
from dashboard.pages.cohorts.triangle import curve, in_words, pairs, reached, shares, together, triangle
from dashboard.queries.customers.chosen import chosen_count
from dashboard.shop import Place, Shop
from tests.dashboard.calls import call, texts

JAN, FEB, MAR, APR, MAY = (date(2023, month, 1) for month in (1, 2, 3, 4, 5))
FRAME = pd.DataFrame(
    [(JAN, JAN, 10), (JAN, FEB, 4), (JAN, APR, 2), (FEB, FEB, 20), (FEB, MAR, 5), (APR, APR, 8), (APR, MAY, 3)],
    columns=["first_month", "month", "customers"],
)  # fmt: skip


def show(shop: Shop, name: str, search: str = "") -> Panel:
    filters = Filters.from_query(search)
    panel: Panel = getattr(page, name)(shop, Place(filters, None, search), shop.scope(filters))
    return panel


def test_months_without_orders_are_noughts_and_months_to_come_unknown() -> None:
    table = triangle(FRAME, APR, "customers")
    assert list(table.index) == [JAN, FEB, APR]
    assert table.fillna(-1).to_numpy().tolist() == [[10, 4, 0, 2], [20, 5, 0, -1], [8, -1, -1, -1]]
    assert shares(table).loc[FEB].fillna(-1).tolist() == [1, 0.25, 0, -1]
    assert triangle(FRAME, date(2022, 12, 1), "customers").empty


def test_cohorts_together_count_only_those_that_have_come_so_far() -> None:
    table = triangle(FRAME, APR, "customers")
    assert curve(table, table.index) == {1: 9 / 30, 2: 0.0, 3: 2 / 10}
    assert curve(table, [FEB, APR]) == {1: 5 / 20, 2: 0.0}
    assert curve(table, table.index, is_share=False) == {1: 4.5, 2: 0.0, 3: 2.0}
    assert (together(table, [APR], 1), together(table, [MAY], 0), together(table, [JAN], 9)) == (None, None, None)


def test_cohorts_are_compared_one_by_one() -> None:
    assert pairs([MAR, APR, MAY], 2, {FEB}) == {MAR: JAN, MAY: MAR}
    assert reached([JAN, FEB, MAR], 2, APR) == [JAN, FEB]


def test_the_literal_shop(small: Shop) -> None:
    """The data begin in January, whose months up to March hold people who had bought before; April ends early."""
    heat = show(small, "heat")
    assert list(heat.body.data[0]["text"]) == [["2", "50\u202f%", "50\u202f%"], ["2", "0\u202f%", ""], ["1", "", ""]]
    assert heat.body.layout.yaxis.ticktext == ("Jan 2023*", "Feb 2023*", "Mar 2023*")
    assert "hold people who had bought before" in texts(page.figures(small, Place(Filters()), small.scope(Filters())))
    money = show(small, "heat", "?measure=money&unit=amount")
    assert list(money.body.data[0]["text"]) == [["£55.50", "£10", "£0"], ["£100", "£0", ""], ["£22", "", ""]]


@pytest.mark.parametrize(("search", "unit"), [("", 1.0), ("?measure=money&country=DE,GB", 1.0), ("?unit=amount", None)])
def test_averages_and_changes_are_those_of_the_cohorts_they_name(shop: Shop, search: str, unit: float | None) -> None:
    filters = Filters.from_query(search)
    found = known(shop, Place(filters, None, search), shop.scope(filters))
    assert found is not None
    assert found.compared is not None
    both = found.early_and_late(3)
    assert both is not None
    late = [month for month in found.table.index if found.compared.late[0] <= month <= add_months(found.last, -3)]
    early = [add_months(month, -12) for month in late]
    for value, months in zip(both, (early, late), strict=True):
        rows = found.table.loc[months]
        assert value == pytest.approx(rows[3].sum() / (rows[0].sum() if unit else len(rows)))


@pytest.mark.parametrize("search", ["", "?compare=previous", "?from=2024-01&to=2024-06&compare=previous"])
def test_a_figure_its_change_and_its_basis_are_of_the_same_cohorts(shop: Shop, search: str) -> None:
    filters = Filters.from_query(search)
    found = known(shop, Place(filters, None, search), shop.scope(filters))
    assert found is not None
    for age in page.AFTER:
        figure, both = page._kept(found, age), found.early_and_late(age)
        if both is None:
            assert figure.change is None
            continue
        ours, theirs = found.basis_of_change(age)
        assert figure.value == f"{both[1]:.1%}".replace("%", "\u202f%")
        assert figure.change == pytest.approx(both[1] - both[0])
        assert figure.change_note == f"{ours} vs {theirs} cohorts"
        assert found.are_all_compared(age) == (both[1] == together(found.table, found.fair, age))


def test_cohorts_in_words() -> None:
    assert in_words([JAN, FEB, APR]) == f"{period_in_words(JAN, FEB)} + Apr 2023"
    assert in_words([JAN]) == "Jan 2023"


def test_segments_by_orders_are_not_compared(shop: Shop) -> None:
    panel = show(shop, "curves", "?segment=champions")
    assert "segments are as of today: who came back is in them for it" in panel.note
    assert "against" not in panel.title


def test_titles_say_what_was_found(shop: Shop) -> None:
    found = known(shop, Place(Filters()), shop.scope(Filters()))
    assert found is not None
    one = together(found.table, found.fair, 1)
    assert show(shop, "heat").title.startswith(
        f"{100 * (one or 0):.0f}\u202f% of new customers of all {len(found.fair)} cohorts order again in the month"
    )
    assert "Nobody had a first order" in show(shop, "heat", "?country=Nowhere").note


@pytest.mark.parametrize("product", ["", "top"])
def test_a_cell_is_its_customers(shop: Shop, product: str) -> None:
    with shop.connect() as connection:
        frame = page.choice.products(shop, shop.scope(Filters()), "")
        code = next(iter(frame)) if product else ""
        search = f"?first={code}" if product else "?country=GB,DE"
        found = known(shop, Place(Filters.from_query(search), None, search), shop.scope(Filters.from_query(search)))
        assert found is not None
        cells = found.table.stack()
        for month, age in (cells[cells > 0].index[0], max(cells[cells > 0].index, key=lambda cell: int(cell[1]))):
            mark = clicked("cohort", [{"x": int(age), "y": month.isoformat()}], search)
            assert mark is not None
            filters = narrowed(Filters.from_query(search), mark, shop.published())
            scope = shop.scope(filters)
            assert chosen_count(connection, Choice(filters), scope) == found.table.at[month, age]
            assert f"first order in {month:%b %Y}" in Choice(filters).in_words(shop.published(), scope)
            assert conditions(Choice(filters), shop.published(), scope, ordered=True) is None  # which none says


def test_the_selects_are_in_the_address(client: FlaskClient) -> None:
    shown = call(client, "cohorts-measure.value", {"filters.data": {"search": "?measure=money&first=X1&unit=no"}})
    assert (shown["cohorts-measure.value"], shown["cohorts-unit.value"], shown["cohorts-first.value"]) == (
        *("money", "share"),
        "X1",
    )
    told = {"cohorts-measure.value": "money", "cohorts-unit.value": "amount", "cohorts-first.value": "*"}
    told |= {"filters.data": {"search": "?country=DE&measure=money&first=X1"}}
    asked = call(client, "url.search", told, given="cohorts-measure")
    assert asked["url.search"] == "?country=DE&measure=money&unit=amount"
    assert Asked.of("?measure=none&first=%00") == Asked()
