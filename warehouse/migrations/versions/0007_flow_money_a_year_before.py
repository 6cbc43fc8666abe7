"""What movers between segments brought in the same months of the year before."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("segment_flows", sa.Column("net_year_before", sa.Numeric(), nullable=True))


def downgrade() -> None:
    op.drop_column("segment_flows", "net_year_before")
