"""What is known of an attribute of the customers, and what a feature made of attributes is."""

from dataclasses import dataclass

from models.features.names import ATTRIBUTE, OTHER

MOST_LEVELS = 8  # values of a categorical attribute with a column of their own, all others share one
RARE = 0.02  # of the customers with a value: a rarer one is among the others


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
    distinct_values: int = 0
    least: float | None = None  # of a numeric one
    most: float | None = None
    mean: float | None = None

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
    meaning: str = ""  # income | spend | partner | birth | age, where it is one of these
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
