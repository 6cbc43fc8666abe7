import pytest

from dashboard.components.cards import KeyFigure, key_figures
from dashboard.components.keyfigures import figures, figures_of, key_figures_of
from dashboard.filters.selection import Filters, add_months, period_in_words
from dashboard.queries.sales import activity
from dashboard.shop import Place, Shop
from tests.dashboard.calls import texts
from tests.dashboard.plain import plain_totals


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
        "Average order value": ("£20.18", (27.75, 110 / 3, 15.5, 11.0)),
        "Repeat customers": ("22.2\u202f%", (0.0, 0.0, 0.0, 0.0)),
        "Guests' share of sales": ("10.6\u202f%", (0.0, 0.0, pytest.approx(30 / 62), 0.0)),
    }


def test_changes_equal_plain_sql(shop: Shop) -> None:
    last = shop.published().last_month
    scope = shop.scope(Filters(add_months(last, -8), add_months(last, -5)))
    before = scope.only(start=add_months(scope.start, -12), end=add_months(scope.end, -12))
    late, early = plain_totals(shop.engine, scope), plain_totals(shop.engine, before)
    strip = key_figures_of(shop, Place(Filters()), scope)
    shown = dict(zip([figure.children[0].children for figure in strip.children], strip.children, strict=True))
    for label, name in (("Gross sales", "gross"), ("Orders", "orders"), ("Customers", "customers")):
        change = late[name] / early[name] - 1
        arrow = "▲" if change >= 0 else "▼"
        basis = f"vs {period_in_words(before.start, before.end)}"
        assert f"{arrow} {abs(change) * 100:.1f}\u202f% {basis}" in texts(shown[label])
    points = (late["guest_gross"] / late["gross"]) - (early["guest_gross"] / early["gross"])
    assert f"{abs(points) * 100:.1f}\u202fpts" in texts(shown["Guests' share of sales"])
    # Both windows count the orders inside them alone, so that the later one does not win by a longer history.
    once = early["single_customers"] / early["customers"] - late["single_customers"] / late["customers"]
    arrow = "▲" if once >= 0 else "▼"
    assert f"{arrow} {abs(once) * 100:.1f}\u202fpts {basis}" in texts(shown["Repeat customers"])


def test_a_long_basis_is_told_once() -> None:
    long, short = "Jun 2025 – May 2026 vs Jun 2024 – May 2025", "vs Jun 2024"
    ones = [KeyFigure("Orders", "12", 0.1, long), KeyFigure("Customers", "9", 0.2, long), KeyFigure("Returns", "0")]
    assert texts(key_figures(ones)).count(long) == 1
    assert texts(key_figures(ones)).endswith(f"Changes: {long}")
    twice = [KeyFigure("Orders", "12", 0.1, short), KeyFigure("Customers", "9", 0.2, short)]
    assert texts(key_figures(twice)).count(short) == 2


@pytest.mark.parametrize("filters", [Filters(countries=("XX",)), Filters(segments=("no-such",))])
def test_where_nothing_matches_there_are_no_figures(small: Shop, filters: Filters) -> None:
    found = key_figures_of(small, Place(filters), small.scope(filters))
    assert texts(found) == "Nothing in the data matches these filters."


@pytest.mark.parametrize(
    ("change", "more_is_better", "words", "tone"),
    [
        (0.083, True, "▲ 8.3\u202f%", "better"),
        (-0.083, True, "▼ 8.3\u202f%", "worse"),
        (0.083, False, "▲ 8.3\u202f%", "worse"),
        (-0.083, False, "▼ 8.3\u202f%", "better"),
        (0.083, None, "▲ 8.3\u202f%", ""),
        (0.0, True, "0.0\u202f%", ""),
        (-0.0004, True, "0.0\u202f%", ""),
        (None, True, "no earlier period", ""),
    ],
)
def test_a_change_has_a_sign_and_a_tone(
    change: float | None, more_is_better: bool | None, words: str, tone: str
) -> None:
    figure = KeyFigure(
        "Sales", "£1", change, "no earlier period" if change is None else "vs Feb 2010", (), more_is_better
    )
    _, _, foot, *basis = key_figures([figure]).children[0].children
    assert (foot.children[0].children, foot.children[0].className.split()[1:]) == (words, [tone] if tone else [])
    assert [one.children for one in basis] == ([] if change is None else ["vs Feb 2010"])


def test_the_amounts_behind_a_change_can_be_read(small: Shop) -> None:
    """The months compared are fewer than those shown: March against February, for April is not over."""
    scope = small.scope(Filters())
    compared = {one.label: one.compared for one in figures_of(small, scope)}
    assert compared["Gross sales"] == "£62 in Mar 2023, £110 in Feb 2023"
    assert compared["Customers"] == "2 in Mar 2023, 3 in Feb 2023"
    gross = key_figures_of(small, Place(Filters()), scope).children[0]
    assert gross.children[2].children[0].title == compared["Gross sales"]
