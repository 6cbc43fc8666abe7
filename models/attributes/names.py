"""What segments by attributes are called: how they stand against the average in what tells them apart most."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.attributes.choice import SINGLE
from models.attributes.features import Feature
from models.clusters.naming import percent
from models.rfm.groups import Group
from wording.years import is_year

FIRST_NAMED, MOST_NAMED, MOST_DESCRIBED = 2, 4, 4  # features in a name at first, at most, and in a description
LEVELS = ((1.3, "very high"), (0.4, "high"), (-0.4, "middle"), (-1.3, "low"))  # from so many standard deviations
LOWEST = "very low"
MOSTLY, SELDOM = 0.8, 0.2  # shares of yes
POSITIONS = 11
ADVICE = (
    "The most valuable: keep them close with early access, named service and a reward tier; no discounts.",
    "Room to grow: offer the next step up in range and size, and say why it suits them.",
    "Low value so far: low-cost contact, an entry offer, and a test before anything dearer.",
)
UNVALUED = "Compare the profile with the average, and speak to what is special about them."
UNKNOWN = Group(
    "unknown", "No attributes", 12, frozenset(), "Nothing is known of them", "Ask: a short survey, or a fuller file."
)


@dataclass(frozen=True)
class Profile:
    """How segments stand in their features: rows are segments, columns features."""

    features: Sequence[Feature]
    means: np.ndarray  # k × f, as people read them
    overall: np.ndarray  # f
    centres: np.ndarray  # k × f, in standard deviations from the average
    is_share: np.ndarray  # f booleans: zeros and ones
    sizes: np.ndarray  # k


def name_segments(profile: Profile, is_valued: bool) -> list[tuple[Group, str]]:
    """A group and a description for each segment; the segments come in their order, the best first."""
    order = _telling(profile)
    names = _names(profile, order)
    count = len(names)
    found = []
    for i, name in enumerate(names):
        position = 1 if count == 1 else 1 + round(i * (POSITIONS - 1) / (count - 1))
        advice = ADVICE[min(2, 3 * i // count)] if is_valued else UNVALUED
        found.append((Group(_slug(name, i), name, position, frozenset(), name, advice), _described(profile, order, i)))
    return found


def _telling(profile: Profile) -> list[int]:
    """The features, those that vary most between segments first."""
    weights = profile.sizes / profile.sizes.sum()
    spread = weights @ (profile.centres - weights @ profile.centres) ** 2
    return [int(one) for one in np.argsort(-spread, kind="stable")]


def _names(profile: Profile, order: list[int]) -> list[str]:
    """Names of as few features as keep them apart; what still is alike gets a number."""
    names: list[str] = []
    for used in range(min(FIRST_NAMED, len(order)), min(MOST_NAMED, len(order)) + 1):
        chosen = sorted(order[:used], key=lambda feature: bool(profile.is_share[feature]))
        words = [[_word(profile, i, feature) for feature in chosen] for i in range(len(profile.centres))]
        names = [", ".join(dict.fromkeys(own)) for own in words]
        if len(set(map(_slug, names))) == len(names):
            break
    names = _told_apart(profile, names)
    return [_sentence(name, names[:i].count(name)) for i, name in enumerate(names)]


def _told_apart(profile: Profile, names: list[str]) -> list[str]:
    """Two segments of one name get what sets them apart most: `…, higher income` and `…, lower income`."""
    found = list(names)
    for name in set(names):
        pair = [i for i, each in enumerate(names) if each == name]
        if len(pair) != 2:
            continue
        apart = profile.centres[pair[0]] - profile.centres[pair[1]]
        feature = int(np.argmax(np.abs(np.where(profile.is_share, 0, apart))))
        if not apart[feature] or profile.is_share[feature]:
            continue
        label = _lower(profile.features[feature].label)
        start = ", ".join(part for part in name.split(", ") if not part.endswith(f" {label}"))
        for at, word in zip(pair, ("higher", "lower") if apart[feature] > 0 else ("lower", "higher"), strict=True):
            found[at] = f"{start}, {word} {label}".removeprefix(", ")
    return found


def _sentence(name: str, before: int) -> str:
    first = name[0].upper() + name[1:]
    return f"{first} ({before + 1})" if before else first


def _word(profile: Profile, segment: int, feature: int) -> str:
    """`high income`, `in a relationship`, `no complaint`."""
    one, centre = profile.features[feature], profile.centres[segment, feature]
    label = _lower(one.label)
    if profile.is_share[feature]:
        share = profile.means[segment, feature]
        no = SINGLE if one.meaning == "partner" else _lower(one.opposite) if one.opposite else f"no {label}"
        if share >= MOSTLY or share <= SELDOM:
            return label if share >= MOSTLY else _same(profile, segment, one) or no
        return f"some {label}" if one.meaning != "partner" else "with and without partner"
    level = next((word for edge, word in LEVELS if centre >= edge), LOWEST)
    return f"{level} {label}"


def _same(profile: Profile, segment: int, one: Feature) -> str:
    """The value that nearly all have instead, of an attribute with a feature for each value."""
    for i, other in enumerate(profile.features):
        if one.categories and other.categories and other.parts == one.parts and profile.means[segment, i] >= MOSTLY:
            return _lower(other.label)
    return ""


def _lower(label: str) -> str:
    """A label inside a sentence; abbreviations stay."""
    return label if label[:2].isupper() else label[0].lower() + label[1:]


def _slug(name: str, number: int = 0) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or f"segment-{number + 1}"


def _described(profile: Profile, order: list[int], segment: int) -> str:
    """`Income 71,900 on average (all: 51,600); 100 % in a relationship (all: 64 %).`"""
    parts = []
    for feature in order[:MOST_DESCRIBED]:
        label = profile.features[feature].label
        mean, overall = profile.means[segment, feature], profile.overall[feature]
        if profile.is_share[feature]:
            parts.append(f"{percent(mean, 0)} {_lower(label)} (all: {percent(overall, 0)})")
        else:
            parts.append(f"{label} {number(mean, label)} on average (all: {number(overall, label)})")
    return "; ".join(parts) + "."


def number(value: float, label: str = "") -> str:
    """To three significant figures: `51,600`, `563`, `2.4`; a year of a label that says so as it is, `1974`."""
    if is_year(label, value):
        return f"{value:.0f}"
    size = abs(value)
    if size >= 1000:
        return f"{round(value, 2 - int(np.floor(np.log10(size)))):,.0f}"
    return f"{value:.0f}" if size >= 100 else f"{value:.1f}" if size >= 10 else f"{value:.2g}" if value else "0"
