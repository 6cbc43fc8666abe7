"""From orders to a result: the sums of the statements are those of plain Python, and words say what they are worth."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import pytest
from sqlalchemy import Connection, Engine, insert

from audiences.measurement import BUYERS, NET, answered, before_after, grounds, result, sentences
from audiences.measurement.grounds import ORDERS, summed
from audiences.measurement.looks import early_bound, final_bound
from audiences.measurement.pooled import Answers, pooled
from audiences.measurement.result import Verdict
from tests.databases import connected
from warehouse.access import see_everything
from warehouse.schema import campaigns, deliveries, delivery_members, orders

STARTS, WINDOW = date(2026, 6, 1), 10
SINCE = date(2026, 6, 4)  # of the second list


class Person(NamedTuple):
    """Who was drawn, and their orders: days from the first list's, gross and returns."""

    segment: str
    role: str
    bought: tuple[tuple[int, int, int], ...] = ()
    is_later: bool = False


PEOPLE = {
    "a": Person("Loyal", "sent", ((-400, 99, 0), (-20, 10, 0), (0, 5, 0), (3, 7, 0), (3, 1, 0), (10, 50, 0))),
    "b": Person("Loyal", "sent", ((9, 20, 0), (9, 0, -4))),
    "c": Person("Loyal", "held", ((-1, 30, 0), (2, 6, 0))),
    "d": Person("Lost", "sent", ((4, 0, -3),)),  # a return is no answer, and counts in sales
    "e": Person("Lost", "held"),
    "f": Person("Lost", "sent", ((2, 9, 0), (5, 8, 0)), is_later=True),  # the first was before their list
}


@pytest.fixture(scope="module")
def store(server_url: str) -> Iterator[Engine]:
    """Two lists of a campaign, three days apart, and the orders of their people."""
    with connected(server_url, "grounds") as engine:
        with engine.begin() as connection:
            _fill(connection)
        yield engine


def _fill(connection: Connection) -> None:
    given = {"audience_id": 1, "audience_version": 1, "destination_format": "machines", "seed": "x"}
    connection.execute(
        insert(campaigns).values(name="Spring", held_share=0.3, window_days=WINDOW, created_at=STARTS, **given)
    )
    for day in (STARTS, SINCE):
        made: dict[str, Any] = {"campaign_id": 1, "counts_from": day, "made_at": day, "left_out": {}}
        connection.execute(insert(deliveries).values(name="f", destination="x", mode="full", rows=1, held=1, **made))
    for who, one in PEOPLE.items():
        lists = (2,) if one.is_later else (1, 2)
        rows = [{"delivery_id": each, "customer_id": who, "role": one.role, "segment": one.segment} for each in lists]
        connection.execute(insert(delivery_members), rows)
        for number, (day, gross, returns) in enumerate(one.bought):
            at = datetime.combine(STARTS + timedelta(days=day), datetime.min.time().replace(hour=12))
            money = {"gross": gross, "returns": returns, "units": 1, "lines": 1}
            row = {"customer_id": who, "invoice_no": f"{who}{number}", "invoiced_at": at, "country": "GB", **money}
            connection.execute(insert(orders).values(row))


@pytest.fixture
def connection(store: Engine) -> Iterator[Connection]:
    with store.connect() as connection:
        see_everything(connection)
        yield connection


def by_hand(outcome: str, day: date) -> dict[str, list[list[float]]]:
    """The sums up to a day, by segment and group: people, x, x², y, y², xy."""
    found = np.zeros((6, 2, 2))
    for one in PEOPLE.values():
        starts = SINCE if one.is_later else STARTS
        dated = [(STARTS + timedelta(days=each[0]), each[1], each[2]) for each in one.bought]
        year = [each for each in dated if starts - timedelta(days=365) <= each[0] < starts]
        after = [each for each in dated if starts <= each[0] < starts + timedelta(days=WINDOW) and each[0] <= day]
        x = float(sum(each[1] + each[2] for each in year) if outcome == NET else sum(each[1] > 0 for each in year))
        count = sum(each[1] > 0 for each in after)
        y = float({BUYERS: min(count, 1), ORDERS: count, NET: sum(each[1] + each[2] for each in after)}[outcome])
        place = ["Lost", "Loyal"].index(one.segment), int(one.role == "held")
        found[:, *place] += (1, x, x * x, y, y * y, x * y)
    names = ("people", "x", "xx", "y", "yy", "xy")
    return {name: found[number].tolist() for number, name in enumerate(names)}


@pytest.mark.parametrize("outcome", [BUYERS, ORDERS, NET])
@pytest.mark.parametrize("number", [0, 3, 5, 10])
def test_the_sums_are_those_of_single_people(connection: Connection, outcome: str, number: int) -> None:
    found = grounds(connection, 1)
    assert found is not None
    sums = {name: one[:, :, number].tolist() for name, one in vars(found.sums[outcome]).items()}
    assert sums == by_hand(outcome, found.days[number])


def test_days_and_how_much_of_them_is_over(connection: Connection) -> None:
    found = grounds(connection, 1)
    assert found is not None
    assert (found.segments, found.people.tolist()) == (("Lost", "Loyal"), [[2, 1], [2, 1]])
    assert (found.days[0], found.days[-1], len(found.days)) == (STARTS, date(2026, 6, 11), 11)  # the last order's day
    assert found.passed[[0, 3, 10]].tolist() == pytest.approx([5 / 60, 21 / 60, 58 / 60])
    assert not found.is_over  # f is drawn since the 4th, and so counts to the 13th
    assert grounds(connection, 2) is None


def test_who_answered(connection: Connection) -> None:
    assert answered(connection, 1) == ["a", "b", "f"]
    found = before_after(connection, 1, WINDOW)
    assert (found.people, found.buyers_before, found.buyers_after) == (3, 0, 2)  # of f's days 8 are loaded
    assert (found.net_before, found.net_after) == (Decimal(0), Decimal(5 + 8 + 16 - 3))
    found = before_after(connection, 1, 8)
    assert (found.people, found.buyers_before, found.buyers_after) == (4, 1, 2)  # f had bought two days before
    assert (found.net_before, found.net_after) == (Decimal(9), Decimal(5 + 8 - 3 + 8))


def rows(
    sent: int, held: int, answers: int, held_answers: int, days: int = 30, names: tuple[str, ...] = ("Lost",)
) -> Any:
    """Segments alike, answers on the first day, each of 10, of so many days loaded."""
    return of_lists((sent, held, answers, held_answers), days=days, names=names)


def of_lists(*lists: tuple[int, int, int, int], days: int, names: tuple[str, ...] = ("Lost",)) -> Any:
    """The same of lists that are made every 35 days."""
    groups, told = [], []
    for number, each in enumerate(lists):
        starts = STARTS + timedelta(days=35 * number)
        base = {"starts_on": starts, "orders": 0, "orders_squared": 0, "net": 0, "net_squared": 0}
        groups += [base | {"is_held": bool(place), "people": size} for place, size in enumerate(each[:2]) if size]
        nothing = {"starts_on": starts, "buyers_orders_before": 0, "orders_orders_before": 0, "net_net_before": 0}
        told += [
            nothing | {"is_held": bool(place), "day": starts, "net": 10 * count, "net_squared": 100 * count}
            | {"buyers": count, "orders": count, "orders_squared": count}
            for place, count in enumerate(each[2:])
        ]  # fmt: skip
    groups, told = ([one | {"segment": name} for name in names for one in each] for each in (groups, told))
    return result(summed(groups, told, 30, STARTS + timedelta(days=days - 1)))


WORKED, NOTHING_CAME = (900, 100, 300, 10), (900, 100, 90, 10)


def test_what_was_told_stays_told() -> None:
    """A newer list waits until its days are over; then of all nothing can be told, and what was told has its date."""
    alone = rows(*WORKED).outcomes[BUYERS]
    for days in (34, 36, 64):  # before the newer list has a day, with one, and all but one
        found = of_lists(WORKED, (60, 8, 0, 0), days=days)
        assert found.outcomes[BUYERS].last == alone.last
        assert (found.sent, found.held, found.drawn) == (900, 100, (960, 108))
        words = sentences.story(found, money, None)
        assert words[0].startswith("33.3 % of the 900 who were written to ordered")
        assert words[-1] == (
            "60 more were written to and 8 held out by newer lists: they count here once their 30 days are over, on "
            "4 August 2026, and loaded."
        )
    harmed = of_lists(WORKED, (900, 100, 90, 33), days=65)
    assert (harmed.waiting, harmed.sent, harmed.outcomes[BUYERS].verdict) == (None, 1800, Verdict.MORE)
    assert (harmed.outcomes[BUYERS].last, harmed.outcomes[BUYERS].told_on) == (alone.last, date(2026, 6, 30))
    assert (
        " Told on 30 June 2026, of the 900 written to until then; it stands, though of all 1,800 by now"
        in (sentences.story(harmed, money, None)[1])
    )


def test_a_campaign_has_one_planned_look() -> None:
    """What a planned look would tell of both lists, the sequence does not; more of the kind it does."""
    second = of_lists(NOTHING_CAME, (900, 100, 234, 10), days=65).outcomes[BUYERS]
    assert second.verdict is Verdict.NOT_TOLD
    assert second.last is not None
    in_errors = second.last.each / (second.last.high - second.last.each) * early_bound(np.array([2.0]))[0]
    assert in_errors > final_bound(np.array([100.0]))[0]  # an ordinary interval would tell it
    assert of_lists(NOTHING_CAME, WORKED, WORKED, days=100).outcomes[BUYERS].told_on is None
    few = of_lists((150, 15, 45, 1), (100, 10, 30, 1), days=30)  # too few held out: the next list joins the look
    assert (few.is_over, few.sent, few.outcomes[BUYERS].verdict) == (False, 150, Verdict.TOO_FEW)
    assert of_lists((150, 15, 45, 1), (100, 10, 30, 1), days=65).outcomes[BUYERS].verdict is Verdict.MORE


@pytest.mark.parametrize(
    ("given", "verdict", "headline"),
    [
        ((1000, 100, 300, 10), Verdict.MORE, "It worked: about 200 buyers more than without it"),
        ((1000, 100, 100, 40), Verdict.FEWER, "It did harm"),
        ((1000, 100, 105, 10), Verdict.NOT_TOLD, "No effect to be told from chance"),
        ((1000, 100, 105, 10, 12), Verdict.TOO_EARLY, "Too early to tell: 12 of 30 days after sending are loaded"),
        ((1000, 100, 8, 1, 12), Verdict.TOO_EARLY, "Too early to tell: 12 of 30 days after sending are loaded"),
        ((1000, 12, 300, 1), Verdict.TOO_FEW, "Too few held out"),
        ((1000, 0, 300, 0), Verdict.NO_HOLDOUT, "Nobody held out"),
        ((1000, 100, 0, 0, 0), Verdict.NOTHING_LOADED, "Nothing loaded yet"),
    ],
)
def test_what_can_be_said(given: tuple[int, ...], verdict: Verdict, headline: str) -> None:
    found = rows(*given)
    assert (found.outcomes[BUYERS].verdict, sentences.headline(found)) == (verdict, headline)


def money(value: float) -> str:
    return f"£{value:,.0f}"


def test_the_story() -> None:
    """30 % against 10 %: 200 buyers of 1,000; 0.21 / 1000 and, of 11 in 102, 0.0962 / 100 give an error of 0.0342."""
    found = rows(1000, 100, 300, 10)
    words = sentences.story(found, money, None)
    assert words[:2] == [
        "30.0 % of the 1,000 who were written to ordered, and 10.0 % of the 100 who were held out.",
        "It brought about 200 buyers more, most likely between 127 buyers and 273 buyers (right in 95 of 100 "
        "campaigns).",
    ]
    assert words[2].startswith("It brought about £2,000 more in sales net of returns, most likely between £1,0")
    assert sentences.returns(found, 100.0, money).startswith("For each £1 of its cost it brought £20 of sales more")
    early = sentences.story(rows(1000, 100, 8, 1, 12), money, None)
    assert early[1] == "Fewer than 10 people ordered so far, which says nothing of buyers yet."
    assert sentences.story(rows(1000, 100, 0, 0, 0), money, date(2026, 5, 31)) == [
        "No day after sending is loaded yet. The last order that is loaded is of 31 May 2026. Load the orders that "
        "came since; it is measured then."
    ]


def test_segments_share_their_error() -> None:
    """Twice the same people as two segments: each has the interval of half the error, wider than alone."""
    alone = rows(1000, 100, 300, 10).segments[0].outcomes[BUYERS].last
    for one in rows(1000, 100, 300, 10, names=("Lost", "Loyal")).segments:
        shared = one.outcomes[BUYERS].last
        assert shared is not None
        assert alone is not None
        assert shared.each == alone.each
        assert (shared.high - shared.low) / (alone.high - alone.low) == pytest.approx(2.3263 / 2.0537, rel=0.01)


def test_campaigns_together_tell_of_a_segment() -> None:
    """Each by how many were written to, those without an effect too; segments with too few people tell nothing."""
    found = pooled([rows(1000, 100, 300, 10), rows(500, 100, 50, 10), rows(100, 5, 9, 1)])
    assert found == {"Lost": Answers(2, 1500, pytest.approx(200.0))}
    assert found["Lost"].rate == pytest.approx(200 / 1500)
