"""The selections that everything is asked for: each filter alone, and all at once."""

from dashboard.filters.published import Published
from dashboard.filters.selection import Filters, add_months

COUNTRIES = ("DE", "FR")
MONTHS = 6

# What pages keep in their address beyond the filters: a page's path -> query strings, each measured as a scope more.
OWN = {
    "customers": (
        "sort=last_order_at&dir=asc",
        "sort=average_order_value",
        "q=123",
        "orders=5&sales=1000&silent=90",
    )
}


def selections(published: Published) -> dict[str, str]:
    """Query strings by what they select; the months lie in the middle of the data."""
    segments = tuple(one.segment_id for one in published.segmentations[0].segments[:2])
    middle = published.first_month
    while add_months(middle, 2 * MONTHS) <= published.last_month:
        middle = add_months(middle, 1)
    months = Filters(start=middle, end=min(add_months(middle, MONTHS - 1), published.last_month))
    return {
        "all": "",
        "two countries": Filters(countries=COUNTRIES).to_query(),
        "two segments": Filters(segments=segments).to_query(),
        "six months": months.to_query(),
        "everything": months.only(countries=COUNTRIES, segments=segments).to_query(),
    }


def selections_of(path: str, published: Published) -> dict[str, str]:
    """The same for one page, with what it adds of its own."""
    own = {query: f"?{query}" for query in OWN.get(path, ())}
    return selections(published) | own
