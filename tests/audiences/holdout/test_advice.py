"""What a hold-out can show: as strict as the measurement, said in a sentence."""

import numpy as np
import pytest

from audiences.holdout.advice import Sight, advice, sight

FINAL, Z = 0.04, 2.0537


@pytest.mark.parametrize(
    ("people", "share", "rate", "words"),
    [
        (884, 0.1, 0.02, "With 884 people and 10 % held out you can see a lift of 6.9 points or more: 2.0 % are "
         "expected to order within 30 days by themselves, and 4 times in 5 such a lift would stand out from chance."),
        (84, 0.1, 0.02, "With 84 people and 10 % held out there would be 8 to compare with: too few to tell anything. "
         "Hold out more, or take a larger audience."),
        (100, 0.5, 0.999, "With 100 people and 50 % held out no lift can be seen: hold out more, or take a larger "
         "audience."),
        (884, 0.0, 0.02, "Nobody is held out, so nothing can show whether the campaign brought an order."),
    ],
)  # fmt: skip
def test_the_advice(people: int, share: float, rate: float, words: str) -> None:
    assert advice(sight(people, share, rate, FINAL), 30) == words


@pytest.mark.parametrize(
    ("lift", "said"), [(0.0301, "3.1 points"), (0.03, "3 points"), (0.01, "1 point"), (0.11, "11 p")]
)
def test_a_lift_is_rounded_up(lift: float, said: str) -> None:
    assert f"a lift of {said}" in advice(Sight(800, 100, 0.1, 0.04, lift), 30)


@pytest.mark.parametrize(("sent", "held", "rate"), [(900, 100, 0.1), (4_500, 500, 0.03), (500, 500, 0.3)])
def test_such_a_lift_is_seen_four_times_in_five(sent: int, held: int, rate: float) -> None:
    found = sight(sent + held, held / (sent + held), rate, FINAL)
    assert found.lift is not None
    rng = np.random.default_rng(7)
    told = rng.binomial(sent, rate + found.lift, 20_000), rng.binomial(held, rate, 20_000)
    variance = [_careful(one, size) / size for one, size in zip(told, (sent, held), strict=True)]
    power = (told[0] / sent - told[1] / held > Z * np.sqrt(sum(variance))).mean()
    assert 0.77 < power < 0.85


def _careful(successes: np.ndarray, people: int) -> np.ndarray:
    share = (successes + 2) / (people + 4)
    return share * (1 - share) * people / (people - 1)
