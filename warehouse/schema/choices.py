"""What people chose for the shop as a whole, once."""

from sqlalchemy import Column, DateTime, Table, Text

from warehouse.schema.base import metadata, required

AUDIT_DAYS = "audit_days"  # for how many the record is kept
ABOUT_USERS = (AUDIT_DAYS,)  # choices that say nothing of the shop
ERASED_AT = "erased_at"  # when somebody was erased last: answers that are kept are worth nothing then

shop_settings = Table(
    "shop_settings",  # one row a choice that was made
    metadata,
    Column("name", Text, primary_key=True),  # consent: opt-in | opt-out; and those above
    required("value", Text),
    required("changed_at", DateTime(timezone=True)),
)
