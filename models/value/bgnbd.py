"""BG/NBD: how often customers buy and when they stop (Fader, Hardie & Lee 2005, Marketing Science 24(2)).

While alive a customer buys at random at a rate of their own, gamma(r, alpha) over customers; after each purchase they
stop for good with a chance of their own, beta(a, b) over customers. x counts repeat purchases, t_x is when the last one
was, T how long the customer has been watched, both since the first purchase.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv, expit, gammaln, hyp2f1, psi

from models.value.optimum import maximise

STARTS = ((0.5, 1.0, 0.5, 2.0), (1.0, 1.0, 1.0, 1.0), (0.3, 0.3, 0.1, 5.0))  # r, alpha / typical T, a, b
PILOT_ROWS = 50_000  # beyond twice as many, the starts are tried on a part and the best end is the one start of all
NODES, AT_ONCE = 32, 10_000  # of an integral, and integrals in memory
SINGULAR = 1e-5  # a = 1 and a + b + x = 1 are removable poles: stay this far away


@dataclass(frozen=True)
class Histories:
    """Distinct (x, t_x, T) with how many customers have each: all that the likelihood needs.

    Logarithms are taken once a distinct time, gamma functions once a distinct x.
    """

    purchases: np.ndarray  # distinct x, ascending
    times: np.ndarray  # distinct t_x and T, ascending
    x: np.ndarray  # a row: its place in `purchases`
    t_x: np.ndarray  # its place in `times`
    t: np.ndarray
    counts: np.ndarray  # customers of the row
    rows: np.ndarray  # for each customer their row

    @classmethod
    def of(cls, x: np.ndarray, t_x: np.ndarray, t: np.ndarray) -> "Histories":
        """From one entry a customer; times in any unit, 0 <= t_x <= T."""
        purchases, x_place = np.unique(np.asarray(x, dtype=np.float64), return_inverse=True)
        times, places = np.unique(np.concatenate([t_x, t]).astype(np.float64), return_inverse=True)
        last, end = places[: len(x_place)], places[len(x_place) :]
        keys = (x_place * len(times) + last) * len(times) + end
        _, first, rows, counts = np.unique(keys, return_index=True, return_inverse=True, return_counts=True)
        return cls(purchases, times, x_place[first], last[first], end[first], counts.astype(np.float64), rows)

    @property
    def customers(self) -> float:
        """How many there are."""
        return float(self.counts.sum())

    def every(self, step: int) -> "Histories":
        """Each step-th row: enough to find where the best parameters are, not what they are."""
        kept = slice(None, None, step)
        parts = (self.x[kept], self.t_x[kept], self.t[kept], self.counts[kept])
        return Histories(self.purchases, self.times, *parts, np.empty(0, dtype=np.int64))


@dataclass(frozen=True)
class BgNbd:
    """A fitted model; times in the unit of the histories it was fitted on."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float

    @property
    def parameters(self) -> tuple[float, float, float, float]:
        """r, alpha, a, b."""
        return self.r, self.alpha, self.a, self.b

    def probability_alive(self, x: np.ndarray, t_x: np.ndarray, t: np.ndarray) -> np.ndarray:
        """P(alive | x, t_x, T), an entry a customer; 1 without a repeat (the model lets nobody stop before)."""
        x, t_x, t = (np.asarray(values, dtype=np.float64) for values in (x, t_x, t))
        repeats = np.maximum(x, 1)
        odds = np.log(self.a) - np.log(self.b + repeats - 1)
        odds = odds + (self.r + repeats) * (np.log(self.alpha + t) - np.log(self.alpha + t_x))
        return np.where(x > 0, expit(-odds), 1.0)

    def expected_purchases(self, t: np.ndarray | float) -> np.ndarray:
        """E[X(t)]: purchases of a new customer within `t` after their first."""
        t = np.asarray(t, dtype=np.float64)
        return self._while_alive(np.zeros_like(t), np.zeros_like(t), t)

    def conditional_purchases(
        self, ahead: float, x: np.ndarray, t_x: np.ndarray, t: np.ndarray, alive: np.ndarray | None = None
    ) -> np.ndarray:
        """E[Y(ahead) | x, t_x, T]: purchases within `ahead` after T; `alive` spares computing it again."""
        alive = self.probability_alive(x, t_x, t) if alive is None else alive
        return alive * self._while_alive(np.asarray(x, dtype=np.float64), np.asarray(t, dtype=np.float64), ahead)

    def _while_alive(self, x: np.ndarray, t: np.ndarray, ahead: np.ndarray | float) -> np.ndarray:
        """Expected purchases within `ahead` of customers known to be alive at T.

        The published 2F1(r+x, b+x; a+b+x-1; z) overflows for eager customers; Euler's transformation (Abramowitz &
        Stegun 15.3.3) leaves x only in the third argument, which tames it: (1-z)^(a-1) 2F1(a+b-1-r, a-1; a+b+x-1; z).
        """
        a = self.a if abs(self.a - 1) > SINGULAR else 1 + SINGULAR
        c = a + self.b + x - 1
        c = np.where(np.abs(c) > SINGULAR, c, SINGULAR)
        z = ahead / (self.alpha + t + ahead)
        with np.errstate(over="ignore", invalid="ignore"):  # one goes to nought and the other beyond all numbers
            rest = np.exp((a - 1) * np.log1p(-z)) * hyp2f1(a + self.b - 1 - self.r, a - 1, c, z)
        found = np.atleast_1d(np.maximum(c / (a - 1) * (1 - rest), 0.0))
        lost = np.flatnonzero(~np.isfinite(found))
        x, t, ahead = (np.broadcast_to(np.asarray(values, dtype=np.float64), found.shape) for values in (x, t, ahead))
        for at in np.array_split(lost, len(lost) // AT_ONCE + 1):
            found[at] = self._integrated(x[at], t[at], ahead[at])
        return found.reshape(np.shape(rest))

    def _integrated(self, x: np.ndarray, t: np.ndarray, ahead: np.ndarray) -> np.ndarray:
        """The same over the chance p of stopping, Beta(a, b+x) of those alive at T, by Gauss-Legendre in its quantiles:
        where nearly all stop with the same chance the series has no numbers, and this needs few.

        Given p they buy (1 - ((alpha+T) / (alpha+T+p ahead))^(r+x)) / p (Fader, Hardie and Lee 2005, before their A.5).
        """
        nodes, weights = np.polynomial.legendre.leggauss(NODES)
        p = np.maximum(betaincinv(self.a, (self.b + x)[:, None], (nodes + 1) / 2), np.finfo(float).tiny)
        rates = (self.r + x)[:, None] * np.log1p(p * (ahead / (self.alpha + t))[:, None])
        bought: np.ndarray = (-np.expm1(-rates) / p) @ (weights / 2)
        return bought


def fit(histories: Histories) -> BgNbd:
    """Maximum likelihood: r, alpha, a, b."""
    typical = max(float(histories.times.max()) / 2, 1e-9)
    starts = [(r, alpha * typical, a, b) for r, alpha, a, b in STARTS]
    if (step := len(histories.counts) // PILOT_ROWS) > 1:
        pilot = histories.every(step)
        starts = [tuple(maximise(lambda parameters: likelihood(parameters, pilot), starts, pilot.customers)[0])]
    found, value = maximise(lambda parameters: likelihood(parameters, histories), starts, histories.customers)
    r, alpha, a, b = map(float, found)
    return BgNbd(r, alpha, a, b, value)


def likelihood(parameters: np.ndarray, h: Histories) -> tuple[float, np.ndarray]:
    """The log-likelihood of r, alpha, a, b and its derivatives."""
    r, alpha, a, b = parameters
    x, logs = h.purchases, np.log(alpha + h.times)
    repeats = np.maximum(x, 1)
    by_x = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + gammaln(a + b) - gammaln(a + b + x)
    by_x += gammaln(b + x) - gammaln(b)
    stopping = np.where(x > 0, np.log(a) - np.log(b + repeats - 1), -np.inf)
    power, log_end, log_last = (r + x)[h.x], logs[h.t], logs[h.t_x]
    still = -power * log_end
    gone = stopping[h.x] - power * log_last
    either = np.logaddexp(still, gone)
    dead = np.exp(gone - either) * h.counts  # customers of the row times their chance of having stopped
    living = h.counts - dead
    number, ended = (np.bincount(h.x, weights, len(x)) for weights in (h.counts, dead))
    inverse = 1 / (alpha + h.times)
    gradient = (
        number @ (psi(r + x) - psi(r) + np.log(alpha)) - living @ log_end - dead @ log_last,
        number.sum() * r / alpha - power @ (living * inverse[h.t] + dead * inverse[h.t_x]),
        number @ (psi(a + b) - psi(a + b + x)) + ended.sum() / a,
        number @ (psi(a + b) - psi(a + b + x) + psi(b + x) - psi(b)) - ended @ (1 / (b + repeats - 1)),
    )
    return float(number @ by_x + h.counts @ either), np.array(gradient)
