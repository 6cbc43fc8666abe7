"""Who was erased, so that no load brings them back."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "forgotten",
        sa.Column("hash", sa.LargeBinary(), primary_key=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "erasure_keys",
        sa.Column("key_id", sa.Text(), primary_key=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("is_sealed", sa.Boolean(), nullable=False),
    )


def downgrade() -> None:
    for table in ("erasure_keys", "forgotten"):
        op.drop_table(table)
