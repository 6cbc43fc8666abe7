"""Views that are mailed when a key figure crosses a threshold, once each time; and who has seen the first visit."""

import sqlalchemy as sa
from alembic import op

from warehouse.access import withdraw

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("visited_at", sa.DateTime(timezone=True)))
    op.add_column("schedules", sa.Column("crossed_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    withdraw(op.get_bind())
    op.drop_column("schedules", "crossed_at")
    op.drop_column("users", "visited_at")
