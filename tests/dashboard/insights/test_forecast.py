"""Forecasts: the methods as statsmodels has them, the trial recounted by hand, intervals that hold what they say."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy.special import stdtrit
from statsmodels.tsa.holtwinters import Holt
from statsmodels.tsa.seasonal import seasonal_decompose

from dashboard.insights.forecast import methods, trial
from dashboard.insights.forecast.ahead import forecast, split
from dashboard.insights.forecast.days import holidays_of, passed
from dashboard.insights.forecast.student import reach
from wording.languages import speaking


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 7, 12, 60])
def test_student_s_t_is_that_of_scipy(freedom: int) -> None:
    for sure in (0.5, 0.8, 0.95):
        assert reach(freedom, sure) == pytest.approx(stdtrit(freedom, 0.5 + sure / 2), rel=1e-12)


def shop(months: int, seed: int, season: float = 0.3) -> np.ndarray:
    """Monthly sales of a made-up shop: a level that wanders, a year's course, chance."""
    random = np.random.default_rng(seed)
    number = np.arange(months)
    level = np.cumsum(random.normal(0.005, 0.03, months))
    return 1e5 * np.exp(level + season * np.sin(number * np.pi / 6) + random.normal(0, 0.06, months))


@pytest.mark.parametrize("share", methods.LEVELS)
def test_the_damped_trend_is_that_of_statsmodels(share: float) -> None:
    logs = np.log(shop(30, 1))
    known = {"initialization_method": "known", "initial_level": logs[0], "initial_trend": 0.0}
    fit = Holt(logs[1:], damped_trend=True, **known).fit(
        smoothing_level=share, smoothing_trend=methods.TREND, damping_trend=methods.DAMPING, optimized=False
    )
    wrong, at, slope = methods._smoothed(logs, share)
    assert wrong == pytest.approx(fit.sse)
    assert at + slope * np.cumsum(methods.DAMPING ** np.arange(1, 7)) == pytest.approx(fit.forecast(6))


@pytest.mark.parametrize("months", [24, 31, 48])
def test_seasons_are_those_of_statsmodels(months: int) -> None:
    logs = np.log(shop(months, 2))
    assert methods.seasons(logs) == pytest.approx(seasonal_decompose(logs, period=12).seasonal[:12])


def test_a_season_without_chance_comes_again() -> None:
    course = np.array([1.0, 2, 3, 4, 3, 2, 1, 2, 5, 4, 3, 9])
    values = np.resize(course, 29)  # ends in May
    assert methods.seasonal(values, 12) == pytest.approx(np.roll(course, -5), rel=1e-6)
    assert list(methods.last_year(values, 14)[:3]) == [2, 1, 2]
    assert list(methods.last_month(values, 2)) == [3, 3]


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        (11, None),
        (12, trial.MONTHS),
        (17, trial.MONTHS),
        (18, trial.ONE_YEAR),
        (29, trial.ONE_YEAR),
        (30, trial.TWO_YEARS),
    ],
)
def test_how_many_months_are_enough_for_what(months: int, expected: trial.Rules | None) -> None:
    assert trial.rules(months) == expected


def test_a_trial_is_recounted_by_hand() -> None:
    values = np.array([10.0, 20, 40, 50, 40])
    found = trial.tried(values, methods.last_month, 2, ahead=2)
    rows = [(20, 40), (20, 50), (40, 50), (40, 40), (50, 40)]  # what was said, what came
    frame = pd.DataFrame(rows, columns=["said", "came"])
    off = (frame["came"] - frame["said"]).abs()
    assert found.origins == 3
    assert found.absolute == pytest.approx(off.mean())
    assert found.miss == pytest.approx((off / frame["came"]).mean())
    first = np.log(np.array([40 / 20, 50 / 40, 40 / 50]))
    later = np.log(np.array([50 / 20, 40 / 40]))
    start = (first**2).mean()
    growth = max(0.0, (later**2 - start).sum() / 2)
    reach = 3.0776835371752536  # Student's t, one degree, 90 %
    assert found.spread(2) == pytest.approx(reach * np.sqrt([start, start + growth]))


@pytest.mark.parametrize(("months", "season"), [(15, 0.0), (36, 0.3), (48, 0.3)])
def test_intervals_hold_about_what_they_say(months: int, season: float) -> None:
    held, sums = [], []
    for seed in range(60):
        values = shop(months + 12, seed, season)
        found, after = forecast(values[:months]), values[months:]
        assert found is not None
        held.append((found.low <= after) & (after <= found.high))
        low, _, high = found.together(6)
        sums.append(low <= after[:6].sum() <= high)
    assert 0.74 <= np.mean(held) <= 0.88
    assert np.mean(sums) >= 0.8


def test_the_model_is_shown_only_where_it_is_better() -> None:
    again = np.resize([10.0, 12, 9, 30, 8, 7, 6, 20, 11, 14, 40, 90], 40) * np.tile([1.0, 1.01], 20)
    grown = again * np.exp(0.03 * np.arange(40))
    plain, model = forecast(again), forecast(grown)
    assert plain is not None
    assert model is not None
    assert (plain.is_model, model.is_model) == (plain.against < 1, True)
    assert model.point.sum() > grown[-12:].sum()
    assert list(plain.point) == list(again[-12:]) or plain.is_model
    assert forecast(np.append(again, 0.0)) is None


def test_a_month_far_from_what_was_expected_is_marked() -> None:
    values = shop(40, 5)
    values[33] *= 2.5
    found = forecast(values)
    assert found is not None
    assert 33 in found.unusual


def test_parts_add_up() -> None:
    values = shop(36, 6)
    found = forecast(values)
    assert found is not None
    parts = split({"new": values * 0.2, "returning": values * 0.8, "guests": np.zeros(36)}, found)
    assert sum(parts.values()) == pytest.approx(found.point)
    assert parts["new"] == pytest.approx(found.point * 0.2)
    assert not parts["guests"].any()


def test_how_much_of_a_month_has_passed() -> None:
    """June 2026 begins on a Monday: of 22 weekdays 12 and of its Saturdays 2 lie before the 17th."""
    assert passed({**dict.fromkeys(range(1, 6), 1.0), 6: 2.0}, date(2026, 6, 1), date(2026, 6, 16)) == 16 / 30
    assert passed({}, date(2026, 6, 1), date(2026, 6, 16)) == 0


def test_public_holidays() -> None:
    assert holidays_of("DE", date(2026, 4, 1)) == [
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 4, 6), "Easter Monday"),
    ]
    assert holidays_of("Atlantis", date(2026, 4, 1)) == []
    with speaking("de"):
        german = [[name for _, name in holidays_of(country, date(2026, 4, 1))] for country in ("DE", "GB")]
    assert german == [["Karfreitag", "Ostermontag"], ["Karfreitag"]]
