"""What movers between segments really brought, what was returned of a product, and customers by net sales."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("segment_flows", sa.Column("net", sa.Numeric(), nullable=True))
    op.add_column("segment_flows", sa.Column("net_before", sa.Numeric(), nullable=True))
    op.add_column("segment_products", sa.Column("returns", sa.Numeric(), nullable=True))
    op.create_index("ix_customer_features_net", "customer_features", ["net", "customer_id"])


def downgrade() -> None:
    op.drop_index("ix_customer_features_net", "customer_features")
    op.drop_column("segment_products", "returns")
    op.drop_column("segment_flows", "net_before")
    op.drop_column("segment_flows", "net")
