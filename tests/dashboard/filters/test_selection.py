from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.filters.selection import (
    COMPARISONS,
    CURSORS,
    GUESTS,
    Filters,
    Scope,
    add_months,
    join_queries,
    months_between,
    page_query,
    period_in_words,
)
from warehouse.schema import segment_activity

JAN, MAR, AUG, DEC = (date(2011, month, 1) for month in (1, 3, 8, 12))
ODD = st.sampled_from([",", "%", "%2C", "%252C", "&", "=", "'", '"', "+", "#", ";", "ü", "\u2028", "🧁", " ", "~"])
TEXT = st.one_of(st.text(), st.lists(st.one_of(ODD, st.text()), max_size=6).map("".join))
SENT = TEXT.map(lambda text: text.encode("utf-8", "ignore").decode().replace("\x00", "").strip())
VALUES = st.lists(SENT.filter(bool), max_size=5, unique=True).map(tuple)
MONTHS = st.none() | st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(lambda day: day.replace(day=1))


@given(MONTHS, MONTHS, VALUES, VALUES, st.none() | SENT.filter(bool), st.sampled_from([None, *COMPARISONS]))
def test_filters_survive_the_address(
    start: date | None,
    end: date | None,
    countries: tuple[str, ...],
    segments: tuple[str, ...],
    segmentation: str | None,
    compare: str | None,
) -> None:
    filters = Filters(start, end, countries, segments, segmentation, compare)
    query = filters.to_query()
    assert Filters.from_query(query) == filters
    assert query.isascii()
    assert not any(letter.isspace() for letter in query)


@given(st.text(), st.sampled_from(["", "?", "?from=", "?country=", "?segment=%", "?to=20", "?segmentation="]))
def test_junk_is_never_an_error(text: str, start: str) -> None:
    found = Filters.from_query(start + text)
    assert Filters.from_query(found.to_query()) == found
    assert page_query(start + text).isascii()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (None, Filters()),
        ("?", Filters()),
        ("?from=2011-03&to=2011-08", Filters(MAR, AUG)),
        ("from=2011-03", Filters(MAR)),
        ("?from=2011-08&to=2011-03", Filters(AUG, MAR)),  # told, and read as `ordered`
        ("?from=2011-03-17", Filters()),
        ("?from=2011-03garbage&to=2011-03%00", Filters()),
        ("?from=%202011-3%20", Filters(MAR)),
        ("?from=2011-13&to=yesterday", Filters()),
        ("?from=0001-01&to=9999-12", Filters()),
        ("?from=99999-01&to=2011-1x", Filters()),
        ("?from=2011-01&from=2011-03", Filters()),
        ("?from=2011-03&from=2011-03", Filters(MAR)),
        ("?country=FR,DE", Filters(countries=("FR", "DE"))),
        ("?country=FR&country=DE,FR", Filters(countries=("FR", "DE"))),
        ("?country=&segment=", Filters()),
        ("?country=,%20,&segment=%C2%A0", Filters(countries=("␠",), segments=("␠",))),
        ("?country=A%252CB,C%25D", Filters(countries=("A,B", "C%D"))),
        ("?country=a%00b,FR", Filters(countries=("a␀b", "FR"))),
        ("?segment=guests&segmentation=kmeans", Filters(segments=(GUESTS,), segmentation="kmeans")),
        ("?compare=year", Filters(compare="year")),
        ("?compare=previous&compare=none", Filters()),
        ("?compare=last%20week", Filters()),
        ("?country=%FF&x=1", Filters(countries=("\ufffd",))),
        ("?country=\ud800", Filters(countries=("?",))),
        ("?" + "x=1&" * 100 + "country=FR", Filters()),
    ],
)
def test_reading_a_query(query: str | None, expected: Filters) -> None:
    assert Filters.from_query(query) == expected


def test_a_long_list_is_cut() -> None:
    found = Filters.from_query("?country=" + ",".join(f"c{i}" for i in range(1000)))
    assert found.countries == (*(f"c{i}" for i in range(300)), "…")
    assert Filters.from_query(found.to_query()) == found


@pytest.mark.parametrize(
    ("query", "unread"),
    [
        ("?from=%20", (("from", " "),)),
        ("?from=2025-01garbage&to=2025-13", (("from", "2025-01garbage"), ("to", "2025-13"))),
        ("?compare=foo", (("compare", "foo"),)),
        ("?compare=previous&compare=none", (("compare", "previous, none"),)),
        ("?zzz=1&utm_source=mail&sort=net", (("zzz", "1"),)),
        ("?Segment=champions&seg%00=%09", (("Segment", "champions"), ("seg?", "?"))),
        ("?" + "x=1&" * 60, (("…", "…"),)),
    ],
)
def test_what_cannot_be_understood_stays_in_the_address(query: str, unread: tuple[tuple[str, str], ...]) -> None:
    found = Filters.from_query(query)
    assert (found, found.unread) == (Filters(), unread)
    assert Filters.from_query(join_queries(found.to_query(), page_query(query))).unread == unread


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), ""),
        (Filters(MAR, AUG, ("FR", "DE")), "?from=2011-03&to=2011-08&country=FR,DE"),
        (Filters(segments=("can't lose", "a,b")), "?segment=can%27t%20lose,a%252Cb"),
        (Filters(MAR, compare="none"), "?from=2011-03&compare=none"),
    ],
)
def test_writing_a_query(filters: Filters, expected: str) -> None:
    assert filters.to_query() == expected


def test_what_an_address_says_beyond_the_filters() -> None:
    search = "?country=FR&q=a%26b&sort=frequency&after=3~1&to=2011-01"
    assert page_query(search) == "q=a%26b&sort=frequency&after=3~1"
    assert page_query(search, without=CURSORS) == "q=a%26b&sort=frequency"
    assert (page_query(None), page_query("?from=2011-01")) == ("", "")


def test_joining_queries() -> None:
    assert (join_queries(), join_queries("", "?")) == ("", "")
    assert join_queries("?a=1", "", "b=2", "?c=3") == "?a=1&b=2&c=3"


@pytest.mark.parametrize(
    ("month", "months", "expected"),
    [
        (JAN, 0, JAN),
        (JAN, 11, DEC),
        (DEC, 1, date(2012, 1, 1)),
        (JAN, -1, date(2010, 12, 1)),
        (MAR, -26, date(2009, 1, 1)),
    ],
)
def test_adding_months(month: date, months: int, expected: date) -> None:
    assert add_months(month, months) == expected


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.integers(0, 600))
def test_months_between_undoes_adding(day: date, months: int) -> None:
    assert months_between(day.replace(day=1), add_months(day, months)) == months + 1


def scope(start: date, end: date, **options: object) -> Scope:
    return Scope((1,), 1, start, end, add_months(end, 1), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("segments", "guests", "named"),
    [((), True, ()), ((GUESTS,), True, ()), (("lost",), False, ("lost",)), ((GUESTS, "lost"), True, ("lost",))],
)
def test_whether_guests_are_inside(segments: tuple[str, ...], guests: bool, named: tuple[str, ...]) -> None:
    found = scope(MAR, AUG, segments=segments)
    assert (found.has_guests, found.identified_segments) == (guests, named)


def test_values_of_a_link_are_bound_and_never_part_of_the_sql() -> None:
    evil = "'; drop table orders; --"
    conditions = scope(MAR, AUG, countries=(evil,), segments=(evil,)).where(segment_activity)
    assert not any(evil in str(condition) for condition in conditions)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(MAR, AUG, "Mar–Aug 2011"), (MAR, MAR, "Mar 2011"), (date(2010, 12, 1), MAR, "Dec 2010 – Mar 2011")],
)
def test_a_period_in_words(start: date, end: date, expected: str) -> None:
    assert period_in_words(start, end) == expected
