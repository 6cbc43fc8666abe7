"""The level of the chance: by season where a year is known, on many days elsewhere, with a range that holds."""

import numpy as np
import pytest

from models.value import chance, dropout, level, trials
from models.value.chance import DAYS
from models.value.level import Forecast, forecast
from models.value.order_days import OrderDays
from models.value.trials import Trial
from models.value.year_ago import view
from tests.models.value import seasons


def told(orders: OrderDays, day: int) -> tuple[float, float, float, int]:
    """Expected, from, to, and how many came, on a day of which only what was before it is known."""
    known = seasons.before(orders, day)
    made = forecast(known, day)
    assert made is not None
    lesson = trials.learn(trials.trials(known, day), made)
    model = level.times(known, day, made, lesson.factor).model
    chances, came = model.predict(known.at(day, DAYS)), int((orders.at(day, DAYS).days_soon > 0).sum())
    low, high = lesson.spread.range(float(chances.sum()), float(np.sqrt((chances * (1 - chances)).sum())))
    return float(chances.sum()), low, high, came


@pytest.mark.parametrize("day", [635, 680, 725, 1000])  # before, in and after the weeks of Christmas, and in autumn
def test_a_season_is_known_from_the_year_before(day: int) -> None:
    orders = seasons.shop(seasons.christmas, 3, seed=4)
    expected, low, high, came = told(orders, day)
    assert expected == pytest.approx(came, rel=0.1)
    assert low < came < high


def test_without_the_season_the_same_days_are_far_off() -> None:
    orders = seasons.shop(seasons.christmas, 3, seed=4)
    off = []
    for day in (635, 725):
        known = seasons.before(orders, day)
        model = chance.fit([known.at(day - DAYS, DAYS)])
        off.append(model.predict(known.at(day, DAYS)).sum() / (orders.at(day, DAYS).days_soon > 0).sum() - 1)
    assert off[0] < -0.1
    assert off[1] > 0.1


@pytest.mark.parametrize(("seed", "day"), [(5, 450), (6, 640)])
def test_shops_without_a_season(seed: int, day: int) -> None:
    expected, low, high, came = told(seasons.shop(seasons.steady, 2, seed), day)
    assert expected == pytest.approx(came, rel=0.1)
    assert low < came < high


def test_a_cohort_that_dies_off() -> None:
    """A single one's count of 300 varies by 6 % for itself."""
    found = [told(seasons.cohort(78, seed), 456) for seed in range(7, 13)]
    offs = [expected / came - 1 for expected, _, _, came in found]
    assert abs(np.mean(offs)) < 0.05
    assert max(map(abs, offs)) < 0.15
    assert all(low < came < high for _, low, high, came in found)


@pytest.mark.parametrize("day", [366, 391, 440])
def test_after_one_high_season_the_low_one_is_told_from_the_year_before(day: int) -> None:
    """A year and a few days of data: what was learnt in autumn alone is a fifth too high for January to March."""
    orders = seasons.shop(seasons.christmas, 3, seed=4)
    known = seasons.before(orders, day)
    made = forecast(known, day)
    expected, low, high, came = told(orders, day)
    assert made is not None
    assert made.view is not None
    assert abs(expected / came - 1) < min(0.07, made.learnt / came - 1)
    assert low < min(came, made.learnt, made.view.expected)
    assert high > max(came, made.learnt, made.view.expected)


def test_the_count_of_a_year_ago_by_hand() -> None:
    """300 every 30 days, the third of them a year later too, 100 more then; the last 90 days have 100 newcomers."""
    every = [(who, day) for who in range(300) for day in range(who % 30, 380, 30)]
    late = [(who, day) for who in range(300, 400) for day in (300 + who % 60,)]
    orders = seasons.order_days(*np.array(every + late).T)
    seen = view(orders, 380)
    assert seen is not None
    assert (seen.start, seen.buyers, seen.days_twice) == (16, 300, 16)
    assert seen.newcomers == pytest.approx(100 / 400)
    assert seen.growth is not None
    assert seen.expected == pytest.approx(300 * seen.growth**0.75 * 0.75)
    assert seen.weight == pytest.approx(0.5 * 300 / 325)


def test_a_shop_that_opened_or_won_all_at_once_has_no_year_ago() -> None:
    cohort = seasons.cohort(78, seed=7)
    assert [view(seasons.before(cohort, day), day) for day in (366, 400, 456)] == [None] * 3
    all_ = seasons.shop(seasons.steady, 3, seed=5)
    first = np.unique(all_.customers[all_.days < 200])
    opened = ~np.isin(all_.customers, first)
    orders = seasons.order_days(all_.customers[opened], all_.days[opened])
    assert [view(seasons.before(orders, orders.first + day), orders.first + day) for day in (364, 400, 500)] == [
        None
    ] * 3
    assert view(seasons.before(all_, 363), 363) is None  # a day short of a year


def test_a_shops_first_half_year_is_no_season() -> None:
    orders = seasons.cohort(78, seed=7)
    made = [forecast(seasons.before(orders, day), day) for day in (456, 546)]
    assert [one.knows_season for one in made if one] == [False, True]
    assert level.learning_days(orders, 269 + orders.first) == list(range(179, 89, -30))
    assert forecast(orders, 170) is None


def test_the_order_of_customers_stays() -> None:
    orders = seasons.before(seasons.shop(seasons.christmas, 3, seed=4), 680)
    made = forecast(orders, 680)
    assert made is not None
    assert made.season is not None
    some = orders.at(680, DAYS)
    plain, moved = made.model.moved(-made.season).predict(some), made.model.predict(some)
    assert (np.argsort(plain, kind="stable") == np.argsort(moved, kind="stable")).mean() > 0.99


@pytest.mark.parametrize("season", [seasons.steady, seasons.christmas])
def test_orders_of_a_year_are_brought_to_the_level_of_the_year_before(season: seasons.Season) -> None:
    orders, day, year = seasons.shop(season, 3, seed=3), 731, 364
    known = seasons.before(orders, day)
    now = known.at(day, year)
    verdict = dropout.assess(now, known.at(day - year, year), year)
    raw = float(verdict.model.conditional_purchases(year / 7, now.x, now.t_x, now.t).sum())
    came = float(orders.at(day, year).days_after.sum())
    assert abs(raw * verdict.factor / came - 1) < min(0.1, raw / came - 1)
    low, high = verdict.spread.range(raw * verdict.factor)
    assert low < came < high
    held = verdict.metrics["held_back"]
    assert isinstance(held, dict)
    assert high / low > (held["expected"] / held["observed"]) ** 1.999  # never narrower than its own miss


def test_an_error_of_90_days_is_not_carried_on() -> None:
    known = seasons.shop(seasons.steady, 2, seed=5, customers=1_000)
    day = known.first + 400
    verdict = dropout.assess(known.at(day, DAYS), known.at(day - DAYS, DAYS), DAYS)
    assert verdict.factor == 1
    assert verdict.spread.error > 0.2


def test_the_offset_brings_the_count() -> None:
    odds = np.linspace(-3, 3, 50)
    for count in (1, 10, 49):
        assert (1 / (1 + np.exp(-odds - level.offset(odds, count)))).sum() == pytest.approx(count)


def learnt(*came: int, season: bool = True) -> trials.Lesson:
    """What trials that expected 100 teach a forecast that knows the season; the trials knew it or not."""
    steady = seasons.shop(seasons.steady, 1, seed=5, customers=400)
    made = Forecast(chance.fit([steady.at(200, DAYS)]), (200,), 0.1)
    return trials.learn([Trial("2011-01-01", 100.0, one, season) for one in came], made)


def test_few_trials_say_little_and_many_say_all() -> None:
    none, one, six = learnt(), learnt(102), learnt(102, 98, 101, 99, 102, 98)
    errors = [lesson.spread.error for lesson in (none, one, six)]
    assert errors[0] > 0.3 > errors[1] > 0.12 > errors[2] > 0.02
    assert none.spread.times > six.spread.times > 1.28  # a normal's own for 8 in 10
    assert none.factor == 1
    assert none.spread.range(0) == (0.0, 0.0)
    assert [lesson.spread.as_json()["promised"] for lesson in (none, one, six)] == [None, None, 0.8]
    low, high = none.spread.range(100.0, 10.0)
    assert low * high == pytest.approx(100.0**2)
    assert high > none.spread.range(100.0)[1]


def test_what_all_trials_missed_is_taken_off_and_one_miss_little() -> None:
    """Weights 1, 0.7, 0.49 … halved, two without an error beside them: 1.4708 of 3.4708 and 0.5 of 2.5."""
    all_, one = learnt(*[80] * 6), learnt(80)
    assert all_.factor == pytest.approx(0.8 ** (1.470585 / 3.470585))
    assert one.factor == pytest.approx(0.8**0.2)
    assert learnt(80, 125, 80, 125).factor == pytest.approx(1, abs=0.03)


@pytest.mark.parametrize("came", [(77, 146), (146, 77, 100, 100, 100, 100), (60,)])
@pytest.mark.parametrize("season", [True, False])
def test_no_range_is_narrower_than_its_misses(came: tuple[int, ...], season: bool) -> None:
    lesson = learnt(*came, season=season)
    low, high = lesson.spread.range(100 * lesson.factor)
    assert low <= min(came) * (1 + 1e-12)
    assert high >= max(came) * (1 - 1e-9)


def test_trials_without_the_season_widen_and_take_nothing_off() -> None:
    other, own = learnt(60, 60, 60, season=False), learnt(60, 60, 60)
    assert (other.factor, other.spread.trials) == (1.0, 0)
    assert own.factor < 0.9
    assert other.spread.error > own.spread.error > learnt(100, 100, 100).spread.error


@pytest.mark.parametrize("day", [630, 700, 880])
def test_a_low_season_of_few_buyers_is_no_missing_year(day: int) -> None:
    """Few ordered in the last 90 days before a year ago; the data reach back for all that."""
    summer = seasons.shop(seasons.summer, 3, seed=8, customers=1_200)
    expected, low, high, came = told(summer, day)
    made = forecast(seasons.before(summer, day), day)
    assert made is not None
    assert made.knows_season
    assert low < came < high
    assert expected == pytest.approx(came, rel=0.35)


def test_a_trial_sees_nothing_that_came_later() -> None:
    orders = seasons.shop(seasons.steady, 2, seed=5, customers=1_000)
    found = trials.trials(seasons.before(orders, 500), 500)
    assert [one.as_of for one in found] == ["1971-02-15", "1971-01-01", "1970-11-17", "1970-10-03", "1970-08-19"][
        : len(found)
    ]
    assert len(found) >= 4
    again = trials.trials(seasons.before(orders, 545), 545)
    assert again[1:] == found[: len(again) - 1]
    assert Trial("2011-01-01", 100.0, 0, False).error == pytest.approx(np.log(0.005))
