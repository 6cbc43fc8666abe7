"""What came in: loads, lines, customers; and who must not come in again."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Identity,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import JSONB

from warehouse.schema.base import line_columns, metadata, required

loads = Table(
    "loads",
    metadata,
    Column("load_id", BigInteger, Identity(), primary_key=True),
    required("file_name", Text),
    Column("sha256", Text),
    required("started_at", DateTime(timezone=True)),
    Column("finished_at", DateTime(timezone=True)),
    required("status", Text),  # running | done | failed
    Column("rows_read", BigInteger),
    Column("rows_loaded", BigInteger),
    Column("rows_duplicate", BigInteger),
    Column("rows_known", BigInteger),
    Column("rows_rejected", BigInteger),
    Column("invoices", BigInteger),
    Column("customers", BigInteger),
    Column("first_invoiced_at", DateTime),
    Column("last_invoiced_at", DateTime),
    Column("details", JSONB),  # which column was taken for what, encoding, date order, …
    Column("error", Text),
)

rejected_rows = Table(
    "rejected_rows",
    metadata,
    required("load_id", BigInteger),
    required("line_number", BigInteger),
    required("reason", Text),
    required("raw", Text),
    PrimaryKeyConstraint("load_id", "line_number"),
)

transactions = Table(
    "transactions",
    metadata,
    required("customer_id", Text),
    *line_columns(),
    Index("ix_transactions_customer_id_invoice_no", "customer_id", "invoice_no"),
    Index("ix_transactions_load_id", "load_id", postgresql_using="brin"),  # lines of a load lie together
)

guest_transactions = Table(
    "guest_transactions",
    metadata,
    *line_columns(),
    Index("ix_guest_transactions_invoice_no", "invoice_no"),
    Index("ix_guest_transactions_load_id", "load_id", postgresql_using="brin"),
)

replaced_lines = Table(
    "replaced_lines",  # one row a stored line that made way for those of another export, so that it can come back
    metadata,
    required("customer_id", Text),  # '' of a guest
    *line_columns(),
    required("replaced_by", BigInteger),  # the load whose lines took its place
    Index("ix_replaced_lines_replaced_by", "replaced_by"),
)

countries = Table(
    "countries",
    metadata,
    Column("country", Text, primary_key=True),  # ISO alpha-2, else the label as it came
    required("name", Text),
    Column("alpha_3", Text),
)

customers = Table(
    "customers",
    metadata,
    Column("customer_id", Text, primary_key=True),
    Column("country", Text),  # home: the one with most orders, the latest wins a tie
    Column("email", Text),
    Column("first_name", Text),
    Column("last_name", Text),
    Column("phone", Text),
    Column("consent", Boolean),  # to be written to; null: nobody said
    Column("birth_year", SmallInteger),
    Column("city", Text),
    Column("postcode", Text),
    Column("attributes", JSONB),
)
Index(
    "ix_customers_consent",
    customers.c.customer_id,
    customers.c.consent,
    postgresql_where=customers.c.consent.is_not(None),
)
Index("ix_customers_refused", customers.c.customer_id, postgresql_where=customers.c.consent.is_(False))

customer_changes = Table(
    "customer_changes",  # one row a customer and load of customers that changed something, so that it can be undone
    metadata,
    required("customer_id", Text),
    required("load_id", BigInteger),
    Column("before", JSONB),  # the row of `customers` as it was; null where there was none
    Column("country", Text),  # what the file said; `customers` has what orders tell
    PrimaryKeyConstraint("customer_id", "load_id"),
)

# Who was erased, so that no load brings them back: hashes of numbers and addresses, worth nothing without a key.
forgotten = Table(
    "forgotten",  # one row a customer number or email address of somebody who was erased
    metadata,
    Column("hash", LargeBinary, primary_key=True),  # keyed BLAKE2b
    required("forgotten_at", DateTime(timezone=True)),
)

erasure_keys = Table(
    "erasure_keys",  # the keys of these hashes: one, and those of backups that were restored
    metadata,
    Column("key_id", Text, primary_key=True),  # random
    required("key", Text),
    required("is_sealed", Boolean),  # with SECRET_KEY; else there was none
)
