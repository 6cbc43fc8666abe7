"""The language that somebody has chosen to read."""

import sqlalchemy as sa
from alembic import op

from warehouse.access import withdraw

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("language", sa.Text()))


def downgrade() -> None:
    withdraw(op.get_bind())
    op.drop_column("users", "language")
