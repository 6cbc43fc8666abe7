"""Without the right to see who people are nothing is told of fewer than five of them, and no customer is named."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from dashboard.filters.selection import Filters
from dashboard.pages import attributes as page
from dashboard.pages.explore import page as explore
from dashboard.pages.explore import pairs
from dashboard.pages.explore.basis import customers
from dashboard.pages.segments import page as segments
from dashboard.queries.sales.concentration import concentrated, told_of
from dashboard.queries.segments import attributes as queries
from dashboard.shop import Place, Shop, Viewer, viewing
from dashboard.shop.asker import Asker, asking
from dashboard.shop.few import TOO_FEW, FewError, alike, gathered

LOOKING = Asker("viewer@shop.example", frozenset({"look"}))


@pytest.fixture
def looks() -> Iterator[None]:
    """A viewer without personal data looks."""
    with viewing(Viewer(personal=False)), asking(LOOKING):
        yield


def filters_of(shop: Shop) -> list[Filters]:
    found = [Filters(), Filters(segments=("champions",))]
    return found + [Filters(countries=(code,)) for code in shop.published().country_names]


def test_bars_and_means_of_few_people_are_left_out(kept: Shop) -> None:
    for filters in filters_of(kept):
        scope = kept.scope(filters)
        for query, wanted in ((queries.distribution, ("Age",)), (queries.distribution, ("Plan",)), (queries.means, ())):
            whole = kept.ask(query, scope, *wanted)
            with viewing(Viewer(personal=False)):
                seen = kept.ask(query, scope, *wanted)
            expected = whole[whole["customers"] >= 5].reset_index(drop=True)
            pd.testing.assert_frame_equal(seen, expected, check_dtype=False)


def test_a_selection_of_few_people_is_said(kept: Shop) -> None:
    alone = _fewest(kept)
    with viewing(Viewer(personal=False)), asking(LOOKING):
        for function in (page.against_average, page.spread, page.values, explore.spread, pairs.scatter):
            with pytest.raises(FewError, match="fewer than 5"):
                function(kept, Place(alone), kept.scope(alone))
        drawn = [function(kept, Place(alone), kept.scope(alone)) for function in (page.sizes, page.countries)]
        assert all(one.title for one in drawn)  # how many there are is told
        assert TOO_FEW == "Too few people to show: fewer than 5."


def _fewest(shop: Shop) -> Filters:
    """A country of at most four customers."""
    homes = customers(shop, shop.scope(Filters()))["country"].value_counts()
    return Filters(countries=(str(homes[(homes > 0) & (homes < 5)].index[0]),))


def test_charts_name_no_customer(kept: Shop, looks: None) -> None:
    names = customers(kept, kept.scope(Filters()))["customer_id"].astype(str)
    for function in (pairs.scatter, segments.scatter):
        drawn = function(kept, Place(Filters()), kept.scope(Filters())).body.to_json()
        assert "Some customers" in drawn
        assert [one for one in names if f'"{one}"' in drawn] == []
        with viewing(Viewer()), asking(Asker()):
            assert f'"{names.iloc[0]}"' in function(kept, Place(Filters()), kept.scope(Filters())).body.to_json()


@pytest.mark.parametrize("number", [5, 9, 10, 23, 640])
def test_groups_of_people_alike_hold_five_or_more(number: int) -> None:
    places = np.random.default_rng(number).random((number, 2))
    groups = alike(places, np.arange(number))
    assert {5 <= len(one) <= 9 for one in groups} == {True}
    assert sorted(np.concatenate(groups)) == [*range(number)]


def test_those_nearest_are_together() -> None:
    """Two clouds of ten, which lie apart in the second place only."""
    places = np.array([[row % 10 / 100, row // 10] for row in range(20)])
    assert [set(places[one, 1]) for one in alike(places, np.arange(20))] == [{0.0}, {0.0}, {1.0}, {1.0}]


def test_a_point_is_nobody_alone(kept: Shop, looks: None) -> None:
    """Each is the mean of five or more of a segment; all segments are there that have as many."""
    frame = customers(kept, kept.scope(Filters()))
    points = gathered(kept, frame, ("frequency", "monetary"))
    shown = frame["segment_id"].value_counts().loc[lambda found: found >= 5]
    assert 5 * len(points) <= shown.sum() <= 9 * len(points)
    assert set(points["segment_id"]) == set(shown.index)
    exact = set(frame["monetary"])
    assert [one for one in points["monetary"] if one in exact] == []
    assert points["frequency"].dtype == frame["frequency"].dtype


def test_bars_of_single_people_are_left_out(kept: Shop, looks: None) -> None:
    drawn = explore.spread(kept, Place(Filters()), kept.scope(Filters()))
    (bars, *_) = drawn.body.data
    assert min(one for one in bars.y if one) >= 5
    assert "groups of fewer than 5 people are left out" in drawn.note
    values = customers(kept, kept.scope(Filters()))["monetary"]
    ends = 10 ** np.array([bars.x[0] - bars.width[0] / 2, bars.x[-1] + bars.width[-1] / 2])
    assert ends == pytest.approx([values.nsmallest(5).iloc[-1], values.nlargest(5).iloc[-1]])


@pytest.mark.parametrize("customers", [4, 5, 9, 12, 60, 640])
def test_a_step_of_the_curve_is_of_five_customers_or_more(customers: int) -> None:
    whole = concentrated([float(each) for each in range(1, customers + 1)])
    told = told_of(whole, 5)
    ranks = (told.curve["customers"] * customers).round().astype(int)
    assert [*ranks[:1], *ranks[-1:]] == [0, customers]
    assert (ranks.diff().dropna() >= min(5, customers)).all()
    assert set(told.tops) == {top for top in whole.tops if customers * top >= 450}
    assert bool(told.tenths) == (customers >= 50)
    pd.testing.assert_frame_equal(told_of(whole, 1).curve, whole.curve)
