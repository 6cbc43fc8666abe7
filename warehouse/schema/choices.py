"""What people chose for the shop as a whole, once."""

from sqlalchemy import Column, DateTime, Table, Text

from warehouse.schema.base import metadata, required

shop_settings = Table(
    "shop_settings",  # one row a choice that was made
    metadata,
    Column("name", Text, primary_key=True),  # consent: opt-in | opt-out
    required("value", Text),
    required("changed_at", DateTime(timezone=True)),
)
