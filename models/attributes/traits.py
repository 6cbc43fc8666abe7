"""How a segment stands in one feature, in words for people: what it is, that it is in the middle, or what it is not."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.attributes.choice import SINGLE
from models.attributes.features import Feature
from models.attributes.measures import WORDS, words_of
from wording.years import is_year

LEVELS = ((1.3, "very high"), (0.4, "high"), (-0.4, "middle"), (-1.3, "low"))  # from so many standard deviations
LOWEST = "very low"
OLDER = {"very high": "much older", "high": "older", "middle": "of middle age", "low": "younger"} | {
    LOWEST: "much younger"
}
COUNTED = {
    "very high": "very many",
    "high": "many",
    "middle": "a middling number of",
    "low": "few",
    LOWEST: "very few",
}
LATER = {"very high": "much later", "high": "later", "middle": "middling", "low": "earlier", LOWEST: "much earlier"}
PLAIN = {level: level for level in COUNTED}
TURNED = {"very high": LOWEST, "high": "low", "middle": "middle", "low": "high", LOWEST: "very high"}
MOSTLY, HALF, SELDOM = 0.8, 0.5, 0.2  # shares of yes
CLEAR, STRONG = LEVELS[1][0], LEVELS[0][0]
LACKING = 0.5  # standard deviations below, where a fifth of all have it: less is no news of those who do not
OWN_LABELS = ("Income", "Spend", "In a relationship")  # ours; others are a file's words, which keep their case
IS, MIDDLING, IS_NOT = range(3)  # kinds of traits, the telling ones first


@dataclass(frozen=True)
class Profile:
    """How segments stand in their features: rows are segments, columns features."""

    features: Sequence[Feature]
    means: np.ndarray  # k × f, as people read them, of the customers whose value is known; NaN where nobody's is
    overall: np.ndarray  # f
    centres: np.ndarray  # k × f, in standard deviations from the average; NaN where too few of the segment are known
    is_share: np.ndarray  # f booleans: zeros and ones
    sizes: np.ndarray  # k
    known: np.ndarray  # k × f, the share of the segment whose value is known


@dataclass(frozen=True)
class Trait:
    """`high income`, `in a relationship`, `no Complaint`: what one feature says of a segment."""

    feature: int
    words: str
    kind: int  # IS | MIDDLING | IS_NOT
    strength: int  # 2 strong, 1 clear, 0 neither


def trait_of(profile: Profile, segment: int, feature: int) -> Trait | None:
    """What a feature says of a segment; None where it says nothing that is special about it."""
    one, centre = profile.features[feature], float(profile.centres[segment, feature])
    if np.isnan(centre):
        return None
    strength = int(abs(centre) >= CLEAR) + int(abs(centre) >= STRONG)
    if not profile.is_share[feature]:
        level = next((word for edge, word in LEVELS if centre >= edge), LOWEST)
        return Trait(
            feature,
            _at_level(one, level, is_year(one.label, profile.overall[feature])),
            IS if strength else MIDDLING,
            strength,
        )
    said = _shared(one, float(profile.means[segment, feature]), centre)
    return Trait(feature, *said, strength) if said else None


def _at_level(one: Feature, level: str, is_year_: bool) -> str:
    if one.meaning in ("birth", "age"):
        return OLDER[TURNED[level] if one.meaning == "birth" else level]
    scale = LATER if is_year_ else COUNTED if _is_counted(one) else PLAIN
    return f"{scale[level]} {in_sentence(one.label)}"


def _is_counted(one: Feature) -> bool:
    """Whether its label names what can be counted: few `Children`, but a low `Number of Children`."""
    words = words_of(one.label)
    return bool(words & WORDS["counted"]) and not words & WORDS["counts"]


def _shared(one: Feature, share: float, centre: float) -> tuple[str, int] | None:
    """Words and kind for a share of yes."""
    label = in_sentence(one.label)
    opposite = SINGLE if one.meaning == "partner" else in_sentence(one.opposite)
    if opposite and not SELDOM < share < MOSTLY and abs(centre) >= CLEAR:  # where nearly all are alike it is no news
        return (label if share >= MOSTLY else opposite), IS
    if one.meaning == "partner":
        return "with and without partner", MIDDLING
    if centre >= CLEAR:
        often = "mostly " if share >= HALF else "often "
        return (label if share >= MOSTLY else often + label), IS
    if centre <= -LACKING and share <= SELDOM and not one.is_rest:
        return f"{'not' if one.categories else 'no'} {label}", IS_NOT
    return None


def compared(one: Feature, is_more: bool) -> str:
    """`higher income`, `younger`: of two that are called the same otherwise."""
    if one.meaning in ("birth", "age"):
        return "older" if is_more == (one.meaning == "age") else "younger"
    more, less = ("more", "fewer") if _is_counted(one) else ("higher", "lower")
    return f"{more if is_more else less} {in_sentence(one.label)}"


def in_sentence(label: str) -> str:
    """A label inside a sentence: a file's words keep their case."""
    return label.lower() if label in OWN_LABELS else label
