"""The estimate by hand: differences, what is known from before taken off, strata weighed, standard errors."""

from math import sqrt

import numpy as np
import pytest

from audiences.measurement.lift import Sums, lift

People = list[tuple[float, float]]  # of each: before, after


def sums(*strata: tuple[People, People]) -> Sums:
    """From single people: a stratum is who was written to, and who was held out."""
    arrays = [[np.array(group).reshape(-1, 2) for group in stratum] for stratum in strata]

    def added(take: object) -> np.ndarray:
        return np.array([[[float(take(group).sum())] for group in stratum] for stratum in arrays])  # type: ignore[operator]

    x, y = (lambda group: group[:, 0]), (lambda group: group[:, 1])
    return Sums(
        added(lambda group: np.ones(len(group))),
        *(added(x), added(lambda group: x(group) ** 2), added(y), added(lambda group: y(group) ** 2)),
        added(lambda group: x(group) * y(group)),
    )


def after(*values: float) -> People:
    return [(0.0, value) for value in values]


@pytest.mark.parametrize(("is_share", "variance"), [(False, 0.25), (True, 5 / 8 * 3 / 8 * 4 / 3)])
def test_a_difference_of_means(is_share: bool, variance: float) -> None:
    """3 of 4 against 1 of 4, with 6 to go by: each variance 0.25, of shares that of 5 of 8, which is larger."""
    found = lift(sums((after(1, 0, 1, 1), after(0, 1, 0, 0))), is_share)
    assert found.each[0] == 0.5
    assert found.error[0] == pytest.approx(sqrt(2 * variance / 4))
    assert found.freedom[0] == pytest.approx(6)


def test_a_share_of_nobody_is_no_certainty() -> None:
    """0 of 3 is taken for 2 of 7, and a sample."""
    found = lift(sums((after(0, 0, 0), after(0, 0, 0))), is_share=True)
    assert (found.each[0], found.error[0]) == (0.0, pytest.approx(sqrt(2 * (2 / 7 * 5 / 7 * 3 / 2) / 3)))
    assert lift(sums((after(0, 0, 0), after(0, 0, 0)))).error[0] == 0


def test_amounts_have_one_variance_and_early_looks_the_larger() -> None:
    """Squares 8 and 0 over 2 + 1 people more than the groups: 8 / 3; alone they would be 4 and 0."""
    found = lift(sums((after(0, 2, 4), after(5, 5))))
    assert found.each[0] == -3.0
    assert found.error[0] == pytest.approx(sqrt(8 / 3 * (1 / 3 + 1 / 2)))
    assert found.wide_error[0] == pytest.approx(sqrt(4 * (1 / 3 + 1 / 2)))


def test_what_was_before_is_taken_off() -> None:
    """After is twice before, and 1 more for who was written to: seen exactly, though those held out bought more."""
    found = lift(sums(([(1, 3), (2, 5), (3, 7)], [(2, 4), (4, 8)])))
    assert found.each[0] == pytest.approx(1.0)
    assert found.error[0] == pytest.approx(0.0, abs=1e-9)


def test_strata_are_weighed_by_their_size() -> None:
    found = lift(sums((after(1, 1), after(0, 0)), (after(0, 0, 0, 0, 0, 0), after(0, 0))))
    assert found.each[0] == pytest.approx(4 / 12)


def test_small_strata_are_taken_together() -> None:
    few, more = (after(*[1.0] * 4), after(0.0)), (after(*[1.0] * 12), after(*[0.0] * 3))
    merged = sums(few, more, few, (after(*[1.0] * 9), after(*[0.0] * 2))).merged(2)
    assert merged.people[:, :, 0].tolist() == [[12, 3], [9, 2], [8, 2]]
    assert sums(few, more).merged(2).people[:, :, 0].tolist() == [[16, 4]]
