"""The view of movement: the two months in the address, the moves, the charts, the empty states."""

from datetime import date, timedelta

import pandas as pd
import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from dashboard.figures.segments import migration as drawn
from dashboard.filters import parts
from dashboard.filters.selection import Filters, add_months
from dashboard.insights.advice.sources import advices
from dashboard.pages.migration import month_ends, moves, page, places, runs, tables
from dashboard.pages.migration.month_ends import span_of
from dashboard.pages.migration.moves import NOT_YET, Span, span
from dashboard.queries.segments import migration as queries
from dashboard.shop import Place, Shop
from dashboard.words import formats
from models.history.drift import stability_index
from tests.dashboard.calls import call, texts
from tests.dashboard.literal import published
from warehouse.schema import WITHOUT_ORDER

MONTHS = tuple(date(2011, number, 1) for number in range(1, 11))
SEGMENTATION = published().segmentations[0]
FLOWS = pd.DataFrame(
    [
        ("best", "best", 50),
        ("best", "good", 9),
        ("good", "best", 12),
        ("good", "lost", 4),
        ("lost", "lost", 30),
        ("lost", "fair", 2),
        (None, "fair", 20),
    ],
    columns=["from_segment", "to_segment", "customers"],
)


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("", None),  # nothing chosen, and none of the window
        ("?since=2011-01&until=2011-02", (1, 2)),
        ("?since=2011-08&until=2011-04", (4, 8)),  # the wrong way round
        ("?since=2001-01&until=2031-04", (1, 10)),
        ("?since=what&until=%00", None),
        ("?until=2011-01", (1, 2)),  # nothing is before the first
        ("?until=2011-09", (6, 9)),  # a quarter
    ],
)
def test_the_months_that_are_chosen(search: str, expected: tuple[int, int] | None) -> None:
    found = span(MONTHS, search)
    assert (found and (found.since.month, found.until.month)) == expected
    assert found is None or span(MONTHS, found.to_query()) == found


def test_the_months_of_the_window_unless_others_are_chosen() -> None:
    ends = date(2011, 3, 1), date(2011, 9, 1)
    for search, expected in (("", ends), ("?since=2011-01&until=2011-02", (date(2011, 1, 1), date(2011, 2, 1)))):
        assert span(MONTHS, search, ends) == Span(*expected, MONTHS)
    assert span(MONTHS[3:], "", ends) is None


@pytest.mark.parametrize("months", [(), MONTHS[:1]])
def test_one_month_is_no_movement(months: tuple[date, ...]) -> None:
    assert span(months, "?since=2011-01") is None


def test_moves_are_told_apart() -> None:
    flows = moves.named(FLOWS, SEGMENTATION)
    assert list(flows["move"]) == ["stayed", "down", "up", "down", "up", "stayed", "new"]
    assert moves.totals(flows) == {
        **{"stayed": 80, "up": 14, "down": 13, "new": 20},
        **{"quiet": 4, "back": 2, "then": 107, "now": 127},
    }
    assert moves.sentence(flows) == "12 Good became Best, 9 Best slipped to Good"
    assert moves.sentence(flows[flows["move"] == "stayed"]) == "Nobody changed segment"


def test_thin_flows_are_left_to_the_table_and_counted() -> None:
    flows = moves.named(FLOWS, SEGMENTATION)
    kept, rest = moves.bundled(flows, 0.05)
    assert rest == 6
    figure = drawn.flow_diagram(kept, flows, ("then", "now"))
    sankey = figure.data[0]
    assert sum(sankey.link.value) + rest == 127
    assert [one.rsplit(" ", 1)[1] for one in sankey.node.label] == ["59", "16", "32", "20", "62", "9", "22", "34"]
    assert sankey.link.customdata[1][1] == "<b>9 customers</b> moved down from Best to Good"
    assert all(0 < y < 1 for y in sankey.node.y)
    assert not drawn.flow_diagram(flows.head(0), flows.head(0), ("", "")).data


def test_the_table_adds_up() -> None:
    words = texts(tables.table(Place(Filters()), SEGMENTATION, moves.named(FLOWS, SEGMENTATION), lambda old, new: ""))
    assert "Best 50 85\u202f% 9 15\u202f%" in words
    assert words.endswith("All 62 9 22 34 127")
    assert NOT_YET.name in words


def test_the_index_is_that_of_the_model(shop: Shop) -> None:
    rows = [(date(2011, 1, 1), "best", 100), (date(2011, 2, 1), "best", 50), (date(2011, 2, 1), "lost", 50)]
    found = moves.stability(pd.DataFrame(rows, columns=["month", "segment_id", "customers"]))
    assert found["psi"].tolist() == [pytest.approx(stability_index([100, 0], [50, 50]))]
    for one in ("rfm", "kmeans"):
        scope = shop.scope(Filters(segmentation=one))
        stored = runs.run_of(shop, scope)["metrics"]["segment_drift"]
        shown = moves.stability(shop.ask(queries.sizes, scope))
        assert [f"{month}" for month in shown["month"]] == [row["month"] for row in stored]
        assert shown["psi"].tolist() == pytest.approx([row["psi"] for row in stored])


@pytest.mark.parametrize("filters", [Filters(), Filters(segmentation="kmeans"), Filters(countries=("DE", "FR"))])
def test_flows_and_sizes_agree_under_countries(shop: Shop, filters: Filters) -> None:
    scope, where = shop.scope(filters), Place(filters)
    chosen = span_of(shop, where, scope)
    assert isinstance(chosen, Span)
    sizes = shop.ask(queries.sizes, scope)
    flows = page.moved(shop, scope, chosen)
    for month, side in ((chosen.since, "old"), (chosen.until, "new")):
        counted = flows[flows["move"] != "new"] if side == "old" else flows
        members = counted.groupby([one.segment_id for one in counted[side]])["customers"].sum().to_dict()
        assert members == sizes[sizes["month"] == month].set_index("segment_id")["customers"].to_dict()


def test_now_is_what_is_published(shop: Shop) -> None:
    scope = shop.scope(Filters())
    sizes = shop.ask(queries.sizes, scope)
    last = sizes[sizes["month"] == sizes["month"].max()].set_index("segment_id")["customers"].to_dict()
    segments = shop.published().of(scope).segments
    assert last == {
        one.segment_id: one.customers for one in segments if one.customers and one.segment_id not in WITHOUT_ORDER
    }


def test_what_a_first_run_shows_obeys_the_comparison(shop: Shop) -> None:
    """None: no change at all. Previous: against the end of the months before. Year: against a year before."""
    window = date(2025, 9, 1), date(2025, 11, 1)
    for compare, since in (("previous", date(2025, 8, 1)), ("year", date(2024, 11, 1)), ("none", None)):
        filters = Filters(*window, compare=compare)
        scope, where = shop.scope(filters), Place(filters)
        panel, course = runs.since_last_run(shop, where, scope), page.course(shop, where, scope)
        shown, sizes = texts(panel.body), shop.ask(queries.sizes, scope)
        now = sizes[sizes["month"] == window[1]].set_index("segment_id")["customers"]
        assert runs.FIRST in panel.note
        if since is None:
            assert panel.title == "Segments on 30 Nov 2025"
            assert "No change of share: not compared." in panel.note
            assert course.title == "Segments over time"
            assert "pts" not in shown + str(panel.title)
            continue
        then = sizes[sizes["month"] == since].set_index("segment_id")["customers"]
        change = (now / now.sum()).sub(then / then.sum(), fill_value=0)
        assert f"30 Nov 2025 · {runs.FIRST}" in panel.note
        assert f"{month_end(since)} and on 30 Nov 2025" in panel.note
        advice = {one.segment_id: one.trend.text for one in advices(shop, scope)}
        for segment in shop.published().of(scope).segments:
            name = segment.segment_id
            if name in now:
                shares = f"{100 * then[name] / then.sum():.1f}\u202f%", f"{100 * now[name] / now.sum():.1f}\u202f%"
                assert f"{then[name]:,} {shares[0]} {now[name]:,} {shares[1]} {formats.points(change[name])}" in shown
                said = (
                    f"From {shares[0]} of customers at the end of {since:%b %Y} to {shares[1]} at the end of Nov 2025"
                )
                assert shares[0] == shares[1] or name not in advice or said in advice[name]
        top = change.idxmax()
        assert panel.title.startswith(f"{shop.published().of(scope).segment(top).name} gained most")  # type: ignore[union-attr]
        assert f"at the end of {since:%b %Y}" in course.title


def month_end(month: date) -> str:
    """The last day of a month, in words."""
    return formats.day(add_months(month, 1) - timedelta(days=1))


def test_online_retail_is_not_compared_with_its_first_month(retail: Shop) -> None:
    """One month of history (885 customers) is no base for a year."""
    scope, where = retail.scope(Filters()), Place(Filters())
    panel = runs.since_last_run(retail, where, scope)
    assert "Customers on 31 May 2011 and on 30 Nov 2011" in panel.note
    assert "Champions 358 13.2\u202f% 541 12.6\u202f%" in texts(panel.body)
    champions = next(one for one in advices(retail, scope) if one.segment_id == "champions")
    assert champions.trend.text.startswith(
        "From 13.2\u202f% of customers at the end of May 2011 to 12.6\u202f% at the end of Nov 2011; "
    )
    assert month_ends.measured(retail, scope)["month"].min() == date(2011, 2, 1)
    a_year = Filters(compare="year")
    for said in (runs.since_last_run, page.course):
        assert "No change of share: no data a year before." in str(said(retail, where, retail.scope(a_year)).note)


@pytest.mark.parametrize("function", [page.diagram, page.crossed, page.course, page.drift, runs.since_last_run])
def test_panels_stand_empty_selections(shop: Shop, function: object) -> None:
    for filters in (Filters(), Filters(countries=("Nowhere",)), Filters(segments=("champions",))):
        panel = function(shop, Place(filters), shop.scope(filters))  # type: ignore[operator]
        assert panel.title
    nowhere = Filters(countries=("Nowhere",))
    assert "no movement" in texts(page.figures(shop, Place(nowhere), shop.scope(nowhere)))


def test_the_selects_and_the_address(client: FlaskClient) -> None:
    answer = call(client, "migration-since.value", {"filters.data": {"search": ""}})
    since, until = answer["migration-since.value"], answer["migration-until.value"]
    assert (since, until) == ("2025-05", "2026-05")  # the latest full months that the data reach back for
    assert until in [one["value"] for one in answer["migration-until.options"]]
    assert all(one["value"] < until for one in answer["migration-since.options"])
    values = {"migration-since.value": since, "migration-until.value": until, "filters.data": {"search": "?country=DE"}}
    changed = values | {"migration-since.value": answer["migration-since.options"][1]["value"]}
    asked = call(client, "url.search", changed, given="migration-since")
    assert asked["url.search"] == f"?country=DE&since={changed['migration-since.value']}&until={until}"


def test_the_course_shows_the_months_in_view(shop: Shop) -> None:
    whole = shop.scope(Filters())
    start, end = add_months(whole.end, -8), add_months(whole.end, -3)
    filters = Filters(start, end, compare="none")
    shown = month_ends.in_window(shop, shop.scope(filters))["month"]
    assert (shown.min(), shown.max()) == (add_months(start, -1), end)
    panel = page.course(shop, Place(filters), shop.scope(filters))
    assert f" – {formats.month(end)} · " in panel.note
    assert {day for trace in panel.body.data for day in trace.x} == set(shown)
    drift = page.drift(shop, Place(filters), shop.scope(filters))
    assert drift.note.endswith(formats.month(end))
    assert list(drift.body.data[0].x) == [add_months(start, number) for number in range(6)]


def test_where_a_segment_shrank_most(shop: Shop) -> None:
    """Against plain SQL, the greatest loss first."""
    scope = shop.scope(Filters(segments=("champions",)))
    where = Place(Filters(segments=("champions",)), None, "?segment=champions&since=2025-09&until=2026-03")
    chosen = span_of(shop, where, scope)
    assert chosen is not None
    statement = """
        select n.name, coalesce(sum(customers) filter (where month = :since), 0) as then,
            coalesce(sum(customers) filter (where month = :until), 0) as now
        from segment_sizes join countries n using (country)
        where segmentation_id = :run and segment_id = 'champions' and month in (:since, :until)
        group by n.name"""
    with shop.engine.connect() as connection:
        asked = {"since": chosen.since, "until": chosen.until, "run": scope.segmentation_id}
        counts = {row.name: (int(row.then), int(row.now)) for row in connection.execute(text(statement), asked)}
    found = places.by_country(shop, where, scope)
    names = [row[0] for row in found.body.rows]
    changes = [counts[name][1] - counts[name][0] for name in names]
    assert (set(names), changes) == (set(counts), sorted(changes))
    assert [row[1] for row in found.body.rows] == [formats.count(counts[name][0]) for name in names]
    shrank = [name for name, change in zip(names, changes, strict=True) if change < 0]
    assert all(name in found.title for name in shrank[:3])
    codes = {name: code for code, name in shop.published().country_names.items()}
    assert found.note[-1].href == parts.address({"all": [{"field": "country", "in": [codes[n] for n in shrank[:3]]}]})


def test_countries_are_ordered_by_what_they_lost() -> None:
    since, until = date(2026, 1, 1), date(2026, 2, 1)
    rows = [("DE", since, 5), ("DE", until, 9), ("FR", since, 4), ("BE", since, 7), ("BE", until, 6), ("IT", until, 1)]
    frame = pd.DataFrame(rows, columns=["country", "month", "customers"])
    assert places.changes(frame, since, until).to_numpy().tolist() == [
        *(["FR", 4, 0], ["BE", 7, 6], ["IT", 0, 1], ["DE", 5, 9])
    ]
