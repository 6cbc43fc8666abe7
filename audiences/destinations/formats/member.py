"""Who is in a list, as every format reads them: one row a customer."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Member(NamedTuple):
    """A customer of a list, as the store has them; None where it knows nothing."""

    customer_id: str
    segment: str | None = None  # its name, in the published segmentation
    country: str | None = None  # ISO 3166 alpha-2 where known, else the label as it came
    country_name: str | None = None
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    phone: str | None = None
    consent: bool | None = None
    birth_year: int | None = None
    city: str | None = None
    postcode: str | None = None
    recency_days: int | None = None
    frequency: int | None = None
    monetary: Decimal | None = None
    net: Decimal | None = None
    average_order_value: Decimal | None = None
    first_order: date | None = None
    last_order: date | None = None
    barred: str | None = None  # why they get nothing whatever they said: one of preflight.REASONS
