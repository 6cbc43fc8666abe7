"""Names and colours that stay with their customers over refits, and are refused where they would lie."""

from collections.abc import Callable
from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, text

from models.clusters.identity import Naming, Previous, match, name_clusters, overlaps
from models.publishing.fit import Options, fit
from tests.models.shops import Line, line
from warehouse.schema import transactions

CHAMPIONS, LOYAL, HIBERNATING = (4.8, 4.6), (3.4, 4.2), (1.4, 1.5)
IDS = ("champions", "need-attention", "hibernating")
MEMBERS = np.repeat([0, 1, 2], 100)


def name(places: list[tuple[float, float]], labels: np.ndarray, previous: Previous | None) -> Naming:
    recency, value = np.array(places).T
    return name_clusters(recency, value, labels, [], previous)


def before(members: np.ndarray = MEMBERS, ids: tuple[str, ...] = IDS) -> Previous:
    return Previous(7, ids, members, [])


def ids_of(named: Naming) -> list[str]:
    return [group.id for group in named.groups]


def test_first_runs_are_named_afresh() -> None:
    named = name([CHAMPIONS, LOYAL, HIBERNATING], MEMBERS, None)
    assert ids_of(named) == ["champions", "loyal", "hibernating"]
    assert named.record == {}


def test_names_stay_with_the_customers_whatever_the_clusters_numbers() -> None:
    labels = np.repeat([2, 0, 1], 100)
    labels[:20] = 0  # some moved
    named = name([(3.2, 3.6), HIBERNATING, CHAMPIONS], labels, before())
    assert ids_of(named) == ["need-attention", "hibernating", "champions"]  # fresh, the first would be Loyal
    first = named.record["identity"]["segments"][0]
    assert named.record["identity"]["before"] == 7
    assert first == {
        "segment_id": "need-attention",
        "matched": "need-attention",
        "overlap": pytest.approx(100 / 120),
        "kept": True,
        "reason": "the same customers",
    }


def test_champions_that_are_no_longer_best_lose_their_name() -> None:
    named = name([(3.3, 4.1), (4.7, 4.6), HIBERNATING], MEMBERS, before())
    assert ids_of(named) == ["loyal", "champions", "hibernating"]
    reasons = [one["reason"] for one in named.record["identity"]["segments"]]
    assert reasons == [
        "champions would no longer be true",
        "need-attention would no longer be true",
        "the same customers",
    ]


def test_champions_beaten_without_a_best_of_both_lose_their_name() -> None:
    # The first is beaten by the second; the third has the highest recency, so nobody is best in both.
    members = np.repeat([0, 1, 2, 3], 50)
    previous = before(members, ("champions", "loyal", "potential-loyalists", "lost"))
    named = name([(4.4, 4.2), (4.5, 4.7), (4.9, 2.2), (1.1, 1.2)], members, previous)
    assert not named.record["identity"]["segments"][0]["kept"]
    assert ids_of(named)[0] != "champions"


def test_too_little_overlap_is_refused() -> None:
    labels = np.tile([0, 1, 2], 100)  # a third of everybody everywhere: an overlap of a fifth
    named = name([CHAMPIONS, LOYAL, HIBERNATING], labels, before())
    assert ids_of(named) == ["champions", "loyal", "hibernating"]  # as fresh
    assert all("overlap" in one["reason"] for one in named.record["identity"]["segments"])


def test_a_name_cannot_drift_away_from_its_meaning() -> None:
    named = name([CHAMPIONS, (4.5, 2.5), HIBERNATING], MEMBERS, before(ids=("champions", "at-risk", "hibernating")))
    assert ids_of(named) == ["champions", "potential-loyalists", "hibernating"]
    assert named.record["identity"]["segments"][1]["reason"] == "moved too far from what at-risk means"


def test_more_clusters_take_names_that_are_left() -> None:
    labels = np.repeat([0, 1, 2, 3], [100, 80, 20, 100])
    named = name([CHAMPIONS, (3.2, 3.6), (3.0, 3.1), HIBERNATING], labels, before())
    assert ids_of(named)[:2] == ["champions", "need-attention"]
    assert len(set(ids_of(named))) == 4
    assert named.record["identity"]["segments"][2]["matched"] is None


def test_new_customers_do_not_count_against_a_match() -> None:
    members = np.concatenate([MEMBERS, np.full(900, -1)])
    labels = np.concatenate([MEMBERS, np.zeros(900, dtype=int)])
    assert overlaps(labels, 3, members, 3).diagonal().tolist() == [1.0, 1.0, 1.0]


def test_centroids_decide_between_equal_overlaps() -> None:
    overlap = np.full((2, 2), 0.5)
    assert match(overlap, np.array([[1.0, 0.0], [0.0, 1.0]])) == {0: 1, 1: 0}
    assert match(np.array([[0.52, 0.5], [0.5, 0.52]]), np.array([[9.0, 0.0], [0.0, 9.0]])) == {0: 0, 1: 1}


@given(
    st.lists(st.tuples(st.floats(1, 5), st.floats(1, 5)), min_size=2, max_size=11, unique=True),
    st.integers(0, 2**32 - 1),
)
def test_names_are_unique_and_do_not_depend_on_the_order_of_customers(
    places: list[tuple[float, float]], seed: int
) -> None:
    chance = np.random.default_rng(seed)
    labels = chance.permutation(np.arange(200) % len(places))
    ids = ("champions", "loyal", "at-risk", "hibernating", "lost")
    members = np.where(chance.random(200) < 0.7, labels % len(ids), chance.integers(-1, len(ids), 200))
    named = name(places, labels, before(members, ids))
    assert len(set(ids_of(named))) == len(places)
    order = chance.permutation(200)
    assert name(places, labels[order], before(members[order], ids)) == named
    best = [i for i, one in enumerate(places) if all(one[0] >= r and one[1] >= v for r, v in places)]
    if best:
        assert named.groups[best[0]].id == "champions"


def shop(months: int, seed: int = 2) -> list[Line]:
    """Four kinds of customers, from often and much to long ago and little."""
    chance = np.random.default_rng(seed)
    lines = []
    for number in range(120):
        every, price, until = [(1, 200, 99), (2, 60, 99), (4, 15, 99), (3, 20, 3)][number % 4]
        for month in range(number % 3, min(months, until + number % 3), every):
            at = datetime(2011, 1, 1) + timedelta(days=30.4 * month + int(chance.integers(0, 28)))
            lines.append(line(f"c{number}", f"i{number}-{month}", at, price=price + number % 7))
    return lines


def kmeans(engine: Engine) -> tuple[dict[str, str], dict]:
    with engine.connect() as connection:
        number, metrics = connection.execute(
            text("select segmentation_id, metrics from segmentations where published and algorithm = 'kmeans'")
        ).one()
        rows = connection.execute(
            text("select customer_id, segment_id from customer_segments where segmentation_id = :id"), {"id": number}
        )
        return {row.customer_id: row.segment_id for row in rows}, metrics


def test_refits_shuffles_and_an_added_month_keep_names(engine: Engine, fill: Callable[..., None]) -> None:
    lines = shop(10)
    fill(lines)
    fit(engine, Options(k=4))
    first, _ = kmeans(engine)
    fit(engine, Options(k=4, seed=99))
    again, metrics = kmeans(engine)
    assert again == first
    assert all(one["kept"] and one["overlap"] == 1 for one in metrics["identity"]["segments"])
    with engine.begin() as connection:
        known = {row["invoice_no"] for row in lines}
        connection.execute(insert(transactions), [row for row in shop(11) if row["invoice_no"] not in known])
    fit(engine, Options(k=4))
    later, metrics = kmeans(engine)
    assert sum(one["kept"] for one in metrics["identity"]["segments"]) >= 3
    same = sum(later[customer] == segment for customer, segment in first.items()) / len(first)
    assert same > 0.65  # the others moved: a month is a tenth of this shop
