"""Segments by country: counted as plain SQL does, small countries together."""

import pandas as pd
from sqlalchemy import text

from dashboard.filters.selection import Filters
from dashboard.pages.countries.crossed import REST, SHOWN, _title, by_country, crossed
from dashboard.queries.segments import grounds
from dashboard.shop import Place, Shop
from tests.dashboard.calls import texts


def test_a_table_of_countries_and_segments() -> None:
    rows = [("a", "DE", 3), ("b", "DE", 1), ("a", "FR", 6)] + [("b", f"C{number}", 1) for number in range(12)]
    table = by_country(pd.DataFrame(rows, columns=["segment_id", "country", "customers"]))
    assert list(table.index)[:2] == ["FR", "DE"]
    assert (len(table), table.index[-1]) == (SHOWN + 1, REST)
    assert table.loc["DE"].to_dict() == {"a": 3, "b": 1}
    assert table.loc[REST].to_dict() == {"a": 0, "b": 2}
    assert by_country(pd.DataFrame()).empty


def test_it_counts_what_sql_counts(shop: Shop) -> None:
    scope = shop.scope(Filters())
    with shop.engine.connect() as connection:
        found = connection.execute(
            text("""
                select country, segment_id, count(*) from customer_segments join customer_features using (customer_id)
                where segmentation_id = :number and frequency > 0 group by 1, 2
            """),
            {"number": scope.segmentation_id},
        ).all()
    expected = {(country, segment): number for country, segment, number in found}
    table = by_country(shop.ask(grounds.segment_countries, scope))
    for country in table.index[:SHOWN]:
        for segment in table.columns:
            assert table.at[country, segment] == expected.get((country, segment), 0)
    assert table.to_numpy().sum() == sum(expected.values())
    panel = crossed(shop, Place(Filters()), scope)
    assert "All others" in texts(panel.body)
    assert panel.title == "Segments by country"  # none but one has LEAST customers
    counts = pd.DataFrame({"champions": [40, 10, 3], "lost": [60, 30, 0]}, index=["GB", "DE", "FR"])
    best = shop.published().of(scope).segments[0]
    assert _title(shop, counts, best) == "Champions are 40\u202f% of the customers of United Kingdom, 37\u202f% of all"
