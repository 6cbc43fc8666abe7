"""The predictions of a run: read, fit, check, write. Inside the transaction of `models fit`."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np

from models.features import money
from models.store.analysis import Analysis
from models.value import chance, checks, dropout, gamma_gamma, level, trials, words
from models.value.histories import WEEK, Customers, money_after, read_histories
from models.value.order_days import OrderDays, day_of, number_of, read_order_days
from models.value.write import Predictions, write_customers, write_models
from wording.languages import say

FIRST = "select min(invoiced_at) from orders where gross > 0"
HORIZON = timedelta(days=chance.DAYS)
FEWEST_DAYS = 3 * chance.DAYS
YEAR_BACK = timedelta(days=level.YEAR)
YEAR_WEEKS = 365 / WEEK


@dataclass
class Models:
    """What is known of each model: rows of `value_models` by kind."""

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, kind: str, note: str, parameters: dict[str, Any], metrics: dict[str, Any]) -> None:
        """A model, or with no parameters why there is none."""
        self.rows[kind] = {"note": note, "parameters": parameters, "metrics": metrics}


class Store:
    """Histories as of the days that models need."""

    def __init__(self, analysis: Analysis, as_of: date) -> None:
        self.analysis, self.as_of = analysis, as_of
        first = analysis.value(FIRST)
        self.days = (as_of - first.date()).days if first is not None else 0

    @property
    def back(self) -> timedelta:
        """How long before a day BG/NBD is tried for it: over a year, which holds every season, where the store then
        knew half a year already; else over the latest days."""
        return YEAR_BACK if self.days >= level.YEAR + level.STARTED else HORIZON

    @cached_property
    def now(self) -> Customers:
        """As of the day that everything counts to."""
        return self.at(self.as_of)

    @cached_property
    def latest(self) -> Customers:
        """As of 90 days before that day."""
        return self.at(self.as_of - HORIZON)

    @cached_property
    def before(self) -> Customers:
        """As of `back` before that day."""
        return self.latest if self.back == HORIZON else self.at(self.as_of - self.back)

    @cached_property
    def sampled(self) -> OrderDays:
        """The order days of a fixed sample."""
        return read_order_days(self.analysis, self.as_of)

    def at(self, day: date) -> Customers:
        """As of any day, with what followed up to `as_of`."""
        return read_histories(self.analysis, day, max(self.as_of, day))


@dataclass(frozen=True)
class Expected:
    """What came of all models, ready to be written."""

    as_of: date
    now: Customers
    found: Predictions
    models: Models


def expect(analysis: Analysis, as_of: date, measure: str = money.GROSS) -> Expected:
    """Fit and check all models, of the analysis alone: the store is not asked.

    `measure`: whether money is net of returns or gross.
    """
    store, models, found = Store(analysis, as_of), Models(), Predictions()
    _order_value(store, models, found, measure)
    _order_chance(store, models, found)
    _purchases(store, models, found, measure)
    return Expected(as_of, store.now, found, models)


def publish(analysis: Analysis, expected: Expected) -> str:
    """Replace `customer_value` and `value_models`; one line that says what came of it."""
    found, models = expected.found, expected.models
    write_customers(analysis, expected.now, found)
    write_models(analysis.connection, expected.as_of, models.rows)
    if found.orders_12m is not None:
        return f"Value: {found.orders_12m.sum():,.0f} orders expected in 12 months. {models.rows['bgnbd']['note']}"
    if found.chance_90d is not None:
        return f"Value: {words.expected_buyers(models.rows['order_chance']['metrics'])}"
    return f"Value: no predictions. {models.rows['order_chance']['note']}"


def _order_value(store: Store, models: Models, found: Predictions, measure: str) -> None:
    """Gamma-Gamma."""
    worth = gamma_gamma.worth_of(store.now, measure)
    if worth is None:
        models.add("gamma_gamma", f"Fewer than {gamma_gamma.FEWEST_REPEATS} customers have come back.", {}, {})
        return
    model = worth.model
    parameters = {"p": model.p, "q": model.q, "gamma": model.gamma}
    metrics = {"customers": worth.customers, "log_likelihood": model.log_likelihood, "correlation": worth.tie}
    models.add("gamma_gamma", words.spending(model, worth.tie, measure), parameters, metrics | {"monetary": measure})
    found.order_value = worth.values


def _order_chance(store: Store, models: Models, found: Predictions) -> None:
    """Try on earlier days, check on the last 90; then learn from all that is known by now, and predict."""
    day = number_of(store.as_of)
    made = level.forecast(store.sampled, day) if store.days >= FEWEST_DAYS else None
    checked = level.forecast(store.sampled, day - chance.DAYS) if made else None
    if made is None or checked is None:
        models.add("order_chance", words.no_chance(store.days, FEWEST_DAYS), {}, {})
        return
    known = trials.trials(store.sampled, day, checked)
    lesson = trials.learn(known, made)
    made = level.times(store.sampled, day, made, lesson.factor)
    found.chance_90d = made.model.predict(store.now)
    metrics = _checked(store, checked, known)
    metrics |= {
        "trials": [one.as_json() for one in known],
        "factor": lesson.factor,
        "knows_season": made.knows_season,
        "knows_year": level.knows_year(store.sampled, day),
        "year_ago": _year_ago(made, len(store.now) / len(store.sampled)),
        "spread": lesson.spread.as_json(),
        "next": _told(found.chance_90d, lesson.spread),
    }
    parameters = made.model.as_json() | {
        "learnt_as_of": day_of(made.days[0]).isoformat(),
        "learnt_on_days": len(made.days),
        "season": made.season,
    }
    models.add("order_chance", words.order_chance(metrics), parameters, metrics)


def _year_ago(made: level.Forecast, scale: float) -> dict[str, Any] | None:
    """Both views of the count; `scale`: customers of the shop for each of the sample."""
    return made.view.as_json(scale) | {"learnt": made.learnt * scale} if made.view else None


def _checked(store: Store, made: level.Forecast, known: list[trials.Trial]) -> dict[str, Any]:
    """How right the forecast of 90 days ago was, as it would have been told then, with its range."""
    day = number_of(store.as_of) - chance.DAYS
    told_then = day_of(day - chance.DAYS).isoformat()
    lesson = trials.learn([one for one in known if one.as_of <= told_then], made)
    model = level.times(store.sampled, day, made, lesson.factor).model
    metrics, told = checks.judge(model, store.latest), _told(model.predict(store.latest), lesson.spread)
    return metrics | {"from": day_of(day).isoformat(), "low": told["low"], "high": told["high"]}


def _told(chances: np.ndarray, spread: trials.Spread) -> dict[str, float]:
    """How many of the customers are expected, and from … to."""
    expected = float(chances.sum())
    low, high = spread.range(expected, float(np.sqrt((chances * (1 - chances)).sum())))
    return {"customers": len(chances), "expected": expected, "low": low, "high": min(high, float(len(chances)))}


def _purchases(store: Store, models: Models, found: Predictions, measure: str) -> None:
    """BG/NBD; its predictions only where the orders tell when customers stop."""
    if store.days < FEWEST_DAYS or len(store.before) < chance.FEWEST_CUSTOMERS:
        note = say(
            "Too short a history or too few customers: {span} days and {customers} are needed.",
            span=FEWEST_DAYS,
            customers=chance.FEWEST_CUSTOMERS,
        )
        models.add("bgnbd", note, {}, {})
        return
    now = store.now
    verdict = dropout.assess(now, store.before, store.back.days)
    model = verdict.model
    parameters = dict(zip(("r", "alpha", "a", "b"), model.parameters, strict=True))
    metrics = verdict.metrics | {"is_identified": verdict.is_identified}
    if verdict.is_identified:
        found.alive = model.probability_alive(now.x, now.t_x, now.t)
        expected = model.conditional_purchases(YEAR_WEEKS, now.x, now.t_x, now.t, found.alive)
        found.orders_12m = expected * verdict.factor
        # The model lets nobody stop before a first repeat: its 1 for all others is an assumption, not a finding.
        found.alive = np.where(now.x > 0, found.alive, np.nan)
        total = float(np.nan_to_num(found.orders_12m, posinf=0.0).sum())
        low, high = verdict.spread.range(total)
        metrics["next"] = {"expected": total, "low": low, "high": high}
        if found.order_value is not None:
            found.spend_12m, metrics["spend"] = _spend(store, verdict, found.orders_12m * found.order_value, measure)
    models.add("bgnbd", words.purchases(verdict, metrics), parameters, metrics)


def _spend(
    store: Store, verdict: dropout.Verdict, spend: np.ndarray, measure: str
) -> tuple[np.ndarray, dict[str, Any] | None]:
    """The sales of the next year by customer, brought to the level that was missed over a year held back, and from … to
    of all. Nothing is told from … to where the days held back knew no worth of an order."""
    then, days = gamma_gamma.worth_of(store.before, measure), store.back.days
    if then is None or then.values is None:
        return spend, None
    came = money_after(store.analysis, store.as_of - store.back, store.as_of)[measure]
    told = float(np.nansum(verdict.orders_then * then.values)) * verdict.factor
    factor, spread = dropout.levelled(told, came, days, dropout.USUAL_MONEY)
    total = float(np.nansum(spend)) * factor
    low, high = spread.range(total)
    held = {"days": days, "expected": told, "observed": came}
    return spend * factor, {"expected": total, "low": low, "high": high, "factor": factor, "held_back": held}
