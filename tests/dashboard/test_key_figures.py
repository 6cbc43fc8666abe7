from datetime import date

import pytest

from dashboard.components.cards import KeyFigure, key_figures
from dashboard.components.keyfigures import compared, figures, key_figures_of
from dashboard.filters import Filters, add_months
from dashboard.queries import activity
from dashboard.shop import Place, Shop
from tests.dashboard.calls import texts
from tests.dashboard.literal import published
from tests.dashboard.plain import plain_totals

MAR, AUG = date(2011, 3, 1), date(2011, 8, 1)


@pytest.mark.parametrize(
    ("filters", "early", "late", "unit", "note"),
    [
        (Filters(date(2011, 7, 1), AUG), "2011-05 2011-06", "2011-07 2011-08", "", "against May–Jun 2011"),
        (Filters(MAR, AUG), "2011-03 2011-05", "2011-06 2011-08", " in 3 mo", "Jun–Aug 2011 against Mar–May 2011"),
        (Filters(), "2010-12 2011-05", "2011-06 2011-11", " in 6 mo", "Jun–Nov 2011 against Dec 2010 – May 2011"),
        (
            Filters(date(2011, 12, 1)),
            "2011-11 2011-11",
            "2011-12 2011-12",
            "",
            "against Nov 2011; the last month is not over",
        ),
    ],
)
def test_what_is_compared(filters: Filters, early: str, late: str, unit: str, note: str) -> None:
    found = compared(published(), published().scope(filters))
    assert found is not None
    windows = [f"{one.start:%Y-%m} {one.end:%Y-%m}" for one in (found.early, found.late)]
    assert (windows, found.unit, found.note) == ([early, late], unit, note)
    assert found.early.as_of == found.late.start


def test_too_few_months_are_not_compared() -> None:
    assert compared(published(), published().scope(Filters(date(2010, 12, 1), date(2011, 4, 1)))) is None


def test_the_figures_of_the_literal_shop(small: Shop) -> None:
    scope = small.scope(Filters())
    with small.engine.connect() as connection:
        now, months = activity.totals(connection, scope), activity.by_month(connection, scope)
    found = {figure.label: (figure.value, figure.course) for figure in figures(now, None, months, "GBP")}
    assert found == {
        "Gross sales": ("£282", (55.5, 110.0, 62.0, 55.0)),
        "Returns": (f"{chr(0x2212)}£37", (0.0, 0.0, 10.0, 27.0)),
        "Net sales": ("£246", (55.5, 110.0, 52.0, 28.0)),
        "Orders": ("14", (2.0, 3.0, 4.0, 5.0)),
        "Customers": ("9", (2.0, 3.0, 2.0, 5.0)),
        "Average order value": ("£20.2", (27.75, 110 / 3, 15.5, 11.0)),
        "Repeat customers": ("22.2\u202f%", (0.0, pytest.approx(1 / 3), 0.5, pytest.approx(0.2))),
        "Guests' share of sales": ("10.6\u202f%", (0.0, 0.0, pytest.approx(30 / 62), 0.0)),
    }


def test_changes_equal_plain_sql(shop: Shop) -> None:
    last = shop.published().last_month
    scope = shop.scope(Filters(add_months(last, -8), add_months(last, -5)))
    late, early = plain_totals(shop.engine, scope), plain_totals(shop.engine, scope.previous())
    strip = key_figures_of(shop, Place(Filters()), scope)
    shown = dict(zip([figure.children[0].children for figure in strip.children], strip.children, strict=True))
    for label, name in (("Gross sales", "gross"), ("Orders", "orders"), ("Customers", "customers")):
        change = late[name] / early[name] - 1
        arrow = "▲" if change >= 0 else "▼"
        assert f"{arrow} {abs(change) * 100:.1f}\u202f%" in texts(shown[label])
    points = (late["guest_gross"] / late["gross"]) - (early["guest_gross"] / early["gross"])
    assert f"{abs(points) * 100:.1f}\u202fpts" in texts(shown["Guests' share of sales"])


@pytest.mark.parametrize(
    ("change", "more_is_better", "words", "tone"),
    [
        (0.083, True, "▲ 8.3\u202f%", "better"),
        (-0.083, True, "▼ 8.3\u202f%", "worse"),
        (0.083, False, "▲ 8.3\u202f%", "worse"),
        (-0.083, False, "▼ 8.3\u202f%", "better"),
        (0.083, None, "▲ 8.3\u202f%", ""),
        (0.0, True, "▲ 0.0\u202f%", ""),
        (None, True, "no earlier period", ""),
    ],
)
def test_a_change_has_a_sign_and_a_tone(
    change: float | None, more_is_better: bool | None, words: str, tone: str
) -> None:
    figure = KeyFigure("Sales", "£1", change, "no earlier period" if change is None else "", (), more_is_better)
    shown = key_figures([figure]).children[0].children[2].children[0]
    assert (shown.children, shown.className.split()[1:]) == (words, [tone] if tone else [])


def test_a_selection_without_sales_has_dashes_and_no_error(shop: Shop) -> None:
    scope = shop.scope(Filters(countries=("Nowhere",)))
    words = texts(key_figures_of(shop, Place(Filters()), scope))
    assert "£0" in words
    assert "Average order value –" in words
    assert "nan" not in words
