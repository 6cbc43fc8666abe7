"""Online Retail: the known facts of the file come out, and filters equal plain SQL. Skipped without the file."""

from datetime import date

import pytest

from dashboard.filters.selection import GUESTS, Filters
from dashboard.queries.sales import activity
from dashboard.shop import Shop
from tests.dashboard.queries.test_activity import check

MAR, AUG = date(2011, 3, 1), date(2011, 8, 1)


def test_known_facts(retail: Shop) -> None:
    scope = retail.scope(Filters())
    with retail.engine.connect() as connection:
        totals = activity.totals(connection, scope)
        months = activity.by_month(connection, scope)
        countries = activity.by_country(connection, scope)
    assert (totals.customers, totals.identified_orders, totals.single_customers) == (4_338, 18_532, 1_493)
    assert totals.identified_gross == pytest.approx(8_887_208.894, abs=1e-6)
    assert totals.new_customers == countries["customers"].sum() == countries["new_customers"].sum() == 4_338
    # The cohort of the first month, and how many of them came back in the months after.
    assert [months["customers"].iloc[0], months["new_customers"].iloc[0]] == [885, 885]
    assert len(months) == 13
    assert months["gross"].sum() == pytest.approx(totals.gross)
    assert months.loc[months["gross"].idxmax(), "month"] == date(2011, 11, 1)
    assert retail.published().last_day == date(2011, 12, 9)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(MAR, AUG),
        Filters(countries=("DE", "FR")),
        Filters(MAR, AUG, ("DE", "FR"), ("champions", "loyal", GUESTS)),
        Filters(segments=("champions", "hibernating")),
        Filters(MAR, AUG, segmentation="kmeans"),
    ],
    ids=["March to August", "Germany and France", "all at once", "two segments", "k-means"],
)
def test_activity_equals_plain_sql(retail: Shop, filters: Filters) -> None:
    check(retail, retail.scope(filters))
