"""What movers between segments really brought, and what was returned of a product."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("segment_flows", sa.Column("net", sa.Numeric(), nullable=True))
    op.add_column("segment_flows", sa.Column("net_before", sa.Numeric(), nullable=True))
    op.add_column("segment_products", sa.Column("returns", sa.Numeric(), nullable=True))


def downgrade() -> None:
    op.drop_column("segment_products", "returns")
    op.drop_column("segment_flows", "net_before")
    op.drop_column("segment_flows", "net")
