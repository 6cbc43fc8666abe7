"""What segments by attributes are called: by what sets each apart most, what it is before what it is not."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import count

import numpy as np

from models.attributes.features import Feature
from models.attributes.traits import IS, Profile, Trait, compared, in_sentence, trait_of
from models.clusters.naming import percent
from models.rfm.groups import Group
from wording.years import is_year

MOST_SPECIAL, MOST_NAMED, MOST_DESCRIBED = 2, 4, 4  # traits in a name, with those that tell it apart; in a description
AVERAGE = "close to the average"
HARDLY_KNOWN = "little is known"  # of most customers of the segment, no feature
ALL_KNOWN = 0.95  # of a segment's customers, from which on a mean needs no word about the others
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
Parts = list[Trait | None]


def name_segments(profile: Profile, is_valued: bool) -> list[tuple[Group, str]]:
    """A group and a description for each segment; the segments come in their order, the best first."""
    order = _telling(profile)
    names = _names(profile, order)
    slugs: list[str] = [UNKNOWN.id]
    found = []
    for i, name in enumerate(names):
        position = 1 if len(names) == 1 else 1 + round(i * (POSITIONS - 1) / (len(names) - 1))
        advice = ADVICE[min(2, 3 * i // len(names))] if is_valued else UNVALUED
        slugs.append(_slug(name, i, slugs))
        group = Group(slugs[-1], name, position, frozenset(), name, advice)
        found.append((group, _described(profile, order, i)))
    return found


def _telling(profile: Profile) -> list[int]:
    """The features, those that vary most between segments first."""
    weights = profile.sizes / profile.sizes.sum()
    centres = np.nan_to_num(profile.centres)
    spread = weights @ (centres - weights @ centres) ** 2
    return [int(one) for one in np.argsort(-spread, kind="stable")]


def _names(profile: Profile, order: Sequence[int]) -> list[str]:
    """A name of its own for each segment."""
    chosen = [_special(profile, order, i) for i in range(len(profile.centres))]
    for _ in range(MOST_NAMED - MOST_SPECIAL):
        for alike in _alike([_said(profile, own) for own in chosen]):
            _add_telling(profile, order, chosen, alike)
    names = [_said(profile, own) for own in chosen]
    for segment in np.flatnonzero(np.isnan(profile.centres).all(axis=1)).tolist():
        names[segment] = HARDLY_KNOWN
    for alike in _alike(names):
        _compare(profile, chosen, names, alike)
    for alike in _alike(names):  # alike in all that is known of them
        for i in alike[1:]:
            names[i] = _numbered(names[i], names)
    return [name[0].upper() + name[1:] for name in names]


def _numbered(name: str, taken: Sequence[str]) -> str:
    """The name with the first number that makes it another one: `Close to the average (2)`."""
    there = {each.casefold() for each in taken}
    return next(found for number in count(2) if (found := f"{name} ({number})").casefold() not in there)


def _special(profile: Profile, order: Sequence[int], segment: int) -> list[Trait]:
    """What a segment is, the most unusual first; where it is nothing in particular, how it is in the middle, or not."""
    traits = [trait for feature in order if (trait := trait_of(profile, segment, feature))]
    kind = min((trait.kind for trait in traits), default=IS)
    found = sorted((trait for trait in traits if trait.kind == kind), key=lambda trait: -trait.strength)
    return list({trait.words: trait for trait in reversed(found)}.values())[::-1][:MOST_SPECIAL]


def _said(profile: Profile, traits: Sequence[Trait]) -> str:
    """The traits as a name: measures first, as people read it best."""
    ordered = sorted(traits, key=lambda trait: bool(profile.is_share[trait.feature]))
    return ", ".join(trait.words for trait in ordered) or AVERAGE


def _alike(names: Sequence[str]) -> list[list[int]]:
    """The segments that share a name, group by group."""
    counts = Counter(map(str.casefold, names))
    return [[i for i, name in enumerate(names) if name.casefold() == each] for each in counts if counts[each] > 1]


def _add_telling(profile: Profile, order: Sequence[int], chosen: list[list[Trait]], alike: Sequence[int]) -> None:
    """Give segments of one name the trait in which they differ most."""
    best: Parts = []
    for feature in order:
        traits: Parts = [trait_of(profile, i, feature) for i in alike]
        if len({one and one.words for one in traits}) > max(1, len({one and one.words for one in best})):
            best = traits
    for i, trait in zip(alike, best, strict=False):
        if trait and trait not in chosen[i]:
            chosen[i].append(trait)


def _compare(profile: Profile, chosen: list[list[Trait]], names: list[str], alike: Sequence[int]) -> None:
    """Two segments of one level get `higher income` and `lower income`, more of them their means."""
    spread = np.nan_to_num(np.ptp(profile.centres[list(alike)], axis=0))  # 0 where one of them is hardly known
    feature = int(np.argmax(np.where(profile.is_share, 0, spread)))
    if not spread[feature] or profile.is_share[feature]:
        return
    one, ranked = profile.features[feature], sorted(alike, key=lambda i: float(profile.centres[i, feature]))
    for i in alike:
        rest = [trait for trait in chosen[i] if trait.feature != feature]
        words = compared(one, i == ranked[-1]) if len(alike) == MOST_SPECIAL else _about(one, profile.means[i, feature])
        names[i] = ", ".join(filter(None, [_said(profile, rest) if rest else "", words]))


def _about(one: Feature, mean: float) -> str:
    """`income about 61,000`, `born about 1974`, `about 42 years old`."""
    if one.meaning == "birth":
        return f"born about {mean:.0f}"
    if one.meaning == "age":
        return f"about {mean:.0f} years old"
    return f"{in_sentence(one.label)} about {number(mean, one.label)}"


def _slug(name: str, number: int, taken: Sequence[str]) -> str:
    """A name for addresses, which no other segment has."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ß", "ss")).encode("ascii", "ignore").decode()
    found = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or f"segment-{number + 1}"
    return found if found not in taken else f"{found}-{number + 1}"


def _described(profile: Profile, order: Sequence[int], segment: int) -> str:
    """`Income 71,900 on average (all: 51,600); 100 % in a relationship (all: 64 %).`"""
    traits = {feature: trait_of(profile, segment, feature) for feature in order}
    told = [feature for feature in order if not np.isnan(profile.centres[segment, feature])]
    first = sorted(told, key=lambda feature: -(one.strength if (one := traits[feature]) else -1))
    parts = [_compared_with_all(profile, segment, feature) for feature in first[:MOST_DESCRIBED]]
    return "; ".join(parts or ["Of most of them no attribute is known that the segments are made of"]) + "."


def _compared_with_all(profile: Profile, segment: int, feature: int) -> str:
    """`Income 71,900 on average (all: 51,600; known of 63 %)`."""
    one, known = profile.features[feature], profile.known[segment, feature]
    mean, overall = profile.means[segment, feature], profile.overall[feature]
    basis = "" if known >= ALL_KNOWN else f"; known of {percent(known, 0)}"
    if profile.is_share[feature]:
        return f"{percent(mean, 0)} {in_sentence(one.label)} (all: {percent(overall, 0)}{basis})"
    shown = [f"{value:.0f}" if one.meaning == "birth" else number(value, one.label) for value in (mean, overall)]
    return f"{one.label} {shown[0]} on average (all: {shown[1]}{basis})"


def number(value: float, label: str = "") -> str:
    """To three significant figures: `51,600`, `563`, `2.4`; a year of a label that says so as it is, `1974`."""
    if is_year(label, value):
        return f"{value:.0f}"
    size = abs(value)
    if size >= 1000:
        return f"{round(value, 2 - int(np.floor(np.log10(size)))):,.0f}"
    return f"{value:.0f}" if size >= 100 else f"{value:.1f}" if size >= 10 else f"{value:.2g}" if value else "0"
