"""Views that are mailed when a key figure crosses a threshold, once each time; and who has seen the first visit."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("schedules", sa.Column("crossed_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("schedules", "crossed_at")
