"""Which attributes a segmentation by attributes uses: a free choice, or by default those that matter most.

By default income, spend and partnership are taken where a file has them: they are what published segmentations of such
files use (the iFood file: income, total spend and living with a partner), and other columns mostly repeat or
blur them. What was spent may be one column or one for each category, which are added up. A file without income and
spend is segmented by what measures its customers (`measures`); without two such measures by all attributes.

A categorical attribute becomes a column of zeros and ones for each of its common values, and one for all others. All
columns of an attribute together weigh as much as one number does.
"""

from collections.abc import Sequence

from models.attributes import contents
from models.attributes.features import Attribute, Feature
from models.attributes.measures import FEWEST, WORDS, fold, is_code, is_flag, is_nearly_constant, spend_parts
from warehouse.errors import InputError, NoDataError

MOST_FEATURES = 60
LEAST_COVERED = 0.5  # of the customers by the common values, for an attribute that is used without being asked for
MOST_MISSING = 0.5  # of the customers, for an attribute that is used without being asked for
INCOME, SPEND, PARTNER, MARITAL, TOGETHER = (
    WORDS[kind] for kind in ("income", "spend", "partner", "marital", "together")
)
SINGLE = "single"  # the other side of PARTNER in words


def choose_features(attributes: Sequence[Attribute], asked: str | None = None) -> list[Feature]:
    """The features of `--features` (`all`, or names and sums separated by commas), or the default ones.

    Raises InputError for an unknown name, NoDataError when nothing tells the customers apart.
    """
    if asked and fold(asked) != "all":
        found = [feature for part in asked.split(",") for feature in _asked(attributes, part.strip())]
    elif not asked and (core := _core(attributes) or _measures(attributes)):
        found = core
    else:
        found = _every(attributes)
    if not found:
        raise NoDataError("No attribute tells the customers apart: each is constant, an identifier, or mostly missing.")
    if len(found) > MOST_FEATURES:
        raise InputError(
            f"{len(found)} features are more than the {MOST_FEATURES} that can be used at once. "
            "Choose some with --features NAME,NAME."
        )
    return found


def _asked(attributes: Sequence[Attribute], part: str) -> list[Feature]:
    label, equals, total = (text.strip() for text in part.partition("="))
    names = [name.strip() for name in (total if equals else label).split("+")]
    found = [_find(attributes, name) for name in names]
    if len(found) == 1 and found[0].kind == "categorical":
        return _one_hot(found[0])
    if text := next((one for one in found if one.kind == "categorical"), None):
        raise InputError(f"--features {part}: {text.name} is not numeric, so it cannot be added up.")
    parts = tuple(one.name for one in found)
    shown = label if equals else " + ".join(one.label for one in found)
    return [Feature(shown, parts, meaning=_meaning(label if equals else parts[0]))]


def _find(attributes: Sequence[Attribute], name: str) -> Attribute:
    exact = [one for one in attributes if one.name == name]
    alike = exact or [one for one in attributes if fold(name) in (fold(one.name), fold(one.label))]
    if not alike or not fold(name):
        known = ", ".join(one.name for one in attributes[:20])
        more = f" and {len(attributes) - 20} more" if len(attributes) > 20 else ""
        raise InputError(f"--features: there is no attribute {name}. There are {known}{more}.")
    return alike[0]


def _meaning(name: str) -> str:
    folded = fold(name)
    kinds = (("income", INCOME), ("spend", SPEND), ("partner", PARTNER))
    return next((meaning for meaning, names in kinds if folded in names), "")


def _core(attributes: Sequence[Attribute]) -> list[Feature]:
    """Income, spend and partnership, by name or by content; nothing unless the first two are there."""
    usable = [one for one in attributes if one.is_usable]
    numeric = [one for one in usable if one.kind == "numeric"]
    spend = _spend(numeric)
    if spend is None:
        return []
    income = max((one for one in numeric if _is_income(one.name)), key=lambda one: one.customers, default=None)
    if income is not None:
        return [Feature("Income", (income.name,), meaning="income"), spend, *_partner(usable)]
    income = contents.income(numeric, spend.parts)
    if income is not None:
        return [Feature(income.label, (income.name,), meaning="income"), spend, *_partner(usable)]
    return []


def _spend(numeric: list[Attribute]) -> Feature | None:
    total = next((one for one in numeric if _meaning(one.name) == "spend"), None)
    parts = (total.name,) if total else spend_parts(numeric)
    if parts:
        return Feature("Spend", parts, meaning="spend")
    stem, parts = contents.amounts_of_one_kind(numeric)
    return Feature(stem, parts, meaning="spend") if parts else None


def _is_income(name: str) -> bool:
    """Whether a name says income; `Income2` is a second one."""
    return fold(name).rstrip("0123456789") in INCOME or _meaning(name) == "income"


def _partner(usable: Sequence[Attribute]) -> list[Feature]:
    label = "In a relationship"
    for one in usable:
        if one.kind == "numeric" and _meaning(one.name) == "partner":
            return [Feature(label, (one.name,), meaning="partner")]
        together = tuple(value for value in one.frequent if fold(value) in TOGETHER)
        if one.kind == "categorical" and together and (fold(one.name) in MARITAL or contents.is_marital(one)):
            return [Feature(label, (one.name,), together, "partner")]
    columns = tuple(one.name for one in usable if _is_together(one.name))
    return [Feature(label, columns, meaning="partner")] if columns else []


def _is_together(name: str) -> bool:
    """Whether a column of zeros and ones is one of marital status with a partner: `marital_Married`."""
    folded = fold(name)
    return any(folded == start + end for start in MARITAL for end in TOGETHER)


def _measures(attributes: Sequence[Attribute]) -> list[Feature]:
    """Amounts, counts and ages; nothing where there are fewer than FEWEST of them."""
    usable = [one for one in _filled(attributes) if not is_nearly_constant(one)]
    measures = [one for one in usable if one.kind == "numeric" and not is_code(one) and not is_flag(one)]
    if len(measures) < FEWEST:
        return []
    return [Feature(one.label, (one.name,), meaning=_meaning(one.name)) for one in measures]


def _filled(attributes: Sequence[Attribute]) -> list[Attribute]:
    """Those that most customers have, and that tell them apart."""
    most = max((one.customers for one in attributes), default=0)
    return [one for one in attributes if one.is_usable and one.customers >= MOST_MISSING * most]


def _every(attributes: Sequence[Attribute]) -> list[Feature]:
    """All attributes with enough values; categorical ones whose common values are most of it."""
    found: list[Feature] = []
    for one in _filled(attributes):
        if one.kind == "numeric" and (is_flag(one) or not is_code(one)):
            found.append(Feature(one.label, (one.name,), meaning=_meaning(one.name)))
        elif one.pooled <= (1 - LEAST_COVERED) * one.customers:
            found += _one_hot(one)
    return found


def _one_hot(attribute: Attribute) -> list[Feature]:
    """A feature for each common value and one for all others; for two values one is enough."""
    name, label, common = (attribute.name,), attribute.label, attribute.common
    if len(common) == 2 and not attribute.pooled:
        return [Feature(f"{label} {common[0]}", name, common[:1], opposite=f"{label} {common[1]}")]
    weight = (len(common) + bool(attribute.pooled)) ** -0.5
    found = [Feature(f"{label} {value}", name, (value,), weight=weight) for value in common]
    return found + [Feature(f"other {label}", name, common, is_rest=True, weight=weight)] * bool(attribute.pooled)
