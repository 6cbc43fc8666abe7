"""How far an estimate may lie from the truth when people look every day, and not only once.

A campaign has one planned look, once for good: the day on which the days after sending are over for everybody of its
first list. It gets FINAL of the 5 %: an ordinary interval (Welch's t). Every look before it, and every one after it, as
people of later lists count too (`looks_taken`), shares EARLY among all of them: a confidence sequence, which holds at
all times at once. Together they err in at most EARLY + FINAL = 5 of 100 campaigns (Bonferroni; splitting the
error by looks: Lan, DeMets, Biometrika 70, 1983).

The sequence is the two-sided normal mixture (Robbins, Ann. Math. Stat. 41, 1970; Howard, Ramdas, McAuliffe, Sekhon,
Ann. Stat. 49, 2021, eq. 3.7), asymptotic in the number of people (Waudby-Smith and others, arXiv:2103.06476): for a
Brownian motion in the clock v, |S(v)| < sqrt((v + rho) log((v + rho) / (rho alpha^2))) at all v with probability
1 - alpha. The clock is the days after sending that have passed, to all of those of the planned look: it goes on
beyond 1 with later lists. Sums of orders since sending are such a
motion or more alike from day to day (people differ in how often they order, and answers come early), and what is more
alike from day to day leaves a bound more seldom (Slepian). Its width is least at TIGHTEST.
"""

import numpy as np
from numpy.typing import NDArray

ALPHA, EARLY = 0.05, 0.01
FINAL = ALPHA - EARLY
TIGHTEST = 0.5  # of the days after sending
Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]


def early_bound(passed: Numbers, looks_alike: int | Counts = 1) -> Numbers:
    """Standard errors around an estimate, at what has passed of the days (above 0).

    `looks_alike` estimates that are all to hold together share the error.
    """
    from scipy.special import lambertw  # 10 MB, which a page without campaigns need not hold

    alpha = EARLY / looks_alike
    rho = TIGHTEST / (-np.real(lambertw(-(alpha**2) / np.e, -1)) - 1)
    return np.asarray(np.sqrt((1 + rho / passed) * np.log((passed + rho) / (rho * alpha**2))))


def final_bound(freedom: Numbers, looks_alike: int | Counts = 1) -> Numbers:
    """The same at the planned look, of Student's t."""
    from scipy.special import stdtrit

    return np.asarray(stdtrit(freedom, 1 - FINAL / looks_alike / 2))
