"""The record of who did what. Rows are only ever added: a trigger of migration 0008 refuses everything else, except to
the database's function `retire_audit`, which lets go of what is older than a given day, never of the last 30 days.
Another (0014) puts the database's own time into lines of whoever does not own the table: nobody writes into the past.
"""

from sqlalchemy import BigInteger, Column, DateTime, Identity, Index, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from warehouse.schema.base import metadata, required

audit = Table(
    "audit",
    metadata,
    Column("audit_id", BigInteger, Identity(), primary_key=True),
    required("at", DateTime(timezone=True)),
    Column("user_id", BigInteger),  # no key to `users`: what is written here stays as it is
    Column("user_email", Text),  # as it was then; null: nobody known
    Column("address", Text),
    required("action", Text),  # one of accounts.audit.ACTIONS
    required("details", JSONB),
    Column("rows", BigInteger),  # that left, or came in
)
Index("ix_audit_at", audit.c.at)
Index("ix_audit_action", audit.c.action, audit.c.audit_id)
Index("ix_audit_user_email", audit.c.user_email, audit.c.audit_id)
