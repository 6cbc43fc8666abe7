"""Stored lines that made way for those of another export of the same orders, so that they can come back."""

import sqlalchemy as sa
from alembic import op

from warehouse.access import withdraw

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "replaced_lines",
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("invoice_no", sa.Text(), nullable=False),
        sa.Column("invoiced_at", sa.DateTime(), nullable=False),
        sa.Column("stock_code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("unit_price", sa.Numeric(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("load_id", sa.BigInteger(), nullable=False),
        sa.Column("row_id", sa.Text(), nullable=False, server_default=sa.text("''")),
        sa.Column("replaced_by", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_replaced_lines_replaced_by", "replaced_lines", ["replaced_by"])


def downgrade() -> None:
    withdraw(op.get_bind())
    op.drop_table("replaced_lines")
