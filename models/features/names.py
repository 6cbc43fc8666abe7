"""What features are called, and what can be chosen about them: known without any of the libraries that compute."""

from collections.abc import Sequence

from models.features import money
from warehouse.errors import InputError

ATTRIBUTE = "attribute:"  # before the name of a feature that is an attribute of the customers
OTHER = "~"  # before the values that it is none of: `attribute:Plan=~gold, silver`
DEFAULT = ("recency_days", "frequency", "monetary")
# Where `customer_features` holds a feature under its own name, the statement is the name.
STATEMENTS = {
    "recency_days": "recency_days",
    "frequency": "frequency",
    "monetary": "monetary",
    "net": "net",
    "tenure_days": "tenure_days",
    "average_order_value": "average_order_value",
    "interval_days": "(cast(last_order_at as date) - cast(first_order_at as date)) / cast(frequency - 1 as float8)",
    "distinct_products": "distinct_products",
    "return_rate": "return_rate",
    "units": "units",
    "weekend_share": "weekend_share",
    "night_share": "night_share",
    "discount_share": "discount_share",
}
NET_STATEMENTS = {"average_order_value": "net / nullif(frequency, 0)"}  # where money is net of returns
CONDITIONS = {"interval_days": "frequency > 1"}  # null elsewhere
TRANSFORMS = ("log1p", "yeo-johnson", "none")
SCALES = ("standard", "robust")
MISSING = "a missing value counts as the median of the customers who have one"


def statement(feature: str, measure: str = money.GROSS) -> str:
    """The SQL of a feature over `customer_features`, as a double; its money net of returns or gross."""
    known = STATEMENTS | NET_STATEMENTS if measure == money.NET else STATEMENTS
    found = f"cast({known[feature]} as float8)"
    return f"case when {CONDITIONS[feature]} then {found} end" if feature in CONDITIONS else found


def is_attribute(feature: str) -> bool:
    """Whether a feature is an attribute of the customers, not of their orders."""
    return feature.startswith(ATTRIBUTE)


def check(features: Sequence[str], transform: str, scale: str) -> None:
    """Raise InputError for a name that does not exist, or features that are none or given twice."""
    for feature in features:
        if feature not in STATEMENTS and not is_attribute(feature):
            raise InputError(
                f"There is no feature {feature}. The features are {', '.join(STATEMENTS)}, and {ATTRIBUTE}NAME for an "
                "attribute of the customers."
            )
    if not features or len(set(features)) < len(features):
        raise InputError("Features have to be at least one, and each named once.")
    for name, known in ((transform, TRANSFORMS), (scale, SCALES)):
        if name not in known:
            raise InputError(f"There is no {name} here: choose from {', '.join(known)}.")
