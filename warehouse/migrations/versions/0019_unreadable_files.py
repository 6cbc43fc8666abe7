"""Of a fetched file that could not be loaded, what was said, so that it is read again only when it has changed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("fetched_files", sa.Column("failed", JSONB()))
    op.add_column("fetched_files", sa.Column("read_by", sa.Text()))


def downgrade() -> None:
    op.drop_column("fetched_files", "read_by")
    op.drop_column("fetched_files", "failed")
