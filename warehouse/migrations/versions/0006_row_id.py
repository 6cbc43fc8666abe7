"""A line keeps the number that its row has in its file, so that the same row is known in another one."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TABLES = ("transactions", "guest_transactions")


def upgrade() -> None:
    for table in _TABLES:
        op.add_column(table, sa.Column("row_id", sa.Text(), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    for table in _TABLES:
        op.drop_column(table, "row_id")
