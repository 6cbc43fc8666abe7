"""Customers in the order of their net sales."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_customer_features_net", "customer_features", ["net", "customer_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_customer_features_net", table_name="customer_features")
