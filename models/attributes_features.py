"""Which attributes a segmentation by attributes uses: a free choice, or by default those that matter most.

By default income, spend and partnership are taken where a file has them: they are what published segmentations of such
files use (the iFood file: income, total spend and living with a partner), and other columns mostly repeat or
blur them. What was spent may be one column or one for each category, which are added up. A file without income and
spend is segmented by what measures its customers (`attributes_measures`); without two such measures by all attributes.

A categorical attribute becomes a column of zeros and ones for each of its common values, and one for all others. All
columns of an attribute together weigh as much as one number does.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from models.attributes_measures import FEWEST, is_code, is_flag, is_nearly_constant, spend_parts
from models.rules_words import ATTRIBUTE, OTHER
from warehouse.errors import InputError, NoDataError

MOST_FEATURES = 60
MOST_LEVELS = 8  # values of a categorical attribute with a column of their own, all others share one
RARE = 0.02  # of the customers with a value: a rarer one is among the others
LEAST_COVERED = 0.5  # of the customers by the common values, for an attribute that is used without being asked for
MOST_MISSING = 0.5  # of the customers, for an attribute that is used without being asked for
INCOME = {"income", "annualincome", "yearlyincome", "householdincome", "annualincomek", "salary", "einkommen"}
SPEND = {"mnttotal", "totalspend", "totalspent", "totalspending", "spend", "spent", "spending", "amountspent"}
SPEND |= {"spendingscore", "spendingscore1100", "monetary", "totalamount", "purchaseamount", "revenue", "umsatz"}
PARTNER = {"inrelationship", "inarelationship", "haspartner", "partner", "married"}
MARITAL = {"marital", "maritalstatus", "familystatus", "familienstand"}
TOGETHER = {"married", "together", "cohabiting", "partnership", "verheiratet", "marié", "casado", "sposato"}
SINGLE = "single"  # the other side of PARTNER in words


@dataclass(frozen=True)
class Attribute:
    """What `attributes` says of one."""

    name: str
    label: str
    kind: str
    customers: int
    is_constant: bool
    is_unique: bool
    frequent: tuple[str, ...]
    counts: tuple[int, ...] = ()  # customers with each frequent value

    @property
    def common(self) -> tuple[str, ...]:
        """The values with a column of their own."""
        counts = self.counts or (self.customers,) * len(self.frequent)
        known = zip(self.frequent, counts, strict=True)
        return tuple(value for value, count in known if count >= RARE * self.customers)[:MOST_LEVELS]

    @property
    def pooled(self) -> int:
        """Customers with another value."""
        covered = sum(count for value, count in zip(self.frequent, self.counts, strict=False) if value in self.common)
        return self.customers - covered if self.counts else 0

    @property
    def is_usable(self) -> bool:
        """Whether it can tell customers apart."""
        return not (self.is_constant or self.is_unique)


@dataclass(frozen=True)
class Feature:
    """A measure of customers: the sum of numeric attributes, or whether a categorical one is among `categories`.

    `is_rest` turns that round: whether it is none of them.
    """

    label: str
    parts: tuple[str, ...]
    categories: tuple[str, ...] = ()
    meaning: str = ""  # income | spend | partner, where it is one of these
    is_rest: bool = False
    opposite: str = ""  # what those are who are not among the categories, where there is one word for it
    weight: float = 1.0  # in distances, of a standard deviation

    @property
    def column(self) -> str:
        """Its name among the features of a clustering and in rules."""
        if not self.categories or self.meaning == "partner":
            return f"{ATTRIBUTE}{self.label}"
        return f"{ATTRIBUTE}{self.parts[0]}={OTHER if self.is_rest else ''}{', '.join(self.categories)}"

    @property
    def words(self) -> str:
        """How it is made, for `--features` and people: `Spend=MntTotal`."""
        made = "+".join(self.parts)
        if self.categories:
            return f"{made} is {'none of ' if self.is_rest else ''}{' or '.join(self.categories)}"
        return made if self.label == made else f"{self.label}={made}"


def fold(label: str) -> str:
    """A name without case, spaces and punctuation."""
    return "".join(letter for letter in label.casefold() if letter.isalnum())


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
    """Income, spend and partnership; nothing unless the first two are there."""
    usable = [one for one in attributes if one.is_usable]
    numeric = [one for one in usable if one.kind == "numeric"]
    income = next((one for one in numeric if _meaning(one.name) == "income"), None)
    total = next((one for one in numeric if _meaning(one.name) == "spend"), None)
    spend = (total.name,) if total else spend_parts(numeric)
    if not income or not spend:
        return []
    core = [Feature("Income", (income.name,), meaning="income"), Feature("Spend", spend, meaning="spend")]
    return [*core, *_partner(usable)]


def _partner(usable: Sequence[Attribute]) -> list[Feature]:
    label = "In a relationship"
    for one in usable:
        if one.kind == "numeric" and _meaning(one.name) == "partner":
            return [Feature(label, (one.name,), meaning="partner")]
        together = tuple(value for value in one.frequent if fold(value) in TOGETHER)
        if one.kind == "categorical" and fold(one.name) in MARITAL and together:
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
